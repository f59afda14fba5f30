// Package store keeps orders. [Orders] is what everybody uses; behind it stands
// a [Table], of which there are two: dynamostore on AWS, sqlitestore on one
// machine. A table only has to write one item under a condition; what is built
// on that is here, once, for both. The suite in storetest holds them to it.
package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/orderflow/orderflow/internal/order"
)

var (
	// ErrNotFound means that there is no such order.
	ErrNotFound = errors.New("there is no such order")
	// ErrConflict means that somebody else wrote in between. [Orders.Update] deals
	// with it.
	ErrConflict = errors.New("the order was changed in between")
	// ErrBadCursor means that a page's cursor is not one that was handed out.
	ErrBadCursor = errors.New("the cursor is not valid")
)

// Table is one way of keeping orders. All methods may be called at once by many
// goroutines. An error that is none of this package's means that the table could
// not be asked: nothing is known of the outcome.
type Table interface {
	// Insert adds an order if there is none of its id, or only one that has
	// expired by now. Otherwise it returns the one that is there.
	Insert(ctx context.Context, r order.Record, now time.Time) (existing *order.Record, err error)
	// Get reads an order as it was last written (a consistent read), or gives
	// ErrNotFound.
	Get(ctx context.Context, id order.ID) (order.Record, error)
	// Replace writes an order whose stored Version is r.Version-1, or gives
	// ErrConflict.
	Replace(ctx context.Context, r order.Record) error
	// List gives a page of somebody's orders, newest first. It may lag behind
	// (an eventually consistent read), and a page may be short before the last.
	List(ctx context.Context, q Query) (Page, error)
	// Agenda gives open orders of a topic by their due time, soonest first,
	// beginning after the given entry. It may lag behind.
	Agenda(ctx context.Context, topic order.Topic, after *Entry, limit int) ([]Entry, error)
}

// Query asks for orders. Exactly one of Customer and Restaurant is set.
type Query struct {
	Customer   order.CustomerID
	Restaurant order.RestaurantID
	Status     order.Status // "" is any
	Cursor     string       // of the page before; "" is the first page
	Limit      int
}

// Page is a part of an answer. Cursor leads to the next one, and is "" at the end.
type Page struct {
	Orders []Summary
	Cursor string
}

// Summary is what a list shows of an order.
type Summary struct {
	ID           order.ID           `json:"id"`
	CustomerID   order.CustomerID   `json:"customerId"`
	RestaurantID order.RestaurantID `json:"restaurantId"`
	Status       order.Status       `json:"status"`
	Total        order.Money        `json:"total"`
	CreatedAt    time.Time          `json:"createdAt"`
}

// Entry is one open order in the agenda.
type Entry struct {
	ID    order.ID
	Due   time.Time
	Since time.Time
}

// Orders keeps orders in a table.
type Orders struct{ table Table }

// New keeps orders in the given table.
func New(table Table) *Orders { return &Orders{table} }

// Create keeps a new order unless there is one of its id already, which it then
// returns with created = false.
func (s *Orders) Create(ctx context.Context, o *order.Order, now time.Time) (kept *order.Order, created bool, err error) {
	record := o.Record()
	record.Version = 1
	existing, err := s.table.Insert(ctx, record, now)
	if err != nil {
		return nil, false, fmt.Errorf("create order %s: %w", record.ID, err)
	}
	if existing == nil {
		return o, true, nil
	}
	kept, err = order.FromRecord(*existing)
	return kept, false, err
}

// Get reads an order as it was last written. The error is [ErrNotFound] when
// there is none.
func (s *Orders) Get(ctx context.Context, id order.ID) (*order.Order, error) {
	record, err := s.table.Get(ctx, id)
	if err != nil {
		return nil, fmt.Errorf("read order %s: %w", id, err)
	}
	return order.FromRecord(record)
}

// updateTries bounds how often Update begins again after a conflict. Two
// handlers of one order hardly ever run at once; ten in a row is a fault.
const updateTries = 10

// Update reads an order, lets change change it and writes it back, in one
// conditional write: when somebody else wrote in between it begins again, so
// change may be called more than once. Nothing is written when nothing changed,
// or when change returns an error, which Update returns as it is.
func (s *Orders) Update(ctx context.Context, id order.ID, change func(*order.Order) error) (*order.Order, error) {
	for range updateTries {
		o, err := s.Get(ctx, id)
		if err != nil {
			return nil, err
		}
		if err := change(o); err != nil {
			return nil, err
		}
		if !o.Changed() {
			return o, nil
		}
		record := o.Record()
		record.Version++
		err = s.table.Replace(ctx, record)
		if err == nil {
			return o, nil
		}
		if !errors.Is(err, ErrConflict) {
			return nil, fmt.Errorf("write order %s: %w", id, err)
		}
	}
	return nil, fmt.Errorf("write order %s, tried %d times: %w", id, updateTries, ErrConflict)
}

// List gives a page of somebody's orders, newest first.
func (s *Orders) List(ctx context.Context, q Query) (Page, error) {
	page, err := s.table.List(ctx, q)
	if err != nil {
		return Page{}, fmt.Errorf("list orders: %w", err)
	}
	return page, nil
}

// agendaPage is how many entries are read at once.
const agendaPage = 100

// Due calls visit for each open order of a topic that was due by the given time,
// the soonest first, until visit returns an error.
func (s *Orders) Due(ctx context.Context, topic order.Topic, by time.Time, visit func(Entry) error) error {
	var last *Entry
	for {
		entries, err := s.table.Agenda(ctx, topic, last, agendaPage)
		if err != nil {
			return fmt.Errorf("read the agenda of %s: %w", topic, err)
		}
		for _, entry := range entries {
			if entry.Due.After(by) {
				return nil
			}
			if err := visit(entry); err != nil {
				return err
			}
		}
		if len(entries) < agendaPage {
			return nil
		}
		last = &entries[len(entries)-1]
	}
}

// Next is the open order of a topic that is due soonest; ok is false when there
// is none.
func (s *Orders) Next(ctx context.Context, topic order.Topic) (entry Entry, ok bool, err error) {
	entries, err := s.table.Agenda(ctx, topic, nil, 1)
	if err != nil {
		return Entry{}, false, fmt.Errorf("read the agenda of %s: %w", topic, err)
	}
	if len(entries) == 0 {
		return Entry{}, false, nil
	}
	return entries[0], true, nil
}
