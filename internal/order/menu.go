package order

import (
	"bytes"
	_ "embed" // for the menu
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
)

// Menu is which restaurants there are, and what they offer at which price.
type Menu struct {
	restaurants []Restaurant
	byID        map[RestaurantID]*Restaurant
}

// Restaurant is one restaurant and its dishes.
type Restaurant struct {
	ID       RestaurantID `json:"id"`
	Name     string       `json:"name"`
	Currency string       `json:"currency"`
	Dishes   []Dish       `json:"dishes"`
}

// Dish is one thing to order. Price is in the restaurant's currency.
type Dish struct {
	ID    string `json:"id"`
	Name  string `json:"name"`
	Price int64  `json:"price"` // in the minor unit
}

//go:embed menu.json
var menuFile []byte

// TheMenu is the menu that is part of the program: adding a restaurant is a
// deployment.
func TheMenu() (*Menu, error) {
	menu, err := ParseMenu(menuFile)
	if err != nil {
		return nil, fmt.Errorf("menu.json: %w", err)
	}
	return menu, nil
}

var (
	menuID   = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	currency = regexp.MustCompile(`^[A-Z]{3}$`)
)

// ParseMenu reads a menu from JSON and reports all its mistakes at once.
func ParseMenu(text []byte) (*Menu, error) {
	var file struct {
		Restaurants []Restaurant `json:"restaurants"`
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&file); err != nil {
		return nil, err
	}
	m := &Menu{restaurants: file.Restaurants, byID: map[RestaurantID]*Restaurant{}}
	var mistakes []error
	for i := range m.restaurants {
		r := &m.restaurants[i]
		if m.byID[r.ID] != nil {
			mistakes = append(mistakes, fmt.Errorf("restaurant %q stands there twice", r.ID))
		}
		m.byID[r.ID] = r
		mistakes = append(mistakes, r.check()...)
	}
	return m, errors.Join(mistakes...)
}

func (r *Restaurant) check() (mistakes []error) {
	wrong := func(format string, args ...any) {
		mistakes = append(mistakes, fmt.Errorf("restaurant %q: "+format, append([]any{r.ID}, args...)...))
	}
	if !menuID.MatchString(string(r.ID)) {
		wrong("an id is lower-case words joined by dashes")
	}
	if r.Name == "" {
		wrong("it has no name")
	}
	if !currency.MatchString(r.Currency) {
		wrong("currency %q is not a code of ISO 4217", r.Currency)
	}
	seen := map[string]bool{}
	for _, d := range r.Dishes {
		switch {
		case !menuID.MatchString(d.ID):
			wrong("dish %q: an id is lower-case words joined by dashes", d.ID)
		case seen[d.ID]:
			wrong("dish %q stands there twice", d.ID)
		case d.Name == "":
			wrong("dish %q has no name", d.ID)
		case d.Price <= 0 || d.Price > 10_000_00:
			wrong("dish %q: its price must be from 1 to 1000000 in the minor unit", d.ID)
		}
		seen[d.ID] = true
	}
	return mistakes
}

// Restaurants lists the restaurants in the order of the file.
func (m *Menu) Restaurants() []Restaurant { return m.restaurants }

// Restaurant finds a restaurant by its id.
func (m *Menu) Restaurant(id RestaurantID) (*Restaurant, bool) {
	r, ok := m.byID[id]
	return r, ok
}

// dish finds a dish by its id.
func (r *Restaurant) dish(id string) (Dish, bool) {
	for _, d := range r.Dishes {
		if d.ID == id {
			return d, true
		}
	}
	return Dish{}, false
}
