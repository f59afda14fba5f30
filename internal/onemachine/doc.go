// Package onemachine is all of orderflow in one process: the handlers of both
// contexts with their SQLite stores, on AWS on one machine (package localaws).
//
// [Open] puts it together; [Serve] also listens on two ports. The handlers, the
// SDK clients, the state machine and the wiring are the ones that are deployed;
// only the stores, the identity provider and what stands behind the clients are
// local.
package onemachine
