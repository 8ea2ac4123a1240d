// Host is a site that embeds the test, for trying everything that a partner
// gets, on this machine alone:
//
//	go run ./internal/examples/host
//
// It starts an Attune server that keeps nothing, and beside it the site: an
// article with the snippet, a receiver of webhooks that verifies each, and a
// page that shows what came. Webhooks go to https addresses on the public
// internet and nowhere else; this program, which is none that anybody runs for
// others, makes its own receiver on loopback the one exception.
package main
