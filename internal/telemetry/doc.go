// Package telemetry is what an operator sees of a running program: counts and
// times for Prometheus. It has a registry of its own and no defaults.
//
// Labels come from small closed sets: route templates, status classes,
// instruments, locales, kinds of documents. No partner, no attempt and nothing
// that a person sent is ever one. What is measured calls functions that are
// handed to it and knows nothing of this package.
package telemetry
