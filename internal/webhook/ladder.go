package webhook

import "time"

// Tries is how often a message is tried before it is given up.
const Tries = 10

// spread is the most that chance adds to a step, as a part of it, so that
// what failed together does not come back together.
const spread = 0.1

// Wait returns how long to wait before the next try when so many have failed,
// and false when there is none: 0, 5 s, 5 min, 30 min, 2, 5, 10, 14, 20 and
// 24 h, each longer by up to a tenth. The draw is from 0 up to but not
// including 1.
func Wait(failed int, draw float64) (time.Duration, bool) {
	steps := [Tries]time.Duration{
		0, 5 * time.Second, 5 * time.Minute, 30 * time.Minute, 2 * time.Hour,
		5 * time.Hour, 10 * time.Hour, 14 * time.Hour, 20 * time.Hour, 24 * time.Hour,
	}
	if failed < 0 || failed >= len(steps) {
		return 0, false
	}
	step := steps[failed]
	return step + time.Duration(draw*spread*float64(step)), true
}
