package content

import (
	"maps"
	"reflect"
	"slices"
)

// fill gives dst what it lacks of src: empty strings, lists and pointers, and
// missing entries of maps, at any depth. It returns what dst lacked, and the
// paths that both had.
func fill[T any](dst, src *T) (gaps []gap, both [][]any) {
	f := filler{}
	f.value(reflect.ValueOf(dst).Elem(), reflect.ValueOf(src).Elem(), nil)
	return f.gaps, f.both
}

// gap is one text that was filled in.
type gap struct {
	path     []any
	required bool // a field that may not be left out, and so is reported anyway
}

type filler struct {
	gaps     []gap
	both     [][]any
	required bool // of the field being filled
}

func (f *filler) value(dst, src reflect.Value, path []any) {
	switch dst.Kind() {
	case reflect.Struct:
		for _, field := range fieldsOf(dst.Type()) {
			f.required = field.required
			f.value(dst.FieldByIndex(field.index), src.FieldByIndex(field.index), append(slices.Clip(path), field.name))
		}
	case reflect.Map:
		f.entries(dst, src, path)
	case reflect.Pointer:
		f.pointer(dst, src, path)
	default:
		if src.IsZero() {
			return
		}
		if !dst.IsZero() {
			f.both = append(f.both, path)
			return
		}
		f.lacked(path)
		dst.Set(src)
	}
}

func (f *filler) lacked(path []any) { f.gaps = append(f.gaps, gap{path, f.required}) }

// pointer copies before it changes, like entries.
func (f *filler) pointer(dst, src reflect.Value, path []any) {
	switch {
	case src.IsNil():
	case dst.IsNil():
		f.lacked(path)
		dst.Set(src)
	default:
		merged := reflect.New(dst.Type().Elem())
		merged.Elem().Set(dst.Elem())
		f.value(merged.Elem(), src.Elem(), path)
		dst.Set(merged)
	}
}

// entries copies before it changes, so that maps of src are never shared.
func (f *filler) entries(dst, src reflect.Value, path []any) {
	if src.Len() == 0 {
		return
	}
	out := reflect.MakeMapWithSize(dst.Type(), dst.Len()+src.Len())
	for _, key := range dst.MapKeys() {
		out.SetMapIndex(key, dst.MapIndex(key))
	}
	for _, key := range sortedKeys(src) {
		have := out.MapIndex(reflect.ValueOf(key))
		want := src.MapIndex(reflect.ValueOf(key))
		if !have.IsValid() {
			f.required = false
			f.lacked(append(slices.Clip(path), key))
			out.SetMapIndex(reflect.ValueOf(key), want)
			continue
		}
		merged := reflect.New(dst.Type().Elem()).Elem()
		merged.Set(have)
		f.value(merged, want, append(slices.Clip(path), key))
		out.SetMapIndex(reflect.ValueOf(key), merged)
	}
	dst.Set(out)
}

func sortedKeys(m reflect.Value) []string {
	keys := make([]string, 0, m.Len())
	for _, k := range m.MapKeys() {
		keys = append(keys, k.String())
	}
	slices.Sort(keys)
	return keys
}

// eachText calls fn for every string in a format, with its path, in order.
func eachText(v any, fn func(text string, path []any)) { walkText(reflect.ValueOf(v), nil, fn) }

func walkText(v reflect.Value, path []any, fn func(string, []any)) {
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			walkText(v.Elem(), path, fn)
		}
	case reflect.Struct:
		for _, field := range fieldsOf(v.Type()) {
			walkText(v.FieldByIndex(field.index), append(slices.Clip(path), field.name), fn)
		}
	case reflect.Map:
		for _, key := range sortedKeys(v) {
			walkText(v.MapIndex(reflect.ValueOf(key)), append(slices.Clip(path), key), fn)
		}
	case reflect.Slice:
		for i := range v.Len() {
			walkText(v.Index(i), append(slices.Clip(path), i), fn)
		}
	case reflect.String:
		fn(v.String(), path)
	}
}

// names returns the keys of a map, sorted.
func names[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
