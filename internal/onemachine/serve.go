package onemachine

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"runtime/debug"
	"syscall"
	"time"
)

// Addresses are where to listen.
type Addresses struct {
	API string // the HTTP API
	AWS string // the AWS endpoint
}

// DefaultAddresses are the ports that the documents name.
var DefaultAddresses = Addresses{API: "127.0.0.1:8080", AWS: "127.0.0.1:4566"}

// drainTime is how long what is under way may take once the process is to stop.
const drainTime = 10 * time.Second

// Serve runs orderflow until ctx ends, then drains and stops. It calls ready
// once it answers, with the addresses at which it does (a port of 0 becomes a
// real one). cfg.URL is made of the API's address when it is "".
func Serve(ctx context.Context, cfg Config, at Addresses, ready func(Addresses)) (err error) {
	apiListener, err := listen(at.API, "--addr")
	if err != nil {
		return err
	}
	defer apiListener.Close()
	awsListener, err := listen(at.AWS, "--aws-addr")
	if err != nil {
		return err
	}
	defer awsListener.Close()
	at = Addresses{apiListener.Addr().String(), awsListener.Addr().String()}
	if cfg.URL == "" {
		cfg.URL = "http://" + at.API
	}
	if cfg.Processes != nil {
		processes := *cfg.Processes
		processes.endpoint = "http://" + at.AWS
		cfg.Processes = &processes
	}
	broken := make(chan error, 1)
	cfg.Broken = func(err error) { broken <- err }

	m, err := Open(cfg)
	if err != nil {
		return err
	}
	collectLess()
	api, aws := server(m.API), server(notForOtherSites(m.Cloud.Endpoint()))
	api.RegisterOnShutdown(m.Live.Close) // open streams would never end
	ended := make(chan error, 3)
	go func() { ended <- api.Serve(apiListener) }()
	go func() { ended <- aws.Serve(awsListener) }()
	if m.dynamodb != nil {
		go func() {
			<-m.dynamodb.Ended()
			ended <- m.dynamodb.Err()
		}()
	}
	ready(at)

	select {
	case <-ctx.Done():
	case err = <-broken:
		err = fmt.Errorf("%w: is there room on the disk? Start orderflow again when there is; nothing that was answered is lost", err)
	case err = <-ended:
	}
	drain, cancel := context.WithTimeout(context.Background(), drainTime)
	defer cancel()
	// The AWS endpoint comes last: functions that finish call it.
	return errors.Join(err, api.Shutdown(drain), m.Close(drain), aws.Shutdown(drain))
}

// collectLess lets the heap grow to five times of what is live before garbage is
// collected, unless the user has said otherwise (GOGC). What is live is small, a
// kilobyte or so for each order that waits, and a quarter more orders a second is
// worth it.
func collectLess() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(400)
	}
}

func server(handler http.Handler) *http.Server {
	return &http.Server{Handler: handler, ReadHeaderTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute}
}

func listen(address, flag string) (net.Listener, error) {
	listener, err := net.Listen("tcp", address)
	if errors.Is(err, syscall.EADDRINUSE) {
		return nil, fmt.Errorf("%s is in use: stop what listens there (another orderflow?), or choose another port with %s", address, flag)
	}
	if err != nil {
		return nil, fmt.Errorf("cannot listen on %s: %w (choose another address with %s)", address, err, flag)
	}
	return listener, nil
}
