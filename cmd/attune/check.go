package main

import (
	"fmt"
	"io/fs"
	"os"
	"path"

	"github.com/attune-quiz/attune/content"
	"github.com/attune-quiz/attune/internal/app"
)

type checkCmd struct {
	Dir      string `arg:"" optional:"" help:"Folder of content; by default what ships."`
	Partners string `help:"File of partners to check too, against that content." placeholder:"FILE" env:"ATTUNE_PARTNERS"`
}

func (c *checkCmd) Run(std streams) error {
	tree := fs.FS(content.Shipped())
	if c.Dir != "" {
		if info, err := os.Stat(c.Dir); err != nil || !info.IsDir() {
			return fmt.Errorf("%w: %s is not a folder", errUsage, c.Dir)
		}
		tree = os.DirFS(c.Dir)
	}
	lib, findings := content.Check(tree)
	for i := range findings {
		if c.Dir != "" {
			findings[i].File = path.Join(c.Dir, findings[i].File)
		}
	}
	if c.Partners != "" {
		_, more := app.ReadPartners(c.Partners, lib, content.Warning, false)
		findings = append(findings, more...)
	}
	return tell(std, findings)
}

// tell prints findings and counts them; it fails where any is an error.
func tell(std streams, findings content.Findings) error {
	errors := 0
	for _, f := range findings {
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
