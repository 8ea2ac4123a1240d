package quiz

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"github.com/attune-quiz/attune/scoring"
)

// Version is an instrument exactly as it was served, for ever.
type Version struct {
	Hash       string // SHA-256 of Body in hex; Instrument.Hash
	Instrument InstrumentID
	Number     string // as its authors number it
	Body       []byte // canonical encoding
}

// encodedForm is a form without what is compiled from it.
type encodedForm struct {
	ID      FormID
	Minutes int
	Items   []ItemID
	Spec    scoring.Spec
}

// encoded is an instrument as its canonical encoding holds it.
type encoded struct {
	Instrument
	Forms []encodedForm
}

// NewVersion encodes all that serving and scoring depend on. encoding/json
// sorts maps and writes floats in their shortest exact form, so that the
// encoding is canonical; the hash itself and the compiled scorers are left
// out of it. It fails where the instrument holds a number that JSON cannot.
func NewVersion(in *Instrument) (Version, error) {
	content := encoded{Instrument: *in}
	content.Hash = ""
	for _, f := range in.Forms {
		content.Forms = append(content.Forms, encodedForm{f.ID, f.Minutes, f.Items, f.Spec})
	}
	body, err := json.Marshal(content)
	if err != nil {
		return Version{}, fmt.Errorf("encode instrument %s: %w", in.ID, err)
	}
	sum := sha256.Sum256(body)
	return Version{Hash: hex.EncodeToString(sum[:]), Instrument: in.ID, Number: in.Version, Body: body}, nil
}

// Open returns the instrument, compiled and ready to serve. It fails where
// the body is not what its hash says, or cannot be compiled.
func (v Version) Open() (*Instrument, error) {
	sum := sha256.Sum256(v.Body)
	if hex.EncodeToString(sum[:]) != v.Hash {
		return nil, fmt.Errorf("open version %s: the body has another hash", v.Hash)
	}
	var content encoded
	if err := json.Unmarshal(v.Body, &content); err != nil {
		return nil, fmt.Errorf("open version %s: %w", v.Hash, err)
	}
	in := content.Instrument
	in.Hash = v.Hash
	for _, f := range content.Forms {
		scorer, err := scoring.Compile(f.Spec)
		if err != nil {
			return nil, fmt.Errorf("open version %s: form %s: %w", v.Hash, f.ID, err)
		}
		in.Forms = append(in.Forms, Form{ID: f.ID, Minutes: f.Minutes, Items: f.Items, Spec: f.Spec, Scorer: scorer})
	}
	return &in, nil
}
