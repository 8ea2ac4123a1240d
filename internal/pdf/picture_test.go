package pdf

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"testing"
)

// pictureWidth is the width of a page in the kept pictures, in pixels.
const pictureWidth = 120

// TestPictures draws every page with another program and compares it with the
// kept picture: all pages of a document in one image, grey and small. Fonts
// are smoothed a little differently from version to version: what may differ
// is the tolerance.
func TestPictures(t *testing.T) {
	r := newRenderer(t)
	for _, g := range goldens() {
		dir := t.TempDir()
		file := filepath.Join(dir, "file.pdf")
		if err := os.WriteFile(file, g.print(t, r), 0o644); err != nil {
			t.Fatal(err)
		}
		program(t, "pdftoppm", "-gray", "-png", "-scale-to-x", fmt.Sprint(pictureWidth), "-scale-to-y", "-1", file, filepath.Join(dir, "page"))
		got := strip(t, dir)
		name := filepath.Join("testdata", "picture-"+g.name+".png")
		if *update {
			writePicture(t, name, got)
		}
		comparePictures(t, g.name, got, readPicture(t, name))
	}
}

// strip puts the pages of a folder beside each other.
func strip(t *testing.T, dir string) *image.Gray {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "page*.png"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no pages: %v", err)
	}
	var out *image.Gray
	for i, file := range files {
		page := readPicture(t, file)
		if out == nil {
			out = image.NewGray(image.Rect(0, 0, pictureWidth*len(files), page.Bounds().Dy()))
		}
		for y := range page.Bounds().Dy() {
			for x := range pictureWidth {
				out.Set(i*pictureWidth+x, y, color.GrayModel.Convert(page.At(x, y)))
			}
		}
	}
	return out
}

// comparePictures allows a mean difference of 2 in 255 on any page.
func comparePictures(t *testing.T, name string, got, want image.Image) {
	t.Helper()
	if got.Bounds() != want.Bounds() {
		t.Errorf("%s: the pages measure %v, want %v", name, got.Bounds(), want.Bounds())
		return
	}
	for page := range got.Bounds().Dx() / pictureWidth {
		sum, height := 0, got.Bounds().Dy()
		for y := range height {
			for x := page * pictureWidth; x < (page+1)*pictureWidth; x++ {
				a, b := color.GrayModel.Convert(got.At(x, y)).(color.Gray), color.GrayModel.Convert(want.At(x, y)).(color.Gray)
				sum += max(int(a.Y)-int(b.Y), int(b.Y)-int(a.Y))
			}
		}
		if mean := float64(sum) / float64(height*pictureWidth); mean > 2 {
			t.Errorf("%s: page %d differs by %.1f of 255", name, page+1, mean)
		}
	}
}

func readPicture(t *testing.T, name string) image.Image {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	img, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return img
}

func writePicture(t *testing.T, name string, img image.Image) {
	t.Helper()
	var b bytes.Buffer
	if err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, b.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
}
