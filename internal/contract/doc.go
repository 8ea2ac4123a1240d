// Package contract compares two OpenAPI 3.1 documents and tells what in the
// newer one would break a client of the older.
//
// What a client sends must stay welcome: no parameter, field or value that was
// taken is refused now, and nothing that could be left out is asked for. What a
// client is sent must stay what it was told to expect: no field is missing, no
// value is of a new kind. Anything may be added beside: calls, optional
// parameters and fields in requests, fields in answers, kinds of errors. A
// change whose effect cannot be told from the documents counts as a break.
package contract
