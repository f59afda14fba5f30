// Package onemachine is all of orderflow in one process: the handlers of both
// contexts with their SQLite stores, on AWS on one machine (package localaws).
//
// [Open] puts it together; [Serve] also listens on two ports. The handlers, the
// SDK clients, the state machine and the wiring are the ones that are deployed;
// only the stores, the identity provider and what stands behind the clients are
// local.
//
// With [Config.Processes] the functions are the programs that are deployed, in
// processes of their own over Lambda's Runtime API, with the stores and the
// adapters that they have on AWS, on a DynamoDB and a user pool of this machine.
package onemachine
