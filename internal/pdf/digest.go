package pdf

import (
	"crypto/sha256"
	"encoding/binary"
	"hash"
	"maps"
	"math"
	"reflect"
	"slices"
	"time"

	"github.com/attune-quiz/attune/quiz/playbook"
)

// digest is a key that two documents share only if they print alike.
func digest(kind string, paper playbook.Paper, doc playbook.Document) []byte {
	d := digester{hash: sha256.New()}
	d.text(kind)
	d.text(string(paper))
	d.value(reflect.ValueOf(&doc).Elem())
	d.flush()
	return d.hash.Sum(nil)
}

// digester hashes a value with its lengths, so that no two values that differ
// are written alike.
type digester struct {
	hash hash.Hash
	buf  []byte
}

func (d *digester) flush() {
	d.hash.Write(d.buf)
	d.buf = d.buf[:0]
}

func (d *digester) number(n uint64) { d.buf = binary.LittleEndian.AppendUint64(d.buf, n) }

func (d *digester) text(s string) {
	d.number(uint64(len(s)))
	d.buf = append(d.buf, s...)
	if len(d.buf) > 16<<10 {
		d.flush()
	}
}

var timeType = reflect.TypeFor[time.Time]()

func (d *digester) value(v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		d.text(v.String())
	case reflect.Bool:
		d.truth(v.Bool())
	case reflect.Int, reflect.Int64, reflect.Int8, reflect.Int16, reflect.Int32:
		d.number(uint64(v.Int()))
	case reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uint:
		d.number(v.Uint())
	case reflect.Float64:
		d.number(math.Float64bits(v.Float()))
	case reflect.Pointer:
		d.truth(!v.IsNil())
		if !v.IsNil() {
			d.value(v.Elem())
		}
	case reflect.Slice, reflect.Array:
		d.number(uint64(v.Len()))
		for i := range v.Len() {
			d.value(v.Index(i))
		}
	case reflect.Map:
		d.words(v.Interface().(map[string]string))
	case reflect.Struct:
		d.fields(v)
	default:
		panic("pdf: a document holds a " + v.Kind().String())
	}
}

func (d *digester) truth(b bool) {
	if b {
		d.buf = append(d.buf, 1)
	} else {
		d.buf = append(d.buf, 0)
	}
}

func (d *digester) fields(v reflect.Value) {
	if v.Type() == timeType {
		at := v.Interface().(time.Time)
		d.number(uint64(at.Unix()))
		return
	}
	for i := range v.NumField() {
		d.value(v.Field(i))
	}
}

func (d *digester) words(m map[string]string) {
	d.number(uint64(len(m)))
	for _, k := range slices.Sorted(maps.Keys(m)) {
		d.text(k)
		d.text(m[k])
	}
}
