package fetch

import (
	"bytes"
	"encoding/binary"
	"image/jpeg"
	"mime"
	"strings"
)

// The bounds of a picture that anything here would look at.
const (
	mostPixels = 40_000_000
	mostFrames = 100
)

// picture is what can be told of a picture without decoding a pixel.
type picture struct {
	width, height int64
	frames        int
	whole         bool // it is there to its end
}

// pictureFault says more of an answer that is no feed and calls itself a
// picture, nil for any other.
func pictureFault(res *Response) *Fault {
	media, _, _ := mime.ParseMediaType(res.ContentType)
	if !strings.HasPrefix(media, "image/") {
		return nil
	}
	fault := &Fault{Status: res.Status}
	p, known := measure(res.Body)
	switch {
	case !known:
		fault.Kind, fault.Reason = KindPictureType, "What is at this address is no picture of a kind that is read here."
	case p.width > 0 && p.height > mostPixels/p.width:
		fault.Kind, fault.Reason = KindPictureSize, "What is at this address is a picture with more pixels than are read here."
	case p.frames > mostFrames:
		fault.Kind, fault.Reason = KindPictureFrames, "What is at this address is a picture with more frames than are read here."
	case !p.whole:
		fault.Kind, fault.Reason = KindPictureDamage, "What is at this address is a damaged picture."
	default:
		fault.Kind, fault.Reason = KindNotAFeed, "What is at this address is a picture and not a feed."
	}
	return fault
}

// measure tells by its first bytes what kind a picture is and walks over its
// blocks. It does not know a picture of another kind.
func measure(body []byte) (p picture, known bool) {
	switch {
	case bytes.HasPrefix(body, []byte("\x89PNG\r\n\x1a\n")):
		return measurePNG(body), true
	case bytes.HasPrefix(body, []byte("GIF87a")), bytes.HasPrefix(body, []byte("GIF89a")):
		return measureGIF(body), true
	case bytes.HasPrefix(body, []byte("\xff\xd8\xff")):
		config, err := jpeg.DecodeConfig(bytes.NewReader(body))
		return picture{int64(config.Width), int64(config.Height), 1, err == nil}, true
	}
	return picture{}, false
}

// measurePNG reads the header chunk and looks for the one at the end.
func measurePNG(body []byte) picture {
	const signature, chunkHead, chunkTail = 8, 8, 4
	p := picture{frames: 1}
	for at := int64(signature); at+chunkHead <= int64(len(body)); {
		size := int64(binary.BigEndian.Uint32(body[at:]))
		data := body[at+chunkHead:]
		if size+chunkTail > int64(len(data)) {
			return p
		}
		switch string(body[at+4 : at+8]) {
		case "IHDR":
			if size >= 8 {
				p.width, p.height = int64(binary.BigEndian.Uint32(data)), int64(binary.BigEndian.Uint32(data[4:]))
			}
		case "IEND":
			p.whole = p.width > 0 && p.height > 0
			return p
		}
		at += chunkHead + size + chunkTail
	}
	return p
}

// measureGIF reads the head and counts the images, one more than mostFrames at
// the most.
func measureGIF(body []byte) picture {
	const head, imageHead = 13, 9
	p := picture{}
	if len(body) < head {
		return p
	}
	p.width, p.height = int64(binary.LittleEndian.Uint16(body[6:])), int64(binary.LittleEndian.Uint16(body[8:]))
	rest := after(body, head+colours(body[10]))
	for len(rest) > 0 && p.frames <= mostFrames {
		block := rest[0]
		rest = rest[1:]
		switch block {
		case 0x21: // an extension: its label, then blocks
			rest = afterBlocks(after(rest, 1))
		case 0x2c: // an image: its head, its colours, its code size, then blocks
			if len(rest) < imageHead {
				return p
			}
			p.frames++
			rest = afterBlocks(after(rest, imageHead+colours(rest[imageHead-1])+1))
		case 0x3b:
			p.whole = p.frames > 0
			return p
		default:
			return p
		}
	}
	return p
}

// colours returns the bytes of the table of colours that a GIF's flags announce.
func colours(flags byte) int {
	if flags&0x80 == 0 {
		return 0
	}
	return 3 << (flags&7 + 1)
}

func after(b []byte, n int) []byte { return b[min(n, len(b)):] }

// afterBlocks passes over blocks, each with its length before it, to the empty
// one that ends them.
func afterBlocks(b []byte) []byte {
	for len(b) > 0 && b[0] != 0 {
		b = after(b, 1+int(b[0]))
	}
	return after(b, 1)
}
