package scoring

import (
	"errors"
	"fmt"
	"math"
)

// SpecError is one fault of a Spec. Compile joins all that it finds; SpecErrors
// takes them apart again.
type SpecError struct {
	// Path names the faulty field as the files spell it, with places counted
	// from 0, such as "scales[2].keys[3].item" or "style.settled".
	Path string
	// Detail says for a developer or author what is wrong and what is allowed.
	Detail string
}

func (e SpecError) Error() string { return e.Path + ": " + e.Detail }

// SpecErrors lists the faults that Compile joined in err, in the order of the
// Spec, also where err was wrapped since; nil where there is none.
func SpecErrors(err error) []SpecError {
	if err == nil {
		return nil
	}
	if fault, ok := err.(SpecError); ok {
		return []SpecError{fault}
	}
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		var all []SpecError
		for _, e := range joined.Unwrap() {
			all = append(all, SpecErrors(e)...)
		}
		return all
	}
	return SpecErrors(errors.Unwrap(err))
}

// checker collects faults below a path.
type checker struct {
	path  string
	found *[]error
}

func (c checker) at(format string, args ...any) checker {
	path := fmt.Sprintf(format, args...)
	if c.path != "" {
		path = c.path + "." + path
	}
	return checker{path, c.found}
}

func (c checker) fail(format string, args ...any) {
	*c.found = append(*c.found, SpecError{c.path, fmt.Sprintf(format, args...)})
}

// basis fails unless the basis is one of those allowed and a cited one names
// its source.
func (c checker) basis(basis, other Basis, source string) {
	if basis != Cited && basis != other {
		c.at("basis").fail("is %q, should be %q or %q", basis, Cited, other)
	}
	if basis == Cited && source == "" {
		c.at("source").fail("is empty; a cited number needs the id of its source")
	}
}

// number fails unless x is a number of a size that arithmetic survives.
func (c checker) number(x float64) bool {
	if math.IsNaN(x) || math.Abs(x) > 1e9 {
		c.fail("is %v, should be a number between -1e9 and 1e9", x)
		return false
	}
	return true
}

// between fails unless low < x < high.
func (c checker) between(x, low, high float64) {
	if !(x > low && x < high) {
		c.fail("is %v, should be above %v and below %v", x, low, high)
	}
}
