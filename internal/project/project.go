// Package project finds the folder of this checkout, in which what is built
// (dist) and what npm installed (infra/node_modules) lie.
package project

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// Module is the path of this Go module, by which its folder is known.
const Module = "github.com/orderflow/orderflow"

// Root is the nearest folder, from the current one upwards, that has this
// module's go.mod; and when there is none, from that of the program upwards.
func Root() (string, error) {
	here, err := os.Getwd()
	if err != nil {
		return "", fmt.Errorf("find the project's folder: %w", err)
	}
	from := []string{here}
	if program, err := os.Executable(); err == nil {
		from = append(from, filepath.Dir(program))
	}
	for _, folder := range from {
		root, err := upwards(folder)
		if root != "" || err != nil {
			return root, err
		}
	}
	return "", fmt.Errorf("neither %s nor a folder above it is a checkout of orderflow: change to one", here)
}

func upwards(folder string) (string, error) {
	for {
		text, err := os.ReadFile(filepath.Join(folder, "go.mod"))
		switch {
		case err == nil && bytes.HasPrefix(text, []byte("module "+Module+"\n")):
			return folder, nil
		case err != nil && !errors.Is(err, fs.ErrNotExist):
			return "", fmt.Errorf("find the project's folder: %w", err)
		case folder == filepath.Dir(folder):
			return "", nil
		}
		folder = filepath.Dir(folder)
	}
}
