package fetch

import (
	"bufio"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"context"
	"errors"
	"io"
	"strings"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"
)

// acceptEncoding names the encodings that unpacker knows.
const acceptEncoding = "gzip, deflate, br, zstd"

// zstdWindow is the largest window that a zstd body on the web may ask for
// (RFC 9659).
const zstdWindow = 8 << 20

var errTooLarge = errors.New("larger than the limit")

// readBody reads a body into res and unpacks it. The limit holds for the bytes
// on the line and for those after unpacking. Nothing is unpacked before all has
// come, so that a slow site keeps no unpacker busy.
func readBody(ctx context.Context, res *Response, body io.Reader, limit int64, cut bool) *Fault {
	line := &lineReader{r: body, left: limit}
	packed, err := res.room.read(line, limit, cut, func(n int64) error { return res.room.hold(ctx, n) })
	res.Bytes = line.read
	if fault := lineFault(ctx, line, err, cut); fault != nil {
		return fault
	}
	encoding, err := encodingOf(res.Header.Values("Content-Encoding"))
	switch {
	case err != nil:
		return badEncoding(err)
	case encoding == "":
		res.Body = packed
		return nil
	}
	res.Body, err = res.room.unpack(ctx, encoding, packed, limit, cut)
	switch {
	case err == nil:
		return nil
	case errors.Is(err, errNoRoom):
		return noRoom(err)
	case errors.Is(err, errTooLarge):
		if cut {
			return nil
		}
		return &Fault{Kind: KindTooLarge, Reason: "The answer is larger than we read."}
	case errors.Is(err, gzip.ErrHeader) && len(res.Body) > 0:
		return nil // padding after the end, which browsers pass over as well
	case errors.Is(err, io.ErrUnexpectedEOF) && len(res.Body) > 0:
		res.Truncated = true
		return nil
	}
	return badEncoding(err)
}

// lineFault explains why a body did not come whole, nil when it did or may be
// cut.
func lineFault(ctx context.Context, line *lineReader, err error, cut bool) *Fault {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, errNoRoom):
		return noRoom(err)
	case errors.Is(err, errTooLarge):
		if cut {
			return nil
		}
		return &Fault{Kind: KindTooLarge, Reason: "The answer is larger than we read."}
	case line.fault != nil:
		return explain(ctx, line.fault, phaseBody)
	}
	return explain(ctx, err, phaseBody)
}

func noRoom(err error) *Fault {
	return &Fault{Kind: KindBusy, Reason: "Too many large answers were being read at the time.", cause: err}
}

func badEncoding(err error) *Fault {
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

// encodingOf returns the encoding of a body, "" for none. One that is none of
// the known ones is passed over: servers write all sorts of things there, such
// as the charset. Several on top of each other are refused; no honest server
// sends them.
func encodingOf(headers []string) (string, error) {
	var known []string
	for name := range strings.SplitSeq(strings.ToLower(strings.Join(headers, ",")), ",") {
		switch name = strings.TrimSpace(name); name {
		case "gzip", "x-gzip", "deflate", "br", "zstd":
			known = append(known, name)
		}
	}
	switch len(known) {
	case 0:
		return "", nil
	case 1:
		return known[0], nil
	}
	return "", errors.New("several encodings")
}

// unpacker returns a reader of what is packed with a known encoding.
func unpacker(encoding string, packed io.Reader) (plain io.Reader, closePlain func(), err error) {
	nothing := func() {}
	switch encoding {
	case "deflate":
		plain, err = inflater(packed)
		return plain, nothing, err
	case "br":
		return brotli.NewReader(packed), nothing, nil
	case "zstd":
		z, err := zstd.NewReader(packed, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(zstdWindow))
		if err != nil {
			return nil, nothing, err
		}
		return z, z.Close, nil
	}
	plain, err = gzip.NewReader(packed)
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
