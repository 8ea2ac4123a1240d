package api

import (
	"encoding/base64"
	"encoding/binary"
	"net/url"
	"time"
)

// cursor is a place in a list that is ordered by time and then by id: that of
// a line that was given. Clients pass it on as they got it.
type cursor struct {
	at time.Time // to the millisecond
	id string
}

const maxCursorID = 64

// MarshalText implements encoding.TextMarshaler.
func (k cursor) MarshalText() ([]byte, error) {
	raw := binary.BigEndian.AppendUint64(nil, uint64(k.at.UnixMilli()))
	return base64.RawURLEncoding.AppendEncode(nil, append(raw, k.id...)), nil
}

// cursorOf reads where a page begins; the zero cursor: at the start. Of what was
// in no page it refuses what can be told by its shape or by that of its id.
func cursorOf(query url.Values, id func(string) bool) (cursor, error) {
	if !query.Has("cursor") {
		return cursor{}, nil
	}
	k, ok := parseCursor(query.Get("cursor"))
	if !ok || !id(k.id) {
		return cursor{}, badQuery("The query parameter cursor must be the next of an earlier page, as it was.")
	}
	return k, nil
}

func parseCursor(text string) (cursor, bool) {
	raw, err := base64.RawURLEncoding.Strict().DecodeString(text)
	if err != nil || len(text) != base64.RawURLEncoding.EncodedLen(len(raw)) || len(raw) <= 8 || len(raw) > 8+maxCursorID {
		return cursor{}, false
	}
	ms := int64(binary.BigEndian.Uint64(raw))
	return cursor{at: time.UnixMilli(ms).UTC(), id: string(raw[8:])}, ms > 0
}
