package fetch

import (
	"bufio"
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"context"
	"errors"
	"io"
	"slices"
	"strings"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"
)

// acceptEncoding names the encodings that decoder knows.
const acceptEncoding = "gzip, deflate, br, zstd"

// zstdWindow is the largest window that a zstd body on the web may ask for
// (RFC 9659).
const zstdWindow = 8 << 20

var errTooLarge = errors.New("larger than the limit")

// readBody reads and decompresses a body into res. The limit holds for the
// bytes on the line and for those after decompression.
func readBody(ctx context.Context, res *Response, body io.Reader, limit int64, cut bool) *Fault {
	line := &lineReader{r: body, left: limit}
	plain, closePlain, err := decoder(res.Header.Values("Content-Encoding"), line)
	if err == nil {
		defer closePlain()
		res.Body, err = readAtMost(nil, plain, limit)
	}
	res.Bytes = line.read
	switch {
	case err == nil:
		return nil
	case errors.Is(err, errTooLarge) || errors.Is(line.fault, errTooLarge):
		if cut {
			return nil
		}
		return &Fault{Kind: KindTooLarge, Reason: "The answer is larger than we read."}
	case line.fault != nil:
		return explain(ctx, line.fault, phaseBody)
	case errors.Is(err, gzip.ErrHeader) && len(res.Body) > 0:
		return nil // padding after the end, which browsers pass over as well
	case errors.Is(err, io.ErrUnexpectedEOF) && len(res.Body) > 0:
		res.Truncated = true
		return nil
	}
	return &Fault{Kind: KindEncoding, Reason: "The answer is not compressed in the way that it says.", cause: err}
}

// lineReader counts the bytes of a body as they came over the line, and keeps
// the line's own fault apart from those of the decompression above it.
type lineReader struct {
	r     io.Reader
	left  int64
	read  int64
	fault error
}

// Read reads from the line. It fails with errTooLarge past the limit.
func (l *lineReader) Read(p []byte) (int, error) {
	n, err := l.r.Read(p)
	l.read += int64(n)
	if l.left -= int64(n); l.left < 0 {
		err = errTooLarge
	}
	if err != nil && !errors.Is(err, io.EOF) {
		l.fault = err
	}
	if errors.Is(err, io.ErrUnexpectedEOF) {
		l.fault = err
	}
	return n, err
}

// readAtMost appends what r holds to into, up to limit bytes in all, and
// returns errTooLarge when there is more. It grows in pieces, so that a bomb
// costs hardly more memory than the limit.
func readAtMost(into []byte, r io.Reader, limit int64) ([]byte, error) {
	const smallest, largest = 16 << 10, 1 << 20
	var full [][]byte
	piece := slices.Grow(into, smallest)
	var total int64
	for {
		if len(piece) == cap(piece) {
			full = append(full, piece)
			piece = make([]byte, 0, min(2*cap(piece), largest))
		}
		room := piece[len(piece):cap(piece)]
		n, err := r.Read(room)
		if over := total + int64(n) - limit; over > 0 {
			n -= int(over)
			err = errTooLarge
		}
		total += int64(n)
		piece = piece[:len(piece)+n]
		if err != nil {
			if errors.Is(err, io.EOF) {
				err = nil
			}
			return joined(full, piece), err
		}
	}
}

func joined(full [][]byte, last []byte) []byte {
	if len(full) == 0 {
		return last
	}
	return bytes.Join(append(full, last), nil)
}

// decoder returns a reader of the body without its encoding. An encoding that
// is none of the known ones is passed through: servers write all sorts of
// things there, such as the charset. Several encodings on top of each other
// are refused; no honest server sends them.
func decoder(encodings []string, body io.Reader) (plain io.Reader, closePlain func(), err error) {
	nothing := func() {}
	var known []string
	for name := range strings.SplitSeq(strings.ToLower(strings.Join(encodings, ",")), ",") {
		switch name = strings.TrimSpace(name); name {
		case "gzip", "x-gzip", "deflate", "br", "zstd":
			known = append(known, name)
		}
	}
	if len(known) > 1 {
		return nil, nothing, errors.New("several encodings")
	}
	if len(known) == 0 {
		return body, nothing, nil
	}
	switch known[0] {
	case "deflate":
		plain, err = inflater(body)
		return plain, nothing, err
	case "br":
		return brotli.NewReader(body), nothing, nil
	case "zstd":
		z, err := zstd.NewReader(body, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(zstdWindow))
		if err != nil {
			return nil, nothing, err
		}
		return z, z.Close, nil
	}
	plain, err = gzip.NewReader(body)
	return plain, nothing, err
}

// inflater reads "deflate", which means zlib by the standard and bare deflate
// at some servers.
func inflater(body io.Reader) (io.Reader, error) {
	b := bufio.NewReader(body)
	head, err := b.Peek(2)
	if err == nil && head[0]&0x0f == 8 && (int(head[0])<<8|int(head[1]))%31 == 0 {
		return zlib.NewReader(b)
	}
	return flate.NewReader(b), nil
}
