// Package api is the outer edge over HTTP: the JSON of version 1, the health
// endpoints, the OpenAPI document, and what every answer has in common, the
// pages of api/web included: headers, limits, the access log and the writing
// of errors.
//
// A handler parses, calls one use case of quiz/take and renders; it returns
// errors. faults, one ordered table, says what an error means to a client,
// and writeError alone writes it: as application/problem+json to programs,
// through Pages to people.
//
// What a client is promised stands in openapi.yaml, which tests hold against
// the routes and against every request and answer of the tests. The package
// holds no rule of the product and must not know of YAML, SQL or PDF.
package api
