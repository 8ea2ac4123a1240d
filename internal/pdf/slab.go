package pdf

// slab hands out many small slices of one allocation.
type slab[T any] struct{ free []T }

// take returns n zero values that nobody else has.
func (s *slab[T]) take(n int) []T {
	if len(s.free) < n {
		s.free = make([]T, max(n, 256))
	}
	out := s.free[:n:n]
	s.free = s.free[n:]
	return out
}
