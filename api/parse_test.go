package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/attune-quiz/attune/quiz"
)

// tree turns a parsed value into what encoding/json decodes into.
func (v value) tree() any {
	switch v.kind {
	case boolean:
		return v.truth
	case number:
		return json.Number(v.text)
	case text:
		return v.text
	case array:
		list := []any{}
		for _, item := range v.items {
			list = append(list, item.tree())
		}
		return list
	case object:
		members := map[string]any{}
		for _, m := range v.members {
			members[m.name] = m.value.tree()
		}
		return members
	}
	return nil
}

// FuzzJSON holds the parser against encoding/json: what it accepts is the
// same tree, it accepts nothing that the other refuses, and it calls nothing
// broken that the other reads.
//
// Holds: R14, ASVS 1.5.2
func FuzzJSON(f *testing.F) {
	for _, seed := range []string{
		`{}`, `[]`, `null`, ` {"a":[1,2.5e-3,true,"x\ud83d\ude00\\u0041"]} `, `{"a":1,"a":2}`, `{"a":1,"\u0061":2}`,
		`"\ud800"`, `"\ud800\u0041"`, `"\\ud800"`, `"\\\ud800"`, `"\udc00\ud800"`, "\"\xff\"", `[[[[`, `1e400`, `{} {}`, `{"a":1,}`,
		`-0`, `01`, `1.`, `-`, `1e`, `1E+2`, `tru`, `nulll`, `"\b\f\n\r\t\/\""`, `"\x"`, `"\u12"`, `"\u 123"`, "\"\t\"", `{"a" :[ ] , "b": { }}`, `[1,]`, `[,1]`, `{,}`, `{"a"}`, `"`, `"\`, `{"a":1`, "",
		strings.Repeat("[", 33) + strings.Repeat("]", 33), strings.Repeat("[", 32) + strings.Repeat("]", 32), `"[\"["`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		v, err := parseJSON(data)
		if err != nil {
			if !errors.Is(err, errMalformed) {
				t.Fatalf("got %v, want errMalformed", err)
			}
			if errors.Is(err, notOne()) && json.Valid(data) {
				t.Fatalf("refused %q, which is JSON", data)
			}
			return
		}
		d := json.NewDecoder(bytes.NewReader(data))
		d.UseNumber()
		var want any
		if err := d.Decode(&want); err != nil || !utf8.Valid(data) {
			t.Fatalf("accepted %q: %v", data, err)
		}
		if got := v.tree(); !reflect.DeepEqual(got, want) {
			t.Fatalf("%q: got %v, want %v", data, got, want)
		}
		if strings.Contains(strings.ToLower(string(data)), `\ud8`) && !strings.Contains(string(data), `\\`) {
			again, _ := json.Marshal(want)
			if bytes.Contains(again, []byte("\uFFFD")) {
				t.Fatalf("%q: half of a surrogate pair was accepted", data)
			}
		}
	})
}

func TestSurrogates(t *testing.T) {
	for body, want := range map[string]bool{
		`"\ud83d\ude00"`: true, `"\uD83D\uDE00"`: true, `"\\ud800"`: true, `"\uFFFD"`: true, `"😀"`: true,
		`"\ud83d"`: false, `"\ude00"`: false, `"\ud83d\ud83d"`: false, `"\ud83d\\ude00"`: false, `"\ud83dx\ude00"`: false,
		`"\ud83d\ude00\ud83d"`: false, `"\\\ud83d"`: false, `"\ud83d\n"`: false,
	} {
		if _, err := parseJSON([]byte(body)); (err == nil) != want {
			t.Errorf("%s: got %v, want it accepted: %v", body, err, want)
		}
	}
}

// Holds: S2, ASVS 1.5.2
func TestDepth(t *testing.T) {
	nested := func(n int) []byte { return []byte(strings.Repeat("[", n) + strings.Repeat("]", n)) }
	if _, err := parseJSON(nested(maxDepth)); err != nil {
		t.Errorf("%d levels: %v", maxDepth, err)
	}
	if _, err := parseJSON(nested(maxDepth + 1)); err == nil {
		t.Errorf("%d levels were accepted", maxDepth+1)
	}
	if _, err := parseJSON([]byte(`["\"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["]`)); err != nil {
		t.Errorf("brackets in a string: %v", err)
	}
}

// FuzzPointer holds pointers against the rules of RFC 6901: what a pointer
// names comes back by undoing the fragment, then ~1, then ~0.
//
// Holds: R14
func FuzzPointer(f *testing.F) {
	for _, seed := range []string{"", "an01", "a/b", "m~n", "~1", " ", "ä", "%41", "\"", "a\x00b", "依"} {
		f.Add(seed, 3)
	}
	f.Fuzz(func(t *testing.T, name string, n int) {
		if !utf8.ValidString(name) || n < 0 {
			return
		}
		p := string(root.key(name).index(n))
		for _, c := range []byte(p) {
			if c <= ' ' || c > '~' || c == '"' {
				t.Fatalf("%q: got %q, which is no fragment", name, p)
			}
		}
		u, err := url.Parse(p)
		if err != nil {
			t.Fatal(err)
		}
		parts := strings.Split(u.Fragment, "/")
		if got := strings.ReplaceAll(strings.ReplaceAll(parts[1], "~1", "/"), "~0", "~"); len(parts) != 3 || got != name {
			t.Fatalf("%q: got %q back from %q", name, got, p)
		}
	})
}

// Holds: R14
func FuzzBearer(f *testing.F) {
	for _, seed := range []string{"Bearer AAAAAAAAAAAAAAAAAAAAAAAAAAA", "bearer x", "Bearer ", "Basic AAAA", "", "Bearer\tAAAAAAAAAAAAAAAAAAAAAAAAAAA"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, header string) {
		token, err := bearer(http.Header{"Authorization": {header}})
		if err != nil {
			if !errors.Is(err, quiz.ErrUnauthorized) {
				t.Fatalf("got %v, want ErrUnauthorized", err)
			}
			return
		}
		if !strings.EqualFold(header, "Bearer "+string(token)) || strings.ContainsAny(string(token), "\r\n") || len(token) != 27 {
			t.Fatalf("%q: got token %q", header, token)
		}
	})
}

// Holds: R14, H4
func FuzzQuery(f *testing.F) {
	for _, seed := range []string{"", "a=1", "a=1&a=2", "b", "%zz", "a;b", "a=%ff", "&&", "=1"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		err := checkQuery(raw, []string{"a"})
		values, parseErr := url.ParseQuery(raw)
		fine := parseErr == nil && len(values["a"]) <= 1 && (len(values) == 0 || len(values) == 1 && values.Has("a"))
		if (err == nil) != fine {
			t.Fatalf("%q: got %v, want it accepted: %v", raw, err, fine)
		}
		var s said
		if err != nil && (!errors.As(err, &s) || len(s.detail) > 500 || strings.ContainsFunc(s.detail, func(r rune) bool { return r < ' ' || r > '~' && r != '…' })) {
			t.Fatalf("%q: got detail %q", raw, s.detail)
		}
	})
}

// Every tag in use has words of its own.
func TestShapesHaveWords(t *testing.T) {
	for _, request := range []any{beginRequest{}, saveRequest{}, planRequest{}, fitRequest{}} {
		of := reflect.TypeOf(request)
		for i := range of.NumField() {
			field := of.Field(i)
			if field.Tag.Get("json") == "" {
				t.Errorf("%s.%s has no JSON name", of, field.Name)
			}
			for tag := range strings.SplitSeq(field.Tag.Get("validate"), ",") {
				name, param, _ := strings.Cut(tag, "=")
				if slices.Contains([]string{"", "omitempty", "dive"}, name) {
					continue
				}
				if shapeDetail(name, param) == shapeDetail("no such tag", "") {
					t.Errorf("%s.%s: the tag %s has no words", of, field.Name, name)
				}
			}
		}
	}
}

// The table names every sentinel of package quiz that a client can meet, each
// with a status of its own kind.
func TestFaultsAreWhole(t *testing.T) {
	for _, f := range faults() {
		if f.status < 400 || f.slug == "" || f.title == "" {
			t.Errorf("incomplete: %+v", f)
		}
		if (f.status == http.StatusServiceUnavailable || f.status == http.StatusTooManyRequests) != (f.retry != "") {
			t.Errorf("%s: got Retry-After %q with %d", f.slug, f.retry, f.status)
		}
	}
	for err, want := range map[error]int{
		errors.Join(quiz.ErrFinished, quiz.Invalid{{}}): 409,
		errors.Join(quiz.ErrNotFound, errPanic):         500,
		errors.New("unknown"):                           500,
	} {
		if got, _ := faultOf(err); got.status != want {
			t.Errorf("%v: got %d, want %d", err, got.status, want)
		}
	}
}
