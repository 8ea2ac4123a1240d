package e2e_test

import (
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"regexp"
	"testing"
	"time"
)

// screen is one that nobody sees.
type screen struct {
	number string // of the display
	file   string // which holds its pixels
}

// Its size, in pixels.
const screenWidth, screenHeight = 1280, 1600

// startScreen runs a screen until the test ends.
func startScreen(t *testing.T, xvfb string) screen {
	t.Helper()
	dir := t.TempDir()
	number := start(t, exec.Command(xvfb, "-displayfd", "1", "-nolisten", "tcp", "-fbdir", dir,
		"-screen", "0", fmt.Sprintf("%dx%dx24", screenWidth, screenHeight)), regexp.MustCompile(`^(\d+)$`))
	return screen{number, filepath.Join(dir, "Xvfb_screen0")}
}

// still takes a picture of a part of the screen once nothing moves there.
func (s screen) still(part image.Rectangle) (image.Image, error) {
	var last image.Image
	for range 40 {
		now, err := s.read(part)
		if err != nil || reflect.DeepEqual(now, last) {
			return now, err
		}
		last = now
		time.Sleep(60 * time.Millisecond)
	}
	return nil, errors.New("the screen does not come to rest")
}

// read decodes the file, which is a window dump of X: a header of big-endian
// words, a table of colours, and four bytes a pixel, blue first.
func (s screen) read(part image.Rectangle) (image.Image, error) {
	const (
		offset, width, height, bits, stride, colours = 0, 4, 5, 11, 12, 19
		words, entry                                 = 25, 12
	)
	raw, err := os.ReadFile(s.file)
	if err != nil {
		return nil, err
	}
	if len(raw) < 4*words {
		return nil, errors.New("the screen's file is too short")
	}
	word := func(i int) int { return int(binary.BigEndian.Uint32(raw[4*i:])) }
	pixels := raw[min(len(raw), word(offset)+entry*word(colours)):]
	if word(bits) != 32 || len(pixels) < word(stride)*word(height) {
		return nil, fmt.Errorf("the screen has %d bits a pixel and %d bytes", word(bits), len(pixels))
	}
	all := image.Rect(0, 0, word(width), word(height))
	if !part.In(all) {
		return nil, fmt.Errorf("%v is not on the screen, which is %v", part, all)
	}
	out := image.NewRGBA(image.Rectangle{Max: part.Size()})
	for y := range part.Dy() {
		row := pixels[(part.Min.Y+y)*word(stride)+4*part.Min.X:]
		for x := range part.Dx() {
			copy(out.Pix[out.PixOffset(x, y):], []byte{row[4*x+2], row[4*x+1], row[4*x], 255})
		}
	}
	return out, nil
}
