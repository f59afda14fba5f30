package asl

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
)

// lookup is what gives a value in a JSONPath state: a path, or a call of an
// intrinsic function.
type lookup interface {
	// evaluate gives the value; document is what $ is.
	evaluate(s *scope, document any) (any, error)
	// String is how it was written.
	String() string
}

func (p *path) String() string { return p.text }

// compileLookup reads a path or a call.
func compileLookup(text string) (lookup, error) {
	if strings.HasPrefix(text, "States.") {
		return parseCall(text)
	}
	p, err := compilePath(text)
	if err != nil {
		return nil, err
	}
	return p, nil
}

// payload is a payload template (specification, "Payload Template"): a member
// whose key ends in ".$" takes its value from a lookup.
type payload struct {
	constant any    // when nothing of what follows is set
	lookup   lookup // of the member named field
	field    string
	keys     []string
	members  []payload // an object's, in the order of keys
	items    []payload
	isObject bool
	isArray  bool
}

// parsePayload compiles n; mistakes are reported at the template as a whole, as
// AWS does.
func parsePayload(n, template *node, report func(*node, string)) payload {
	switch n.kind {
	case arrayNode:
		p := payload{isArray: true}
		for _, item := range n.items {
			p.items = append(p.items, parsePayload(item, template, report))
		}
		return p
	case objectNode:
		return parsePayloadObject(n, template, report)
	}
	value, err := plain(n.raw())
	if err != nil {
		report(n, err.Error()) // what was read from JSON is JSON
	}
	return payload{constant: value}
}

func parsePayloadObject(n, template *node, report func(*node, string)) payload {
	p := payload{isObject: true}
	seen := map[string]bool{}
	for _, m := range n.members {
		key, dynamic := strings.CutSuffix(m.key, ".$")
		if seen[key] {
			report(m.value, "The field '"+key+"' stands twice in its object")
		}
		seen[key] = true
		each := payload{field: m.key}
		if dynamic {
			var err error
			if each.lookup, err = compileLookup(m.value.text); err != nil || m.value.kind != stringNode {
				report(template, "The value for the field '"+m.key+"' must be a valid JSONPath or a valid intrinsic function call")
			}
		} else {
			each = parsePayload(m.value, template, report)
		}
		p.keys, p.members = append(p.keys, key), append(p.members, each)
	}
	return p
}

// evaluate gives the value; document is what $ is.
func (p *payload) evaluate(s *scope, document any) (any, error) {
	switch {
	case p.lookup != nil:
		value, err := p.lookup.evaluate(s, document)
		return value, lookupFailed(p.lookup, p.field, document, err)
	case p.isArray:
		items := make([]any, len(p.items))
		for i := range p.items {
			value, err := p.items[i].evaluate(s, document)
			if err != nil {
				return nil, err
			}
			items[i] = value
		}
		return items, nil
	case p.isObject:
		o := newObject()
		for i := range p.members {
			value, err := p.members[i].evaluate(s, document)
			if err != nil {
				return nil, err
			}
			o.SetValueForKey(p.keys[i], value)
		}
		return o, nil
	}
	return p.constant, nil
}

// lookupFailed is AWS's sentence about a lookup that gave nothing.
func lookupFailed(l lookup, field string, document any, err error) error {
	var missing *missingError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &missing):
		return &runtimeError{fmt.Sprintf("The JSONPath '%s' specified for the field '%s' could not be found in the input '%s'", l, field, show(document))}
	}
	return &runtimeError{fmt.Sprintf("There was an error while evaluating the intrinsic function: %s. %v", l, err)}
}

// text gives the value as JSON.
func (p *payload) text(s *scope, document any) (json.RawMessage, error) {
	value, err := p.evaluate(s, document)
	if err != nil {
		return nil, err
	}
	return encoded(value)
}
