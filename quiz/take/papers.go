package take

import (
	"sync"

	"github.com/attune-quiz/attune/quiz"
)

// paper is what an attempt is taken on, and through which partner; it never
// changes.
type paper struct {
	in      *quiz.Instrument
	form    *quiz.Form
	partner quiz.PartnerID
}

// papers remembers on which paper the attempts are that were opened of late.
// What it forgets is read again. The zero papers is ready.
type papers struct {
	mu       sync.Mutex
	new, old map[quiz.AttemptID]paper
}

// remembered is how many papers one generation holds; there are two.
const remembered = 1 << 14

func (p *papers) get(id quiz.AttemptID) (paper, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	found, ok := p.new[id]
	if !ok {
		found, ok = p.old[id]
	}
	return found, ok
}

func (p *papers) put(id quiz.AttemptID, of paper) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.new == nil || len(p.new) >= remembered {
		p.old, p.new = p.new, make(map[quiz.AttemptID]paper)
	}
	p.new[id] = of
}
