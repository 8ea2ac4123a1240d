package pdf

import "sync"

// larder keeps what was made for when it is needed again, up to a size. It
// forgets by halves: what was not asked for since the last half went, goes.
// It is safe for concurrent use; its values must be immutable.
type larder[V any] struct {
	mu         sync.Mutex
	young, old map[string]kept[V]
	size       int // of the young half
	limit      int // of each half
}

type kept[V any] struct {
	value V
	cost  int
}

func newLarder[V any](limit int) *larder[V] {
	return &larder[V]{young: map[string]kept[V]{}, limit: limit / 2}
}

func (l *larder[V]) get(key []byte) (V, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	k, ok := l.young[string(key)]
	if !ok {
		if k, ok = l.old[string(key)]; ok {
			delete(l.old, string(key))
			l.keep(string(key), k)
		}
	}
	return k.value, ok
}

// put keeps a value that takes cost bytes, its key included; one that takes
// more than half of the room is not kept.
func (l *larder[V]) put(key []byte, value V, cost int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if cost <= l.limit {
		l.keep(string(key), kept[V]{value, cost})
	}
}

func (l *larder[V]) keep(key string, k kept[V]) {
	if l.size+k.cost > l.limit {
		l.old, l.young, l.size = l.young, map[string]kept[V]{}, 0
	}
	if _, ok := l.young[key]; !ok {
		l.size += k.cost
	}
	l.young[key] = k
}

// empty lets go of all that is kept.
func (l *larder[V]) empty() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.young, l.old, l.size = map[string]kept[V]{}, nil, 0
}
