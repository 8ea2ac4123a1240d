package api

import (
	"reflect"
	"strconv"
	"strings"

	"github.com/attune-quiz/attune/quiz"
)

// maxFaults bounds the faults that decoding lists, and so the size of an
// answer to nonsense.
const maxFaults = 100

// bind sets the struct that dst points to from a JSON object and lists what
// does not fit: members that it does not have, and values of another type. A
// field that is absent stays as it is. A pointer marks a field that may be
// absent; null is refused but for the elements of a map of pointers.
func bind(v value, dst any) quiz.Invalid {
	b := &binder{}
	b.set(v, reflect.ValueOf(dst).Elem(), root)
	return b.faults
}

type binder struct{ faults quiz.Invalid }

func (b *binder) fault(at pointer, detail string) {
	if len(b.faults) < maxFaults {
		b.faults.Add(string(at), detail)
	}
}

func (b *binder) set(v value, dst reflect.Value, at pointer) {
	switch dst.Kind() {
	case reflect.Pointer:
		fresh := reflect.New(dst.Type().Elem())
		b.set(v, fresh.Elem(), at)
		dst.Set(fresh)
	case reflect.String:
		if b.is(v, text, at) {
			dst.SetString(v.text)
		}
	case reflect.Bool:
		if b.is(v, boolean, at) {
			dst.SetBool(v.truth)
		}
	case reflect.Int64:
		b.setInteger(v, dst, at)
	case reflect.Slice:
		b.setSlice(v, dst, at)
	case reflect.Map:
		b.setMap(v, dst, at)
	case reflect.Struct:
		b.setStruct(v, dst, at)
	default:
		panic("api: no JSON is bound to " + dst.Type().String())
	}
}

// is reports whether the value is of the kind, or lists that it is not.
func (b *binder) is(v value, want kind, at pointer) bool {
	if v.kind != want {
		b.fault(at, "must be "+string(want))
	}
	return v.kind == want
}

// setInteger takes integers written as such: 4, not 4.0 or 4e0.
func (b *binder) setInteger(v value, dst reflect.Value, at pointer) {
	if v.kind != number || strings.ContainsAny(v.text, ".eE") {
		b.fault(at, "must be an integer, written without fraction and exponent")
		return
	}
	n, err := strconv.ParseInt(v.text, 10, 64)
	if err != nil {
		b.fault(at, "is out of range")
		return
	}
	dst.SetInt(n)
}

func (b *binder) setSlice(v value, dst reflect.Value, at pointer) {
	if !b.is(v, array, at) {
		return
	}
	list := reflect.MakeSlice(dst.Type(), len(v.items), len(v.items))
	for i, item := range v.items {
		b.set(item, list.Index(i), at.index(i))
	}
	dst.Set(list)
}

// setMap leaves out the elements that do not fit.
func (b *binder) setMap(v value, dst reflect.Value, at pointer) {
	if !b.is(v, object, at) {
		return
	}
	elems := reflect.MakeMapWithSize(dst.Type(), len(v.members))
	for _, m := range v.members {
		elem := reflect.New(dst.Type().Elem()).Elem()
		before := len(b.faults)
		if elem.Kind() != reflect.Pointer || m.value.kind != null {
			b.set(m.value, elem, at.key(m.name))
		}
		if len(b.faults) == before {
			elems.SetMapIndex(reflect.ValueOf(m.name).Convert(dst.Type().Key()), elem)
		}
	}
	dst.Set(elems)
}

func (b *binder) setStruct(v value, dst reflect.Value, at pointer) {
	if !b.is(v, object, at) {
		return
	}
	for _, m := range v.members {
		field, ok := fieldNamed(dst, m.name)
		if !ok {
			b.fault(at.key(m.name), "unknown field")
			continue
		}
		b.set(m.value, field, at.key(m.name))
	}
}

// fieldNamed finds the field with exactly this name in its json tag.
func fieldNamed(of reflect.Value, name string) (reflect.Value, bool) {
	for i := range of.NumField() {
		if of.Type().Field(i).Tag.Get("json") == name {
			return of.Field(i), true
		}
	}
	return reflect.Value{}, false
}
