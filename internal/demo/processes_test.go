package demo_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"testing"

	"github.com/aws/aws-lambda-go/lambda"

	"github.com/orderflow/orderflow/internal/artifacts"
	"github.com/orderflow/orderflow/internal/demo"
	"github.com/orderflow/orderflow/internal/onemachine"
	"github.com/orderflow/orderflow/internal/platform"
	"github.com/orderflow/orderflow/internal/project"
	"github.com/orderflow/orderflow/internal/sqlitedb"
	"github.com/orderflow/orderflow/internal/wiring"
)

// TestMain runs the tests; started as Lambda starts a function, it is one that
// panics the first time and is the real one from then on.
func TestMain(m *testing.M) {
	if os.Getenv("AWS_LAMBDA_FUNCTION_NAME") == "" {
		os.Exit(m.Run())
	}
	if err := panicsOnce(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// The files beside the stand-in for a function: a link to the real program, and
// a mark that is made when it panics.
const realProgram, panicked = "real", "panicked"

func panicsOnce() error {
	if _, err := os.Stat(panicked); err == nil {
		return syscall.Exec(realProgram, []string{realProgram}, os.Environ())
	}
	platform.Main(func(env *platform.Environment) (lambda.Handler, error) {
		return platform.Handler(env.Log, func(context.Context, any) error {
			if err := os.WriteFile(panicked, nil, 0o600); err != nil {
				return err
			}
			panic("the first time, always")
		}), nil
	})
	return nil
}

// built are the functions' programs for this machine.
var built = sync.OnceValues(func() (files map[string]string, err error) {
	root, err := project.Root()
	if err != nil {
		return nil, err
	}
	// The go command keeps a test's result until one of the files changes that it has
	// looked at: what the programs are built of belongs to them.
	for _, folder := range []string{"cmd", "internal"} {
		err := filepath.WalkDir(filepath.Join(root, folder), func(_ string, _ fs.DirEntry, err error) error { return err })
		if err != nil {
			return nil, err
		}
	}
	files = map[string]string{}
	for _, f := range wiring.Functions {
		if files[f.Name], err = artifacts.Build(context.Background(), root, runtime.GOARCH, f.Name); err != nil {
			return nil, err
		}
	}
	return files, nil
})

// deployed is an orderflow whose functions are the programs that are deployed. The
// function of that name, if it is not "", panics when it is first invoked.
func deployed(t *testing.T, panics string) (cfg onemachine.Config, log fmt.Stringer) {
	t.Helper()
	if runtime.GOOS != "linux" {
		t.Skip("the functions are programs for Linux")
	}
	files, err := built()
	if err != nil {
		t.Fatal(err)
	}
	standIn := filepath.Join(t.TempDir(), "bootstrap")
	if panics != "" {
		self, err := os.Executable()
		if err != nil {
			t.Fatal(err)
		}
		for link, to := range map[string]string{standIn: self, filepath.Join(filepath.Dir(standIn), realProgram): files[panics]} {
			if err := os.Symlink(to, link); err != nil {
				t.Fatal(err)
			}
		}
		t.Cleanup(func() {
			if _, err := os.Stat(filepath.Join(filepath.Dir(standIn), panicked)); errors.Is(err, fs.ErrNotExist) {
				t.Errorf("%s never panicked", panics)
			}
		})
	}
	said := &lockedBuffer{}
	return onemachine.Config{
		Dir: sqlitedb.Memory, Log: slog.New(slog.NewTextHandler(said, nil)),
		Processes: &onemachine.Processes{Bootstrap: func(function string) string {
			if function == panics {
				return standIn
			}
			return files[function]
		}},
	}, said
}

type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// TestOutcomesOfWhatIsDeployed runs an order to each ending, over the programs
// that are deployed, with a DynamoDB; the completed one has a voucher. Each order
// meets a function that panics.
func TestOutcomesOfWhatIsDeployed(t *testing.T) {
	for outcome, panics := range map[string]string{
		"completed": "accept-order", "rejected": "place-order", "expired": "notify-restaurant", "cancelled": "close-order", "failed": "await-restaurant",
	} {
		t.Run(outcome, func(t *testing.T) {
			own, log := deployed(t, panics)
			var out bytes.Buffer
			if err := demo.Run(t.Context(), demo.Options{Outcome: outcome, At: nobody, Own: own, Out: &out}); err != nil {
				t.Fatalf("%v\n%s\n%s", err, out.String(), log)
			}
			if said := log.String(); strings.Count(said, "level=ERROR") != 1 || !strings.Contains(said, "level=ERROR msg=panicked") {
				t.Errorf("the log is to tell of one panic, and of nothing else that is wrong:\n%s", said)
			}
		})
	}
}
