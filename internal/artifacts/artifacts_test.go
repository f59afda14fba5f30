package artifacts

import (
	"bytes"
	"debug/elf"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/orderflow/orderflow/internal/project"
)

// TestABuildIsReproducible: a copy of the sources in another folder, compiled
// with an empty cache (which is most of the time that this takes), gives the same program bit for bit; and that is what
// Lambda's arm64 runs: static, and with nothing of a working copy in it.
func TestABuildIsReproducible(t *testing.T) {
	root, err := project.Root()
	if err != nil {
		t.Fatal(err)
	}
	const function = "await-restaurant" // one of the smallest
	first, err := Build(t.Context(), root, Deployed, function)
	if err != nil {
		t.Fatal(err)
	}
	elsewhere := filepath.Join(t.TempDir(), "another", "place")
	for _, part := range []string{"cmd/" + function, "internal", "statemachine"} {
		if err := os.CopyFS(filepath.Join(elsewhere, part), os.DirFS(filepath.Join(root, part))); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"go.mod", "go.sum"} {
		text, err := os.ReadFile(filepath.Join(root, name))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(elsewhere, name), text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("GOFLAGS", "-tags=other")
	t.Setenv("GOCACHE", t.TempDir())
	second, err := Build(t.Context(), elsewhere, Deployed, function)
	if err != nil {
		t.Fatal(err)
	}
	one, err := os.ReadFile(first)
	if err != nil {
		t.Fatal(err)
	}
	two, err := os.ReadFile(second)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(one, two) {
		t.Errorf("two builds differ: %d and %d bytes", len(one), len(two))
	}
	if bytes.Contains(one, []byte(root+"/")) {
		t.Errorf("the program names %s", root)
	}
	program, err := elf.NewFile(bytes.NewReader(one))
	if err != nil {
		t.Fatal(err)
	}
	if program.Machine != elf.EM_AARCH64 {
		t.Errorf("it is for %s", program.Machine)
	}
	for _, p := range program.Progs {
		if p.Type == elf.PT_INTERP || p.Type == elf.PT_DYNAMIC {
			t.Errorf("it is not static: it has %s", p.Type)
		}
	}
}

// TestAZipThatIsTooLarge is an error that names the function.
func TestAZipThatIsTooLarge(t *testing.T) {
	sizes := map[string]map[string]Size{"place-order": {"arm64": {Binary: 12e6, Zip: MaxZip}}, "notify-user": {"arm64": {Binary: 20e6, Zip: MaxZip + 1}}}
	err := tooLarge([]string{"arm64"}, sizes)
	if err == nil || !strings.Contains(err.Error(), "notify-user for arm64, 5.00 MB") || strings.Contains(err.Error(), "place-order") {
		t.Errorf("got %v", err)
	}
	delete(sizes, "notify-user")
	if err := tooLarge([]string{"arm64"}, sizes); err != nil {
		t.Errorf("got %v", err)
	}
}
