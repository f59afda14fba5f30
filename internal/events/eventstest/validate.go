// Package eventstest holds events against their schemas in tests. Consumers must
// tolerate members they do not know; here they are an error, because a member
// that no schema has is a slip, or a leak.
package eventstest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"sync"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/orderflow/orderflow/internal/events"
)

var compiled sync.Map // "type.vN" → *jsonschema.Schema

// Validate checks one event's detail-type and detail.
func Validate(detailType string, detail []byte) error {
	var envelope struct{ Metadata events.Metadata }
	if err := json.Unmarshal(detail, &envelope); err != nil {
		return fmt.Errorf("%s: the detail is not an event: %w", detailType, err)
	}
	schema, err := strict(events.Type(detailType), envelope.Metadata.Version)
	if err != nil {
		return err
	}
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(detail))
	if err != nil {
		return fmt.Errorf("%s: %w", detailType, err)
	}
	if err := schema.Validate(value); err != nil {
		return fmt.Errorf("%s does not follow its schema: %w\n%s", detailType, err, detail)
	}
	return nil
}

// strict compiles a type's schema with additionalProperties: false everywhere.
func strict(t events.Type, version int) (*jsonschema.Schema, error) {
	key := fmt.Sprintf("%s.v%d", t, version)
	if schema, ok := compiled.Load(key); ok {
		return schema.(*jsonschema.Schema), nil
	}
	text, err := events.Schema(t, version)
	if err != nil {
		return nil, err
	}
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		return nil, fmt.Errorf("schema %s: %w", key, err)
	}
	forbidOthers(document)
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	if err := compiler.AddResource(key, document); err != nil {
		return nil, fmt.Errorf("schema %s: %w", key, err)
	}
	schema, err := compiler.Compile(key)
	if err != nil {
		return nil, fmt.Errorf("schema %s: %w", key, err)
	}
	compiled.Store(key, schema)
	return schema, nil
}

func forbidOthers(v any) {
	switch v := v.(type) {
	case map[string]any:
		if _, ok := v["properties"]; ok {
			v["additionalProperties"] = false
		}
		for _, each := range v {
			forbidOthers(each)
		}
	case []any:
		for _, each := range v {
			forbidOthers(each)
		}
	}
}
