// Package dynalite runs dynalite, an npm package that speaks DynamoDB's protocol:
// the DynamoDB on one machine, for functions that run as they are deployed and for
// the tests of the stores.
//
// It needs Node, and what `npm ci` installs in infra. It keeps its data in a
// folder, or in memory. It has no time to live, no streams and no transactions,
// and checks no credentials.
package dynalite

import (
	_ "embed" // for the script
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"

	"github.com/orderflow/orderflow/internal/child"
	"github.com/orderflow/orderflow/internal/project"
)

//go:embed serve.js
var script string

// Server is a running dynalite.
type Server struct {
	url     string
	kill    func()
	stopped chan struct{} // closed when it has ended

	mu   sync.Mutex // guards what follows
	said []string   // the last lines
	err  error      // why it has ended
}

// startTime is how long dynalite may take until it listens.
const startTime = 30 * time.Second

// Start starts dynalite with its data in a folder; "" is memory. Close it. It ends
// with this process.
func Start(dir string) (*Server, error) {
	node, err := exec.LookPath("node")
	if err != nil {
		return nil, errors.New("node is not installed: dynalite, which is the DynamoDB on this machine, needs Node 20 or newer")
	}
	root, err := project.Root()
	if err != nil {
		return nil, err
	}
	module := filepath.Join(root, "infra", "node_modules", "dynalite")
	if _, err := os.Stat(module); errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("dynalite, which is the DynamoDB on this machine, is not installed: run npm ci --prefix infra in %s", root)
	}
	if dir != "" {
		if dir, err = filepath.Abs(dir); err != nil {
			return nil, fmt.Errorf("find dynalite's data folder: %w", err)
		}
	}
	s := &Server{stopped: make(chan struct{})}
	listening := make(chan string, 1)
	command := exec.Command(node, "-e", script, module, dir)
	err = child.Start(command, func(line []byte) {
		s.hear(string(line))
		if port, ok := strings.CutPrefix(string(line), "listening on "); ok {
			listening <- port
		}
	}, s.ended)
	if err != nil {
		return nil, fmt.Errorf("start dynalite: %w", err)
	}
	s.kill = func() { _ = command.Process.Kill() }
	select {
	case port := <-listening:
		s.url = "http://127.0.0.1:" + port
		return s, nil
	case <-s.stopped:
		return nil, s.Err()
	case <-time.After(startTime):
		s.Close()
		return nil, fmt.Errorf("dynalite does not listen after %v; it said:\n%s", startTime, s.words())
	}
}

// hear keeps the last of what dynalite says.
func (s *Server) hear(line string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.said = append(s.said, line)
	if len(s.said) > 20 {
		s.said = s.said[1:]
	}
}

func (s *Server) words() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return strings.Join(s.said, "\n")
}

func (s *Server) ended(err error) {
	s.mu.Lock()
	s.err = err
	s.mu.Unlock()
	close(s.stopped)
}

// Ended is closed when dynalite has ended, by Close or by itself; Err then says
// why.
func (s *Server) Ended() <-chan struct{} { return s.stopped }

// Err says why dynalite has ended.
func (s *Server) Err() error {
	said := s.words()
	s.mu.Lock()
	defer s.mu.Unlock()
	why := s.err
	if why == nil {
		why = errors.New("exit status 0")
	}
	return fmt.Errorf("dynalite has ended: %w; it said:\n%s", why, said)
}

// Close ends dynalite. What it has acknowledged is in its folder.
func (s *Server) Close() {
	s.kill()
	<-s.stopped
}

// URL is where it is, for AWS_ENDPOINT_URL_DYNAMODB.
func (s *Server) URL() string { return s.url }

// Client is a client for it.
func (s *Server) Client() *dynamodb.Client {
	return dynamodb.New(dynamodb.Options{
		Region: "us-east-1", BaseEndpoint: aws.String(s.url), Credentials: credentials.NewStaticCredentialsProvider("local", "local", ""),
	})
}
