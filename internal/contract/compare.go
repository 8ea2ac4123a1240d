package contract

import (
	"fmt"
	"maps"
	"slices"
	"sort"
	"strings"
)

// Tree is an object of a document as a YAML or JSON decoder leaves it.
type Tree = map[string]any

// Break is a change that a client of the released document would notice.
type Break struct {
	Where string // the call, and the place in it
	What  string
}

func (b Break) String() string { return b.Where + ": " + b.What }

// Compare returns every break between a released document and the one that is
// to follow it, in order of their places. References are resolved within each
// document.
func Compare(released, next Tree) []Break {
	c := &comparison{old: document{released}, next: document{next}, met: map[pair]bool{}}
	if !equal(released["servers"], next["servers"]) {
		c.report("servers", "changed")
	}
	for path, item := range tree(released["paths"]) {
		now, ok := tree(next["paths"])[path].(Tree)
		if !ok {
			c.report(path, "is gone")
			continue
		}
		c.path(path, tree(item), now)
	}
	sort.Slice(c.breaks, func(i, j int) bool { return c.breaks[i].String() < c.breaks[j].String() })
	return slices.Compact(c.breaks)
}

type comparison struct {
	old, next document
	breaks    []Break
	met       map[pair]bool // references that are being or were compared
}

// pair is two references and the way that what they describe goes.
type pair struct {
	old, next string
	way       way
}

func (c *comparison) report(where, format string, args ...any) {
	c.breaks = append(c.breaks, Break{where, fmt.Sprintf(format, args...)})
}

var methods = []string{"get", "put", "post", "delete", "patch", "head", "options", "trace"}

func (c *comparison) path(path string, old, next Tree) {
	for _, method := range methods {
		was, ok := old[method].(Tree)
		if !ok {
			continue
		}
		at := strings.ToUpper(method) + " " + path
		is, ok := next[method].(Tree)
		if !ok {
			c.report(at, "is gone")
			continue
		}
		if was["operationId"] != is["operationId"] {
			c.report(at, "operationId %v became %v", was["operationId"], is["operationId"])
		}
		c.security(at, c.old.security(was), c.next.security(is))
		c.parameters(at, c.old.parameters(old, was), c.next.parameters(next, is))
		c.body(at, c.old.resolve(was["requestBody"]), c.next.resolve(is["requestBody"]))
		c.answers(at, tree(was["responses"]), tree(is["responses"]))
	}
}

// security compares alternatives: whoever got in still does.
func (c *comparison) security(at string, old, next []any) {
	if len(next) == 0 {
		return
	}
	if len(old) == 0 {
		old = []any{Tree{}}
	}
	for _, had := range old {
		enough := slices.ContainsFunc(next, func(asked any) bool {
			for scheme := range tree(asked) {
				if _, ok := tree(had)[scheme]; !ok {
					return false
				}
			}
			return true
		})
		if !enough {
			c.report(at, "asks for more than %v", slices.Sorted(maps.Keys(tree(had))))
		}
	}
}

func (c *comparison) parameters(at string, old, next map[string]Tree) {
	for name, was := range old {
		is, ok := next[name]
		if !ok {
			c.report(at, "%s is gone", name)
			continue
		}
		if is["required"] == true && was["required"] != true {
			c.report(at, "%s is required now", name)
		}
		c.schema(at+" "+name, was["schema"], is["schema"], sent)
	}
	for name, is := range next {
		if _, ok := old[name]; !ok && is["required"] == true {
			c.report(at, "%s is new and required", name)
		}
	}
}

func (c *comparison) body(at string, old, next Tree) {
	switch {
	case len(old) == 0 && next["required"] == true:
		c.report(at, "a body is new and required")
	case len(old) > 0 && len(next) == 0:
		c.report(at, "the body is gone")
	case next["required"] == true && old["required"] != true:
		c.report(at, "the body is required now")
	}
	c.content(at+" body", tree(old["content"]), tree(next["content"]), sent)
}

func (c *comparison) content(at string, old, next Tree, w way) {
	for kind, was := range old {
		is, ok := next[kind].(Tree)
		if !ok {
			c.report(at, "%s is gone", kind)
			continue
		}
		toward := w
		if kind == "application/problem+json" {
			toward = told
		}
		c.schema(at, tree(was)["schema"], is["schema"], toward)
	}
}

func (c *comparison) answers(at string, old, next Tree) {
	for status, was := range old {
		is, ok := next[status]
		if !ok {
			if success(status) {
				c.report(at, "%s is gone", status)
			}
			continue
		}
		c.answer(at+" "+status, c.old.resolve(was), c.next.resolve(is))
	}
	for status := range next {
		if _, ok := old[status]; !ok && success(status) {
			c.report(at, "%s is new", status)
		}
	}
}

func (c *comparison) answer(at string, old, next Tree) {
	c.content(at, tree(old["content"]), tree(next["content"]), received)
	for name, was := range tree(old["headers"]) {
		is, ok := tree(next["headers"])[name]
		if !ok {
			c.report(at, "header %s is gone", name)
			continue
		}
		c.schema(at+" header "+name, c.old.resolve(was)["schema"], c.next.resolve(is)["schema"], received)
	}
}

func success(status string) bool {
	return strings.HasPrefix(status, "2") || strings.HasPrefix(status, "3")
}
