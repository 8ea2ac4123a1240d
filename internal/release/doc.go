// Package release makes what a release consists of, the same bytes wherever it
// is made: for each platform an archive with the static binary, the licences of
// all that is linked into it, its bill of materials, what deploys it and the
// pages for operators; and the checksums of all archives.
//
// It needs the go command and the modules that the program is built from. No
// time, user, path or order of this machine enters a file.
package release
