package cost

import (
	"bytes"
	"encoding/json"
	"log/slog"
)

// log is the functions' log, as it is on AWS: JSON, from INFO upwards.
func (m *meter) log() *slog.Logger { return slog.New(slog.NewJSONHandler(logLines{m}, nil)) }

// logLines counts the bytes of log lines, of which metrics are some, for the
// function that a line names.
type logLines struct{ meter *meter }

func (l logLines) Write(text []byte) (int, error) {
	for line := range bytes.Lines(text) {
		var about struct {
			Function string `json:"function"`
		}
		_ = json.Unmarshal(line, &about) // a line that names none is nobody's
		l.meter.note(about.Function, func(w *Work) { w.Usage[Logged] += int64(len(line)) })
	}
	return len(text), nil
}
