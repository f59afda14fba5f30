// Package child runs programs that must not outlive this one: each is in a
// process group of its own, so that a Ctrl-C at the terminal reaches this process
// alone, and on Linux the kernel kills it when this process ends, however that
// happens.
package child

import (
	"bytes"
	"os/exec"
	"time"
)

// Start starts a program. Each line that it writes, to standard output or to
// standard error, is handed to line without its end; lines come one at a time.
// Once it has ended and all it wrote has been handed on, ended is called with the
// error of [exec.Cmd.Wait].
func Start(command *exec.Cmd, line func([]byte), ended func(error)) error {
	out := &lines{line: line}
	command.Stdout, command.Stderr = out, out // one writer: exec makes one pipe of it
	command.SysProcAttr = attributes()
	command.WaitDelay = time.Second // for what the program has started and that still holds its output
	if err := command.Start(); err != nil {
		return err
	}
	go func() {
		err := command.Wait()
		out.flush()
		ended(err)
	}()
	return nil
}

// maxLine is the longest line that is handed on as one, in bytes.
const maxLine = 256 << 10

// lines cuts what is written into lines.
type lines struct {
	line func([]byte)
	rest []byte // the beginning of a line
}

func (l *lines) Write(p []byte) (int, error) {
	l.rest = append(l.rest, p...)
	for {
		end := bytes.IndexByte(l.rest, '\n')
		if end < 0 {
			break
		}
		l.line(l.rest[:end])
		l.rest = l.rest[end+1:]
	}
	if len(l.rest) > maxLine {
		l.flush()
	}
	return len(p), nil
}

func (l *lines) flush() {
	if len(l.rest) > 0 {
		l.line(l.rest)
		l.rest = nil
	}
}
