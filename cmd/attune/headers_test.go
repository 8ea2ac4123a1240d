package main

import (
	"net/http"
	"reflect"
	"strings"
	"testing"
)

func TestHeaders(t *testing.T) {
	for text, want := range map[string]http.Header{
		"":                                      {},
		"authorization=Bearer%20k3y, tenant=a,": {"Authorization": {"Bearer k3y"}, "Tenant": {"a"}},
		"a=1,a=2":                               {"A": {"1", "2"}},
		"a=b=c":                                 {"A": {"b=c"}},
	} {
		if got, err := parseHeaders(text); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%q: got %v, %v, want %v", text, got, err, want)
		}
	}
	for _, text := range []string{"s3cret", "=s3cret", "a=%zzs3cret", "a=s3cret%0d%0ab: c"} {
		if got, err := parseHeaders(text); err == nil || strings.Contains(err.Error(), "s3cret") {
			t.Errorf("%q: got %v, %v, want an error that does not repeat it", text, got, err)
		}
	}
}
