// Start-order is the Lambda function behind POST /orders.
package main

import (
	"time"

	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/sfn"

	"github.com/orderflow/orderflow/internal/order"
	"github.com/orderflow/orderflow/internal/order/api"
	"github.com/orderflow/orderflow/internal/order/store"
	"github.com/orderflow/orderflow/internal/order/store/dynamostore"
	"github.com/orderflow/orderflow/internal/platform"
	"github.com/orderflow/orderflow/internal/platform/executions"
)

func main() { platform.Main(setup) }

func setup(env *platform.Environment) (lambda.Handler, error) {
	menu, err := order.TheMenu()
	if err != nil {
		return nil, err
	}
	machine := env.Need("STATE_MACHINE")
	start := api.StartOrder{
		Orders:     store.New(dynamostore.New(dynamodb.NewFromConfig(env.AWS), env.Need("ORDERS_TABLE"))),
		Executions: executions.New(sfn.NewFromConfig(env.AWS), machine),
		Menu:       menu, Now: time.Now, Log: env.Log,
	}
	return platform.HandlerOf(env.Log, start.Handle, platform.OfMachine(machine)), nil
}
