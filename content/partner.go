package content

import (
	"io/fs"
	"regexp"

	"github.com/attune-quiz/attune/quiz"
)

// PartnerSource is where a file of partners is read and what it leans on.
type PartnerSource struct {
	FS   fs.FS  // holds the file
	Name string // of the file in FS; findings carry it
	// Library is the content that the partners offer.
	Library *Library
	// Env looks an environment variable up, as os.LookupEnv does.
	Env func(name string) (string, bool)
	// ReadFile reads a file that holds a secret, named as the partners' file does.
	ReadFile func(name string) ([]byte, error)
	// Lacking is how a secret that cannot be found is reported: Error where
	// deliveries are to be signed, Warning where the file is only checked.
	Lacking Severity
	// Mailless says that no letters can go out, so that no gate can open with an
	// address.
	Mailless bool
}

// LoadPartners reads the partners and returns every finding. With an error
// among them there are no partners: a site that lacks one of its rules must
// not be served without it.
func LoadPartners(src PartnerSource) (*quiz.PartnerSet, Findings) {
	r := newReport()
	doc := readDocument(src.FS, src.Name, r)
	file := decode[PartnersFile](doc, newValidation(), r)
	var sides []*quiz.Partner
	if doc.root != nil {
		c := newPartnersCheck(src, doc, r)
		for i := range file.Partners {
			sides = append(sides, c.check(i, &file.Partners[i])...)
		}
	}
	findings := r.done()
	for i := range findings {
		findings[i].Message = withoutSecrets(findings[i].Message)
	}
	if findings.HasErrors() {
		return nil, findings
	}
	return quiz.NewPartnerSet(sides...), findings
}

var secretPattern = regexp.MustCompile(`(whsec_|atk_live_|atk_test_)[^\s",:]+`)

// withoutSecrets keeps what a mistake put in the wrong place out of logs.
func withoutSecrets(message string) string { return secretPattern.ReplaceAllString(message, "$1…") }
