package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"

	"github.com/orderflow/orderflow/internal/order"
)

// decodeStrictly reads one JSON object and says everything that is wrong with its
// shape, and where.
func decodeStrictly(body []byte, v any) error {
	text, err := onlyValue(body)
	if err != nil {
		return err
	}
	if problems := checkShape(text, v); problems != nil {
		return &order.InvalidRequest{Problems: problems}
	}
	if err := json.Unmarshal(text, v); err != nil {
		return badBody(err.Error()) // its shape was right: this does not happen
	}
	return nil
}

// onlyValue is the body's one JSON value.
func onlyValue(body []byte) (text json.RawMessage, err error) {
	decoder := json.NewDecoder(bytes.NewReader(body))
	err = decoder.Decode(&text)
	var syntax *json.SyntaxError
	switch {
	case err == nil:
		if _, more := decoder.Token(); !errors.Is(more, io.EOF) {
			return nil, badBody("there is more after the JSON object")
		}
		return text, nil
	case errors.Is(err, io.EOF):
		return nil, badBody("the body is empty; it must be a JSON object")
	case errors.Is(err, io.ErrUnexpectedEOF):
		return nil, badBody("the JSON ends too early")
	case errors.As(err, &syntax):
		return nil, badBody(fmt.Sprintf("not JSON: %v, at byte %d", syntax, syntax.Offset))
	}
	return nil, badBody(err.Error())
}

func badBody(detail string) error {
	return problem(http.StatusBadRequest, "not-json", "The body cannot be read", detail)
}
