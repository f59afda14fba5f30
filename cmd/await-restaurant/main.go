// Await-restaurant is the Lambda function behind the states WaitForAcceptance and
// WaitForCompletion.
package main

import (
	"time"

	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"

	"github.com/orderflow/orderflow/internal/order/store"
	"github.com/orderflow/orderflow/internal/order/store/dynamostore"
	"github.com/orderflow/orderflow/internal/order/workflow"
	"github.com/orderflow/orderflow/internal/platform"
)

func main() { platform.Main(setup) }

func setup(env *platform.Environment) (lambda.Handler, error) {
	base := workflow.Base{
		Orders:  store.New(dynamostore.New(dynamodb.NewFromConfig(env.AWS), env.Need("ORDERS_TABLE"))),
		Metrics: env.Metrics,
		Now:     time.Now,
	}
	return platform.Handler(env.Log, workflow.AwaitRestaurant{Base: base}.Handle), nil
}
