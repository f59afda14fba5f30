package events

import (
	"embed"
	"fmt"
)

// Version is the version of every type's newest schema. When one type needs a
// second version it gets a table here.
const Version = 1

//go:embed schemas/*.json
var schemas embed.FS

// Schema is the JSON Schema (draft-04) of a type's detail. The error says that
// there is none of that type and version.
func Schema(t Type, version int) ([]byte, error) {
	schema, err := schemas.ReadFile(fmt.Sprintf("schemas/%s.v%d.json", t, version))
	if err != nil {
		return nil, fmt.Errorf("no schema for event type %q, version %d", t, version)
	}
	return schema, nil
}
