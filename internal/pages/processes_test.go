package pages_test

import (
	"io/fs"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/orderflow/orderflow/internal/artifacts"
	"github.com/orderflow/orderflow/internal/onemachine"
	"github.com/orderflow/orderflow/internal/project"
	"github.com/orderflow/orderflow/internal/wiring"
)

// TestFunctionsAsProcesses: the pages are live, and vouchers are there, when the
// functions are the programs that are deployed and write to a DynamoDB.
func TestFunctionsAsProcesses(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("the functions are programs for Linux")
	}
	root, err := project.Root()
	if err != nil {
		t.Fatal(err)
	}
	// The go command keeps a test's result until one of the files changes that it has
	// looked at: what the programs are built of belongs to them.
	for _, folder := range []string{"cmd", "internal"} {
		err := filepath.WalkDir(filepath.Join(root, folder), func(_ string, _ fs.DirEntry, err error) error { return err })
		if err != nil {
			t.Fatal(err)
		}
	}
	programs := map[string]string{}
	for _, f := range wiring.Functions {
		if programs[f.Name], err = artifacts.Build(t.Context(), root, runtime.GOARCH, f.Name); err != nil {
			t.Fatal(err)
		}
	}
	alice, napoli := people(t, onemachine.Config{Processes: &onemachine.Processes{
		Bootstrap: func(function string) string { return programs[function] },
	}})
	orderDish(alice, "Calzone", somewhere, "")
	napoli.Click("button", "Accept: order")
	alice.See("h2", "In the kitchen")
	napoli.Click("button", "Mark delivered")
	alice.See("h2", "Delivered")
	alice.See(".voucher-note", "10 % off your next order")
}
