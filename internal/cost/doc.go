// Package cost says what an order costs on AWS, and how far it scales.
//
// Nothing is estimated that can be counted. [Run] runs orderflow, drives one order
// to each ending over HTTP, and counts at the seams of the local runtime what was
// done: state transitions, invocations, requests, events, messages, mails, the
// units of every read and write, bytes. [Prices.Price] puts the price list to it, which
// is one file, prices.json, with the assumptions for what cannot be counted here.
// [Scale] holds the same counts against the quotas in quotas.json.
//
// Amounts of money are exact fractions, and are rounded only when they are shown.
package cost
