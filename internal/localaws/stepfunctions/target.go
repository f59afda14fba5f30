package stepfunctions

import (
	"math/rand/v2"
	"strconv"
	"strings"

	"github.com/orderflow/orderflow/internal/localaws/awsapi"
)

// target is what a machine's ARN, with or without a qualifier, leads to.
type target struct {
	machine *machine // the revision
	version int      // 0 when the ARN has no qualifier
	alias   string   // "" when the qualifier is no alias
}

// target finds what an execution starts that is started by the ARN. An alias with
// two routes draws one of them.
func (e *Engine) target(arn string) (target, error) {
	m, qualifier, err := e.qualified(arn)
	if err != nil || qualifier == "" {
		return target{machine: m}, err
	}
	e.mu.RLock()
	to, ok := e.targets[arn]
	e.mu.RUnlock()
	if !ok {
		if to, err = e.findTarget(m, arn, qualifier); err != nil {
			return target{}, err
		}
	}
	return to.draw(), nil
}

// routedTarget is a target before the draw.
type routedTarget struct {
	first, second target
	weight        int // of the first, in percent
}

func (t routedTarget) draw() target {
	if t.weight < 100 && rand.IntN(100) >= t.weight {
		return t.second
	}
	return t.first
}

// findTarget reads what a qualified ARN leads to, and keeps it in memory until a
// version or an alias changes.
func (e *Engine) findTarget(m *machine, arn, qualifier string) (to routedTarget, err error) {
	e.defining.Lock() // nothing changes in between
	defer e.defining.Unlock()
	to.weight = 100
	if onlyNumbers.MatchString(qualifier) {
		to.first, err = e.versionTarget(m, arn, arn)
	} else {
		to, err = e.aliasTarget(m, arn, qualifier)
	}
	if err == nil {
		e.mu.Lock()
		e.targets[arn] = to
		e.mu.Unlock()
	}
	return to, err
}

func (e *Engine) aliasTarget(m *machine, arn, name string) (to routedTarget, err error) {
	a, err := e.alias(m, name)
	if err != nil {
		return to, err
	}
	if a == nil {
		return to, machineDoesNotExist(arn)
	}
	to.weight = a.routes[0].Weight
	for i, each := range []*target{&to.first, &to.second} {
		if i < len(a.routes) {
			if *each, err = e.versionTarget(m, a.routes[i].StateMachineVersionArn, arn); err != nil {
				return to, err
			}
			each.alias = name
		}
	}
	return to, nil
}

// versionTarget is the version that an ARN names; asked is what the caller named.
func (e *Engine) versionTarget(m *machine, arn, asked string) (target, error) {
	_, qualifier := cutQualifier(arn)
	number, err := strconv.Atoi(qualifier)
	if err != nil {
		return target{}, machineDoesNotExist(asked)
	}
	v, err := e.version(m, number)
	if err != nil {
		return target{}, err
	}
	if v == nil {
		return target{}, machineDoesNotExist(asked)
	}
	revision, err := e.revision(m.arn, v.revision)
	return target{machine: revision, version: number}, err
}

// forgetTargets makes the next start read its version or alias anew.
func (e *Engine) forgetTargets() {
	e.mu.Lock()
	defer e.mu.Unlock()
	clear(e.targets)
}

// qualified finds the machine that an ARN names, and the version or alias that it
// names beside.
func (e *Engine) qualified(arn string) (m *machine, qualifier string, err error) {
	kind, _, err := resourceOf(arn)
	if err != nil {
		return nil, "", err
	}
	if kind != "stateMachine" {
		return nil, "", awsapi.Errorf("InvalidArn", "Invalid Arn: 'Resource type not valid in this context: %s'", kind)
	}
	plain, qualifier := cutQualifier(arn)
	m, ok := e.newest(plain)
	switch {
	case ok:
		return m, qualifier, nil
	case e.dyingMachine(plain) != nil:
		return nil, "", machineDeleting(arn)
	}
	return nil, "", machineDoesNotExist(arn)
}

// qualifiedOrDying is qualified, and finds a machine that is dying too: it can still
// be read. Versions and aliases it has none any more.
func (e *Engine) qualifiedOrDying(arn string) (m *machine, qualifier string, dying bool, err error) {
	m, qualifier, err = e.qualified(arn)
	if !awsapi.IsCode(err, "StateMachineDeleting") {
		return m, qualifier, false, err
	}
	d := e.dyingMachine(arn)
	if d == nil {
		return nil, "", false, machineDoesNotExist(arn)
	}
	return d.machine, "", true, nil
}

// cutQualifier takes the version or alias off a machine's ARN, which has seven
// parts without.
func cutQualifier(arn string) (machine, qualifier string) {
	parts := strings.SplitN(arn, ":", 8)
	if len(parts) < 8 {
		return arn, ""
	}
	return strings.Join(parts[:7], ":"), parts[7]
}

// machineOf finds the machine that an ARN without a qualifier names.
func (e *Engine) machineOf(arn string) (*machine, error) {
	m, qualifier, err := e.qualified(arn)
	if err == nil && qualifier != "" {
		return nil, awsapi.Errorf("ValidationException", "The action takes the ARN of a state machine, not of one of its versions or aliases: '%s'", arn)
	}
	return m, err
}
