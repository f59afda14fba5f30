package order

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The bounds of an order.
const (
	MaxLines    = 100
	MaxQuantity = 50
	MaxAddress  = 300 // characters
	MaxNote     = 500 // characters
	MaxReason   = 300 // characters
)

// Request is what a customer asks for.
type Request struct {
	RestaurantID RestaurantID    `json:"restaurantId"`
	Items        []RequestedItem `json:"items"`
	Address      string          `json:"address"`
	Note         string          `json:"note,omitempty"`
}

// RequestedItem is one line of a request. It has no price: that is the menu's.
type RequestedItem struct {
	DishID   string `json:"dishId"`
	Quantity int    `json:"quantity"`
}

// Problem is one thing that is wrong with a request.
type Problem struct {
	Pointer string `json:"pointer"` // JSON pointer into the body
	Detail  string `json:"detail"`
}

// InvalidRequest says everything that is wrong with a request.
type InvalidRequest struct{ Problems []Problem }

func (e *InvalidRequest) Error() string {
	parts := make([]string, len(e.Problems))
	for i, p := range e.Problems {
		parts[i] = p.Pointer + ": " + p.Detail
	}
	return strings.Join(parts, "; ")
}

// Hash is the same for requests that ask for the same, however their JSON was
// written.
func (r Request) Hash() (string, error) {
	canonical, err := json.Marshal(r)
	if err != nil {
		return "", fmt.Errorf("hash a request: %w", err)
	}
	digest := sha256.Sum256(canonical)
	return hex.EncodeToString(digest[:16]), nil
}

// price checks the request against the menu and gives its lines with their
// prices, and the total. The error is an [*InvalidRequest].
func (r Request) price(menu *Menu) (items []Item, total Money, err error) {
	var problems []Problem
	wrong := func(pointer, format string, args ...any) {
		problems = append(problems, Problem{pointer, fmt.Sprintf(format, args...)})
	}
	restaurant, known := menu.Restaurant(r.RestaurantID)
	if !known {
		wrong("/restaurantId", "there is no restaurant %q; GET /restaurants lists them", r.RestaurantID)
	}
	switch n := len(r.Items); {
	case n == 0:
		wrong("/items", "an order has at least one item")
	case n > MaxLines:
		wrong("/items", "an order has at most %d lines, this one has %d", MaxLines, n)
	}
	for i, line := range r.Items[:min(len(r.Items), MaxLines)] {
		if line.Quantity < 1 || line.Quantity > MaxQuantity {
			wrong(fmt.Sprintf("/items/%d/quantity", i), "the quantity must be from 1 to %d", MaxQuantity)
		}
		if !known {
			continue
		}
		dish, ok := restaurant.dish(line.DishID)
		if !ok {
			wrong(fmt.Sprintf("/items/%d/dishId", i), "%s has no dish %q; GET /restaurants/%s/menu lists them", restaurant.Name, line.DishID, restaurant.ID)
			continue
		}
		price := Money{dish.Price, restaurant.Currency}
		items = append(items, Item{DishID: dish.ID, Name: dish.Name, Quantity: line.Quantity, UnitPrice: price})
		total = Money{total.Amount, restaurant.Currency}.Plus(price.Times(line.Quantity))
	}
	if problem := textProblem(r.Address, 1, MaxAddress); problem != "" {
		wrong("/address", "%s", problem)
	}
	if problem := textProblem(r.Note, 0, MaxNote); problem != "" {
		wrong("/note", "%s", problem)
	}
	if problems != nil {
		return nil, Money{}, &InvalidRequest{problems}
	}
	return items, total, nil
}

// CheckReason says what is wrong with the reason that somebody gives for
// rejecting or cancelling. The error is an [*InvalidRequest].
func CheckReason(reason string) error {
	if problem := textProblem(reason, 0, MaxReason); problem != "" {
		return &InvalidRequest{[]Problem{{"/reason", problem}}}
	}
	return nil
}

// textProblem says what is wrong with a text that people wrote. Any writing is
// welcome, control characters are not: they could forge lines of a mail or a log.
func textProblem(text string, shortest, longest int) string {
	switch n := utf8.RuneCountInString(text); {
	case !utf8.ValidString(text):
		return "the text is not UTF-8"
	case n < shortest, shortest > 0 && strings.TrimSpace(text) == "":
		return "this is required"
	case n > longest:
		return fmt.Sprintf("at most %d characters, this is %d", longest, n)
	}
	if i := strings.IndexFunc(text, func(r rune) bool { return unicode.IsControl(r) && r != '\n' && r != '\t' }); i >= 0 {
		return "the text has a control character"
	}
	return ""
}
