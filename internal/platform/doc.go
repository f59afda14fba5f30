// Package platform is where functions meet AWS. It starts them: configuration
// from the environment, clients, logs, metrics, and the names of errors. The
// adapters for one service each are in the packages beneath it, so that a
// function links only what it may call.
//
// A function's main calls [Main]; the local runtime makes the same handlers with
// [Handler].
package platform
