// Complete-order is the Lambda function behind the state CompleteOrder.
package main

import (
	"time"

	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/eventbridge"

	"github.com/orderflow/orderflow/internal/order/store"
	"github.com/orderflow/orderflow/internal/order/store/dynamostore"
	"github.com/orderflow/orderflow/internal/order/workflow"
	"github.com/orderflow/orderflow/internal/platform"
	"github.com/orderflow/orderflow/internal/platform/eventbus"
)

func main() { platform.Main(setup) }

func setup(env *platform.Environment) (lambda.Handler, error) {
	base := workflow.Base{
		Orders:  store.New(dynamostore.New(dynamodb.NewFromConfig(env.AWS), env.Need("ORDERS_TABLE"))),
		Events:  eventbus.New(eventbridge.NewFromConfig(env.AWS), env.Need("EVENT_BUS")),
		Metrics: env.Metrics,
		Now:     time.Now,
	}
	return platform.Handler(env.Log, workflow.CompleteOrder{Base: base}.Handle), nil
}
