package asl

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
)

// ErrInvalidToken is a text that is no task token.
var ErrInvalidToken = errors.New("Invalid token")

// tokenVersion is a token's first byte, so that another form can follow.
const tokenVersion = 1

// A token is the version, the execution's Ref, the attempt's event id, and 20
// bytes that only the execution's entropy gives.
const tokenLength = 1 + 8 + 8 + 20

// tokenFor is the token of the attempt that the TaskScheduled event begins. A
// retry has an event of its own, and so a token of its own.
func tokenFor(start *Start, event int64) string {
	token := make([]byte, tokenLength)
	token[0] = tokenVersion
	binary.BigEndian.PutUint64(token[1:], start.Ref)
	binary.BigEndian.PutUint64(token[9:], uint64(event))
	secret := sha256.Sum256(append(start.Entropy[:], token[:17]...))
	copy(token[17:], secret[:])
	return base64.RawURLEncoding.EncodeToString(token)
}

// ReadToken reads from a task token which execution it belongs to, and which event
// began the attempt. The error is [ErrInvalidToken]. It does not check that the token
// is genuine: a step does.
func ReadToken(token string) (ref uint64, event int64, err error) {
	decoded, err := base64.RawURLEncoding.DecodeString(token)
	if err != nil || len(decoded) != tokenLength || decoded[0] != tokenVersion {
		return 0, 0, ErrInvalidToken
	}
	return binary.BigEndian.Uint64(decoded[1:]), int64(binary.BigEndian.Uint64(decoded[9:])), nil
}
