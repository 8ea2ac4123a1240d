package pdf

import "github.com/attune-quiz/attune/quiz/playbook"

// frame is where a page holds what.
type frame struct {
	width, height            float64 // of the paper
	left, top, right, bottom float64 // margins
	foot                     float64 // baseline of the footer, from the top
}

// frameOf returns the frame of a paper; an unknown one is A4.
func frameOf(p playbook.Paper) frame {
	f := frame{width: 595.28, height: 841.89, left: 64, right: 64, top: 56, bottom: 68}
	if p == playbook.Letter {
		f = frame{width: 612, height: 792, left: 68, right: 68, top: 50, bottom: 62}
	}
	f.foot = f.height - 32
	return f
}

// measure is the width between the margins, depth the height.
func (f frame) measure() float64 { return f.width - f.left - f.right }
func (f frame) depth() float64   { return f.height - f.top - f.bottom }
