// Signal-order is the Lambda function behind accept, reject, complete and cancel.
package main

import (
	"time"

	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/sfn"

	"github.com/orderflow/orderflow/internal/order/api"
	"github.com/orderflow/orderflow/internal/order/store"
	"github.com/orderflow/orderflow/internal/order/store/dynamostore"
	"github.com/orderflow/orderflow/internal/platform"
	"github.com/orderflow/orderflow/internal/platform/executions"
)

func main() { platform.Main(setup) }

func setup(env *platform.Environment) (lambda.Handler, error) {
	machine := env.Need("STATE_MACHINE")
	signal := api.SignalOrder{
		Orders: store.New(dynamostore.New(dynamodb.NewFromConfig(env.AWS), env.Need("ORDERS_TABLE"))),
		Tokens: executions.New(sfn.NewFromConfig(env.AWS), machine),
		Now:    time.Now, Log: env.Log,
	}
	return platform.HandlerOf(env.Log, signal.Handle, platform.OfMachine(machine)), nil
}
