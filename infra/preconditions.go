package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/orderflow/orderflow/internal/wiring"
)

// oldestNode is the oldest major version of Node that CDK runs on.
const oldestNode = 20

// nodeVersion asks node for its version; "" means that there is no node.
func nodeVersion() string {
	out, err := exec.Command("node", "--version").Output()
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(out))
}

// checkNode says what is wrong with a version such as "v20.11.1".
func checkNode(version string) error {
	if version == "" {
		return fmt.Errorf("there is no node on the PATH. Install Node %d or newer", oldestNode)
	}
	major, _, _ := strings.Cut(strings.TrimPrefix(version, "v"), ".")
	if number, err := strconv.Atoi(major); err != nil || number < oldestNode {
		return fmt.Errorf("node is %s, but CDK needs Node %d or newer. Install a newer one, or put it first on the PATH", version, oldestNode)
	}
	return nil
}

// checkArtifacts says which functions have not been built.
func checkArtifacts(folder string) error {
	var missing []string
	for _, f := range wiring.Functions {
		if info, err := os.Stat(filepath.Join(folder, f.Name, "bootstrap")); err != nil || !info.Mode().IsRegular() {
			missing = append(missing, f.Name)
		}
	}
	if missing == nil {
		return nil
	}
	return fmt.Errorf("these functions are not in %s: %s. Build them with make build", folder, strings.Join(missing, ", "))
}
