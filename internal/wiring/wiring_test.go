package wiring_test

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"testing"

	"github.com/orderflow/orderflow/internal/localaws/eventbridge/pattern"
	"github.com/orderflow/orderflow/internal/order/store"
	"github.com/orderflow/orderflow/internal/promo/store/dynamostore"
	"github.com/orderflow/orderflow/internal/wiring"
	"github.com/orderflow/orderflow/statemachine"
)

// TestEveryFunctionHasAMain: and every main but the local command is a function.
func TestEveryFunctionHasAMain(t *testing.T) {
	var wired, mains []string
	for _, f := range wiring.Functions {
		wired = append(wired, f.Name)
	}
	found, err := filepath.Glob("../../cmd/*/main.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range found {
		if name := filepath.Base(filepath.Dir(file)); name != "orderflow" {
			mains = append(mains, name)
		}
	}
	slices.Sort(wired)
	slices.Sort(mains)
	if !slices.Equal(wired, mains) {
		t.Errorf("functions:\nin the wiring %v\nin cmd        %v", wired, mains)
	}
}

// TestEverythingThatIsNamedIsThere: routes, rules and schedules lead to
// functions, and every function is led to.
func TestEverythingThatIsNamedIsThere(t *testing.T) {
	led := map[string]bool{}
	check := func(what, function string) {
		if _, ok := wiring.FunctionNamed(function); !ok {
			t.Errorf("%s leads to %q, which is no function", what, function)
		}
		led[function] = true
	}
	for _, r := range wiring.Routes {
		check("route "+r.Method+" "+r.Path, r.Function)
	}
	for _, r := range wiring.Rules {
		check("rule "+r.Name, r.Target.Function)
		if r.Target.DeadLetters == "" {
			t.Errorf("rule %s has no dead-letter queue", r.Name)
		}
		if _, err := pattern.Compile(r.Pattern); err != nil {
			t.Errorf("rule %s: %v", r.Name, err)
		}
	}
	for _, s := range wiring.Schedules {
		check("schedule "+s.Name, s.Target.Function)
	}
	for _, f := range wiring.Functions {
		if f.Placeholder == "" && !led[f.Name] {
			t.Errorf("nothing leads to %s", f.Name)
		}
		asynchronous := slices.ContainsFunc(wiring.Rules, func(r wiring.Rule) bool { return r.Target.Function == f.Name })
		if asynchronous && f.DeadLetters == "" {
			t.Errorf("%s is invoked asynchronously and has no dead-letter queue: its failures would be lost", f.Name)
		}
		if f.Does == "" || f.MemoryMB == 0 || f.Timeout == 0 {
			t.Errorf("%s lacks a description, a memory size or a timeout", f.Name)
		}
		if _, err := os.Stat("../../cmd/" + f.Name); err != nil {
			t.Error(err)
		}
	}
}

// TestAMainNeedsTheSettingsOfItsWiring: what a function is told when it is
// deployed is what its main asks for.
func TestAMainNeedsTheSettingsOfItsWiring(t *testing.T) {
	need := regexp.MustCompile(`env\.Need\("([A-Z_]+)"\)`)
	for _, f := range wiring.Functions {
		main, err := os.ReadFile("../../cmd/" + f.Name + "/main.go")
		if err != nil {
			t.Fatal(err)
		}
		needs := map[string]bool{}
		for _, match := range need.FindAllSubmatch(main, -1) {
			needs[string(match[1])] = true
		}
		got, want := slices.Sorted(maps.Keys(needs)), slices.Sorted(maps.Keys(f.Settings()))
		if !slices.Equal(got, want) {
			t.Errorf("%s asks for %v; the wiring gives it %v", f.Name, got, want)
		}
	}
}

// TestTheTablesAreWhatTheStoresUse: the stores' names and the wiring's are one.
func TestTheTablesAreWhatTheStoresUse(t *testing.T) {
	summary := func(key string) (rest []string) {
		return slices.DeleteFunc(slices.Clone(store.SummaryAttributes), func(name string) bool { return name == key })
	}
	want := wiring.Table{
		Name: wiring.OrdersTable, Context: wiring.Orders, Key: store.KeyID, Expires: store.AttributeExpires,
		Indexes: []wiring.Index{
			{Name: store.IndexByCustomer, Partition: store.KeyCustomer, Sort: store.KeyList, Projects: summary(store.KeyCustomer)},
			{Name: store.IndexByRestaurant, Partition: store.KeyRestaurant, Sort: store.KeyList, Projects: summary(store.KeyRestaurant)},
			{Name: store.IndexAgenda, Partition: store.KeyAgenda, Sort: store.KeyDue, Projects: store.AgendaAttributes},
		},
	}
	if got, _ := wiring.TableNamed(wiring.OrdersTable); !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	if got, _ := wiring.TableNamed(wiring.VouchersTable); got.Key != dynamostore.KeyOrderID {
		t.Errorf("the vouchers' key: got %s, want %s", got.Key, dynamostore.KeyOrderID)
	}
}

// TestAlarmsAreToldApart: each has a name of its own, something to say and a place
// to read on.
func TestAlarmsAreToldApart(t *testing.T) {
	names, guide := map[string]bool{}, regexp.MustCompile(`^[a-z-]+$`)
	for _, a := range wiring.Alarms() {
		if names[a.Name] {
			t.Errorf("two alarms are named %s", a.Name)
		}
		names[a.Name] = true
		if a.Means == "" || !guide.MatchString(a.Guide) || a.Threshold <= 0 || a.Period <= 0 || a.Periods <= 0 {
			t.Errorf("alarm %s is not whole: %+v", a.Name, a)
		}
	}
	for _, queue := range wiring.Queues() {
		if !names[queue] {
			t.Errorf("nobody is told of dead letters in %s", queue)
		}
	}
}

// TestAWaitIsTooLongOnlyAfterItsTimeout: the alarm is for timeouts that do not
// happen, not for restaurants that are slow.
func TestAWaitIsTooLongOnlyAfterItsTimeout(t *testing.T) {
	var definition struct {
		States map[string]struct{ TimeoutSeconds float64 }
	}
	if err := json.Unmarshal([]byte(statemachine.Order), &definition); err != nil {
		t.Fatal(err)
	}
	for topic, state := range map[string]string{"acceptance": "WaitForAcceptance", "completion": "WaitForCompletion"} {
		found := false
		for _, a := range wiring.Alarms() {
			if a.Metric.Dimension != wiring.OfTopic || a.Metric.Value != topic {
				continue
			}
			found = true
			if timeout := definition.States[state].TimeoutSeconds; timeout == 0 || a.Threshold <= timeout || a.Threshold > 1.2*timeout {
				t.Errorf("%s goes off after %v s, %s times out after %v s", a.Name, a.Threshold, state, timeout)
			}
		}
		if !found {
			t.Errorf("there is no alarm for %s", topic)
		}
	}
}
