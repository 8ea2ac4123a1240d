// Package playbook turns a profile and a library of content into a Document:
// the words, practices and phrases that fit one person, in the order in which
// they are read. The Document is plain data. Pages, the JSON API and the PDF
// all render the same one.
//
// The package renders nothing and must not know of YAML, HTML, PDF or stores.
package playbook
