package sqlitedb_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/orderflow/orderflow/internal/sqlitedb"
)

var notes = sqlitedb.Schema{Name: "notes", Migrations: []string{
	`CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT NOT NULL)`,
}}

func open(t *testing.T, dir string) *sqlitedb.DB {
	t.Helper()
	db, err := sqlitedb.Open(dir, notes)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return db
}

func insert(id int) func(*sqlitedb.Tx) error {
	return func(tx *sqlitedb.Tx) error {
		_, err := tx.Exec("INSERT INTO notes VALUES (?, ?)", id, fmt.Sprint("note ", id))
		return err
	}
}

func count(t *testing.T, db *sqlitedb.DB) (n int) {
	t.Helper()
	if err := db.View(func(tx *sqlitedb.Tx) error {
		return tx.QueryRow("SELECT count(*) FROM notes").Scan(&n)
	}); err != nil {
		t.Fatal(err)
	}
	return n
}

// folders runs a test on a file and in memory.
func folders(t *testing.T, test func(t *testing.T, dir string)) {
	t.Run("file", func(t *testing.T) { test(t, t.TempDir()) })
	t.Run("memory", func(t *testing.T) { test(t, sqlitedb.Memory) })
}

func TestManyWritersShareTransactions(t *testing.T) {
	folders(t, func(t *testing.T, dir string) {
		db := open(t, dir)
		var writers sync.WaitGroup
		for id := range 500 {
			writers.Go(func() {
				if err := db.Update(insert(id)); err != nil {
					t.Errorf("insert %d: %v", id, err)
				}
			})
		}
		writers.Wait()
		if got := count(t, db); got != 500 {
			t.Errorf("rows: got %d, want 500", got)
		}
	})
}

func TestAFailureCostsItsOwnCallerOnly(t *testing.T) {
	folders(t, func(t *testing.T, dir string) {
		db := open(t, dir)
		refused := errors.New("refused")
		hold := make(chan struct{})
		results := make([]error, 5)
		var all sync.WaitGroup
		all.Add(len(results) + 1)
		// The first holds the writer until the others are queued behind it, so that they share a transaction.
		db.Enqueue(func(*sqlitedb.Tx) error { <-hold; return nil }, func(error) { all.Done() })
		for i := range results {
			db.Enqueue(func(tx *sqlitedb.Tx) error {
				if err := insert(i)(tx); err != nil {
					return err
				}
				if i == 2 {
					return refused
				}
				return nil
			}, func(err error) { results[i] = err; all.Done() })
		}
		close(hold)
		all.Wait()
		for i, err := range results {
			if want := i == 2; errors.Is(err, refused) != want {
				t.Errorf("writer %d: got error %v, want refused = %v", i, err, want)
			}
		}
		if got := count(t, db); got != 4 {
			t.Errorf("rows: got %d, want 4", got)
		}
	})
}

func TestWritesAreDoneInOrder(t *testing.T) {
	db := open(t, t.TempDir())
	var order []int
	var all sync.WaitGroup
	for i := range 2000 {
		all.Add(1)
		db.Enqueue(insert(i), func(err error) {
			if err != nil {
				t.Error(err)
			}
			order = append(order, i)
			all.Done()
		})
	}
	all.Wait()
	for i, got := range order {
		if got != i {
			t.Fatalf("position %d: got write %d", i, got)
		}
	}
}

func TestAFileIsReadAgainByANewProcess(t *testing.T) {
	dir := t.TempDir()
	db, err := sqlitedb.Open(dir, notes)
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Update(insert(7)); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if got := count(t, open(t, dir)); got != 1 {
		t.Errorf("rows: got %d, want 1", got)
	}
}

func TestAnOlderFileIsBroughtUp(t *testing.T) {
	dir := t.TempDir()
	db, err := sqlitedb.Open(dir, notes)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(db.Update(insert(1)), db.Close()); err != nil {
		t.Fatal(err)
	}
	newer := sqlitedb.Schema{Name: notes.Name, Migrations: append(notes.Migrations[:1:1],
		`ALTER TABLE notes ADD COLUMN author TEXT NOT NULL DEFAULT 'nobody'`)}
	db, err = sqlitedb.Open(dir, newer)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	var author string
	if err := db.View(func(tx *sqlitedb.Tx) error {
		return tx.QueryRow("SELECT author FROM notes WHERE id = 1").Scan(&author)
	}); err != nil || author != "nobody" {
		t.Errorf("author: got %q, %v; want nobody", author, err)
	}
}

func TestAFileFromTheFutureIsRefused(t *testing.T) {
	dir := t.TempDir()
	newer := sqlitedb.Schema{Name: notes.Name, Migrations: append(notes.Migrations[:1:1], `SELECT 1`)}
	db, err := sqlitedb.Open(dir, newer)
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	_, err = sqlitedb.Open(dir, notes)
	var future *sqlitedb.NewerError
	if !errors.As(err, &future) || future.Found != 2 || future.Known != 1 {
		t.Fatalf("open: got %v, want a NewerError from 2 to 1", err)
	}
	if !strings.Contains(err.Error(), filepath.Join(dir, "notes.db")) {
		t.Errorf("the message does not name the file: %v", err)
	}
}

func TestAFolderThatCannotBeUsedIsNamed(t *testing.T) {
	occupied := filepath.Join(t.TempDir(), "a-file")
	if err := os.WriteFile(occupied, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := sqlitedb.Open(occupied, notes)
	if err == nil || !strings.Contains(err.Error(), "cannot use "+occupied+" as the data folder") {
		t.Errorf("open: got %v", err)
	}

	// A file that is not SQLite's.
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "notes.db"), []byte(strings.Repeat("not a database ", 100)), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err = sqlitedb.Open(dir, notes)
	if err == nil || !strings.Contains(err.Error(), "notes.db") {
		t.Errorf("open: got %v, want an error that names the file", err)
	}
}

func TestAfterCloseNothingIsAccepted(t *testing.T) {
	folders(t, func(t *testing.T, dir string) {
		db, err := sqlitedb.Open(dir, notes)
		if err != nil {
			t.Fatal(err)
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
		if err := db.Update(insert(1)); !errors.Is(err, sqlitedb.ErrClosed) {
			t.Errorf("update: got %v, want ErrClosed", err)
		}
		if err := db.View(insert(1)); !errors.Is(err, sqlitedb.ErrClosed) {
			t.Errorf("view: got %v, want ErrClosed", err)
		}
		if err := db.Close(); err != nil {
			t.Errorf("closing twice: %v", err)
		}
	})
}

// BenchmarkUpdate shows what sharing an fsync is worth: 64 writers against one.
func BenchmarkUpdate(b *testing.B) {
	for _, writers := range []int{1, 64} {
		b.Run(fmt.Sprintf("writers=%d", writers), func(b *testing.B) {
			db, err := sqlitedb.Open(b.TempDir(), notes)
			if err != nil {
				b.Fatal(err)
			}
			b.Cleanup(func() { _ = db.Close() })
			b.SetParallelism(writers)
			text := strings.Repeat("x", 250)
			work := func() {
				if err := db.Update(func(tx *sqlitedb.Tx) error {
					_, err := tx.Exec("INSERT INTO notes (text) VALUES (?)", text)
					return err
				}); err != nil {
					b.Error(err)
				}
			}
			if writers == 1 {
				for b.Loop() {
					work()
				}
				return
			}
			b.RunParallel(func(pb *testing.PB) {
				for pb.Next() {
					work()
				}
			})
		})
	}
}
