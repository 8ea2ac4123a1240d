package harness_test

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
)

// begin gives a request the body that begins an attempt.
func begin(t *testing.T, req *http.Request, consent string) {
	t.Helper()
	body := fmt.Sprintf(`{"instrument":"relationship","form":"short","locale":"en","consent":%q,"age_ok":true}`, consent)
	req.Header.Set("Content-Type", "application/json")
	req.Body, req.ContentLength = io.NopCloser(strings.NewReader(body)), int64(len(body))
}
