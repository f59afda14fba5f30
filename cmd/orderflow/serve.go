package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"strings"

	"github.com/orderflow/orderflow/internal/asl"
	"github.com/orderflow/orderflow/internal/localaws/awsapi"
	"github.com/orderflow/orderflow/internal/onemachine"
	"github.com/orderflow/orderflow/internal/sqlitedb"
)

type serveCommand struct {
	Addr           string            `default:"${api}" help:"Where the HTTP API listens."`
	AwsAddr        string            `default:"${aws}" help:"Where the AWS endpoint listens."`
	Data           string            `default:"data" help:"The data folder, or :memory: to keep nothing."`
	Account        string            `default:"123456789012" help:"The AWS account that ARNs name."`
	Region         string            `default:"us-east-1" help:"The AWS region that ARNs name."`
	Definition     string            `type:"existingfile" help:"Another definition of the order's state machine."`
	Functions      functions         `default:"inprocess" enum:"inprocess,process" help:"How functions run: their handlers in this process, or as they are deployed, in processes of their own with a DynamoDB (after make build and npm ci --prefix infra)."`
	Function       map[string]string `placeholder:"NAME=URL" help:"A function that runs elsewhere, behind any endpoint that answers Lambda's Invoke. May be given again."`
	LambdaEndpoint string            `placeholder:"URL" help:"Where all functions are that run neither here nor by --function: URL/2015-03-31/functions/NAME/invocations."`
	LogLevel       slog.Level        `default:"WARN" help:"The least that is logged: DEBUG, INFO, WARN or ERROR."`
}

// functions is how functions run.
type functions string

func (f functions) processes() *onemachine.Processes {
	if f == "process" {
		return &onemachine.Processes{}
	}
	return nil
}

// Run serves until ctx ends.
func (c *serveCommand) Run(ctx context.Context) error {
	cfg := onemachine.Config{
		Dir: c.Data, Place: awsapi.Place{Account: c.Account, Region: c.Region},
		Processes: c.Functions.processes(), Elsewhere: c.Function, LambdaEndpoint: c.LambdaEndpoint,
		Log: slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: c.LogLevel})),
	}
	if c.Definition != "" {
		text, err := os.ReadFile(c.Definition)
		if err != nil {
			return err
		}
		if strings.TrimSpace(string(text)) == "" {
			return fmt.Errorf("%s is empty; a definition is a JSON object", c.Definition)
		}
		cfg.Definition = string(text)
	}
	err := onemachine.Serve(ctx, cfg, onemachine.Addresses{API: c.Addr, AWS: c.AwsAddr}, c.announce)
	var mistakes asl.Diagnostics
	if errors.As(err, &mistakes) {
		file := c.Definition
		if file == "" {
			file = "order.asl.json"
		}
		return fmt.Errorf("%s has %s:\n%s", file, counted(mistakes), indent(file, mistakes))
	}
	if err == nil {
		fmt.Println("stopped; nothing is lost")
	}
	return err
}

func counted(mistakes asl.Diagnostics) string {
	if len(mistakes) == 1 {
		return "a mistake"
	}
	return fmt.Sprint(len(mistakes), " mistakes")
}

func indent(file string, mistakes asl.Diagnostics) string {
	lines := strings.Split(mistakes.Error(), "\n")
	for i := range lines {
		lines[i] = "  " + file + ":" + lines[i]
	}
	return strings.Join(lines, "\n")
}

// announce says where things are, and how to place an order.
func (c *serveCommand) announce(at onemachine.Addresses) {
	data := c.Data
	if data == sqlitedb.Memory {
		data = "kept in memory only"
	}
	run := "in this process"
	if c.Functions.processes() != nil {
		run = "in processes of their own, as they are deployed; orders are in a DynamoDB"
	}
	self := os.Args[0]
	fmt.Printf(`orderflow is running. Ctrl-C stops it; nothing is lost.

  order food     http://%[1]s              in a browser
  restaurant     http://%[1]s/restaurant   in another window
  ops console    http://%[1]s/console      in a third

  HTTP API       http://%[1]s
  AWS endpoint   http://%[2]s   (AWS_ENDPOINT_URL for any AWS client)
  look inside    http://%[1]s/dev/events   /dev/sns   /dev/mail   /dev/dead-letters
  functions      %[5]s
  data           %[3]s

Place an order without a browser:

  curl -s http://%[1]s/orders -H "Authorization: Bearer $(%[4]s token customer alice --email alice@example.com --addr %[1]s)" \
    -d '{"restaurantId":"bella-napoli","items":[{"dishId":"margherita","quantity":2}],"address":"Via Roma 1"}'

Or watch one go all the way, in another terminal:  make demo

`, at.API, at.AWS, data, self, run)
}
