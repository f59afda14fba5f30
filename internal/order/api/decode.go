package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/orderflow/orderflow/internal/order"
)

// decodeStrictly reads one JSON object and says what is wrong with it, and where.
func decodeStrictly(body []byte, v any) error {
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.DisallowUnknownFields()
	err := decoder.Decode(v)
	if err == nil {
		if _, more := decoder.Token(); !errors.Is(more, io.EOF) {
			return badBody("there is more after the JSON object")
		}
		return nil
	}
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.Is(err, io.EOF):
		return badBody("the body is empty; it must be a JSON object")
	case errors.Is(err, io.ErrUnexpectedEOF):
		return badBody("the JSON ends too early")
	case errors.As(err, &syntax):
		return badBody(fmt.Sprintf("not JSON: %v, at byte %d", syntax, syntax.Offset))
	case errors.As(err, &kind):
		return invalid("/"+strings.ReplaceAll(kind.Field, ".", "/"), fmt.Sprintf("must be %s, not a JSON %s", kindName(kind.Type.Kind().String()), kind.Value))
	}
	if name, ok := strings.CutPrefix(err.Error(), "json: unknown field "); ok {
		return invalid("/"+strings.Trim(name, `"`), "there is no such member")
	}
	return badBody(err.Error())
}

func kindName(kind string) string {
	switch kind {
	case "string":
		return "a string"
	case "slice":
		return "an array"
	case "struct":
		return "an object"
	default:
		return "a whole number"
	}
}

func badBody(detail string) error {
	return problem(http.StatusBadRequest, "not-json", "The body cannot be read", detail)
}

func invalid(pointer, detail string) error {
	return &order.InvalidRequest{Problems: []order.Problem{{Pointer: pointer, Detail: detail}}}
}
