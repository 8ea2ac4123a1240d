package release

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
)

// bill is a bill of materials after CycloneDX 1.6, as much of it as we use.
type bill struct {
	Schema     string       `json:"$schema"`
	Format     string       `json:"bomFormat"`
	Spec       string       `json:"specVersion"`
	Serial     string       `json:"serialNumber"`
	Version    int          `json:"version"`
	Metadata   metadata     `json:"metadata"`
	Components []component  `json:"components"`
	Depends    []dependency `json:"dependencies"`
}

type metadata struct {
	Component component `json:"component"`
}

type component struct {
	Type       string     `json:"type"`
	Ref        string     `json:"bom-ref"`
	Name       string     `json:"name"`
	Version    string     `json:"version"`
	URL        string     `json:"purl"`
	Licenses   []license  `json:"licenses"`
	Properties []property `json:"properties,omitempty"`
}

type license struct {
	Expression string `json:"expression"`
}

type property struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

type dependency struct {
	Ref  string   `json:"ref"`
	Uses []string `json:"dependsOn"`
}

const ours = "github.com/attune-quiz/attune"

// billOf renders the bill of one binary. Its serial number follows from what
// it says, so that the same release has the same one.
func billOf(version string, target Target, parts []part) ([]byte, error) {
	self := component{
		Type: "application", Name: ours, Version: version, URL: fmt.Sprintf("pkg:golang/%s@%s", ours, version),
		Licenses:   []license{{"Apache-2.0"}},
		Properties: []property{{"attune:platform", target.String()}},
	}
	self.Ref = self.URL
	b := bill{
		Schema: "http://cyclonedx.org/schema/bom-1.6.schema.json", Format: "CycloneDX", Spec: "1.6", Version: 1,
		Metadata: metadata{self},
	}
	uses := dependency{Ref: self.Ref}
	for _, p := range parts {
		c := component{Type: "library", Ref: p.URL, Name: p.Name, Version: p.Version, URL: p.URL, Licenses: []license{{p.License}}}
		if p.Sum != "" {
			c.Properties = []property{{"go:sum", p.Sum}}
		}
		b.Components = append(b.Components, c)
		uses.Uses = append(uses.Uses, c.Ref)
	}
	b.Depends = []dependency{uses}
	said, err := json.Marshal(b)
	if err != nil {
		return nil, err
	}
	b.Serial = serial(said)
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	err = e.Encode(b)
	return out.Bytes(), err
}

// serial is a UUID of version 8, which is free in what it is made from.
func serial(said []byte) string {
	h := sha256.Sum256(said)
	h[6], h[8] = h[6]&0x0f|0x80, h[8]&0x3f|0x80
	x := hex.EncodeToString(h[:16])
	return fmt.Sprintf("urn:uuid:%s-%s-%s-%s-%s", x[:8], x[8:12], x[12:16], x[16:20], x[20:])
}
