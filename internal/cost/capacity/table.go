package capacity

import (
	"reflect"
	"sync"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"github.com/orderflow/orderflow/internal/wiring"
)

// Write is what a write takes, in write units.
type Write struct {
	Table   int64
	Indexes []IndexWrite // none for an index that the write leaves as it is
}

// IndexWrite is what a write takes in one partition of an index.
type IndexWrite struct {
	Index     string
	Partition string // the value of the index's partition key
	Units     int64
}

// Total is the write units of the table and of its indexes.
func (w Write) Total() int64 {
	total := w.Table
	for _, i := range w.Indexes {
		total += i.Units
	}
	return total
}

// HalfReads are read units, counted in halves: an eventually consistent read of
// up to 4 KB takes one half, a consistent one takes two.
type HalfReads int64

// Table is what a table has, as its wiring lays it out. All methods may be called
// by many goroutines.
type Table struct {
	layout wiring.Table

	mu    sync.Mutex // guards items
	items map[string]Item
}

// NewTable makes an empty table.
func NewTable(layout wiring.Table) *Table {
	return &Table{layout: layout, items: map[string]Item{}}
}

// Put writes an item in the place of the one with the same key, if there is one.
// PutItem and UpdateItem take the same: what counts is the larger of the two items.
func (t *Table) Put(item Item) (w Write) {
	t.mu.Lock()
	defer t.mu.Unlock()
	key := text(item, t.layout.Key)
	old := t.items[key]
	t.items[key] = item
	w.Table = blocks(max(Size(item), Size(old)), writeBlock)
	for _, index := range t.layout.Indexes {
		w.Indexes = append(w.Indexes, indexWrites(index, t.entry(index, old), t.entry(index, item))...)
	}
	return w
}

// Refuse is a write whose condition failed: it changes nothing, no index either,
// and takes what the item that is there takes.
func (t *Table) Refuse(key string) Write {
	t.mu.Lock()
	defer t.mu.Unlock()
	return Write{Table: blocks(Size(t.items[key]), writeBlock)}
}

// Get is a consistent read of one item, whether it is there or not.
func (t *Table) Get(key string) HalfReads {
	t.mu.Lock()
	defer t.mu.Unlock()
	return HalfReads(2 * blocks(Size(t.items[key]), readBlock))
}

// Query is an eventually consistent read of up to limit entries of one partition
// of an index, rounded up once for all of them.
func (t *Table) Query(index, partition string, limit int) HalfReads {
	t.mu.Lock()
	defer t.mu.Unlock()
	size, read := 0, 0
	for _, layout := range t.layout.Indexes {
		for _, item := range t.items {
			entry := t.entry(layout, item)
			if layout.Name == index && entry != nil && text(entry, layout.Partition) == partition && read < limit {
				size += Size(entry)
				read++
			}
		}
	}
	return HalfReads(blocks(size, readBlock))
}

// storedOverhead is what is stored for an item or an index's entry beside it.
const storedOverhead = 100

// Stored is how many bytes are stored: those of the table, which a backup has too,
// and those of the indexes.
func (t *Table) Stored() (table, indexes int64) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, item := range t.items {
		table += int64(Size(item)) + storedOverhead
		for _, index := range t.layout.Indexes {
			if entry := t.entry(index, item); entry != nil {
				indexes += int64(Size(entry)) + storedOverhead
			}
		}
	}
	return table, indexes
}

// entry is what an index has of an item; nil when the item lacks one of its keys.
func (t *Table) entry(index wiring.Index, item Item) Item {
	if item[index.Partition] == nil || item[index.Sort] == nil {
		return nil
	}
	entry := Item{}
	for _, name := range append([]string{t.layout.Key, index.Partition, index.Sort}, index.Projects...) {
		if value := item[name]; value != nil {
			entry[name] = value
		}
	}
	return entry
}

// indexWrites follows one index through a write. An entry whose keys change is
// deleted and written anew, which takes both; one that stays as it is takes
// nothing.
func indexWrites(index wiring.Index, old, entry Item) []IndexWrite {
	write := func(of Item, size int) IndexWrite {
		return IndexWrite{index.Name, text(of, index.Partition), blocks(size, writeBlock)}
	}
	switch {
	case old == nil && entry == nil, reflect.DeepEqual(old, entry):
		return nil
	case old == nil:
		return []IndexWrite{write(entry, Size(entry))}
	case entry == nil:
		return []IndexWrite{write(old, Size(old))}
	case text(old, index.Partition) == text(entry, index.Partition) && text(old, index.Sort) == text(entry, index.Sort):
		return []IndexWrite{write(entry, max(Size(old), Size(entry)))}
	}
	return []IndexWrite{write(old, Size(old)), write(entry, Size(entry))}
}

// text is an attribute that is text, as all keys are.
func text(item Item, name string) string {
	if s, ok := item[name].(*types.AttributeValueMemberS); ok {
		return s.Value
	}
	return ""
}
