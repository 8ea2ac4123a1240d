package api

import (
	"net/url"
	"strconv"
)

// list is one page of a longer list.
type list[T any] struct {
	Data    []T     `json:"data"`
	HasMore bool    `json:"has_more"`
	Next    *cursor `json:"next"` // null: this is the last page
}

const (
	usualLimit = 50
	maxLimit   = 100
)

// newList makes a page of at most limit lines from what was found; one more
// than that says that there are others. place is where a line stands.
func newList[F, T any](found []F, limit int, line func(F) T, place func(F) cursor) list[T] {
	l := list[T]{Data: []T{}}
	for i, f := range found {
		if i == limit {
			next := place(found[i-1])
			l.HasMore, l.Next = true, &next
			break
		}
		l.Data = append(l.Data, line(f))
	}
	return l
}

// limitOf reads how many lines a page may have.
func limitOf(query url.Values) (int, error) {
	if !query.Has("limit") {
		return usualLimit, nil
	}
	n, err := strconv.ParseUint(query.Get("limit"), 10, 8)
	if err != nil || n < 1 || n > maxLimit || query.Get("limit") != strconv.FormatUint(n, 10) {
		return 0, badQuery("The query parameter limit must be a number from 1 to 100.")
	}
	return int(n), nil
}
