package api

import (
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"strconv"
	"time"
)

// cursor is a place in a list that is ordered by time and then by id: that of
// a line that was given. Clients pass it on as they got it.
type cursor struct {
	at time.Time // to the millisecond
	id string    // "att_" or "evt_" and 22 characters
}

// cursorShape is the first letter of the id, the time in milliseconds to base
// 36, and the id without what all ids of its kind begin with.
var cursorShape = regexp.MustCompile(`^([ae])([0-9a-z]{9})([A-Za-z0-9_-]{22})$`)

const (
	cursorBase  = 36
	prefixWidth = len("att_")
)

// MarshalText implements encoding.TextMarshaler. It fails for an id or a time
// that no cursor can hold.
func (k cursor) MarshalText() ([]byte, error) {
	if len(k.id) <= prefixWidth {
		return nil, errors.New("write a cursor: the id is too short")
	}
	ms := strconv.FormatInt(k.at.UnixMilli(), cursorBase)
	text := fmt.Sprintf("%s%09s%s", k.id[:1], ms, k.id[prefixWidth:])
	if !cursorShape.MatchString(text) {
		return nil, errors.New("write a cursor: the id or the time is of another form")
	}
	return []byte(text), nil
}

// cursorOf reads where a page begins; the zero cursor: at the start. What
// cannot be of the list whose ids begin with the prefix is refused.
func cursorOf(query url.Values, prefix string) (cursor, error) {
	if !query.Has("cursor") {
		return cursor{}, nil
	}
	k, ok := parseCursor(query.Get("cursor"), prefix)
	if !ok {
		return cursor{}, badQuery("The query parameter cursor must be the next of an earlier page, as it was.")
	}
	return k, nil
}

func parseCursor(text, prefix string) (cursor, bool) {
	m := cursorShape.FindStringSubmatch(text)
	if m == nil || m[1] != prefix[:1] {
		return cursor{}, false
	}
	// Nine digits to this base are within an int64.
	ms, err := strconv.ParseInt(m[2], cursorBase, 64)
	return cursor{at: time.UnixMilli(ms).UTC(), id: prefix + m[3]}, err == nil
}
