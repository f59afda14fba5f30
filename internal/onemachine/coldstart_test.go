package onemachine_test

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/orderflow/orderflow/internal/artifacts"
	"github.com/orderflow/orderflow/internal/onemachine"
	"github.com/orderflow/orderflow/internal/project"
	"github.com/orderflow/orderflow/internal/sqlitedb"
	"github.com/orderflow/orderflow/internal/wiring"
)

// coldStart is one cold start of a function.
type coldStart struct {
	took time.Duration // from the start of its process to its first answer
	peak int64         // memory that was resident at most, in bytes (VmHWM)
}

// BenchmarkColdStart prints, for each function as it is deployed, its zip's size,
// and the median over the rounds of how long its process takes to its first
// answer and what memory that takes. Each round is a new orderflow; the event is
// the sample beside the function's main, of an order that does not exist, so that
// an answer takes a question to DynamoDB.
func BenchmarkColdStart(b *testing.B) {
	if runtime.GOOS != "linux" {
		b.Skip("the functions are programs for Linux")
	}
	root, err := project.Root()
	if err != nil {
		b.Fatal(err)
	}
	files := map[string]string{}
	for _, f := range wiring.Functions {
		if files[f.Name], err = artifacts.Build(b.Context(), root, runtime.GOARCH, f.Name); err != nil {
			b.Fatal(err)
		}
	}
	starts := map[string][]coldStart{}
	for b.Loop() {
		round(b, root, files, starts)
	}
	b.ReportMetric(0, "ns/op") // the rounds' time says nothing
	fmt.Printf("\n%-17s%8s%15s%16s\n", "", "zip MB", "cold start ms", "peak memory MB")
	for _, f := range wiring.Functions {
		size, err := artifacts.SizeOf(files[f.Name])
		if err != nil {
			b.Fatal(err)
		}
		took := median(starts[f.Name], func(s coldStart) float64 { return float64(s.took.Microseconds()) / 1000 })
		peak := median(starts[f.Name], func(s coldStart) float64 { return float64(s.peak) / 1e6 })
		fmt.Printf("%-17s%8.2f%15.1f%16.1f\n", f.Name, float64(size.Zip)/1e6, took, peak)
	}
}

// round runs an orderflow and invokes each function once.
func round(b *testing.B, root string, files map[string]string, starts map[string][]coldStart) {
	b.Helper()
	ctx, cancel := context.WithCancel(b.Context())
	ready, ended := make(chan onemachine.Addresses, 1), make(chan error, 1)
	cfg := onemachine.Config{Dir: sqlitedb.Memory, Processes: &onemachine.Processes{Bootstrap: func(function string) string { return files[function] }}}
	go func() {
		ended <- onemachine.Serve(ctx, cfg, onemachine.Addresses{API: "127.0.0.1:0", AWS: "127.0.0.1:0"},
			func(at onemachine.Addresses) { ready <- at })
	}()
	select {
	case err := <-ended:
		b.Fatal(err)
	case at := <-ready:
		post(b, "http://"+at.API+"/dev/token", []byte(`{"role": "customer", "id": "alice", "email": "alice@example.com"}`)) // a voucher wants an address
		for _, f := range inTurns(len(starts[wiring.Functions[0].Name])) {
			event, err := os.ReadFile(filepath.Join(root, "cmd", f.Name, "event.json"))
			if err != nil {
				b.Fatal(err)
			}
			began := time.Now()
			post(b, "http://"+at.AWS+"/2015-03-31/functions/"+f.Name+"/invocations", event)
			took := time.Since(began)
			starts[f.Name] = append(starts[f.Name], coldStart{took, peakOf(b, files[f.Name])})
		}
	}
	cancel()
	if err := <-ended; err != nil {
		b.Fatal(err)
	}
}

// inTurns are the functions, in each round with another one first: it meets a
// DynamoDB that has just started itself. Start-order comes last: the order that it
// starts starts other functions.
func inTurns(round int) (functions []wiring.Function) {
	isStart := func(f wiring.Function) bool { return f.Name == "start-order" }
	others := slices.DeleteFunc(slices.Clone(wiring.Functions), isStart)
	first := round % len(others)
	start, _ := wiring.FunctionNamed("start-order")
	return slices.Concat(others[first:], others[:first], []wiring.Function{start})
}

func post(b *testing.B, url string, body []byte) {
	b.Helper()
	request, err := http.NewRequestWithContext(b.Context(), http.MethodPost, url, bytes.NewReader(body))
	if err != nil {
		b.Fatal(err)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		b.Fatal(err)
	}
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	refused := response.Header.Get("X-Amz-Function-Error") != "" && !bytes.Contains(answer, []byte("OrderNotFound"))
	if err != nil || response.StatusCode != http.StatusOK || refused {
		b.Fatalf("%s answered %d %s %v", url, response.StatusCode, answer, err)
	}
}

// peakOf finds the one process of a program, and its peak.
func peakOf(b *testing.B, file string) int64 {
	b.Helper()
	processes, err := filepath.Glob("/proc/[0-9]*/exe")
	if err != nil {
		b.Fatal(err)
	}
	for _, exe := range processes {
		if target, err := os.Readlink(exe); err != nil || target != file {
			continue
		}
		status, err := os.ReadFile(filepath.Join(filepath.Dir(exe), "status"))
		if err != nil {
			b.Fatal(err)
		}
		lines := bufio.NewScanner(bytes.NewReader(status))
		for lines.Scan() {
			if rest, ok := strings.CutPrefix(lines.Text(), "VmHWM:"); ok {
				kb, err := strconv.ParseInt(strings.TrimSuffix(strings.TrimSpace(rest), " kB"), 10, 64)
				if err != nil {
					b.Fatal(err)
				}
				return kb << 10
			}
		}
	}
	b.Fatalf("no process of %s is found", file)
	return 0
}

func median(starts []coldStart, of func(coldStart) float64) float64 {
	values := make([]float64, len(starts))
	for i, s := range starts {
		values[i] = of(s)
	}
	slices.Sort(values)
	return values[len(values)/2]
}
