package stepfunctions

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"

	"github.com/orderflow/orderflow/internal/asl"
	"github.com/orderflow/orderflow/internal/localaws/awsapi"
	"github.com/orderflow/orderflow/internal/localaws/work"
	"github.com/orderflow/orderflow/internal/sqlitedb"
)

// Config is what an engine needs.
type Config struct {
	// DB has the engine's Tables.
	DB    *sqlitedb.DB
	Place awsapi.Place
	// Call does what a task asks for and returns when it has an outcome: JSON, or a
	// failure. It is called by many goroutines.
	Call func(ctx context.Context, resource string, arguments json.RawMessage) (json.RawMessage, *asl.Failure)
	// Changed is told of each change of an execution's status, inside the
	// transaction that makes it; what it returns runs after the commit. It may be nil.
	Changed func(tx *sqlitedb.Tx, change StatusChange) (after func(), err error)
	// Broken is told once when the log can no longer be written. The engine has
	// stopped by then: going on would promise what nobody keeps.
	Broken func(error)
	Log    *slog.Logger
}

// Engine runs executions. All methods may be called by many goroutines.
type Engine struct {
	cfg    Config
	timers timers

	activities activities
	defining   sync.Mutex   // held while a machine is created, changed or deleted
	starting   sync.RWMutex // held by who starts or redrives an execution; locked while a machine begins to die

	mu       sync.RWMutex             // guards the maps
	machines map[string]*machine      // by ARN: the newest revision
	dying    map[string]*dying        // by ARN: what has been deleted and is not gone
	running  map[uint64]*execution    // by ref
	waiters  map[uint64][]waiter      // tasks that wait for the end of a running execution, by its ref
	targets  map[string]routedTarget  // by qualified ARN, as far as they have been needed
	parsed   map[revision]*machine    // every revision that has been needed
	reviving map[uint64]chan struct{} // redrives under way; closed when done

	observer atomic.Pointer[func(Summary)]
	removal  atomic.Pointer[func(machine string)]

	lastRef atomic.Uint64
	broken  atomic.Bool
	calls   work.Group      // calls under way
	ctx     context.Context // of the calls; ends when draining takes too long
	cancel  context.CancelFunc
}

type revision struct {
	arn    string
	number int
}

// Open reads the log and goes on with every execution that is running: its
// timers are armed, and calls that had not reported are made again. Machines
// whose executions run must be registered by then only if their definition is
// not in the log; Put may follow.
func Open(cfg Config) (*Engine, error) {
	e := &Engine{
		cfg: cfg, machines: map[string]*machine{}, dying: map[string]*dying{}, running: map[uint64]*execution{}, waiters: map[uint64][]waiter{},
		targets: map[string]routedTarget{}, parsed: map[revision]*machine{}, reviving: map[uint64]chan struct{}{},
	}
	e.ctx, e.cancel = context.WithCancel(context.Background())
	e.timers.fire = e.tick
	for _, load := range []func() error{e.loadMachines, e.loadActivities, e.load} {
		if err := load(); err != nil {
			return nil, fmt.Errorf("read the log of executions: %w", err)
		}
	}
	return e, nil
}

// Start carries out what the executions that were read from the log wait for.
// Until then nothing is called and no timer fires.
func (e *Engine) Start() {
	e.buryDead()
	e.mu.RLock()
	defer e.mu.RUnlock()
	for _, x := range e.running {
		x.mu.Lock()
		commands := x.machine.asl.Resume(x.state)
		e.timers.set(x, x.state.Due())
		x.mu.Unlock()
		e.carryOut(x, commands)
	}
}

// Close stops: no new call is made, calls under way may finish until ctx ends.
// What they report is in the log, so that the next Open goes on from there.
func (e *Engine) Close(ctx context.Context) {
	e.timers.stop()
	if err := e.calls.Close(ctx); err != nil {
		e.cfg.Log.Warn("calls were cut off; they will be made again", "error", err)
	}
	e.cancel()
}

// Waiting is how many executions are running.
func (e *Engine) Waiting() int {
	e.mu.RLock()
	defer e.mu.RUnlock()
	return len(e.running)
}

// fail stops the engine because its log cannot be written.
func (e *Engine) fail(err error) {
	if e.broken.Swap(true) {
		return
	}
	e.cfg.Log.Error("the log of executions cannot be written; the engine has stopped", "error", err)
	e.timers.stop()
	if e.cfg.Broken != nil {
		e.cfg.Broken(fmt.Errorf("write the log of executions: %w", err))
	}
}
