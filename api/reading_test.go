package api_test

import (
	"net/http"
	"reflect"
	"strings"
	"testing"

	"github.com/labstack/echo/v4"
)

// TestReadingChangesNothing asks everything that GET and HEAD answer, with the
// token of an attempt, in each of its states: what is stored stays.
//
// Holds: ASVS 3.5.3
func TestReadingChangesNothing(t *testing.T) {
	w := boot(t)
	for name, k := range map[string]ticket{"in progress": w.begin(t), "finished": w.finished(t)} {
		before := w.stored(t, k)
		asked := 0
		for _, r := range w.handler.(*echo.Echo).Routes() {
			if r.Method != http.MethodGet && r.Method != http.MethodHead {
				continue
			}
			path := strings.ReplaceAll(r.Path, ":id", k.id)
			rec := w.serve(call{method: r.Method, path: path, token: k.token}.request())
			if rec.Code < 300 {
				asked++
			}
			if after := w.stored(t, k); !reflect.DeepEqual(before, after) {
				t.Errorf("%s: %s %s changes what is stored", name, r.Method, r.Path)
				before = after
			}
		}
		if asked < 10 {
			t.Errorf("%s: only %d calls were answered", name, asked)
		}
	}
}
