// Package webhook signs messages after Standard Webhooks 1.0.0 and posts them
// to addresses that others chose, reaching nothing but the public internet.
//
// It knows nothing of events, attempts or partners: it is given an id, a body
// and an endpoint, and says what became of one try.
package webhook
