package api_test

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"slices"
	"sort"
	"strings"
	"sync"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/legacy"
	"github.com/labstack/echo/v4"
)

// contract holds exchanges against openapi.yaml.
type contract struct {
	doc    *openapi3.T
	router routers.Router
}

var loadContract = sync.OnceValues(func() (*contract, error) {
	data, err := os.ReadFile("openapi.yaml")
	if err != nil {
		return nil, err
	}
	doc, err := openapi3.NewLoader().LoadFromData(data)
	if err != nil {
		return nil, err
	}
	if err := doc.Validate(context.Background(), openapi3.IsOpenAPI31OrLater()); err != nil {
		return nil, err
	}
	router, err := legacy.NewRouter(doc, openapi3.IsOpenAPI31OrLater())
	if err != nil {
		return nil, err
	}
	openapi3filter.RegisterBodyDecoder("application/pdf", openapi3filter.FileBodyDecoder)
	openapi3filter.RegisterBodyDecoder("text/calendar", openapi3filter.FileBodyDecoder)
	openapi3filter.RegisterBodyDecoder("text/csv", openapi3filter.FileBodyDecoder)
	return &contract{doc, router}, nil
})

func contractOf(t testing.TB) *contract {
	t.Helper()
	c, err := loadContract()
	if err != nil {
		t.Fatalf("openapi.yaml: %v", err)
	}
	return c
}

// input finds the operation of a call; false where there is none.
func (c *contract) input(of call) (*openapi3filter.RequestValidationInput, bool) {
	r := of.request()
	route, params, err := c.router.FindRoute(r)
	if err != nil || !fills(route.Path, params, r.URL.Path) {
		return nil, false
	}
	return &openapi3filter.RequestValidationInput{
		Request: r, PathParams: params, Route: route,
		Options: &openapi3filter.Options{
			AuthenticationFunc:    openapi3filter.NoopAuthenticationFunc,
			IncludeResponseStatus: true,
			MultiError:            true,
		},
	}, true
}

// fills reports whether the template filled with the parameters is the path:
// the router of kin-openapi lets a parameter be empty.
func fills(template string, params map[string]string, path string) bool {
	for name, value := range params {
		if value == "" {
			return false
		}
		template = strings.ReplaceAll(template, "{"+name+"}", value)
	}
	return template == path
}

// accepts reports whether the contract allows the request.
func (c *contract) accepts(t testing.TB, of call) error {
	t.Helper()
	in, ok := c.input(of)
	if !ok {
		t.Fatalf("%s %s is in no contract", of.method, of.path)
	}
	return openapi3filter.ValidateRequest(context.Background(), in)
}

// hold fails the test where the answer is not one that the contract promises
// or where a request outside it was accepted.
func (c *contract) hold(t testing.TB, of call, rec *httptest.ResponseRecorder) {
	t.Helper()
	in, ok := c.input(of)
	if !ok {
		return
	}
	if err := openapi3filter.ValidateRequest(context.Background(), in); err != nil && rec.Code < 300 {
		t.Errorf("%s %s: accepted a request outside the contract: %v", of.method, of.path, err)
	}
	answer := &openapi3filter.ResponseValidationInput{
		RequestValidationInput: in, Status: rec.Code, Header: rec.Header(),
		Body: io.NopCloser(bytes.NewReader(rec.Body.Bytes())), Options: in.Options,
	}
	if err := openapi3filter.ValidateResponse(context.Background(), answer); err != nil {
		t.Errorf("%s %s: answer outside the contract: %v\n%s", of.method, of.path, err, rec.Body)
	}
}

// parameter is one of a route's path.
var parameter = regexp.MustCompile(`:(\w+)`)

// Holds: H6
func TestRoutesEqualSpec(t *testing.T) {
	e, ok := boot(t).handler.(*echo.Echo)
	if !ok {
		t.Fatal("the handler is no echo")
	}
	var got, want []string
	for _, r := range e.Routes() {
		if r.Method != http.MethodHead {
			got = append(got, r.Method+" "+parameter.ReplaceAllString(r.Path, "{$1}"))
		}
	}
	for path, item := range contractOf(t).doc.Paths.Map() {
		for method := range item.Operations() {
			want = append(want, method+" "+path)
		}
	}
	sort.Strings(got)
	sort.Strings(want)
	if !slices.Equal(got, want) {
		t.Errorf("routes\n got  %s\n want %s", strings.Join(got, "\n      "), strings.Join(want, "\n      "))
	}
}

// Every GET is answered to HEAD too.
func TestHeadEqualsGet(t *testing.T) {
	var get, head []string
	for _, r := range boot(t).handler.(*echo.Echo).Routes() {
		switch r.Method {
		case http.MethodGet:
			get = append(get, r.Path)
		case http.MethodHead:
			head = append(head, r.Path)
		}
	}
	sort.Strings(get)
	sort.Strings(head)
	if !slices.Equal(get, head) {
		t.Errorf("got HEAD at %v, want %v", head, get)
	}
}

// The document names every call once and every call can be refused for its
// rate and answered 503.
func TestSpecIsComplete(t *testing.T) {
	seen := map[string]bool{}
	for path, item := range contractOf(t).doc.Paths.Map() {
		for method, op := range item.Operations() {
			if op.OperationID == "" || seen[op.OperationID] {
				t.Errorf("%s %s: operationId %q is empty or taken", method, path, op.OperationID)
			}
			seen[op.OperationID] = true
			want := []int{400, 429, 500}
			if op.Security != nil {
				want = append(want, 401, 404, 503)
			}
			if op.RequestBody != nil {
				want = append(want, 413, 415, 422)
			}
			for _, status := range want {
				if op.Responses.Status(status) == nil {
					t.Errorf("%s %s: %d is not documented", method, path, status)
				}
			}
		}
	}
}

func TestSpecIsServed(t *testing.T) {
	want, err := os.ReadFile("openapi.yaml")
	if err != nil {
		t.Fatal(err)
	}
	rec := boot(t).do(t, call{method: "GET", path: "/openapi.yaml"})
	if rec.Code != 200 || !bytes.Equal(rec.Body.Bytes(), want) {
		t.Errorf("got %d and %d bytes, want 200 and the file's %d", rec.Code, rec.Body.Len(), len(want))
	}
	if got := rec.Header().Get("Content-Type"); got != "application/yaml; charset=utf-8" {
		t.Errorf("got Content-Type %q", got)
	}
}
