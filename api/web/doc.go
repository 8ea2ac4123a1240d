// Package web serves the pages of the journey as plain HTML: start, one item
// a page, check-your-answers, the safety question, the result with its
// playbook and PDF, and what a visitor owns. Everything works without
// scripts; the one script only adds to it.
//
// A page is a template beside the handler of the same noun. Handlers return
// errors and leave it to the API's one error handler to pick a status, which
// then calls Site.Error for the HTML. Every change is post, redirect, get.
//
// The package must not know of YAML, SQL or how a PDF is drawn, and holds no
// words: they come from quiz.Texts, the instrument and the playbook.
package web
