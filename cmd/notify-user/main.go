// Notify-user is the Lambda function behind the states NotifyUser and NotifyUserOfEnding.
package main

import (
	"time"

	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/eventbridge"
	"github.com/aws/aws-sdk-go-v2/service/sesv2"

	"github.com/orderflow/orderflow/internal/contacts/cognito"
	"github.com/orderflow/orderflow/internal/order"
	"github.com/orderflow/orderflow/internal/order/store"
	"github.com/orderflow/orderflow/internal/order/store/dynamostore"
	"github.com/orderflow/orderflow/internal/order/workflow"
	"github.com/orderflow/orderflow/internal/platform"
	"github.com/orderflow/orderflow/internal/platform/eventbus"
	"github.com/orderflow/orderflow/internal/platform/mail"
)

func main() { platform.Main(setup) }

func setup(env *platform.Environment) (lambda.Handler, error) {
	menu, err := order.TheMenu()
	if err != nil {
		return nil, err
	}
	base := workflow.Base{
		Orders:  store.New(dynamostore.New(dynamodb.NewFromConfig(env.AWS), env.Need("ORDERS_TABLE"))),
		Events:  eventbus.New(eventbridge.NewFromConfig(env.AWS), env.Need("EVENT_BUS")),
		Metrics: env.Metrics,
		Now:     time.Now,
	}
	notify := workflow.NotifyUser{
		Base: base, Menu: menu,
		Contacts: cognito.New(cognitoidentityprovider.NewFromConfig(env.AWS), env.Need("USER_POOL")),
		Mailer:   mail.New(sesv2.NewFromConfig(env.AWS), env.Need("MAIL_SENDER")),
	}
	return platform.Handler(env.Log, notify.Handle), nil
}
