package promo

import (
	"crypto/rand"
	"fmt"
)

// codeAlphabet has no letters or digits that people mistake for each other. It
// has 32, so that five bits of chance make one.
const codeAlphabet = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"

// codeLength gives 60 bits: too many to guess.
const codeLength = 12

// NewCode makes a promo code such as ABCD-EFGH-JKLM.
func NewCode() (string, error) {
	random := make([]byte, codeLength)
	if _, err := rand.Read(random); err != nil {
		return "", fmt.Errorf("make a promo code: %w", err)
	}
	code := make([]byte, 0, codeLength+2)
	for i, b := range random {
		if i > 0 && i%4 == 0 {
			code = append(code, '-')
		}
		code = append(code, codeAlphabet[b%32])
	}
	return string(code), nil
}
