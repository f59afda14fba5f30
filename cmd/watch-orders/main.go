// Watch-orders is the Lambda function behind the rule on stopped executions and a schedule.
package main

import (
	"time"

	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/eventbridge"
	"github.com/aws/aws-sdk-go-v2/service/sfn"
	"github.com/aws/aws-sdk-go-v2/service/sns"

	"github.com/orderflow/orderflow/internal/order/store"
	"github.com/orderflow/orderflow/internal/order/store/dynamostore"
	"github.com/orderflow/orderflow/internal/order/workflow"
	"github.com/orderflow/orderflow/internal/platform"
	"github.com/orderflow/orderflow/internal/platform/doorbell"
	"github.com/orderflow/orderflow/internal/platform/eventbus"
	"github.com/orderflow/orderflow/internal/platform/executions"
)

func main() { platform.Main(setup) }

func setup(env *platform.Environment) (lambda.Handler, error) {
	orders := store.New(dynamostore.New(dynamodb.NewFromConfig(env.AWS), env.Need("ORDERS_TABLE")))
	machine := env.Need("STATE_MACHINE")
	watch := workflow.WatchOrders{
		Base: workflow.Base{
			Orders: orders, Events: eventbus.New(eventbridge.NewFromConfig(env.AWS), env.Need("EVENT_BUS")), Metrics: env.Metrics, Now: time.Now,
		},
		Agenda:     orders,
		Executions: executions.New(sfn.NewFromConfig(env.AWS), machine),
		Doorbell:   doorbell.New(sns.NewFromConfig(env.AWS), env.Need("RESTAURANT_TOPIC")),
	}
	return platform.Handler(env.Log, watch.Handle, platform.OfMachine(machine)), nil
}
