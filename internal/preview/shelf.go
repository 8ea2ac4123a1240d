package preview

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"path"
	"sync"
	"time"

	"github.com/attune-quiz/attune/content"
)

// shelf reads a tree again when a file of it has changed.
type shelf struct {
	tree fs.FS
	now  func() time.Time

	mu       sync.Mutex
	version  string
	library  *content.Library
	findings content.Findings
}

// current returns the content as it stands in the tree now.
func (s *shelf) current() (*content.Library, content.Findings, string) {
	version := fingerprint(s.tree)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.library == nil || s.version != version {
		s.library, s.findings = content.CheckAt(s.tree, s.now())
		s.version = version
	}
	return s.library, s.findings, s.version
}

// fingerprint changes when a YAML file of the tree is saved, made, moved or
// deleted. What cannot be read counts as not there.
func fingerprint(tree fs.FS) string {
	sum := sha256.New()
	// The walk itself returns no error: each is passed over.
	_ = fs.WalkDir(tree, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || path.Ext(name) != ".yaml" {
			return nil
		}
		if info, err := entry.Info(); err == nil {
			fmt.Fprintln(sum, name, info.Size(), info.ModTime().UnixNano())
		}
		return nil
	})
	return hex.EncodeToString(sum.Sum(nil)[:8])
}
