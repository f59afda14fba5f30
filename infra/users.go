package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscognito"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsssm"
	"github.com/aws/jsii-runtime-go"

	"github.com/orderflow/orderflow/internal/order"
	"github.com/orderflow/orderflow/internal/order/api"
)

// addUsers adds the user pool. Users sign in with their mail address, so that a
// user's name is the subject of the user's tokens. Nobody signs up: whoever
// administers the pool makes a user and puts the user into a group, because the
// group is all that the API goes by.
func addUsers(stack awscdk.Stack, s settings) {
	pool := awscognito.NewUserPool(stack, jsii.String("Users"), &awscognito.UserPoolProps{
		UserPoolName: jsii.String(s.prefix()), SelfSignUpEnabled: jsii.Bool(false),
		SignInAliases: &awscognito.SignInAliases{Email: jsii.Bool(true)}, SignInCaseSensitive: jsii.Bool(false),
		StandardAttributes: &awscognito.StandardAttributes{Email: &awscognito.StandardAttribute{Required: jsii.Bool(true), Mutable: jsii.Bool(true)}},
		// An address that has been changed counts only once it has been verified.
		AutoVerify: &awscognito.AutoVerifiedAttrs{Email: jsii.Bool(true)}, KeepOriginal: &awscognito.KeepOriginalAttrs{Email: jsii.Bool(true)},
		AccountRecovery: awscognito.AccountRecovery_EMAIL_ONLY,
		Mfa:             awscognito.Mfa_OPTIONAL, MfaSecondFactor: &awscognito.MfaSecondFactor{Otp: jsii.Bool(true), Sms: jsii.Bool(false)},
		PasswordPolicy: &awscognito.PasswordPolicy{
			MinLength: jsii.Number(12), RequireLowercase: jsii.Bool(true), RequireUppercase: jsii.Bool(true),
			RequireDigits: jsii.Bool(true), RequireSymbols: jsii.Bool(true),
		},
		DeletionProtection: jsii.Bool(s.stage.keeps), RemovalPolicy: s.stage.removal(),
	})
	excuse(pool, "AwsSolutions-COG2", "A second factor is each user's choice: a restaurant's kitchen shares one device, and a customer orders food.")
	excuse(pool, "AwsSolutions-COG8", "The Plus tier is priced by active user, more than an order costs; nobody signs up by himself and passwords are long.")
	client := pool.AddClient(jsii.String("App"), &awscognito.UserPoolClientOptions{
		UserPoolClientName: jsii.String(s.named("app")), GenerateSecret: jsii.Bool(false),
		AuthFlows:                  &awscognito.AuthFlow{UserSrp: jsii.Bool(true), AdminUserPassword: jsii.Bool(true)},
		DisableOAuth:               jsii.Bool(true),
		PreventUserExistenceErrors: jsii.Bool(true), EnableTokenRevocation: jsii.Bool(true),
		AccessTokenValidity: awscdk.Duration_Hours(jsii.Number(1)), RefreshTokenValidity: awscdk.Duration_Days(jsii.Number(30)),
	})
	addGroups(stack, pool)
	parameter := func(id, name string, value *string) {
		awsssm.NewStringParameter(stack, jsii.String(id), &awsssm.StringParameterProps{
			ParameterName: jsii.String(s.parameter(name)), StringValue: value,
		})
	}
	parameter("UserPoolParameter", userPoolParameter, pool.UserPoolId())
	parameter("UserClientParameter", userClientParameter, client.UserPoolClientId())
	output(stack, "UserPoolId", pool.UserPoolId(), "The user pool: make users here, and put them into groups")
	output(stack, "UserPoolClientId", client.UserPoolClientId(), "The app's client of the user pool")
}

// addGroups adds the roles of the API: a customer, ops, and each restaurant of the
// menu.
func addGroups(stack awscdk.Stack, pool awscognito.UserPool) {
	group := func(name, description string) {
		awscognito.NewCfnUserPoolGroup(stack, jsii.String("Group-"+name), &awscognito.CfnUserPoolGroupProps{
			UserPoolId: pool.UserPoolId(), GroupName: jsii.String(name), Description: jsii.String(description),
		})
	}
	group(api.GroupCustomer, "May place orders, and follow and cancel their own")
	group(api.GroupOps, "Operates orderflow")
	menu, err := order.TheMenu()
	if err != nil {
		awscdk.Annotations_Of(stack).AddError(jsii.String(err.Error()))
		return
	}
	for _, r := range menu.Restaurants() {
		group(api.GroupRestaurant+string(r.ID), r.Name)
	}
}
