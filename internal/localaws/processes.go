package localaws

import (
	"maps"
	"slices"

	"github.com/orderflow/orderflow/internal/localaws/lambda"
	"github.com/orderflow/orderflow/internal/wiring"
)

// concurrency is how many processes a function may have at once: few enough for
// one machine, where Lambda begins with a thousand for all functions together.
const concurrency = 50

// Processes are the functions as processes of their own, each with what it would
// have on Lambda.
type Processes struct {
	// Bootstrap is where a function's program lies, an absolute path.
	Bootstrap func(function string) string
	// Endpoint is where [Cloud.Endpoint] is served, DynamoDB is where a DynamoDB is.
	Endpoint, DynamoDB string
	// Output takes each line that a function's processes write.
	Output func(function string, line []byte)
}

// DeployProcesses makes processes of all functions of the wiring. They may call
// what the wiring grants them and no more, but for calls to DynamoDB, which do not
// come by here.
func (c *Cloud) DeployProcesses(p Processes) {
	for _, f := range wiring.Functions {
		program := lambda.Program{
			Path: p.Bootstrap(f.Name), Function: f.Name, Place: c.cfg.Place, MemoryMB: f.MemoryMB, AccessKeyID: AccessKeyID(f.Name),
			Environment: append([]string{"AWS_ENDPOINT_URL=" + p.Endpoint, "AWS_ENDPOINT_URL_DYNAMODB=" + p.DynamoDB}, c.settings(f)...),
			Output:      func(line []byte) { p.Output(f.Name, line) },
		}
		pool := lambda.NewPool(program.Launch, concurrency)
		c.pools = append(c.pools, pool)
		c.functions.Deploy(lambda.Function{Name: f.Name, Sandbox: pool, Timeout: f.Timeout, DeadLetters: f.DeadLetters})
	}
}

// settings are the function's variables, each as name=value.
func (c *Cloud) settings(f wiring.Function) (variables []string) {
	values := map[wiring.Resource]string{
		wiring.OnOrders: wiring.OrdersTable, wiring.OnVouchers: wiring.VouchersTable,
		wiring.OnBus: wiring.Bus, wiring.OnTopic: c.TopicARN(),
		wiring.OnMachine: c.MachineARN(), wiring.OnLiveMachine: c.LiveMachineARN(),
		wiring.OnMail: c.cfg.Sender, wiring.OnUsers: c.users.PoolID(),
	}
	needed := f.Settings()
	for _, name := range slices.Sorted(maps.Keys(needed)) {
		variables = append(variables, name+"="+values[needed[name]])
	}
	return variables
}
