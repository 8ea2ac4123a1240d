// Package examples holds what partners copy and try: verifiers of webhooks in
// three languages and a site that embeds the test. Its test holds
// docs/integrate.md to them.
package examples
