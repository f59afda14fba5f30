// Infra is the CDK app that deploys orderflow: what package wiring says runs and
// is joined to what, as stacks of CloudFormation. A foundation has what outlives
// the bounded contexts; each context is a stack of its own. Stacks are joined by
// names and by parameters of the Systems Manager, never by exports, so that one
// context comes and goes without the other.
//
// The command `cdk` runs it, in the folder infra; see cdk.json. It needs Node,
// because CDK is written in TypeScript, but neither an account nor credentials.
package main

import (
	"errors"
	"fmt"
	"os"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/jsii-runtime-go"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintf(os.Stderr, "\norderflow cannot be synthesized:\n%v\n", err)
		os.Exit(1)
	}
}

// run writes the stacks' templates to where the command cdk wants them.
func run() error {
	// Before anything of CDK is called, which starts node.
	if err := errors.Join(checkNode(nodeVersion()), checkArtifacts(artifacts)); err != nil {
		return err
	}
	defer jsii.Close()
	app := awscdk.NewApp(nil)
	s, err := readSettings(contextOf(app))
	if err != nil {
		return err
	}
	addStacks(app, s)
	app.Synth(nil)
	return nil
}

// contextOf reads what `cdk -c name=value` has set.
func contextOf(app awscdk.App) func(name string) string {
	return func(name string) string {
		value, _ := app.Node().TryGetContext(jsii.String(name)).(string)
		return value
	}
}
