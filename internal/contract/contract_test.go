package contract_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"

	"github.com/attune-quiz/attune/internal/contract"
)

var update = flag.Bool("update", false, "write what is generated")

var (
	current  = filepath.Join("..", "..", "api", "openapi.yaml")
	released = filepath.Join("..", "..", "api", "testdata", "released.yaml")
)

// TestNothingReleasedBreaks is the gate: whoever wrote against the released
// contract may go on.
//
// Holds: H1
func TestNothingReleasedBreaks(t *testing.T) {
	for _, b := range contract.Compare(read(t, released), read(t, current)) {
		t.Errorf("%s\nA client of the released contract would break: give the change a name of its own beside the old one", b)
	}
}

// change is one edit of a document.
type change struct {
	name string
	edit func(doc)
	want string // what the break says; empty: there is none
}

// TestChangesOfOurContract edits the contract as it is in ways that break a
// client, and in ways that do not.
//
// Holds: H1
func TestChangesOfOurContract(t *testing.T) {
	for _, tt := range []change{
		{"nothing", func(doc) {}, ""},
		{"a path is gone", func(d doc) { delete(d.at("paths"), "/v1/attempts/{id}/fit") }, "/v1/attempts/{id}/fit: is gone"},
		{"a method is gone", func(d doc) { delete(d.at("paths", "/v1/attempts/{id}"), "delete") }, "DELETE /v1/attempts/{id}: is gone"},
		{"a method is renamed for clients", func(d doc) { d.call("/v1/instruments", "get")["operationId"] = "list" }, "operationId"},
		{"a path is added", func(d doc) { d.at("paths")["/v1/more"] = d.at("paths", "/v1/instruments") }, ""},
		{"a query parameter is gone", func(d doc) { delete(d.call("/v1/instruments/{id}", "get"), "parameters") }, "query form is gone"},
		{"a parameter is added", func(d doc) { d.parameter(contract.Tree{"name": "x", "in": "query"}) }, ""},
		{"a required parameter is added", func(d doc) { d.parameter(contract.Tree{"name": "x", "in": "query", "required": true}) }, "query x is new and required"},
		{"a field of a request is gone", func(d doc) { delete(d.fields("Beginning"), "topic") }, "topic is gone"},
		{"a field of a request is required", func(d doc) { d.require("Beginning", "topic") }, "topic is required now"},
		{"a field of a request is added", func(d doc) { d.fields("Beginning")["x"] = contract.Tree{"type": "string"} }, ""},
		{"a value of a request is refused", func(d doc) { d.schema("Fit", "properties", "fits")["enum"] = []any{"yes", "no"} }, "partly is not among"},
		{"a value of a request is added", func(d doc) { d.schema("Fit", "properties", "fits")["enum"] = []any{"yes", "partly", "no", "x"} }, ""},
		{"a number of a request is bounded", func(d doc) { d.schema("Responses", "properties", "responses", "additionalProperties")["maximum"] = 5 }, "maximum"},
		{"null is refused in a request", func(d doc) {
			d.schema("Responses", "properties", "responses", "additionalProperties")["type"] = "integer"
		}, "type"},
		{"a text of a request has a new pattern", func(d doc) { d.schema("Id")["pattern"] = "^[a-z]$" }, "pattern"},
		{"a request is limited in length", func(d doc) { d.schema("Article")["maxLength"] = 100 }, "maxLength"},
		{"a field of an answer is gone", func(d doc) { delete(d.fields("Begun"), "expires_at") }, "expires_at is gone"},
		{"a field of an answer may be missing", func(d doc) { d.schema("Begun")["required"] = []any{"id", "token", "items", "option_sets"} }, "expires_at may be missing"},
		{"a field of an answer is added", func(d doc) { d.fields("Begun")["x"] = contract.Tree{"type": "string"}; d.require("Begun", "x") }, ""},
		{"a field of an answer may be null", func(d doc) { d.schema("Score", "properties", "se")["type"] = []any{"number", "null"} }, "type"},
		{"an answer has a new value", func(d doc) { d.schema("Basis")["enum"] = []any{"cited", "assumed", "guessed"} }, "guessed is not among"},
		{"an answer has a value less", func(d doc) { d.schema("Attempt", "properties", "status")["enum"] = []any{"finished"} }, ""},
		{"an answer has an alternative more", func(d doc) {
			style := d.schema("Profile", "properties", "style")
			style["oneOf"] = append(style["oneOf"].([]any), contract.Tree{"type": "string"})
		}, "oneOf"},
		{"a success is of another kind", func(d doc) {
			answers := d.at("paths", "/v1/attempts", "post", "responses")
			answers["202"] = answers["201"]
			delete(answers, "201")
		}, "201 is gone"},
		{"a media type is gone", func(d doc) {
			delete(d.at("paths", "/v1/attempts/{id}/export", "get", "responses", "200", "content"), "application/json")
		}, "application/json is gone"},
		{"a header is gone", func(d doc) { delete(d.at("paths", "/v1/attempts", "post", "responses", "201", "headers"), "Location") }, "header Location is gone"},
		{"a token is asked for", func(d doc) { d.call("/v1/instruments", "get")["security"] = []any{contract.Tree{"token": []any{}}} }, "asks for more"},
		{"a token is no more asked for", func(d doc) { d.call("/v1/attempts/{id}", "get")["security"] = []any{} }, ""},
		{"a body is gone", func(d doc) { delete(d.call("/v1/attempts", "post"), "requestBody") }, "the body is gone"},
		{"an error has a new kind", func(d doc) { d.schema("Problem", "properties", "type")["pattern"] = "/(finished|new)$" }, ""},
		{"an error has a field less", func(d doc) { delete(d.fields("Problem"), "detail") }, "detail is gone"},
		{"an error is added", func(d doc) {
			answers := d.at("paths", "/v1/instruments", "get", "responses")
			answers["410"] = answers["400"]
		}, ""},
		{"words change", func(d doc) { d.schema("Audience")["description"] = "x"; d.at("info")["title"] = "x" }, ""},
		{"the server moves", func(d doc) { d["servers"] = []any{contract.Tree{"url": "/api"}} }, "servers: changed"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			next := read(t, current)
			tt.edit(doc(next))
			var said []string
			for _, b := range contract.Compare(read(t, current), next) {
				said = append(said, b.String())
			}
			got := strings.Join(said, "\n")
			switch {
			case tt.want == "" && got != "":
				t.Errorf("a harmless change is refused:\n%s", got)
			case !strings.Contains(got, tt.want):
				t.Errorf("got %q, want a break that says %q", got, tt.want)
			}
		})
	}
}

// TestSchemas compares single schemas: sent by a client, and received by one.
func TestSchemas(t *testing.T) {
	for _, tt := range []struct{ name, old, next, sent, received string }{
		{"the same", `{type: string}`, `{type: string}`, "", ""},
		{"a number for an integer", `{type: integer}`, `{type: number}`, "", "type"},
		{"an integer for a number", `{type: number}`, `{type: integer}`, "type", ""},
		{"any for a text", `{type: string}`, `{}`, "", "type"},
		{"a constant", `{type: string}`, `{const: a}`, "only", "type"},
		{"fields closed", `{type: object}`, `{type: object, additionalProperties: false}`, "other fields", ""},
		{"fields opened", `{type: object, additionalProperties: false}`, `{type: object}`, "", "other fields"},
		{"fields of a kind", `{additionalProperties: {type: string}}`, `{additionalProperties: {type: integer}}`, "type", "type"},
		{"elements of a kind", `{type: array}`, `{type: array, items: {type: string}}`, "elements", ""},
		{"elements of any kind", `{type: array, items: {type: string}}`, `{type: array}`, "", "elements"},
		{"elements of another kind", `{items: {type: string}}`, `{items: {type: integer}}`, "type", "type"},
		{"an alternative more", `{anyOf: [{type: string}]}`, `{anyOf: [{type: string}, {type: integer}]}`, "", "anyOf"},
		{"an alternative less", `{anyOf: [{type: string}, {type: integer}]}`, `{anyOf: [{type: string}]}`, "anyOf", ""},
		{"alternatives of one", `{type: string}`, `{type: string, oneOf: [{minLength: 1}]}`, "oneOf is new", ""},
		{"one condition more", `{allOf: [{minLength: 1}]}`, `{allOf: [{minLength: 1}, {maxLength: 5}]}`, "allOf", ""},
		{"forbidden", `{properties: {a: {type: string}}}`, `{properties: {a: false}}`, "became", "became"},
		{"looser bounds", `{minimum: 2, maxLength: 5}`, `{minimum: 1, maxLength: 6}`, "", "does not hold"},
		{"a recursive schema", `{$ref: '#/r'}`, `{$ref: '#/r'}`, "", ""},
		{"a word that nobody compares", `{format: date}`, `{format: date-time}`, "format", "format"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			for way, want := range map[string]string{"requestBody": tt.sent, "response": tt.received} {
				breaks := contract.Compare(single(t, way, tt.old), single(t, way, tt.next))
				var got string
				if len(breaks) > 0 {
					got = breaks[0].What
				}
				if want == "" && got != "" || !strings.Contains(got, want) {
					t.Errorf("as %s: got %q, want %q", way, got, want)
				}
			}
		})
	}
}

// single is a document of one call with the schema in its request or answer.
func single(t *testing.T, way, schema string) contract.Tree {
	t.Helper()
	content := "content: {application/json: {schema: " + schema + "}}"
	call := "{requestBody: {" + content + "}, responses: {}}"
	if way == "response" {
		call = "{responses: {'200': {" + content + "}}}"
	}
	return parse(t, []byte("r: {type: object, properties: {next: {$ref: '#/r'}}}\npaths: {/a: {post: "+call+"}}"))
}

// doc is a document that a test edits. Its methods return the tree at a place,
// which must be there.
type doc contract.Tree

func (d doc) at(path ...string) contract.Tree {
	at := contract.Tree(d)
	for _, step := range path {
		at = at[step].(contract.Tree)
	}
	return at
}

func (d doc) call(path, method string) contract.Tree { return d.at("paths", path, method) }

func (d doc) schema(path ...string) contract.Tree {
	return d.at(append([]string{"components", "schemas"}, path...)...)
}

func (d doc) fields(schema string) contract.Tree { return d.schema(schema, "properties") }

func (d doc) require(schema, field string) {
	s := d.schema(schema)
	s["required"] = append(s["required"].([]any), field)
}

func (d doc) parameter(p contract.Tree) {
	call := d.call("/v1/instruments/{id}", "get")
	call["parameters"] = append(call["parameters"].([]any), p)
}

func read(t *testing.T, file string) contract.Tree {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return parse(t, data)
}

func parse(t *testing.T, data []byte) contract.Tree {
	t.Helper()
	var tree contract.Tree
	if err := yaml.Unmarshal(data, &tree); err != nil {
		t.Fatal(err)
	}
	return tree
}
