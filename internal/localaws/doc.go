// Package localaws is AWS on one machine: the set of AWS endpoints that orderflow
// uses, in one process and one database file, wired as package wiring says.
//
// It aims at being indistinguishable from AWS for what it offers, and says what
// it does not offer: each package beneath does so for its service. It is for
// development and tests. Production is AWS itself, and nothing that is deployed
// imports this package.
//
// A [Cloud] is opened, functions are deployed to it, and it is started. Functions
// are handlers in this process ([Cloud.Deploy]) or programs in processes of their
// own ([Cloud.DeployProcesses]). The former reach the services through
// [Cloud.Transport], with the same SDK clients as on AWS; the latter, and everybody
// else, through [Cloud.Endpoint] on a port. Either way a function may call what the
// wiring grants it and no more.
package localaws
