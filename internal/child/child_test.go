package child_test

import (
	"bufio"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/orderflow/orderflow/internal/child"
)

// asParent makes the test's program a parent that starts a child and waits.
const asParent = "ORDERFLOW_TEST_PARENT"

func TestMain(m *testing.M) {
	if os.Getenv(asParent) == "" {
		os.Exit(m.Run())
	}
	sleeper := exec.Command("sleep", "600")
	if err := child.Start(sleeper, func([]byte) {}, func(error) {}); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Println(sleeper.Process.Pid)
	select {}
}

// TestItDiesWithItsParent: also when that is killed, and cannot tell it.
func TestItDiesWithItsParent(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("only Linux ends a process with its parent")
	}
	parent := exec.Command(os.Args[0])
	parent.Env = append(os.Environ(), asParent+"=1")
	parent.Stderr = os.Stderr
	out, err := parent.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := parent.Start(); err != nil {
		t.Fatal(err)
	}
	pid, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	process := "/proc/" + strings.TrimSpace(pid) + "/cmdline"
	if _, err := os.Stat(process); err != nil {
		t.Fatalf("the child does not live: %v", err)
	}
	if err := parent.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = parent.Wait() // it was killed
	for giveUp := time.Now().Add(10 * time.Second); ; time.Sleep(5 * time.Millisecond) {
		// One that has ended and that nobody has waited for has no command line.
		if line, err := os.ReadFile(process); errors.Is(err, fs.ErrNotExist) || err == nil && len(line) == 0 {
			return
		}
		if time.Now().After(giveUp) {
			t.Fatal("the child lives on after its parent")
		}
	}
}

// TestLines: what it writes comes in lines, all of it before it has ended.
func TestLines(t *testing.T) {
	var got []string
	ended := make(chan error, 1)
	command := exec.Command("sh", "-c", `echo one; echo two >&2; printf three; exit 4`)
	if err := child.Start(command, func(line []byte) { got = append(got, string(line)) }, func(err error) { ended <- err }); err != nil {
		t.Fatal(err)
	}
	if err := <-ended; err == nil || err.Error() != "exit status 4" {
		t.Errorf("it ended with %v", err)
	}
	if want := []string{"one", "two", "three"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
