package content

import (
	"embed"
	"io/fs"
)

//go:embed all:instruments all:playbooks all:topics all:help all:locales
var shipped embed.FS

// Shipped is the tree that comes with the program.
func Shipped() fs.FS { return shipped }
