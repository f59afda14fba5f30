package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2/awscloudwatch"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscloudwatchactions"
	"github.com/aws/jsii-runtime-go"

	"github.com/orderflow/orderflow/internal/metrics"
	"github.com/orderflow/orderflow/internal/wiring"
)

// addAlarms adds the context's alarms. Known are the values of dimensions that AWS
// has named.
func (c *contextStack) addAlarms(known map[wiring.Dimension]*string) {
	action := awscloudwatchactions.NewSnsAction(alarmTopic(c.Stack, c.settings))
	for _, a := range wiring.Alarms() {
		if a.Context != c.context {
			continue
		}
		metric := c.metric(a, known)
		if metric == nil {
			c.mistake("alarm " + a.Name + " is of " + a.Metric.Value + ", which the stack does not have")
			continue
		}
		comparison, missing := awscloudwatch.ComparisonOperator_GREATER_THAN_OR_EQUAL_TO_THRESHOLD, awscloudwatch.TreatMissingData_NOT_BREACHING
		if a.Below { // silence is what it listens for
			comparison, missing = awscloudwatch.ComparisonOperator_LESS_THAN_THRESHOLD, awscloudwatch.TreatMissingData_BREACHING
		}
		alarm := awscloudwatch.NewAlarm(c.Stack, jsii.String("Alarm-"+a.Name), &awscloudwatch.AlarmProps{
			AlarmName: jsii.String(c.named(a.Name)), AlarmDescription: jsii.String(a.Means + " What to do: docs/operate.md#" + a.Guide),
			Metric: metric, Threshold: jsii.Number(a.Threshold), EvaluationPeriods: jsii.Number(a.Periods),
			ComparisonOperator: comparison, TreatMissingData: missing,
		})
		alarm.AddAlarmAction(action)
		alarm.AddOkAction(action)
	}
}

// metric is what an alarm looks at; nil when there is no such thing.
func (c *contextStack) metric(a wiring.Alarm, known map[wiring.Dimension]*string) awscloudwatch.IMetric {
	namespace := a.Metric.Namespace
	if namespace == metrics.Namespace {
		namespace = c.prefix() // each stage has its own
	}
	props := &awscloudwatch.MetricProps{
		Namespace: jsii.String(namespace), MetricName: jsii.String(a.Metric.Name), Statistic: jsii.String(a.Metric.Statistic),
		Period: seconds(a.Period),
	}
	if of := a.Metric.Dimension; of != "" {
		value := known[of]
		switch of {
		case wiring.OfFunction:
			if f := c.functions[a.Metric.Value]; f != nil {
				value = f.FunctionName()
			}
		case wiring.OfQueue:
			if q := c.queues[a.Metric.Value]; q != nil {
				value = q.QueueName()
			}
		case wiring.OfTopic:
			value = jsii.String(a.Metric.Value)
		}
		if value == nil {
			return nil
		}
		props.DimensionsMap = &map[string]*string{string(of): value}
	}
	return awscloudwatch.NewMetric(props)
}
