package quiz

import "time"

// Audience says for whom the plan is made.
type Audience string

const (
	// Joint plans hold exercises for two.
	Joint Audience = "joint"
	// Solo plans ask nothing of a partner.
	Solo Audience = "solo"
)

// Keep is how long a finished attempt stays, as the visitor chooses.
type Keep string

const (
	Keep30Days   Keep = "30d"
	Keep12Weeks  Keep = "12w"
	Keep12Months Keep = "12m"
)

// Until returns the end of the retention that began at from.
func (k Keep) Until(from time.Time) time.Time {
	switch k {
	case Keep12Weeks:
		return from.AddDate(0, 0, 12*7)
	case Keep12Months:
		return from.AddDate(1, 0, 0)
	default:
		return from.AddDate(0, 0, 30)
	}
}

// Plan is what the visitor chose for their playbook after finishing.
type Plan struct {
	Audience Audience  // empty until chosen: solo
	Focus    []ScaleID // empty until chosen: the profile's preselection
	Region   string    // ISO 3166 country for help lines; empty: none chosen
	Keep     Keep      // empty: 30 days
	Done     []string  // ids of practices that were done, in the order of doing
}

// MaxDone bounds the practices that can be ticked: far more than any plan has.
const MaxDone = 200

// MaxFocus is how many mechanisms a plan may work on at once.
const MaxFocus = 2
