package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// output is a file on its way: a temporary one beside it takes the bytes and
// its name only when all is written, so that a failure leaves what was there.
type output struct {
	io.Writer
	file *os.File // nil for standard output
	path string   // to rename to; empty where the file was written directly
}

// create prepares to write the file, or standard output where path is empty or
// "-". What is no regular file, such as a device or a pipe, is written
// directly.
func (s streams) create(path string) (*output, error) {
	if path == "" || path == "-" {
		return &output{Writer: s.Out}, nil
	}
	if resolved, err := filepath.EvalSymlinks(path); err == nil {
		path = resolved
	}
	mode := fs.FileMode(0o666)
	switch info, err := os.Stat(path); {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return nil, err
	case info.IsDir():
		return nil, fmt.Errorf("%w: %s is a folder", errUsage, path)
	case !info.Mode().IsRegular():
		f, err := os.OpenFile(path, os.O_WRONLY, 0)
		return &output{Writer: f, file: f}, err
	default:
		mode = info.Mode().Perm()
	}
	name := fmt.Sprintf("%s.%d.tmp", path, os.Getpid())
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if err != nil {
		return nil, err
	}
	return &output{Writer: f, file: f, path: path}, nil
}

// keep closes the file and gives it its name.
func (o *output) keep() error {
	if o.file == nil {
		return nil
	}
	f := o.file
	if err := f.Close(); err != nil {
		return err
	}
	if o.path != "" {
		if err := os.Rename(f.Name(), o.path); err != nil {
			return err
		}
	}
	o.file = nil
	return nil
}

// discard drops what was not kept.
func (o *output) discard() {
	if o.file == nil {
		return
	}
	o.file.Close()
	if o.path != "" {
		os.Remove(o.file.Name())
	}
}

// sameFile reports whether both paths name one file that exists.
func sameFile(a, b string) bool {
	one, err := os.Stat(a)
	if err != nil {
		return false
	}
	other, err := os.Stat(b)
	return err == nil && one.Mode().IsRegular() && os.SameFile(one, other)
}
