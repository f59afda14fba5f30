// Orderflow runs food orders on one machine: the same state machine, handlers,
// SDK clients and wiring that are deployed to AWS, with no account and no
// network.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"

	"github.com/orderflow/orderflow/internal/onemachine"
)

type cli struct {
	Serve serveCommand `cmd:"" help:"Run orderflow until Ctrl-C."`
	Demo  demoCommand  `cmd:"" help:"Drive one order through a running orderflow, or one of its own, and tell what happened."`
	Cost  costCommand  `cmd:"" help:"Run one order to each ending, count what it does, and price it as AWS would."`
	Token tokenCommand `cmd:"" help:"Print an access token of a running orderflow."`
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "orderflow:", err)
		stop()
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string) error {
	var c cli
	parser, err := kong.New(&c, kong.Name("orderflow"), kong.UsageOnError(),
		kong.Description("Food orders, orchestrated by a Step Functions state machine: all of it on one machine."),
		kong.Vars{"api": onemachine.DefaultAddresses.API, "aws": onemachine.DefaultAddresses.AWS})
	if err != nil {
		return err
	}
	parsed, err := parser.Parse(args)
	if err != nil {
		return fmt.Errorf("%w (orderflow --help tells more)", err)
	}
	parsed.BindTo(ctx, (*context.Context)(nil))
	return parsed.Run()
}
