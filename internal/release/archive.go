package release

import (
	"archive/tar"
	"archive/zip"
	"compress/gzip"
	"io"
	"os"
	"path"
	"time"
)

// epoch is the time of every file: the first that a zip can say.
var epoch = time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)

func extension(target Target) string {
	if target.OS == "windows" {
		return ".zip"
	}
	return ".tar.gz"
}

// write writes the files in one folder, as a zip or a tar by the name of the
// archive.
func write(archive, folder string, files []file) (err error) {
	out, err := os.Create(archive)
	if err != nil {
		return err
	}
	defer func() {
		if closed := out.Close(); err == nil {
			err = closed
		}
	}()
	if path.Ext(archive) == ".zip" {
		return zipped(out, folder, files)
	}
	return tarred(out, folder, files)
}

func (f file) mode() int64 {
	if f.exec {
		return 0o755
	}
	return 0o644
}

func tarred(to io.Writer, folder string, files []file) error {
	packed, err := gzip.NewWriterLevel(to, gzip.BestCompression)
	if err != nil {
		return err
	}
	out := tar.NewWriter(packed)
	for _, f := range files {
		header := &tar.Header{
			Typeflag: tar.TypeReg, Name: path.Join(folder, f.name), Size: int64(len(f.data)),
			Mode: f.mode(), ModTime: epoch, Format: tar.FormatPAX,
		}
		if err := out.WriteHeader(header); err != nil {
			return err
		}
		if _, err := out.Write(f.data); err != nil {
			return err
		}
	}
	if err := out.Close(); err != nil {
		return err
	}
	return packed.Close()
}

func zipped(to io.Writer, folder string, files []file) error {
	out := zip.NewWriter(to)
	for _, f := range files {
		header := &zip.FileHeader{Name: path.Join(folder, f.name), Method: zip.Deflate, Modified: epoch}
		header.SetMode(os.FileMode(f.mode()))
		w, err := out.CreateHeader(header)
		if err != nil {
			return err
		}
		if _, err := w.Write(f.data); err != nil {
			return err
		}
	}
	return out.Close()
}
