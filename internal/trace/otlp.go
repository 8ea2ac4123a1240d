package trace

import (
	"encoding/hex"
	"encoding/json"
	"strconv"
)

// The JSON of an OTLP request to export traces, after
// opentelemetry/proto/collector/trace/v1 and its JSON mapping: ids in hex,
// 64-bit numbers as strings, enums as numbers.
type (
	otlpRequest struct {
		ResourceSpans [1]otlpResource `json:"resourceSpans"`
	}
	otlpResource struct {
		Resource struct {
			Attributes []otlpAttribute `json:"attributes"`
		} `json:"resource"`
		ScopeSpans [1]otlpScope `json:"scopeSpans"`
	}
	otlpScope struct {
		Scope struct {
			Name    string `json:"name"`
			Version string `json:"version,omitempty"`
		} `json:"scope"`
		Spans []otlpSpan `json:"spans"`
	}
	otlpSpan struct {
		TraceID      string          `json:"traceId"`
		SpanID       string          `json:"spanId"`
		ParentSpanID string          `json:"parentSpanId,omitempty"`
		Name         string          `json:"name"`
		Kind         Kind            `json:"kind"`
		Start        string          `json:"startTimeUnixNano"`
		End          string          `json:"endTimeUnixNano"`
		Attributes   []otlpAttribute `json:"attributes,omitempty"`
		Status       otlpStatus      `json:"status"`
	}
	otlpStatus struct {
		Code int `json:"code,omitempty"`
	}
	otlpAttribute struct {
		Key   string    `json:"key"`
		Value otlpValue `json:"value"`
	}
	otlpValue struct {
		String *string `json:"stringValue,omitempty"`
		Int    string  `json:"intValue,omitempty"`
	}
)

const (
	program     = "attune"
	statusError = 2
)

func encode(spans []*Span, version string) []byte {
	var req otlpRequest
	of := &req.ResourceSpans[0]
	of.Resource.Attributes = attributes([]Attribute{{"service.name", program}, {"service.version", version}})
	scope := &of.ScopeSpans[0]
	scope.Scope.Name, scope.Scope.Version = program, version
	for _, s := range spans {
		scope.Spans = append(scope.Spans, s.otlp())
	}
	body, _ := json.Marshal(req) // strings and numbers alone: it cannot fail
	return body
}

func (s *Span) otlp() otlpSpan {
	nanos := func(n int64) string { return strconv.FormatInt(n, 10) }
	out := otlpSpan{
		TraceID: hex.EncodeToString(s.trace[:]), SpanID: hex.EncodeToString(s.id[:]),
		Name: s.name, Kind: s.kind, Attributes: attributes(s.attributes),
		Start: nanos(s.begun.UnixNano()), End: nanos(s.begun.Add(s.took).UnixNano()),
	}
	if s.parent != [8]byte{} {
		out.ParentSpanID = hex.EncodeToString(s.parent[:])
	}
	if s.failed {
		out.Status.Code = statusError
	}
	return out
}

func attributes(list []Attribute) (out []otlpAttribute) {
	for _, a := range list {
		var v otlpValue
		switch value := a.Value.(type) {
		case int:
			v.Int = strconv.Itoa(value)
		case string:
			v.String = &value
		}
		out = append(out, otlpAttribute{a.Name, v})
	}
	return out
}
