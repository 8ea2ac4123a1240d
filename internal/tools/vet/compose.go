package main

import (
	"context"
	"fmt"
	"io"

	"github.com/compose-spec/compose-go/v2/cli"
)

// compose loads the project as Docker does, which holds it against the
// specification's schema and resolves every reference in it.
func compose(file string, out io.Writer) error {
	options, err := cli.NewProjectOptions([]string{file}, cli.WithProfiles([]string{"*"}))
	if err != nil {
		return err
	}
	project, err := options.LoadProject(context.Background())
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(out, "%s: %d services, %d networks, %d volumes\n", file, len(project.Services), len(project.Networks), len(project.Volumes))
	return err
}
