// Query-orders is the Lambda function behind every route that only reads.
package main

import (
	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"

	"github.com/orderflow/orderflow/internal/order"
	"github.com/orderflow/orderflow/internal/order/api"
	"github.com/orderflow/orderflow/internal/order/store"
	"github.com/orderflow/orderflow/internal/order/store/dynamostore"
	"github.com/orderflow/orderflow/internal/platform"
)

func main() { platform.Main(setup) }

func setup(env *platform.Environment) (lambda.Handler, error) {
	menu, err := order.TheMenu()
	if err != nil {
		return nil, err
	}
	query := api.QueryOrders{
		Orders: store.New(dynamostore.New(dynamodb.NewFromConfig(env.AWS), env.Need("ORDERS_TABLE"))),
		Menu:   menu, Log: env.Log,
	}
	return platform.HandlerOf(env.Log, query.Handle, platform.OfMachine(env.Need("STATE_MACHINE"))), nil
}
