package main

import (
	"fmt"
	"io/fs"
	"os"
	"path"

	"github.com/attune-quiz/attune/content"
)

type checkCmd struct {
	Dir string `arg:"" optional:"" help:"Folder of content; by default what ships."`
}

func (c *checkCmd) Run(std streams) error {
	tree := fs.FS(content.Shipped())
	if c.Dir != "" {
		if info, err := os.Stat(c.Dir); err != nil || !info.IsDir() {
			return fmt.Errorf("%w: %s is not a folder", errUsage, c.Dir)
		}
		tree = os.DirFS(c.Dir)
	}
	_, findings := content.Check(tree)
	errors := 0
	for _, f := range findings {
		if c.Dir != "" {
			f.File = path.Join(c.Dir, f.File)
		}
		fmt.Fprintln(std.Out, f)
		if f.Severity == content.Error {
			errors++
		}
	}
	fmt.Fprintf(std.Err, "%d errors, %d warnings\n", errors, len(findings)-errors)
	if errors > 0 {
		return errFindings
	}
	return nil
}
