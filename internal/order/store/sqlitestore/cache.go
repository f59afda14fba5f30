package sqlitestore

import (
	"sync"

	lru "github.com/hashicorp/golang-lru/v2"

	"github.com/orderflow/orderflow/internal/order"
)

// cached is how many orders are kept in memory as they were last written. An
// order is read about fifteen times on its way, and nobody but this process
// writes the file, so what it wrote last is what a reader would find there.
const cached = 4096

// cache holds records that are on disk. Records are shared between those who read
// them; they are never changed in place (package order).
type cache struct {
	mu      sync.Mutex // so that looking at what is there and putting are one
	records *lru.Cache[order.ID, order.Record]
}

func newCache() (*cache, error) {
	records, err := lru.New[order.ID, order.Record](cached)
	return &cache{records: records}, err
}

func (c *cache) get(id order.ID) (order.Record, bool) { return c.records.Get(id) }

// put keeps a record that has been committed, or read. It never goes back to an
// older version: a reader that is late with what it read does not overwrite a
// writer.
func (c *cache) put(r order.Record) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if known, ok := c.records.Peek(r.ID); ok && known.Version > r.Version {
		return
	}
	c.records.Add(r.ID, r)
}
