package localaws

import (
	"net/http"

	"github.com/orderflow/orderflow/internal/localaws/eventbridge"
	"github.com/orderflow/orderflow/internal/localaws/lambda"
	"github.com/orderflow/orderflow/internal/localaws/stepfunctions"
	"github.com/orderflow/orderflow/internal/wiring"
)

// What a console looks into, beside what any AWS client can ask the endpoint.

// Executions is the engine.
func (c *Cloud) Executions() *stepfunctions.Engine { return c.engine }

// Bus is the event buses.
func (c *Cloud) Bus() *eventbridge.Service { return c.bus }

// ObserveConsumers has f told of every asynchronous invocation that was made. It
// must be called before Start.
func (c *Cloud) ObserveConsumers(f func(lambda.Attempt)) { c.queue.Observe(f) }

// ObserveCalls has f told, after the answer, of each call of a service that may have
// put something where one can look: "eventbridge", "sns" or "ses". It must be called
// before Start.
func (c *Cloud) ObserveCalls(f func(service string)) { c.called = f }

// then tells of calls.
func (c *Cloud) then(next http.Handler, service string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		next.ServeHTTP(w, r)
		if c.called != nil {
			c.called(service)
		}
	})
}

// Redeliver hands a dead letter to its function again.
func (c *Cloud) Redeliver(id int64) (function string, err error) {
	return c.queue.Redeliver(id, consumerOf)
}

// consumerOf is the function whose events end in a dead-letter queue.
func consumerOf(queue string) (function string, ok bool) {
	for _, f := range wiring.Functions {
		if f.DeadLetters == queue {
			return f.Name, true
		}
	}
	for _, r := range wiring.Rules {
		if r.Target.DeadLetters == queue {
			return r.Target.Function, true
		}
	}
	return "", false
}
