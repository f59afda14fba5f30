// Issue-promo-code is the Lambda function behind the promo context's rule on completed
// orders.
package main

import (
	"time"

	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/sesv2"

	"github.com/orderflow/orderflow/internal/contacts/cognito"
	"github.com/orderflow/orderflow/internal/platform"
	"github.com/orderflow/orderflow/internal/platform/mail"
	"github.com/orderflow/orderflow/internal/promo"
	"github.com/orderflow/orderflow/internal/promo/store/dynamostore"
)

func main() { platform.Main(setup) }

func setup(env *platform.Environment) (lambda.Handler, error) {
	issue := promo.IssuePromoCode{
		Vouchers: dynamostore.New(dynamodb.NewFromConfig(env.AWS), env.Need("VOUCHERS_TABLE")),
		Contacts: cognito.New(cognitoidentityprovider.NewFromConfig(env.AWS), env.Need("USER_POOL")),
		Mailer:   mail.New(sesv2.NewFromConfig(env.AWS), env.Need("MAIL_SENDER")),
		Now:      time.Now, NewCode: promo.NewCode,
	}
	return platform.Handler(env.Log, issue.Handle), nil
}
