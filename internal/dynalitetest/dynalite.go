// Package dynalitetest runs dynalite, an npm package that speaks DynamoDB's
// protocol, for tests.
package dynalitetest

import (
	"bufio"
	"context"
	"net"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
)

// Start runs dynalite until the test ends and returns a client for it. Without
// Node, or without the npm packages that `make test` installs, the test fails: a
// store that was not tried against DynamoDB's protocol is not tested.
func Start(t *testing.T) *dynamodb.Client {
	t.Helper()
	port := freePort(t)
	_, here, _, _ := runtime.Caller(0)
	script := filepath.Join(filepath.Dir(here), "../../infra/node_modules/dynalite/cli.js")
	ctx, cancel := context.WithCancel(context.Background())
	command := exec.CommandContext(ctx, "node", script, "--host", "127.0.0.1", "--port", port, "--createTableMs", "0")
	output, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	command.Stderr = command.Stdout
	if err := command.Start(); err != nil {
		t.Fatalf("dynalite does not start: %v (it needs Node 20 and `npm ci` in infra, which `make test` does)", err)
	}
	t.Cleanup(func() {
		cancel()
		_ = command.Wait() // it was killed
	})
	lines := bufio.NewScanner(output)
	for said := ""; !strings.Contains(said, "listening at"); said += lines.Text() + "\n" {
		if !lines.Scan() {
			t.Fatalf("dynalite ended (is `npm ci` done in infra? `make test` does it):\n%s", said)
		}
	}
	go func() { // keep reading, so that it never blocks on its output
		for lines.Scan() {
		}
	}()
	return dynamodb.New(dynamodb.Options{
		Region: "us-east-1", BaseEndpoint: aws.String("http://127.0.0.1:" + port),
		Credentials: credentials.NewStaticCredentialsProvider("test", "test", ""),
	})
}

func freePort(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	return strconv.Itoa(listener.Addr().(*net.TCPAddr).Port)
}
