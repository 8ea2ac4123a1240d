// Package reference renders an OpenAPI 3.1 document as one page for people:
// every call with its parameters, bodies, answers and an example for the
// command line, and every schema with its fields. The page has no script and
// loads nothing but its own stylesheet.
//
// It reads what our document uses: references within the document, objects,
// arrays, enumerations, bounds and alternatives. An example stands in a call
// as "x-example".
package reference
