package asl

import (
	"crypto/sha256"
	"encoding/binary"
)

// Entropy is what one execution draws everything random from. It is chosen by
// whoever starts the execution, and must be unguessable: task tokens come of it.
type Entropy [16]byte

// draw gives numbers that look random and are the same each time an execution
// is replayed: a hash of its entropy, of the event at which the draw is made, and
// of how many were made before it.
type draw struct {
	entropy Entropy
	event   int64
	count   uint32
}

func (d *draw) bytes() (drawn [16]byte) {
	var seed [28]byte
	copy(seed[:], d.entropy[:])
	binary.BigEndian.PutUint64(seed[16:], uint64(d.event))
	binary.BigEndian.PutUint32(seed[24:], d.count)
	d.count++
	digest := sha256.Sum256(seed[:])
	copy(drawn[:], digest[:])
	return drawn
}

// float is a number from 0 up to, not including, 1.
func (d *draw) float() float64 {
	drawn := d.bytes()
	return float64(binary.BigEndian.Uint64(drawn[:])>>11) / (1 << 53)
}
