package cost

import (
	_ "embed" // for the quotas
	"errors"
	"fmt"
)

//go:embed quotas.json
var quotasFile []byte

// Quotas are the quotas of an AWS account that orders use up, and what is assumed
// about orders and restaurants.
type Quotas struct {
	AsOf        string       `json:"asOf"`
	Region      string       `json:"region"`
	Quotas      []Quota      `json:"quotas"`
	Assumptions []Assumption `json:"assumptions"`

	byName map[string]float64
}

// Quota is one limit, at what an account has by default.
type Quota struct {
	Service     string  `json:"service"`
	Name        string  `json:"name"`
	Limit       float64 `json:"limit"`
	Uses        string  `json:"uses"` // how what is used is worked out: a key of demands, or "calls ACTION"
	Source      string  `json:"source"`
	Unconfirmed bool    `json:"unconfirmed,omitempty"`
	Then        string  `json:"then"` // what to do when it binds
}

// The names of the assumptions.
const (
	minutesOfAnOrder   = "minutesAnOrderTakes"
	ordersOfRestaurant = "ordersARestaurantTakesAnHour"
	percentOfBusiest   = "percentOfTheBusiestRestaurant"
	ordersPerStop      = "ordersForOneThatIsStopped"
	hoursWatched       = "hoursThatWatchOrdersLooksBack"
	listPage           = "executionsInAPageOfTheList"
)

// LoadQuotas reads the quotas that are built in. The error says everything that is
// wrong with them.
func LoadQuotas() (Quotas, error) { return readQuotas(quotasFile) }

func readQuotas(text []byte) (q Quotas, err error) {
	if err := strictly(text, &q); err != nil {
		return q, fmt.Errorf("the quotas: %w", err)
	}
	var wrong []error
	q.byName = map[string]float64{}
	for _, a := range q.Assumptions {
		q.byName[a.Name] = float64(a.Value)
	}
	for _, name := range []string{minutesOfAnOrder, ordersOfRestaurant, percentOfBusiest, ordersPerStop, hoursWatched, listPage} {
		if q.byName[name] <= 0 {
			wrong = append(wrong, fmt.Errorf("the assumption %q is not there or has no value", name))
		}
	}
	for _, each := range q.Quotas {
		if each.Service == "" || each.Name == "" || each.Limit <= 0 || each.Source == "" || each.Then == "" {
			wrong = append(wrong, fmt.Errorf("the quota %q needs a service, a limit, a source, and what to do when it binds", each.Name))
		}
		if _, known := demandFor(each.Uses); !known {
			wrong = append(wrong, fmt.Errorf("the quota %q: nothing is known of %q", each.Name, each.Uses))
		}
	}
	if err := errors.Join(wrong...); err != nil {
		return q, fmt.Errorf("the quotas: %w", err)
	}
	return q, nil
}
