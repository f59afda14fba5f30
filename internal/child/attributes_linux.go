package child

import "syscall"

// attributes bind the program's life to this process's: strictly to that of the
// thread that starts it, and Go ends no thread before the process unless a
// goroutine has locked it and ends with it, which none does here.
func attributes() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
}
