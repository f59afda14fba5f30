package main

import (
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsapigatewayv2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsapigatewayv2authorizers"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsapigatewayv2integrations"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslogs"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsssm"
	"github.com/aws/jsii-runtime-go"

	"github.com/orderflow/orderflow/internal/wiring"
)

// addAPI adds the HTTP API with the wiring's routes. Every route wants a token of
// the user pool; who may do what is for the functions to say.
func (c *contextStack) addAPI() awsapigatewayv2.HttpApi {
	api := awsapigatewayv2.NewHttpApi(c.Stack, jsii.String("API"), &awsapigatewayv2.HttpApiProps{
		ApiName: jsii.String(c.prefix()), Description: jsii.String("orderflow: place, follow and decide on orders"),
		CreateDefaultStage: jsii.Bool(false), DefaultAuthorizer: c.authorizer(), CorsPreflight: cors(),
	})
	integrations := map[string]awsapigatewayv2.HttpRouteIntegration{}
	for _, r := range wiring.Routes {
		if integrations[r.Function] == nil {
			integrations[r.Function] = awsapigatewayv2integrations.NewHttpLambdaIntegration(jsii.String(r.Function), c.functions[r.Function], nil)
		}
		api.AddRoutes(&awsapigatewayv2.AddRoutesOptions{
			Path: jsii.String(r.Path), Methods: &[]awsapigatewayv2.HttpMethod{awsapigatewayv2.HttpMethod(r.Method)}, Integration: integrations[r.Function],
		})
	}
	stage := awsapigatewayv2.NewHttpStage(c.Stack, jsii.String("APIStage"), &awsapigatewayv2.HttpStageProps{
		HttpApi: api, StageName: jsii.String("$default"), AutoDeploy: jsii.Bool(true),
		Throttle: &awsapigatewayv2.ThrottleSettings{RateLimit: jsii.Number(c.stage.rate), BurstLimit: jsii.Number(c.stage.burst)},
	})
	stage.Node().DefaultChild().(awsapigatewayv2.CfnStage).SetAccessLogSettings(c.accessLogs())
	output(c.Stack, "URL", stage.Url(), "The HTTP API")
	return api
}

// authorizer takes access tokens of the foundation's user pool, made for its app.
func (c *contextStack) authorizer() awsapigatewayv2.IHttpRouteAuthorizer {
	client := awsssm.StringParameter_ValueForStringParameter(c.Stack, jsii.String(c.parameter(userClientParameter)), nil)
	issuer := awscdk.Fn_Sub(jsii.String("https://cognito-idp.${AWS::Region}.${AWS::URLSuffix}/${Pool}"), &map[string]*string{
		"Pool": c.resources[wiring.OnUsers].setting,
	})
	return awsapigatewayv2authorizers.NewHttpJwtAuthorizer(jsii.String("Users"), issuer, &awsapigatewayv2authorizers.HttpJwtAuthorizerProps{
		JwtAudience: &[]*string{client},
	})
}

// cors lets web pages of any origin call the API: a token is no cookie, which a
// browser would send along unasked.
func cors() *awsapigatewayv2.CorsPreflightOptions {
	return &awsapigatewayv2.CorsPreflightOptions{
		AllowOrigins:  jsii.Strings("*"),
		AllowMethods:  &[]awsapigatewayv2.CorsHttpMethod{awsapigatewayv2.CorsHttpMethod_GET, awsapigatewayv2.CorsHttpMethod_POST},
		AllowHeaders:  jsii.Strings("authorization", "content-type", "idempotency-key"),
		ExposeHeaders: jsii.Strings("location", "retry-after"),
		MaxAge:        awscdk.Duration_Hours(jsii.Number(1)),
	}
}

// accessLogs has a line for each request, and in it nothing about who made it.
func (c *contextStack) accessLogs() *awsapigatewayv2.CfnStage_AccessLogSettingsProperty {
	logs := awslogs.NewLogGroup(c.Stack, jsii.String("Logs-api"), &awslogs.LogGroupProps{
		LogGroupName: jsii.String("/aws/vendedlogs/apigateway/" + c.prefix()), Retention: c.stage.logs, RemovalPolicy: c.stage.removal(),
	})
	var fields []string
	for _, field := range []struct{ name, variable string }{
		{"time", "requestTimeEpoch"},
		{"requestId", "requestId"},
		{"route", "routeKey"},
		{"path", "path"},
		{"status", "status"},
		{"bytes", "responseLength"},
		{"ms", "responseLatency"},
		{"functionMs", "integrationLatency"},
		{"error", "error.message"},
		{"functionError", "integrationErrorMessage"},
		{"authorizerError", "authorizer.error"},
	} {
		fields = append(fields, `"`+field.name+`":"$context.`+field.variable+`"`)
	}
	return &awsapigatewayv2.CfnStage_AccessLogSettingsProperty{
		DestinationArn: logs.LogGroupArn(), Format: jsii.String("{" + strings.Join(fields, ",") + "}"),
	}
}
