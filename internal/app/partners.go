package app

import (
	"context"
	"crypto/sha256"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"time"

	"github.com/attune-quiz/attune/content"
	"github.com/attune-quiz/attune/quiz"
)

// ReadPartners reads the file of partners at path, with the secrets that it
// names in the environment and in files beside it. Findings name files as path
// does. A secret that is lacking is of the given severity; mailless says that no
// letters can go out.
func ReadPartners(path string, lib *content.Library, lacking content.Severity, mailless bool) (*quiz.PartnerSet, content.Findings) {
	folder, name := filepath.Dir(path), filepath.Base(path)
	set, findings := content.LoadPartners(content.PartnerSource{
		FS: os.DirFS(folder), Name: name, Library: lib, Lacking: lacking, Mailless: mailless, Env: os.LookupEnv,
		ReadFile: func(name string) ([]byte, error) {
			if !filepath.IsAbs(name) {
				name = filepath.Join(folder, name)
			}
			return os.ReadFile(name)
		},
	})
	for i := range findings {
		findings[i].File = path
	}
	return set, findings
}

// lookEvery is how often the file of partners is looked at.
const lookEvery = 2 * time.Second

var _ quiz.Partners = (*partners)(nil)

// partners are those of a file, as it was when it was last right.
type partners struct {
	path     string
	lib      *content.Library
	log      *slog.Logger
	mailless bool

	now  atomic.Pointer[quiz.PartnerSet]
	last [sha256.Size]byte // of the file that was read last, right or not
}

// openPartners reads the file of partners; nil where there is none. An error
// lists all that is wrong with it.
func openPartners(cfg Config, lib *content.Library) (*partners, error) {
	if cfg.PartnersFile == "" {
		return nil, nil
	}
	p := &partners{path: cfg.PartnersFile, lib: lib, log: cfg.Log, mailless: cfg.SMTP == ""}
	p.last = p.sum()
	set, findings := ReadPartners(p.path, lib, content.Error, p.mailless)
	if set == nil {
		return nil, fmt.Errorf("%w: partners:\n%s", ErrConfig, listed(findings))
	}
	p.warn(findings)
	p.now.Store(set)
	return p, nil
}

func listed(findings content.Findings) string {
	lines := make([]string, len(findings))
	for i, f := range findings {
		lines[i] = f.String()
	}
	return strings.Join(lines, "\n")
}

// watch reads the file again when it changes, and whenever reload says so, for
// then a secret beside it may have changed.
func (p *partners) watch(ctx context.Context, reload <-chan os.Signal) error {
	tick := time.NewTicker(lookEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-reload:
			p.read(ctx, p.sum())
		case <-tick.C:
			if sum := p.sum(); sum != p.last {
				p.read(ctx, sum)
			}
		}
	}
}

// sum is the hash of the file, or of why it cannot be read. It is taken before
// the file is read, so that no change falls between the two.
func (p *partners) sum() [sha256.Size]byte {
	data, err := os.ReadFile(p.path)
	if err != nil {
		data = []byte(err.Error())
	}
	return sha256.Sum256(data)
}

// read takes the file over, or keeps what there is and says why.
func (p *partners) read(ctx context.Context, sum [sha256.Size]byte) {
	p.last = sum
	set, findings := ReadPartners(p.path, p.lib, content.Error, p.mailless)
	if set == nil {
		for _, f := range findings {
			p.log.ErrorContext(ctx, "partners", "finding", f.String())
		}
		p.log.ErrorContext(ctx, "the partners stay as they were", "partners", len(p.now.Load().All()), "errors", len(findings))
		return
	}
	p.warn(findings)
	p.now.Store(set)
	p.log.InfoContext(ctx, "read the partners", "partners", len(set.All()))
}

func (p *partners) warn(findings content.Findings) {
	for _, f := range findings {
		p.log.Warn("partners", "finding", f.String())
	}
}

// Partner implements quiz.Partners.
func (p *partners) Partner(id quiz.PartnerID) (*quiz.Partner, error) { return p.now.Load().Partner(id) }

// Keyed implements quiz.Partners.
func (p *partners) Keyed(h quiz.Hash) (*quiz.Partner, error) { return p.now.Load().Keyed(h) }

// All implements quiz.Partners.
func (p *partners) All() []*quiz.Partner { return p.now.Load().All() }
