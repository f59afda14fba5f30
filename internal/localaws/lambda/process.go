package lambda

import (
	"crypto/rand"
	"fmt"
	"net"
	"net/http"
	"os/exec"
	"path/filepath"
	"strconv"
	"time"

	"github.com/orderflow/orderflow/internal/child"
	"github.com/orderflow/orderflow/internal/localaws/awsapi"
)

// Program is a function's program, called bootstrap on Lambda, and what it is
// told.
type Program struct {
	Path     string // absolute
	Function string
	Place    awsapi.Place
	MemoryMB int // told, not enforced
	// AccessKeyID tells the services who calls. They check no signature, so the
	// secret is anything.
	AccessKeyID string
	// Environment are the function's own variables, each as name=value.
	Environment []string
	// Output takes each line that a process writes. Processes may call it at once.
	Output func(line []byte)
}

// Launch starts one process of the program. It is a [Launch]. Each process has a
// Runtime API at an address of its own, as it has on Lambda.
func (p Program) Launch(api http.Handler, ended func(error)) (kill func(), err error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("listen for a process of %s: %w", p.Function, err)
	}
	server := &http.Server{Handler: api, ReadHeaderTimeout: 10 * time.Second}
	command := exec.Command(p.Path)
	command.Dir = filepath.Dir(p.Path)
	command.Env = append(p.environment(listener.Addr().String()), p.Environment...)
	if err := child.Start(command, p.Output, func(err error) {
		ended(err)
		_ = server.Close() // nobody is left who would ask
	}); err != nil {
		_ = listener.Close()
		return nil, err
	}
	go func() { _ = server.Serve(listener) }() // it ends with the process
	return func() { _ = command.Process.Kill() }, nil
}

// environment is what Lambda puts into a process's environment, and nothing of
// this process's. (Lambda developer guide, "Defined runtime environment
// variables".)
func (p Program) environment(runtimeAPI string) []string {
	return []string{
		"AWS_LAMBDA_RUNTIME_API=" + runtimeAPI,
		"_HANDLER=bootstrap",
		"AWS_REGION=" + p.Place.Region,
		"AWS_DEFAULT_REGION=" + p.Place.Region,
		"AWS_LAMBDA_FUNCTION_NAME=" + p.Function,
		"AWS_LAMBDA_FUNCTION_VERSION=$LATEST",
		"AWS_LAMBDA_FUNCTION_MEMORY_SIZE=" + strconv.Itoa(p.MemoryMB),
		"AWS_LAMBDA_INITIALIZATION_TYPE=on-demand",
		"AWS_LAMBDA_LOG_GROUP_NAME=/aws/lambda/" + p.Function,
		"AWS_LAMBDA_LOG_STREAM_NAME=" + time.Now().UTC().Format("2006/01/02") + "/[$LATEST]" + rand.Text(),
		"AWS_ACCESS_KEY_ID=" + p.AccessKeyID,
		"AWS_SECRET_ACCESS_KEY=local",
		"AWS_SESSION_TOKEN=local",
		"LAMBDA_TASK_ROOT=" + filepath.Dir(p.Path),
		"LAMBDA_RUNTIME_DIR=/var/runtime",
		"PATH=/usr/local/bin:/usr/bin:/bin",
		"LANG=en_US.UTF-8",
		"TZ=:UTC",
	}
}
