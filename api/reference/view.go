package reference

// view is all that the page shows.
type view struct {
	Stylesheet           string
	Title, Version       string
	Summary, Description string
	Groups               []group
	Schemas              []schema
}

// group is the calls of one tag.
type group struct {
	Name, Description string
	Calls             []call
}

type call struct {
	ID, Method, Path     string
	Summary, Description string
	Access               string // how a caller shows who they are; empty: not at all
	Parameters           []parameter
	Body                 *kind
	Answers              []answer
	Example              string
}

type parameter struct {
	Name, Place, Description string
	Required                 bool
	Kind                     kind
}

type answer struct {
	Status, Description string
	Headers             []string
	Contents            []content
}

type content struct {
	Media string
	Kind  kind
}

type schema struct {
	Name, Description string
	Kind              kind
	Fields            []field
}

// field is a row of an object. The names of fields within fields are joined by
// dots; "[]" stands for each element, "*" for any other name.
type field struct {
	Name, Description string
	Required          bool
	Kind              kind
}

// kind is what a value may be.
type kind struct {
	Word   string // of the type, or between alternatives
	Ref    string // schema of that name; the rest is empty
	Of     []kind // elements of an array, or alternatives
	Values []string
	Limits []string
}
