// Build builds the programs of all functions, for the architecture that is
// deployed and for this machine's, and prints how large they are.
//
//	go run ./internal/artifacts/build            # both architectures
//	go run ./internal/artifacts/build arm64      # one
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"runtime"
	"slices"

	"github.com/orderflow/orderflow/internal/artifacts"
	"github.com/orderflow/orderflow/internal/project"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, os.Args[1:])
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "build:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, arches []string) error {
	known := []string{"arm64", "amd64"}
	if len(arches) == 0 {
		arches = slices.Compact([]string{artifacts.Deployed, runtime.GOARCH})
	}
	for _, arch := range arches {
		if !slices.Contains(known, arch) {
			return fmt.Errorf("%q is not an architecture of Lambda: it has %v", arch, known)
		}
	}
	root, err := project.Root()
	if err != nil {
		return err
	}
	return artifacts.BuildAll(ctx, root, arches, os.Stdout)
}
