package main

import (
	"encoding"
	"fmt"
	"net/url"
	"reflect"
	"regexp"
	"strconv"
	"strings"

	"github.com/alecthomas/kong"
)

// configCmd prints what serve would run with, as a file of settings.
type configCmd struct{ serveFlags }

func (c *configCmd) Run(std streams, ctx *kong.Context, found *settings) error {
	for _, flag := range ctx.Selected().Flags {
		if len(flag.Envs) == 0 || flag.Name == "config" {
			continue
		}
		_, err := fmt.Fprintf(std.Out, "%s: %s # %s\n", flag.Name, written(flag), origin(ctx, flag, found))
		if err != nil {
			return err
		}
	}
	return nil
}

// origin says where a value comes from.
func origin(ctx *kong.Context, flag *kong.Flag, found *settings) string {
	for _, p := range ctx.Path {
		if p.Flag == flag && !p.Resolved {
			return "flag"
		}
	}
	if from := found.from[flag.Name]; from != "" {
		return from
	}
	if variable := setVariable(flag); variable != "" {
		return variable
	}
	return "default"
}

// written is the flag's value in YAML; a secret only so far as it is none.
func written(flag *kong.Flag) string {
	v := flag.Target
	if v.Kind() == reflect.Slice {
		texts := make([]string, v.Len())
		for i := range texts {
			texts[i] = quoted(text(v.Index(i)))
		}
		return "[" + strings.Join(texts, ", ") + "]"
	}
	shown := text(v)
	if kind := flag.Tag.Get(secretTag); flag.Tag.Has(secretTag) && shown != "" {
		shown = withoutSecret(shown, kind)
	}
	return quoted(shown)
}

func text(v reflect.Value) string {
	if m, ok := v.Interface().(encoding.TextMarshaler); ok {
		if b, err := m.MarshalText(); err == nil {
			return string(b)
		}
	}
	return fmt.Sprint(v.Interface())
}

// withoutSecret is what may be shown: of an address scheme, host and path, of
// a path all, of anything else nothing.
func withoutSecret(value, kind string) string {
	if kind != secretAddress {
		return "(not shown)"
	}
	if !strings.Contains(value, "://") {
		return value
	}
	u, err := url.Parse(value)
	if err != nil {
		return "(not shown)"
	}
	return (&url.URL{Scheme: u.Scheme, Host: u.Host, Path: u.Path}).String()
}

// secretAddress is the kind of a secret that is, or may be, an address with a
// password in it.
const secretAddress = "address"

var plain = regexp.MustCompile(`^[A-Za-z0-9./_-]+$`)

// quoted is the text as YAML reads it back.
func quoted(s string) string {
	switch {
	case !plain.MatchString(s), s == "null", s == "-", strings.HasPrefix(s, "---"):
		return strconv.Quote(s)
	}
	return s
}
