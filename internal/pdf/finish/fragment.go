package finish

import (
	"bytes"
	"compress/flate"
	"compress/zlib"
	"encoding/binary"
	"hash/adler32"
	"io"
	"sync"
)

// Fragment is a stretch of bytes that was compressed by itself, so that it can
// stand in any number of streams. It is immutable.
type Fragment struct {
	deflated []byte // blocks of RFC 1951 that end on a byte, the last empty
	size     int
	sum      uint32 // Adler-32 of the bytes
}

// Size is how many bytes of memory the fragment takes, about.
func (f Fragment) Size() int { return len(f.deflated) + 64 }

var compressors = sync.Pool{New: func() any {
	w, err := flate.NewWriter(io.Discard, flate.DefaultCompression)
	if err != nil {
		panic(err) // the level is a constant
	}
	return w
}}

// Compress makes a fragment.
func Compress(data []byte) Fragment {
	w := compressors.Get().(*flate.Writer)
	defer compressors.Put(w)
	var out bytes.Buffer
	w.Reset(&out)
	// Writing to a buffer does not fail.
	_, _ = w.Write(data)
	_ = w.Flush()
	return Fragment{bytes.Clone(out.Bytes()), len(data), adler32.Checksum(data)}
}

var quickCompressors = sync.Pool{New: func() any {
	w, err := zlib.NewWriterLevel(io.Discard, zlib.HuffmanOnly)
	if err != nil {
		panic(err) // the level is a constant
	}
	return w
}}

// deflate appends the parts, compressed as one stream.
func deflate(out []byte, parts ...[]byte) []byte {
	w := quickCompressors.Get().(*zlib.Writer)
	defer quickCompressors.Put(w)
	b := bytes.NewBuffer(out)
	w.Reset(b)
	for _, part := range parts {
		_, _ = w.Write(part) // writing to a buffer does not fail
	}
	_ = w.Close()
	return b.Bytes()
}

// Stream is compressed data (RFC 1950) in the making: fragments as they are,
// and small raw bytes between them. It appends to Data.
type Stream struct {
	Data []byte
	sum  uint32
	open int // where the length of the empty block at the end is; 0: none
}

// begin writes the head of the format.
func (s *Stream) begin() {
	if s.sum == 0 {
		s.Data, s.sum = append(s.Data, 0x78, 0x9C), 1
	}
}

// Append adds a fragment.
func (s *Stream) Append(f Fragment) {
	s.begin()
	s.Data = append(s.Data, f.deflated...)
	s.open = len(s.Data) - 4
	s.sum = combine(s.sum, f.sum, f.size)
}

// most is the longest stored block.
const most = 0xFFFF

// Write adds bytes as they are. It never fails.
func (s *Stream) Write(data []byte) (int, error) {
	s.begin()
	s.sum = combine(s.sum, adler32.Checksum(data), len(data))
	for rest := data; len(rest) > 0; {
		n := min(len(rest), most)
		if s.open > 0 { // the empty block becomes this one
			s.Data = s.Data[:s.open]
		} else {
			s.Data = append(s.Data, 0)
		}
		s.Data = binary.LittleEndian.AppendUint16(s.Data, uint16(n))
		s.Data = binary.LittleEndian.AppendUint16(s.Data, ^uint16(n))
		s.Data = append(s.Data, rest[:n]...)
		s.open, rest = 0, rest[n:]
	}
	return len(data), nil
}

// Close ends the stream.
func (s *Stream) Close() {
	s.begin()
	s.Data = append(s.Data, 1, 0, 0, 0xFF, 0xFF)
	s.Data = binary.BigEndian.AppendUint32(s.Data, s.sum)
}

// combine is the Adler-32 of two stretches from their own; RFC 1950, 8.2.
func combine(first, second uint32, size int) uint32 {
	const base = 65521
	a1, b1 := uint64(first&0xFFFF), uint64(first>>16)
	a2, b2 := uint64(second&0xFFFF), uint64(second>>16)
	a := (a1 + a2 + base - 1) % base
	b := (b1 + b2 + uint64(size%base)*(a1+base-1)) % base
	return uint32(b<<16 | a)
}
