// Package artifacts builds what is deployed: for each function of the wiring a
// program called bootstrap, as Lambda's runtime provided.al2023 wants it.
//
// The programs are Linux's, static, and the same bit for bit wherever and however
// often they are built with the same version of Go. They lie in the folder dist:
// dist/<architecture>/<function>/bootstrap, alone in its folder, so that the
// folder is what is zipped and uploaded. Zips are only measured here.
package artifacts

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// Deployed is the architecture of the functions on AWS.
const Deployed = "arm64"

// MaxZip is how large a function's zip may be, in bytes: what is larger starts
// slowly.
const MaxZip = 5_000_000

// Bootstrap is where a function's program lies in the project's folder.
func Bootstrap(root, arch, function string) string {
	return filepath.Join(root, "dist", arch, function, "bootstrap")
}

// arguments build one program: no symbols, no paths and no state of the working
// copy in it, and none of aws-lambda-go's older protocol.
func arguments(file, function string) []string {
	return []string{
		"build", "-buildvcs=false", "-trimpath", "-tags=lambda.norpc", "-ldflags=-s -w", "-o", file, "./cmd/" + function,
	}
}

// Build builds one function's program and returns where it lies. Built before and
// not changed since, it is left as it is.
func Build(ctx context.Context, root, arch, function string) (file string, err error) {
	file = Bootstrap(root, arch, function)
	return file, build(ctx, root, arch, function, file)
}

func build(ctx context.Context, root, arch, function, file string) error {
	command := exec.CommandContext(ctx, "go", arguments(file, function)...)
	command.Dir = root
	// GOFLAGS and the like of the user must not change what is built.
	command.Env = append(os.Environ(), "GOOS=linux", "GOARCH="+arch, "CGO_ENABLED=0", "GOFLAGS=", "GOEXPERIMENT=", "GOAMD64=v1", "GOARM64=v8.0", "GOWORK=off")
	if out, err := command.CombinedOutput(); err != nil {
		return fmt.Errorf("build %s for %s: %w\n%s", function, arch, err, strings.TrimSpace(string(out)))
	}
	return nil
}
