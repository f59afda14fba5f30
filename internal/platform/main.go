package platform

import (
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"strings"
	"time"

	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-lambda-go/lambdacontext"
	"github.com/aws/aws-sdk-go-v2/aws"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/credentials"

	"github.com/orderflow/orderflow/internal/logs"
	"github.com/orderflow/orderflow/internal/metrics"
)

// Environment is what a function is given when it starts.
type Environment struct {
	AWS     aws.Config
	Log     *slog.Logger
	Metrics *metrics.Metrics

	missing []string
}

// Need reads a setting from the environment. One that is missing is reported
// when setup has returned, together with all the others.
func (e *Environment) Need(name string) string {
	value := os.Getenv(name)
	if value == "" {
		e.missing = append(e.missing, name)
	}
	return value
}

// Main runs a function until Lambda ends the process: setup is called once,
// before the first event, and makes the handler.
func Main(setup func(*Environment) (lambda.Handler, error)) {
	handler, err := start(setup)
	if err != nil {
		fmt.Fprintln(os.Stderr, "cannot start:", err)
		os.Exit(1)
	}
	lambda.Start(handler)
}

func start(setup func(*Environment) (lambda.Handler, error)) (lambda.Handler, error) {
	loaded, err := configuration()
	if err != nil {
		return nil, err
	}
	log := NewLog(os.Stdout, os.Getenv("AWS_LAMBDA_LOG_LEVEL"))
	env := &Environment{AWS: loaded, Log: log, Metrics: metrics.New(os.Stdout, time.Now, os.Getenv(metrics.NamespaceVariable))}
	handler, err := setup(env)
	if err != nil {
		return nil, err
	}
	if env.missing != nil {
		return nil, fmt.Errorf("these environment variables are not set: %s", strings.Join(env.missing, ", "))
	}
	return handler, nil
}

// configuration is that of the SDK's clients, from the environment alone: Lambda
// sets the region and the credentials, and whoever runs a function elsewhere the
// services' addresses. The SDK's own LoadDefaultConfig would also look for files,
// roles, single sign-on and instance metadata, and link a client for each.
func configuration() (aws.Config, error) {
	env, err := config.NewEnvConfig()
	if err != nil {
		return aws.Config{}, fmt.Errorf("read the AWS configuration from the environment: %w", err)
	}
	cfg := aws.Config{
		Region: env.Region, Credentials: credentials.StaticCredentialsProvider{Value: env.Credentials}, HTTPClient: HTTPClient(),
		ConfigSources: []any{env}, RetryMode: env.RetryMode, RetryMaxAttempts: env.RetryMaxAttempts,
	}
	if env.BaseEndpoint != "" {
		cfg.BaseEndpoint = &env.BaseEndpoint
	}
	return cfg, nil
}

// NewLog makes a function's log: JSON lines with the names that Lambda's log
// controls go by, from the given level on (TRACE, DEBUG, INFO, WARN, ERROR or FATAL;
// "" is INFO), and on each what the invocation is about. (Lambda developer guide,
// "Configuring advanced logging controls".)
func NewLog(out io.Writer, level string) *slog.Logger {
	least := slog.LevelInfo
	switch level {
	case "TRACE":
		least = slog.LevelDebug
	case "FATAL":
		least = slog.LevelError
	default:
		_ = least.UnmarshalText([]byte(level)) // what is no level leaves INFO
	}
	return slog.New(logs.NewHandler(slog.NewJSONHandler(out, &slog.HandlerOptions{Level: least, ReplaceAttr: lambdacontext.ReplaceAttr})))
}

// callTimeout bounds one attempt of a call to AWS, so that three attempts end
// before the function's own timeout and a service that hangs becomes an error
// with a name.
const callTimeout = 2500 * time.Millisecond

// HTTPClient is the client for calls to AWS.
func HTTPClient() *awshttp.BuildableClient {
	return awshttp.NewBuildableClient().WithTimeout(callTimeout).WithTransportOptions(func(t *http.Transport) {
		t.MaxIdleConnsPerHost = 10
	})
}
