package content

import (
	"embed"
	"io/fs"
)

//go:embed instruments playbooks topics help locales lint.yaml
var shipped embed.FS

// Shipped is the tree that comes with the program.
func Shipped() fs.FS { return shipped }
