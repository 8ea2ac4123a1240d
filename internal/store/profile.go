package store

import (
	"bytes"
	"compress/flate"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"sync"

	"github.com/attune-quiz/attune/quiz"
)

// A profile is kept as JSON, which holds every float exactly, compressed. The
// first byte says how: '{' begins JSON as it is, which the first schema wrote,
// and profileDeflated is followed by raw DEFLATE with profileWords.
const profileDeflated = 1

// profileWords is the preset dictionary of profileDeflated, the usual words
// of a profile. It must never change: a new dictionary needs a new first byte.
const profileWords = `"quality":{"flags":["much_missing","long_run","all_alike","too_fast"]},"finished_at":"2026-` +
	`"reason":"too_few","percentile":"basis":"cited","contradicted":true` +
	`"lower_to_middle","upper","lower","middle_to_upper","middle"` +
	`{"instrument":"relationship","version":"1.0.0","form":"short","form":"full","scales":{` +
	`"style":{"state":"between","between":["secure","anxious","avoidant","fearful","middle"],` +
	`"probabilities":{"anxious":0.,"avoidant":0.,"fearful":0.,"secure":0.},"basis":"assumed"},` +
	`"mechanisms":["availability","predictability","responsiveness","repair","meaning"],` +
	`"focus":{"candidates":["meaning","repair"],"chosen":["repair","meaning"]},"quality":{"flags":[]},` +
	`"availability":{"score":null,"se":0,"low":0,"high":0,"basis":"assumed","answered":0,"items":4},` +
	`"predictability":{"score":3.25,"se":0.5123475382979799,"low":2.245817283025664,"high":4.254182716974336,"band":"middle","basis":"assumed","answered":4,"items":4},` +
	`"secure":{"score":3.125,"se":0.3622844186547359,"low":2.4149355871467296,"high":3.8350644128532704,"band":"middle_to_upper","basis":"assumed","answered":8,"items":8},`

// deflaters keeps compressors for reuse: making one costs more than its work.
var deflaters = sync.Pool{New: func() any {
	// The level is the only thing that NewWriterDict refuses.
	w, _ := flate.NewWriterDict(io.Discard, flate.DefaultCompression, []byte(profileWords))
	return w
}}

// packProfile returns the profile as a row keeps it; nothing for none.
func packProfile(p *quiz.Profile) ([]byte, error) {
	if p == nil {
		return []byte{}, nil
	}
	text, err := json.Marshal(p)
	if err != nil {
		return nil, err
	}
	packed := bytes.NewBuffer(make([]byte, 0, 512))
	packed.WriteByte(profileDeflated)
	w := deflaters.Get().(*flate.Writer)
	defer deflaters.Put(w)
	w.Reset(packed)
	if _, err := w.Write(text); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return packed.Bytes(), nil
}

// maxProfile bounds what a damaged row may unfold to.
const maxProfile = 1 << 20

func unpackProfile(packed []byte) (*quiz.Profile, error) {
	if len(packed) == 0 {
		return nil, nil
	}
	text := packed
	switch packed[0] {
	case '{':
	case profileDeflated:
		r := flate.NewReaderDict(bytes.NewReader(packed[1:]), []byte(profileWords))
		var err error
		if text, err = io.ReadAll(io.LimitReader(r, maxProfile)); err != nil {
			return nil, fmt.Errorf("unfold profile: %w", err)
		}
	default:
		return nil, errors.New("a profile of an unknown packing")
	}
	var p *quiz.Profile
	if err := json.Unmarshal(text, &p); err != nil {
		return nil, fmt.Errorf("read profile: %w", err)
	}
	return p, nil
}
