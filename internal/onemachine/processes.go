package onemachine

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"github.com/orderflow/orderflow/internal/artifacts"
	"github.com/orderflow/orderflow/internal/dynalite"
	"github.com/orderflow/orderflow/internal/localaws"
	"github.com/orderflow/orderflow/internal/project"
	"github.com/orderflow/orderflow/internal/sqlitedb"
	"github.com/orderflow/orderflow/internal/wiring"
)

// Processes says that each function is to run as it is deployed: its program, in
// processes of its own, over Lambda's Runtime API, with its store on a DynamoDB
// (dynalite) and its customers in a user pool. It needs what `make build` and
// `npm ci` make, and [Serve], at whose AWS endpoint the processes call.
type Processes struct {
	// Bootstrap is where a function's program lies, an absolute path; nil is where
	// `make build` puts the one for this machine.
	Bootstrap func(function string) string

	endpoint string
}

// dynamodbFolder is where a data folder has DynamoDB's data.
const dynamodbFolder = "dynamodb"

// tablesTime is how long making the tables may take.
const tablesTime = time.Minute

// deployProcesses starts a DynamoDB and makes a pool of processes of each function.
func (m *Machine) deployProcesses(cfg Config) (err error) {
	bootstrap := cfg.Processes.Bootstrap
	if bootstrap == nil {
		if bootstrap, err = builtBootstraps(); err != nil {
			return err
		}
	}
	dir := ""
	if cfg.Dir != sqlitedb.Memory {
		dir = filepath.Join(cfg.Dir, dynamodbFolder)
	}
	if m.dynamodb, err = dynalite.Start(dir); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.Background(), tablesTime)
	defer cancel()
	if err := dynalite.CreateTables(ctx, m.dynamodb.Client()); err != nil {
		return err
	}
	m.Cloud.DeployProcesses(localaws.Processes{
		Bootstrap: bootstrap, Endpoint: cfg.Processes.endpoint, DynamoDB: m.dynamodb.URL(), Output: outputTo(cfg.Log, cfg.Metrics),
	})
	m.unwatch = m.watchBus(cfg.Log)
	return nil
}

// builtBootstraps finds the programs that `make build` has made for this machine,
// all of them.
func builtBootstraps() (func(function string) string, error) {
	if runtime.GOOS != "linux" {
		return nil, fmt.Errorf("the functions are programs for Linux and cannot run on %s: run their handlers in this process (--functions inprocess)", runtime.GOOS)
	}
	root, err := project.Root()
	if err != nil {
		return nil, err
	}
	for _, f := range wiring.Functions {
		if file := artifacts.Bootstrap(root, runtime.GOARCH, f.Name); !isFile(file) {
			return nil, fmt.Errorf("%s is missing: run make build in %s", file, root)
		}
	}
	return func(function string) string { return artifacts.Bootstrap(root, runtime.GOARCH, function) }, nil
}

// oneKindOfFunctions keeps orders that are in one kind of store from functions
// that look into the other.
func oneKindOfFunctions(cfg Config) error {
	if cfg.Dir == sqlitedb.Memory {
		return nil
	}
	other, kind := filepath.Join(cfg.Dir, dynamodbFolder), "process"
	if cfg.Processes != nil {
		other, kind = filepath.Join(cfg.Dir, "orders.db"), "inprocess"
	}
	_, err := os.Stat(other)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return fmt.Errorf("cannot use %s as the data folder: %w", cfg.Dir, err)
	}
	return fmt.Errorf("the data folder %s has orders of functions that ran with --functions %s, and their stores differ: run with that, or choose another folder with --data", cfg.Dir, kind)
}

func isFile(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular()
}
