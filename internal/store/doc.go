// Package store holds what the stores share: how an attempt becomes a row and
// back, the statements in the SQL that SQLite and PostgreSQL both accept, and
// the rules that decide why a write was refused.
//
// It knows the nouns of package quiz and the text of SQL. It must not know of
// a driver, a connection or a transaction: those are its subfolders' part,
// and each of them passes the suite in storetest.
package store
