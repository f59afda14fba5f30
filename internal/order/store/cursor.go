package store

import (
	"encoding/base64"
	"encoding/json"
	"fmt"

	"github.com/orderflow/orderflow/internal/order"
)

// Position is where a page ends: the order's sort key among its owner's orders.
// It names no owner, so a cursor from somebody else's list leads nowhere but into
// one's own.
type Position struct {
	CreatedAt string   `json:"c"` // RFC 3339, UTC, milliseconds
	ID        order.ID `json:"i"`
}

// TimeLayout writes times so that their order is the order of the text.
const TimeLayout = "2006-01-02T15:04:05.000Z"

// Encode makes the position a cursor that a client can hand back.
func (p Position) Encode() (string, error) {
	text, err := json.Marshal(p)
	if err != nil {
		return "", fmt.Errorf("encode a cursor: %w", err)
	}
	return base64.RawURLEncoding.EncodeToString(text), nil
}

// DecodeCursor reads a cursor. "" is no position. The error is [ErrBadCursor].
func DecodeCursor(cursor string) (*Position, error) {
	if cursor == "" {
		return nil, nil
	}
	text, err := base64.RawURLEncoding.DecodeString(cursor)
	if err != nil {
		return nil, ErrBadCursor
	}
	var p Position
	if json.Unmarshal(text, &p) != nil || !p.ID.Valid() || len(p.CreatedAt) != len(TimeLayout) {
		return nil, ErrBadCursor
	}
	return &p, nil
}
