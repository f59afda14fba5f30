package stepfunctions

import (
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/orderflow/orderflow/internal/asl"
	"github.com/orderflow/orderflow/internal/localaws/awsapi"
	"github.com/orderflow/orderflow/internal/sqlitedb"
)

// maxAliases is how many aliases a machine may have (API reference).
const maxAliases = 100

// alias is a name that leads to one version of a machine, or to two by weight.
type alias struct {
	name, description string
	routes            []route
	created, updated  asl.Instant
}

// route is one entry of a routing configuration.
type route struct {
	StateMachineVersionArn string `json:"stateMachineVersionArn"`
	Weight                 int    `json:"weight"`
}

// aliasName is what an alias may be called: not by digits alone, which are
// versions.
var (
	aliasName   = regexp.MustCompile(`^[a-zA-Z0-9_\-.]+$`)
	onlyNumbers = regexp.MustCompile(`^\d+$`)
)

const aliasPattern = `^(?=.*[a-zA-Z_\-\.])[a-zA-Z0-9_\-\.]+$`

func aliases(tx *sqlitedb.Tx, m *machine, where string, args ...any) (all []*alias, err error) {
	err = tx.Query("SELECT name, description, routes, created, updated FROM aliases WHERE machine = ? "+where+" ORDER BY name",
		append([]any{m.arn}, args...), func(row sqlitedb.Row) error {
			a := &alias{}
			all = append(all, a)
			var routes []byte
			if err := row.Scan(&a.name, &a.description, &routes, &a.created, &a.updated); err != nil {
				return err
			}
			return json.Unmarshal(routes, &a.routes)
		})
	return all, err
}

// alias finds an alias; nil when there is none.
func (e *Engine) alias(m *machine, name string) (a *alias, err error) {
	err = e.cfg.DB.View(func(tx *sqlitedb.Tx) error {
		found, err := aliases(tx, m, "AND name = ?", name)
		if len(found) > 0 {
			a = found[0]
		}
		return err
	})
	return a, err
}

// aliasesOf are the aliases that lead to a version, or all when it is the machine.
func (e *Engine) aliasesOf(m *machine, arn string) (all []*alias, err error) {
	err = e.cfg.DB.View(func(tx *sqlitedb.Tx) (err error) {
		all, err = aliases(tx, m, "")
		return err
	})
	if arn != m.arn {
		all = slices.DeleteFunc(all, func(a *alias) bool {
			return !slices.ContainsFunc(a.routes, func(r route) bool { return r.StateMachineVersionArn == arn })
		})
	}
	return all, err
}

func badRoutes(routes []route, more string) error {
	return awsapi.Errorf("ValidationException", "Routing configuration must contain state machine version ARNs%s. Received: [%s]", more, arnsOf(routes))
}

func arnsOf(routes []route) string {
	arns := make([]string, len(routes))
	for i, r := range routes {
		arns[i] = r.StateMachineVersionArn
	}
	return strings.Join(arns, ", ")
}

// routed checks a routing configuration and finds the machine that it is of.
func (e *Engine) routed(routes []route) (*machine, error) {
	if len(routes) < 1 || len(routes) > 2 {
		return nil, awsapi.Errorf("ValidationException", "1 validation error detected: Value at 'routingConfiguration' failed to satisfy constraint: "+
			"Member must have length between 1 and 2, inclusive")
	}
	sum, weights := 0, make([]int, 0, len(routes))
	var m *machine
	for i, r := range routes {
		of, qualifier, err := e.qualified(r.StateMachineVersionArn)
		if err != nil {
			return nil, err
		}
		number, err := strconv.Atoi(qualifier)
		if err != nil {
			return nil, badRoutes(routes, "")
		}
		switch v, err := e.version(of, number); {
		case err != nil:
			return nil, err
		case v == nil:
			return nil, machineDoesNotExist(r.StateMachineVersionArn)
		case m != nil && m.arn != of.arn:
			return nil, badRoutes(routes, " for the same state machine")
		case i == 1 && r.StateMachineVersionArn == routes[0].StateMachineVersionArn:
			return nil, awsapi.Errorf("ValidationException", "Routing configuration must contain distinct state machine version ARNs. Received: [%s]", arnsOf(routes))
		case r.Weight < 0 || r.Weight > 100:
			return nil, (&awsapi.Validation{}).Range(fmt.Sprintf("routingConfiguration.%d.member.weight", i+1), r.Weight, 0, 100).Err()
		}
		m = of
		sum += r.Weight
		weights = append(weights, r.Weight)
	}
	if sum != 100 {
		text, _ := json.Marshal(weights) // numbers always encode
		return nil, awsapi.Errorf("ValidationException", "Sum of routing configuration weights must equal 100. Received: %s",
			regexp.MustCompile(",").ReplaceAllString(string(text), ", "))
	}
	return m, nil
}

type createAliasInput struct {
	Name, Description    string
	RoutingConfiguration []route
}

// createAlias is idempotent for the same configuration.
func (e *Engine) createAlias(_ *http.Request, in createAliasInput) (any, error) {
	v := (&awsapi.Validation{}).Required("name", in.Name).Longest("name", in.Name, 80).Longest("description", in.Description, maxDescription)
	if in.Name != "" && (!aliasName.MatchString(in.Name) || onlyNumbers.MatchString(in.Name)) {
		v.Pattern("name", in.Name, aliasPattern)
	}
	if err := v.Err(); err != nil {
		return nil, err
	}
	e.defining.Lock()
	defer e.defining.Unlock()
	m, err := e.routed(in.RoutingConfiguration)
	if err != nil {
		return nil, err
	}
	a, err := e.alias(m, in.Name)
	if err != nil {
		return nil, err
	}
	if a != nil && (!slices.Equal(a.routes, in.RoutingConfiguration) || a.description != in.Description) {
		return nil, conflict("Failed to create alias because an alias with the same name and a different routing configuration already exists.")
	}
	if a == nil {
		if a, err = e.putAlias(m, alias{name: in.Name, description: in.Description, routes: in.RoutingConfiguration}); err != nil {
			return nil, err
		}
	}
	return struct {
		StateMachineAliasArn string `json:"stateMachineAliasArn"`
		CreationDate         epoch  `json:"creationDate"`
	}{m.arn + ":" + a.name, epoch(a.created)}, nil
}

// putAlias writes an alias, anew or over what it was.
func (e *Engine) putAlias(m *machine, a alias) (*alias, error) {
	a.updated = asl.InstantOf(time.Now())
	if a.created == 0 {
		a.created = a.updated
	}
	routes, err := json.Marshal(a.routes)
	if err != nil {
		return nil, err
	}
	err = e.cfg.DB.Update(func(tx *sqlitedb.Tx) error {
		var others int
		if err := tx.QueryRow("SELECT count(*) FROM aliases WHERE machine = ? AND name <> ?", m.arn, a.name).Scan(&others); err != nil {
			return err
		}
		if others >= maxAliases {
			return &awsapi.Error{Code: "ServiceQuotaExceededException", Status: http.StatusPaymentRequired, Message: fmt.Sprintf(
				"The state machine '%s' has %d aliases, and can have no more", m.arn, maxAliases)}
		}
		_, err := tx.Exec(`INSERT INTO aliases VALUES (?, ?, ?, ?, ?, ?)
			ON CONFLICT DO UPDATE SET description = excluded.description, routes = excluded.routes, updated = excluded.updated`,
			m.arn, a.name, a.description, routes, a.created, a.updated)
		return err
	})
	e.forgetTargets()
	return &a, err
}

// errNoAlias is what the actions answer for an alias that is not there.
func errNoAlias() error {
	return awsapi.Errorf("ResourceNotFound", "Request references a resource that does not exist.")
}

// aliasByARN finds an alias and its machine.
func (e *Engine) aliasByARN(arn string) (*machine, *alias, error) {
	m, qualifier, err := e.qualified(arn)
	if err != nil {
		return nil, nil, err
	}
	if qualifier == "" || onlyNumbers.MatchString(qualifier) {
		return nil, nil, awsapi.Errorf("ValidationException", "The action takes the ARN of an alias of a state machine: '%s'", arn)
	}
	a, err := e.alias(m, qualifier)
	if err == nil && a == nil {
		err = errNoAlias()
	}
	return m, a, err
}

func (e *Engine) updateAlias(_ *http.Request, in struct {
	StateMachineAliasArn string
	Description          *string
	RoutingConfiguration []route
},
) (any, error) {
	if in.Description == nil && in.RoutingConfiguration == nil {
		return nil, awsapi.Errorf("ValidationException", "Either the description or the routing configuration must be specified")
	}
	e.defining.Lock()
	defer e.defining.Unlock()
	m, a, err := e.aliasByARN(in.StateMachineAliasArn)
	if err != nil {
		return nil, err
	}
	if in.Description != nil {
		if err := (&awsapi.Validation{}).Longest("description", *in.Description, maxDescription).Err(); err != nil {
			return nil, err
		}
		a.description = *in.Description
	}
	if in.RoutingConfiguration != nil {
		of, err := e.routed(in.RoutingConfiguration)
		if err != nil {
			return nil, err
		}
		if of.arn != m.arn {
			return nil, awsapi.Errorf("ValidationException", "An alias leads to versions of its own state machine: '%s'", m.arn)
		}
		a.routes = in.RoutingConfiguration
	}
	if a, err = e.putAlias(m, *a); err != nil {
		return nil, err
	}
	return struct {
		UpdateDate epoch `json:"updateDate"`
	}{epoch(a.updated)}, nil
}

type aliasARN struct{ StateMachineAliasArn string }

func (e *Engine) describeAlias(_ *http.Request, in aliasARN) (any, error) {
	_, a, err := e.aliasByARN(in.StateMachineAliasArn)
	if err != nil {
		return nil, err
	}
	return struct {
		StateMachineAliasArn string  `json:"stateMachineAliasArn"`
		Name                 string  `json:"name"`
		Description          string  `json:"description,omitempty"`
		RoutingConfiguration []route `json:"routingConfiguration"`
		CreationDate         epoch   `json:"creationDate"`
		UpdateDate           epoch   `json:"updateDate"`
	}{in.StateMachineAliasArn, a.name, a.description, a.routes, epoch(a.created), epoch(a.updated)}, nil
}

// deleteAlias succeeds as well when there is none.
func (e *Engine) deleteAlias(_ *http.Request, in aliasARN) (any, error) {
	e.defining.Lock()
	defer e.defining.Unlock()
	m, a, err := e.aliasByARN(in.StateMachineAliasArn)
	if err != nil {
		switch awsapi.From(err).Code {
		case "ResourceNotFound", "StateMachineDoesNotExist":
			return struct{}{}, nil
		}
		return nil, err
	}
	err = e.cfg.DB.Update(func(tx *sqlitedb.Tx) error {
		_, err := tx.Exec("DELETE FROM aliases WHERE machine = ? AND name = ?", m.arn, a.name)
		return err
	})
	e.forgetTargets()
	return struct{}{}, err
}

type aliasItem struct {
	StateMachineAliasArn string `json:"stateMachineAliasArn"`
	CreationDate         epoch  `json:"creationDate"`
}

// listAliases lists a machine's aliases, or those that lead to a version.
func (e *Engine) listAliases(_ *http.Request, in struct {
	StateMachineArn string
	pageInput
},
) (any, error) {
	from, size, err := in.page()
	if err != nil {
		return nil, err
	}
	m, _, err := e.qualified(in.StateMachineArn)
	if err != nil {
		return nil, err
	}
	all, err := e.aliasesOf(m, in.StateMachineArn)
	if err != nil {
		return nil, err
	}
	answer := struct {
		StateMachineAliases []aliasItem `json:"stateMachineAliases"`
		NextToken           string      `json:"nextToken,omitempty"`
	}{StateMachineAliases: []aliasItem{}}
	page, next := pageOf(all, from, size)
	for _, a := range page {
		answer.StateMachineAliases = append(answer.StateMachineAliases, aliasItem{m.arn + ":" + a.name, epoch(a.created)})
	}
	answer.NextToken = next
	return answer, nil
}
