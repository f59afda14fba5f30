package browsertest

import (
	"context"
	"testing"

	"github.com/orderflow/orderflow/internal/onemachine"
	"github.com/orderflow/orderflow/internal/sqlitedb"
)

// Serve runs an orderflow in memory, on ports of its own, until the test ends,
// and returns where it is.
func Serve(t *testing.T, cfg onemachine.Config) onemachine.Addresses {
	t.Helper()
	at, stop := Run(t, cfg, onemachine.Addresses{API: "127.0.0.1:0", AWS: "127.0.0.1:0"})
	t.Cleanup(stop)
	return at
}

// Run is Serve at given addresses; stop ends it, and fails the test if it did not
// end well.
func Run(t *testing.T, cfg onemachine.Config, wanted onemachine.Addresses) (at onemachine.Addresses, stop func()) {
	t.Helper()
	if cfg.Dir == "" {
		cfg.Dir = sqlitedb.Memory
	}
	ctx, cancel := context.WithCancel(context.Background())
	answers, ended := make(chan onemachine.Addresses, 1), make(chan error, 1)
	go func() { ended <- onemachine.Serve(ctx, cfg, wanted, func(at onemachine.Addresses) { answers <- at }) }()
	select {
	case at = <-answers:
	case err := <-ended:
		cancel()
		t.Fatal(err)
	}
	return at, func() {
		cancel()
		if err := <-ended; err != nil {
			t.Errorf("orderflow did not stop well: %v", err)
		}
	}
}
