package asl

import "encoding/json"

// credentials name the role that a task's call is made with. Here no role is taken,
// neither this one nor the machine's own: there is one account, and nothing is
// forbidden in it. It is checked, evaluated and told in the history, as on AWS, so
// that a machine that has it runs.
type credentials struct {
	paths    *payload  // in a JSONPath state
	template *template // in a JSONata state
}

// credentials reads the field Credentials of a Task.
func (f *fields) credentials(to resource) *credentials {
	n := f.any("Credentials")
	if n == nil {
		return nil
	}
	if to.kind == activity {
		f.report(n, "Credentials are not supported here: an activity's worker is called by nobody")
		return nil
	}
	if n.kind == stringNode {
		if _, ok := f.expressionIn(n.text); ok {
			return &credentials{template: f.template("Credentials")}
		}
	}
	if f.object("Credentials") == nil {
		return nil
	}
	g := f.within(n)
	role := g.any("RoleArn")
	if role == nil && !f.jsonata {
		role = g.any("RoleArn.$")
	}
	switch {
	case role == nil:
		g.require("RoleArn")
	case role.kind != stringNode:
		f.report(role, "Expected "+stringNode.String()+", but was "+role.kind.String())
	}
	g.done()
	if f.jsonata {
		return &credentials{template: f.template("Credentials")}
	}
	return &credentials{paths: f.payload("Credentials")}
}

// TaskCredentials tell which role a task's call is made with.
type TaskCredentials struct {
	RoleARN string `json:"roleArn"`
}

// roleOf is the role that the state's credentials name; nil when it has none.
func (r *step) roleOf(st *state) (*TaskCredentials, error) {
	c := st.credentials
	if c == nil {
		return nil, nil
	}
	var text json.RawMessage
	var err error
	if c.template != nil {
		text, err = c.template.evaluate(r.scope())
	} else {
		var document any
		if document, err = r.picked(st); err == nil {
			text, err = c.paths.text(r.scope(), document)
		}
	}
	if err != nil {
		return nil, err
	}
	var named struct{ RoleArn *string }
	if json.Unmarshal(text, &named) != nil || named.RoleArn == nil {
		return nil, &runtimeError{"The Credentials '" + string(text) + "' could not be used to start the Task: [The field \"RoleArn\" must be a string]"}
	}
	return &TaskCredentials{*named.RoleArn}, nil
}
