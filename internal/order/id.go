package order

import (
	"crypto/sha256"
	"encoding/base32"
	"regexp"
)

var (
	idEncoding = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)
	idPattern  = regexp.MustCompile(`^ord-[a-z2-7]{26}$`)
)

// NewID is the id of the order that a customer places under a key: the same for
// the same two, so that placing twice is placing once. 128 bits of SHA-256.
func NewID(customer CustomerID, idempotencyKey string) ID {
	digest := sha256.Sum256([]byte(string(customer) + "\x00" + idempotencyKey))
	return ID("ord-" + idEncoding.EncodeToString(digest[:16]))
}

// Valid reports whether the id has the form that NewID gives.
func (id ID) Valid() bool { return idPattern.MatchString(string(id)) }
