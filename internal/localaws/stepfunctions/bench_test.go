package stepfunctions_test

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/orderflow/orderflow/internal/asl"
	"github.com/orderflow/orderflow/internal/localaws/awsapi"
	"github.com/orderflow/orderflow/internal/localaws/stepfunctions"
	"github.com/orderflow/orderflow/internal/sqlitedb"
)

// waitingCount is how many executions the benchmarks of those that wait have.
var waitingCount = flag.Int("waiting", 100_000, "how many executions wait in BenchmarkWaiting and BenchmarkRestart")

const (
	benchMachine  = "arn:aws:states:us-east-1:123456789012:stateMachine:bench"
	benchActivity = "arn:aws:states:us-east-1:123456789012:activity:bench"
)

// fiveAndTwo has five Pass states and waits twice for an activity.
var fiveAndTwo = func() string {
	pass := `{"Type":"Pass","Next":"%s"}`
	work := `{"Type":"Task","Resource":"` + benchActivity + `","TimeoutSeconds":3600,"Next":"%s"}`
	return fmt.Sprintf(`{"QueryLanguage":"JSONata","StartAt":"A","States":{"A":`+pass+`,"B":`+pass+`,"Work1":`+work+`,"C":`+pass+`,"Work2":`+work+
		`,"D":`+pass+`,"E":{"Type":"Pass","End":true}}}`, "B", "Work1", "C", "Work2", "D", "E")
}()

// bench is an engine, told of every execution that ends.
type bench struct {
	b      *testing.B
	db     *sqlitedb.DB
	engine *stepfunctions.Engine
	ended  atomic.Int64
}

func open(b *testing.B, dir string) *bench {
	b.Helper()
	w := &bench{b: b}
	var err error
	if w.db, err = sqlitedb.Open(dir, schema); err != nil {
		b.Fatal(err)
	}
	w.engine, err = stepfunctions.Open(stepfunctions.Config{
		DB: w.db, Place: awsapi.Place{Account: "123456789012", Region: "us-east-1"}, Log: slog.New(slog.DiscardHandler),
		Call: func(context.Context, string, json.RawMessage) (json.RawMessage, *asl.Failure) {
			return json.RawMessage("null"), nil
		},
		Changed: func(_ *sqlitedb.Tx, c stepfunctions.StatusChange) (func(), error) {
			if c.Status == asl.Running {
				return nil, nil
			}
			return func() { w.ended.Add(1) }, nil
		},
	})
	if err != nil {
		b.Fatal(err)
	}
	w.engine.Start()
	return w
}

func (w *bench) close() {
	w.engine.Close(context.Background())
	if err := w.db.Close(); err != nil {
		w.b.Error(err)
	}
}

// call makes a call of the API over HTTP.
func call(b *testing.B, client *http.Client, url, action, body string) []byte {
	r, err := http.NewRequest(http.MethodPost, url, bytes.NewReader([]byte(body)))
	if err != nil {
		b.Error(err)
		return nil
	}
	r.Header.Set("X-Amz-Target", stepfunctions.TargetPrefix+action)
	r.Header.Set("Content-Type", "application/x-amz-json-1.0")
	answer, err := client.Do(r)
	if err != nil {
		return nil // the server is closing
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err == nil && answer.StatusCode != http.StatusOK {
		b.Errorf("%s: %d %s", action, answer.StatusCode, text)
	}
	return text
}

// BenchmarkExecutions measures executions a second through the HTTP API, clients
// and server on the same cores: each has five Pass states and two activities,
// which workers poll for and answer. The log is durable, or in memory.
func BenchmarkExecutions(b *testing.B) {
	b.Run("durable", func(b *testing.B) { benchExecutions(b, b.TempDir()) })
	b.Run("memory", func(b *testing.B) { benchExecutions(b, sqlitedb.Memory) })
}

func benchExecutions(b *testing.B, dir string) {
	const starters, workers = 100, 100
	w := open(b, dir)
	defer w.close()
	server := httptest.NewServer(w.engine.API())
	defer server.Close()
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: starters + workers}}
	call(b, client, server.URL, "CreateActivity", `{"name":"bench"}`)
	if _, err := w.engine.Put("bench", fiveAndTwo); err != nil {
		b.Fatal(err)
	}
	var stopped atomic.Bool
	var all sync.WaitGroup
	for range workers {
		all.Go(func() {
			for !stopped.Load() {
				var task struct{ TaskToken string }
				if json.Unmarshal(call(b, client, server.URL, "GetActivityTask", `{"activityArn":"`+benchActivity+`"}`), &task) != nil || task.TaskToken == "" {
					continue
				}
				call(b, client, server.URL, "SendTaskSuccess", `{"taskToken":"`+task.TaskToken+`","output":"{\"ok\":true}"}`)
			}
		})
	}
	var started atomic.Int64
	b.ResetTimer()
	for range starters {
		all.Go(func() {
			for n := started.Add(1); n <= int64(b.N); n = started.Add(1) {
				call(b, client, server.URL, "StartExecution", fmt.Sprintf(`{"stateMachineArn":"%s","name":"e%d","input":"{\"orderId\":\"o-1\"}"}`, benchMachine, n))
			}
		})
	}
	for w.ended.Load() < int64(b.N) {
		time.Sleep(time.Millisecond)
	}
	b.StopTimer()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "executions/s")
	if dir != sqlitedb.Memory {
		b.ReportMetric(float64(size(b, dir))/float64(b.N), "logbytes/execution")
	}
	stopped.Store(true)
	client.CloseIdleConnections()
	w.engine.Close(context.Background()) // polls end
	all.Wait()
}

// size is how many bytes the files of a folder have.
func size(b *testing.B, dir string) (total int64) {
	files, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil {
		b.Fatal(err)
	}
	for _, file := range files {
		info, err := os.Stat(file)
		if err != nil {
			b.Fatal(err)
		}
		total += info.Size()
	}
	return total
}

// startWaiting starts executions that wait for the activity.
func (w *bench) startWaiting(n int) {
	w.b.Helper()
	api := w.engine.API()
	post := func(action, body string) {
		r := httptest.NewRequest(http.MethodPost, "/", bytes.NewReader([]byte(body)))
		r.Header.Set("X-Amz-Target", stepfunctions.TargetPrefix+action)
		answer := httptest.NewRecorder()
		api.ServeHTTP(answer, r)
		if answer.Code != http.StatusOK {
			w.b.Errorf("%s: %d %s", action, answer.Code, answer.Body)
		}
	}
	post("CreateActivity", `{"name":"bench"}`)
	if _, err := w.engine.Put("bench", fiveAndTwo); err != nil {
		w.b.Fatal(err)
	}
	var next atomic.Int64
	var all sync.WaitGroup
	for range 200 {
		all.Go(func() {
			for i := next.Add(1); i <= int64(n); i = next.Add(1) {
				post("StartExecution", fmt.Sprintf(`{"stateMachineArn":"%s","name":"e%d","input":"{\"orderId\":\"o-%d\"}"}`, benchMachine, i, i))
			}
		})
	}
	all.Wait()
}

func heap() uint64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// BenchmarkWaiting measures the heap of executions that wait, -waiting of them.
func BenchmarkWaiting(b *testing.B) {
	for b.Loop() {
		w := open(b, b.TempDir())
		before := heap()
		w.startWaiting(*waitingCount)
		used := heap() - before
		b.ReportMetric(float64(used)/float64(*waitingCount), "heapbytes/execution")
		b.ReportMetric(float64(used)*1e6/float64(*waitingCount)/(1<<30), "GiB/million")
		runtime.KeepAlive(w)
		w.close()
	}
}

// BenchmarkRestart measures how long it takes until an engine runs again that has
// -waiting executions in its log.
func BenchmarkRestart(b *testing.B) {
	dir := b.TempDir()
	w := open(b, dir)
	w.startWaiting(*waitingCount)
	w.close()
	for b.Loop() {
		w = open(b, dir)
		if n := w.engine.Waiting(); n != *waitingCount {
			b.Fatalf("%d executions came back, want %d", n, *waitingCount)
		}
		b.StopTimer()
		w.close()
		b.StartTimer()
	}
	b.ReportMetric(b.Elapsed().Seconds()/float64(b.N), "s/restart")
}

// BenchmarkLog measures the log's rows a second, and those of plain inserts of the
// same bytes into SQLite by the same writer.
func BenchmarkLog(b *testing.B) {
	fact := []byte(`{"kind":"resolve","at":1767225600000,"token":"AQAAAAAAAAAHAAAAAAAAABKgiai0LI0Ux40ZZFBTsob2lKqNCA","output":{"ok":true}}`)
	rows := func(b *testing.B, insert func(tx *sqlitedb.Tx, i int) error, db *sqlitedb.DB) {
		var all sync.WaitGroup
		all.Add(b.N)
		b.ResetTimer()
		for i := range b.N {
			db.Enqueue(func(tx *sqlitedb.Tx) error { return insert(tx, i) }, func(err error) {
				if err != nil {
					b.Error(err)
				}
				all.Done()
			})
		}
		all.Wait()
		b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "rows/s")
	}
	b.Run("facts", func(b *testing.B) {
		db, err := sqlitedb.Open(b.TempDir(), schema)
		if err != nil {
			b.Fatal(err)
		}
		defer func() { _ = db.Close() }()
		rows(b, func(tx *sqlitedb.Tx, i int) error {
			_, err := tx.Exec("INSERT INTO facts VALUES (?, ?, ?)", i/8, i%8, fact)
			return err
		}, db)
	})
	b.Run("plain", func(b *testing.B) {
		db, err := sql.Open("sqlite", filepath.Join(b.TempDir(), "plain.db")+"?_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)")
		if err != nil {
			b.Fatal(err)
		}
		defer func() { _ = db.Close() }()
		if _, err := db.Exec("CREATE TABLE rows (id INTEGER PRIMARY KEY, row BLOB NOT NULL)"); err != nil {
			b.Fatal(err)
		}
		b.ResetTimer()
		for done := 0; done < b.N; {
			tx, err := db.Begin()
			if err != nil {
				b.Fatal(err)
			}
			statement, err := tx.Prepare("INSERT INTO rows (row) VALUES (?)")
			if err != nil {
				b.Fatal(err)
			}
			for n := 0; n < 512 && done < b.N; n++ {
				if _, err := statement.Exec(fact); err != nil {
					b.Fatal(err)
				}
				done++
			}
			if err := tx.Commit(); err != nil {
				b.Fatal(err)
			}
		}
		b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "rows/s")
	})
}
