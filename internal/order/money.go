package order

import "fmt"

// Money is an amount in a currency's minor unit: 1250 EUR is €12.50. Prices come
// from the menu, never from a client.
type Money struct {
	Amount   int64  `json:"amount"`
	Currency string `json:"currency"` // ISO 4217
}

// Times is the money so many times over.
func (m Money) Times(n int) Money { return Money{m.Amount * int64(n), m.Currency} }

// Plus adds money of the same currency; the menu sees to it that a restaurant
// has one.
func (m Money) Plus(other Money) Money { return Money{m.Amount + other.Amount, m.Currency} }

// String is for people: "12.50 EUR".
func (m Money) String() string {
	return fmt.Sprintf("%d.%02d %s", m.Amount/100, m.Amount%100, m.Currency)
}
