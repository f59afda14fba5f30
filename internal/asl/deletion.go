package asl

// deleted ends the execution in place of the transition that the frame would make
// now, for its machine has been deleted. Nothing retries or catches that, and no
// other event tells of it (recorded from AWS).
func (r *step) deleted(f *frame) {
	r.f = f
	r.end(Failed(ErrorRuntime, "State machine "+r.s.start.Identity.MachineName+" has been deleted"))
}
