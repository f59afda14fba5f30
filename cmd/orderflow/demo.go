package main

import (
	"context"
	"os"

	"github.com/orderflow/orderflow/internal/demo"
	"github.com/orderflow/orderflow/internal/onemachine"
)

type demoCommand struct {
	Outcome   string    `default:"completed" enum:"completed,rejected,expired,cancelled,failed" help:"How the order ends: ${enum}."`
	Addr      string    `default:"${api}" help:"Where the HTTP API listens."`
	AwsAddr   string    `default:"${aws}" help:"Where the AWS endpoint listens."`
	Functions functions `default:"inprocess" enum:"inprocess,process" help:"How functions run in an orderflow of the demo's own; as for serve."`
}

// Run demonstrates one order.
func (c *demoCommand) Run(ctx context.Context) error {
	return demo.Run(ctx, demo.Options{Outcome: c.Outcome, At: onemachine.Addresses{API: c.Addr, AWS: c.AwsAddr}, Own: onemachine.Config{Processes: c.Functions.processes()}, Out: os.Stdout})
}
