package pages_test

import (
	"testing"

	"github.com/orderflow/orderflow/internal/browsertest"
	"github.com/orderflow/orderflow/internal/onemachine"
)

func TestSignIn(t *testing.T) {
	at := browsertest.Serve(t, onemachine.Config{})
	b := browsertest.Start(t)
	p := b.Open(t, "alice", "http://"+at.API, "/")
	p.Fill("Your name", "alice")
	p.Click("button", "Sign in")
	p.See("h1", "Hello alice")
	p.See(".connection", "Live")
}
