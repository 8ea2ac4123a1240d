package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"

	"github.com/alecthomas/kong"

	"github.com/attune-quiz/attune/content"
)

// settingsFlag is shared by the commands that a file of settings is for.
type settingsFlag struct {
	Config string `help:"YAML file of settings: the flags of serve without their dashes. Flags and variables come before it." placeholder:"FILE" env:"ATTUNE_CONFIG"`
}

// A setting is a flag that has a variable too. Beside these two it is taken
// from the file of settings and, where it is tagged as a secret, from a file of
// its own: the one that its variable with _FILE at its end names, or its name
// with -file in the file of settings.
const (
	secretTag  = "secret"
	fileVar    = "_FILE"
	fileSuffix = "-file"
)

// settings fills in what neither flags nor variables say.
type settings struct {
	file   string
	read   bool
	values map[string]content.Setting
	from   map[string]string // where a value was found, by the name of its flag
	wrong  error             // all that is wrong with the file as a whole
}

func newSettings() *settings { return &settings{from: map[string]string{}} }

// Validate implements kong.Resolver.
func (*settings) Validate(*kong.Application) error { return nil }

// Resolve implements kong.Resolver.
func (s *settings) Resolve(ctx *kong.Context, _ *kong.Path, flag *kong.Flag) (any, error) {
	if len(flag.Envs) == 0 || flag.Name == "config" {
		return nil, nil
	}
	if s.wrong = s.load(ctx); s.wrong != nil {
		return nil, s.wrong
	}
	return s.value(flag)
}

func (s *settings) value(flag *kong.Flag) (any, error) {
	path, variable, err := secretFile(flag)
	switch {
	case err != nil:
		return nil, err
	case path != "":
		s.from[flag.Name] = variable
		return readSecret(path)
	case setVariable(flag) != "":
		return nil, nil
	}
	if at, ok := s.values[flag.Name+fileSuffix]; ok {
		s.from[flag.Name] = s.place(at)
		if _, both := s.values[flag.Name]; both {
			return nil, fmt.Errorf("%s: %s and %s%s are both given", s.place(at), flag.Name, flag.Name, fileSuffix)
		}
		return readSecret(at.Texts[0])
	}
	at, ok := s.values[flag.Name]
	if !ok {
		return nil, nil
	}
	s.from[flag.Name] = s.place(at)
	return s.fits(flag, at)
}

// fits is the value as kong takes it, or why it does not fit the flag and
// where it stands.
func (s *settings) fits(flag *kong.Flag, at content.Setting) (any, error) {
	if at.List && !flag.IsSlice() {
		return nil, fmt.Errorf("%s: want one value", s.place(at))
	}
	texts := make([]any, len(at.Texts))
	for i, text := range at.Texts {
		texts[i] = text
	}
	var v any = texts
	if !flag.IsSlice() {
		v = texts[0]
	}
	trial := kong.DecodeContext{Value: flag.Value, Scan: kong.Scan().PushTyped(v, kong.FlagValueToken)}
	if err := flag.Mapper.Decode(&trial, reflect.New(flag.Target.Type()).Elem()); err != nil {
		return nil, fmt.Errorf("%s: %w", s.place(at), err)
	}
	return v, nil
}

func (s *settings) place(at content.Setting) string {
	return fmt.Sprintf("%s:%d:%d", s.file, at.Line, at.Col)
}

// load reads the file that the flag or the variable names, once.
func (s *settings) load(ctx *kong.Context) error {
	if s.read {
		return nil
	}
	s.read, s.file = true, os.Getenv("ATTUNE_CONFIG")
	for _, p := range ctx.Path {
		if p.Flag != nil && p.Flag.Name == "config" {
			s.file = fmt.Sprint(ctx.FlagValue(p.Flag))
		}
	}
	if s.file == "" {
		return nil
	}
	values, findings := content.LoadSettings(os.DirFS(filepath.Dir(s.file)), filepath.Base(s.file), settingNames(ctx.Model))
	if len(findings) > 0 {
		return findingsError{s.file, findings}
	}
	s.values = values
	return nil
}

// settingNames lists the settings of serve: the others' are among them.
func settingNames(app *kong.Application) (names []string) {
	for _, command := range app.Children {
		if command.Name != "serve" {
			continue
		}
		for _, flag := range command.Flags {
			if len(flag.Envs) == 0 || flag.Name == "config" {
				continue
			}
			names = append(names, flag.Name)
			if flag.Tag.Has(secretTag) {
				names = append(names, flag.Name+fileSuffix)
			}
		}
	}
	return names
}

// findingsError is all that is wrong with a file of settings.
type findingsError struct {
	file     string
	findings content.Findings
}

func (e findingsError) Error() string {
	lines := make([]string, len(e.findings))
	for i, f := range e.findings {
		f.File = e.file
		lines[i] = f.String()
	}
	return strings.Join(lines, "\n")
}

// secretFile is the file that holds a secret and the variable that names it.
func secretFile(flag *kong.Flag) (path, variable string, err error) {
	if !flag.Tag.Has(secretTag) {
		return "", "", nil
	}
	for _, env := range flag.Envs {
		if path = os.Getenv(env + fileVar); path == "" {
			continue
		}
		if other := setVariable(flag); other != "" {
			return "", "", fmt.Errorf("%s and %s%s are both set", other, env, fileVar)
		}
		return path, env + fileVar, nil
	}
	return "", "", nil
}

// setVariable is the variable that gives the flag its value, or empty.
func setVariable(flag *kong.Flag) string {
	i := slices.IndexFunc(flag.Envs, func(env string) bool { _, set := os.LookupEnv(env); return set })
	if i < 0 {
		return ""
	}
	return flag.Envs[i]
}

// readSecret reads a file that holds one secret, with or without a line end.
func readSecret(path string) (string, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return "", err
	}
	secret := strings.TrimRight(string(b), "\r\n")
	if secret == "" || strings.ContainsAny(secret, "\r\n") {
		return "", errors.New(path + ": want one line")
	}
	return secret, nil
}
