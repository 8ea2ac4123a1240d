package content

import (
	"embed"
	"io/fs"
)

//go:embed instruments playbooks topics help locales
var shipped embed.FS

// Shipped is the tree that comes with the program.
func Shipped() fs.FS { return shipped }
