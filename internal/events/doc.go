// Package events is the published language: the domain events that the order
// context puts on the event bus and that other contexts build on.
//
// An event is one EventBridge entry with source [Source], one of the [Type]s as
// its detail-type, and as its detail
//
//	{"metadata": {"id", "version", "orderId", "occurredAt", "sequence"}, "data": {…}}
//
// The JSON Schemas beside this file are the source of truth, one per type and
// version; docs/events.md is made of them. Delivery is at least once and in any
// order: a consumer drops what it has seen by metadata.id, and orders by
// metadata.sequence.
//
// Both contexts import this package; it imports neither, and no AWS.
package events
