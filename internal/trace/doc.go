// Package trace says what a request spent its time on: spans, which are sent to
// a collector over OTLP/HTTP in its JSON encoding.
//
// It is our own, of some two hundred lines, where the OpenTelemetry SDK and its
// exporter would bring gRPC and protocol buffers into a binary that needs
// neither; what is sent is held against the collector's own decoder in a test.
//
// A nil Tracer and a nil Span do nothing, so that tracing that is off costs
// nothing. Attributes are route templates, calls, kinds and statuses: nothing
// that a person sent. A client's own trace headers are not believed.
package trace
