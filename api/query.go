package api

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
)

// maxNameEcho bounds how much of a parameter's name an error repeats.
const maxNameEcho = 40

// checkQuery refuses a query that is malformed, names a parameter that is not
// known, or names one twice.
func checkQuery(raw string, known []string) error {
	values, err := url.ParseQuery(raw)
	if err != nil {
		return badQuery("the query string is malformed")
	}
	for _, name := range sortedKeys(values) {
		switch {
		case !slices.Contains(known, name):
			return badQuery(fmt.Sprintf("unknown query parameter %s", quoteName(name)))
		case len(values[name]) > 1:
			return badQuery(fmt.Sprintf("the query parameter %s is given more than once", name))
		}
	}
	return nil
}

func sortedKeys(values url.Values) []string {
	names := make([]string, 0, len(values))
	for name := range values {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// quoteName shows a name that a client made up, printable and short.
func quoteName(name string) string {
	name = strings.ToValidUTF8(name, "\uFFFD")
	if runes := []rune(name); len(runes) > maxNameEcho {
		name = string(runes[:maxNameEcho]) + "…"
	}
	return fmt.Sprintf("%+q", name)
}
