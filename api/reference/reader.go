package reference

import (
	"slices"
	"strings"

	"gopkg.in/yaml.v3"
)

// reader reads the nodes of a document in their order.
type reader struct {
	root    *yaml.Node
	missing string // the first reference that leads nowhere
}

func (r *reader) view() view {
	info := r.get(r.document(), "info")
	v := view{
		Title: r.text(info, "title"), Version: r.text(info, "version"),
		Summary: r.text(info, "summary"), Description: r.text(info, "description"),
	}
	for _, tag := range r.items(r.get(r.document(), "tags")) {
		v.Groups = append(v.Groups, group{Name: r.text(tag, "name"), Description: r.text(tag, "description")})
	}
	for path, item := range r.pairs(r.get(r.document(), "paths")) {
		for method, node := range r.pairs(item) {
			if slices.Contains([]string{"get", "put", "post", "delete", "patch"}, method) {
				v.add(r.tag(node), r.call(path, method, item, node))
			}
		}
	}
	for name, node := range r.pairs(r.at("#/components/schemas")) {
		v.Schemas = append(v.Schemas, r.schema(name, node))
	}
	return v
}

// add puts the call into the group of its tag.
func (v *view) add(tag string, c call) {
	at := slices.IndexFunc(v.Groups, func(g group) bool { return g.Name == tag })
	if at < 0 {
		v.Groups = append(v.Groups, group{Name: tag})
		at = len(v.Groups) - 1
	}
	v.Groups[at].Calls = append(v.Groups[at].Calls, c)
}

func (r *reader) tag(call *yaml.Node) string {
	for _, tag := range r.items(r.get(call, "tags")) {
		return tag.Value
	}
	return "other"
}

func (r *reader) call(path, method string, item, node *yaml.Node) call {
	c := call{
		ID: r.text(node, "operationId"), Method: strings.ToUpper(method), Path: path,
		Summary: r.text(node, "summary"), Description: r.text(node, "description"),
		Access: r.access(node), Example: strings.TrimSpace(r.text(node, "x-example")),
	}
	for _, from := range []*yaml.Node{item, node} {
		for _, p := range r.items(r.get(from, "parameters")) {
			p = r.resolve(p)
			c.Parameters = append(c.Parameters, parameter{
				Name: r.text(p, "name"), Place: r.text(p, "in"), Description: r.text(p, "description"),
				Required: r.text(p, "required") == "true", Kind: r.kind(r.get(p, "schema")),
			})
		}
	}
	for _, media := range r.pairs(r.get(r.resolve(r.get(node, "requestBody")), "content")) {
		k := r.kind(r.get(media, "schema"))
		c.Body = &k
	}
	for status, a := range r.pairs(r.get(node, "responses")) {
		c.Answers = append(c.Answers, r.answer(status, r.resolve(a)))
	}
	return c
}

func (r *reader) access(call *yaml.Node) string {
	for _, alternative := range r.items(r.get(call, "security")) {
		for scheme := range r.pairs(alternative) {
			return r.text(r.at("#/components/securitySchemes/"+scheme), "description")
		}
	}
	return ""
}

func (r *reader) answer(status string, node *yaml.Node) answer {
	a := answer{Status: status, Description: r.text(node, "description")}
	for name := range r.pairs(r.get(node, "headers")) {
		a.Headers = append(a.Headers, name)
	}
	for media, c := range r.pairs(r.get(node, "content")) {
		a.Contents = append(a.Contents, content{media, r.kind(r.get(c, "schema"))})
	}
	return a
}
