package onemachine

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"maps"
	"slices"
	"sync"
)

// outputTo hands on what functions' processes write, as CloudWatch Logs would take
// it apart: metrics in embedded metric format, records of the log, and whatever
// else a program says, such as why it cannot start.
func outputTo(log *slog.Logger, metrics io.Writer) func(function string, line []byte) {
	var mu sync.Mutex // one line at a time
	return func(function string, line []byte) {
		mu.Lock()
		defer mu.Unlock()
		var record map[string]any
		decoder := json.NewDecoder(bytes.NewReader(line))
		decoder.UseNumber() // 12 is to stay 12
		if err := decoder.Decode(&record); err != nil {
			record = nil
		}
		if _, measured := record["_aws"]; measured {
			_, _ = metrics.Write(append(bytes.Clone(line), '\n')) // there is nobody to tell
			return
		}
		if level, message, ok := heading(record); ok {
			record["function"] = function // on Lambda the name of the log group says it
			log.Log(context.Background(), level, message, attributes(record)...)
			return
		}
		log.Warn("said", "function", function, "line", string(line))
	}
}

// heading takes level and message out of a record of a function's log, which has
// the names of Lambda's log controls (platform.NewLog).
func heading(record map[string]any) (level slog.Level, message string, ok bool) {
	name, _ := record["level"].(string)
	message, ok = record["message"].(string)
	if !ok || level.UnmarshalText([]byte(name)) != nil {
		return 0, "", false
	}
	for _, name := range []string{"timestamp", "level", "message"} {
		delete(record, name)
	}
	return level, message, true
}

func attributes(record map[string]any) (all []any) {
	for _, name := range slices.Sorted(maps.Keys(record)) {
		all = append(all, slog.Any(name, record[name]))
	}
	return all
}
