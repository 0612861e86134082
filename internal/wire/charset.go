package wire

import (
	"bytes"
	"compress/gzip"
	"io"
	"mime"
	"strings"
	"unicode/utf8"
	"unsafe"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
)

// maxUnpacked bounds what a body that arrived compressed without saying so
// may grow to.
const maxUnpacked = 64 << 20

// decodeDocument returns a document as clean UTF-8, whatever was wrong with it.
func decodeDocument(body []byte, contentType string) (string, error) {
	doc, _, err := decodeNoting(body, contentType)
	return doc, err
}

// decodeNoting returns the document as clean UTF-8, and what was wrong with
// its bytes. It looks at the byte order mark first, then at what the server
// says, what the document says, and at last at the bytes themselves. A
// statement that the bytes contradict is passed over.
func decodeNoting(body []byte, contentType string) (string, Kind, error) {
	body, err := unpack(body)
	if err != nil {
		return "", "", err
	}
	stated := []string{httpCharset(contentType), ""}
	if m, ok := markedEncoding(body); ok {
		text, faults := decodeAs(m.enc, body[m.skip:])
		stated[1] = declaredCharset(share([]byte(text[:min(len(text), 1024)])))
		fault := Kind("")
		switch {
		case m.skip == 0 && !namesUnicode(stated):
			fault = DamageCharset
		case faults > 0:
			fault = DamageBytes
		}
		text, fault = printableNoting(text, fault)
		return text, fault, nil
	}
	body = bytes.TrimPrefix(body, []byte("\xef\xbb\xbf"))
	stated[1] = declaredCharset(share(body))
	var text string
	var fault Kind
	if isUTF8(body, stated) {
		text = share(body)
		if !known(stated[0]) || !known(stated[1]) {
			fault = DamageCharset
		}
	} else {
		text, fault = decodeStated(body, stated)
	}
	text, fault = printableNoting(text, fault)
	return text, fault, nil
}

// printableNoting removes control characters and notes that there were some,
// unless something was wrong before.
func printableNoting(s string, fault Kind) (string, Kind) {
	text, controls := printable(s)
	if controls && fault == "" {
		fault = DamageBytes
	}
	return text, fault
}

// namesUnicode says whether one of the statements names UTF-16 or UTF-32.
func namesUnicode(stated []string) bool {
	for _, name := range stated {
		name = lower(strings.TrimSpace(name))
		if strings.HasPrefix(name, "utf-16") || strings.HasPrefix(name, "utf-32") || strings.HasPrefix(name, "utf16") ||
			strings.HasPrefix(name, "utf32") || strings.HasPrefix(name, "ucs-") || strings.HasPrefix(name, "iso-10646-ucs") {
			return true
		}
	}
	return false
}

// known says whether a statement names an encoding that somebody knows, or
// none at all. UTF-7 is known, and is not decoded: it only ever hid what a
// filter should see.
func known(name string) bool {
	name = lower(strings.TrimSpace(name))
	if name == "" || encodingOf(name) != nil || namesUnicode([]string{name}) {
		return true
	}
	if _, err := htmlindex.Get(name); err == nil {
		return true
	}
	switch strings.ReplaceAll(name, "_", "-") {
	case "utf-7", "utf7", "unicode-1-1-utf-7", "utf8mb4", "utf-8n", "ascii", "us-ascii", "none":
		return true
	}
	return strings.HasPrefix(name, "utf8") || strings.HasPrefix(name, "utf-8")
}

// share gives the bytes as a string without copying them.
func share(b []byte) string { return unsafe.String(unsafe.SliceData(b), len(b)) }

func unpack(body []byte) ([]byte, error) {
	if !bytes.HasPrefix(body, []byte{0x1f, 0x8b}) {
		return body, nil
	}
	z, err := gzip.NewReader(bytes.NewReader(body))
	if err != nil {
		return nil, &Error{Kind: KindBadEncoding, Reason: "Its compression is damaged."}
	}
	// What was unpacked before the damage is read like any other cut document.
	out, err := io.ReadAll(io.LimitReader(z, maxUnpacked+1))
	if err != nil && len(out) == 0 {
		return nil, &Error{Kind: KindBadEncoding, Reason: "Its compression is damaged."}
	}
	if len(out) > maxUnpacked {
		return nil, &Error{Kind: KindUnpackedLarge, Reason: "It unpacks to more than a feed can hold."}
	}
	return out, nil
}

// mark is how an encoding shows at the beginning of a document.
type mark struct {
	bytes string
	skip  int // how much of it is the byte order mark, and no text
	enc   encoding.Encoding
}

// markedEncoding recognises UTF-16 and UTF-32 by their mark, or by the zero
// bytes around the first character.
func markedEncoding(b []byte) (mark, bool) {
	if len(b) < 2 || b[0] > '{' && b[0] < 0xfe || b[0] != 0 && b[0] < 0xfe && b[1] != 0 {
		return mark{}, false
	}
	for _, m := range []mark{
		{"\x00\x00\xfe\xff", 4, utf32.UTF32(utf32.BigEndian, utf32.IgnoreBOM)},
		{"\xff\xfe\x00\x00", 4, utf32.UTF32(utf32.LittleEndian, utf32.IgnoreBOM)},
		{"\x00\x00\x00<", 0, utf32.UTF32(utf32.BigEndian, utf32.IgnoreBOM)},
		{"<\x00\x00\x00", 0, utf32.UTF32(utf32.LittleEndian, utf32.IgnoreBOM)},
		{"\xfe\xff", 2, unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)},
		{"\xff\xfe", 2, unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)},
		{"\x00<", 0, unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)},
		{"<\x00", 0, unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)},
		{"\x00{", 0, unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)},
		{"{\x00", 0, unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)},
	} {
		if bytes.HasPrefix(b, []byte(m.bytes)) {
			return m, true
		}
	}
	return mark{}, false
}

func httpCharset(contentType string) string {
	if contentType == "" {
		return ""
	}
	if _, params, err := mime.ParseMediaType(contentType); err == nil {
		return params["charset"]
	}
	_, after, found := strings.Cut(strings.ToLower(contentType), "charset=")
	if !found {
		return ""
	}
	name, _, _ := strings.Cut(after, ";")
	return strings.Trim(name, ` "'`)
}

// declaredCharset returns the encoding that the XML declaration names.
func declaredCharset(doc string) string {
	head := doc[:min(len(doc), 1024)]
	at := strings.Index(head, "<?xml")
	if at < 0 {
		return ""
	}
	decl, _, found := strings.Cut(head[at:], "?>")
	if !found {
		return ""
	}
	_, value, found := strings.Cut(decl, "encoding")
	if !found {
		return ""
	}
	value = strings.TrimLeft(value, " \t\r\n=")
	if value == "" || (value[0] != '"' && value[0] != '\'') {
		return ""
	}
	name, _, _ := strings.Cut(value[1:], value[:1])
	return strings.Clone(name)
}

// isUTF8 says whether the bytes are UTF-8. Encodings that hide everything in
// seven bits look like it; they count only when they were named.
func isUTF8(b []byte, stated []string) bool {
	for _, name := range stated {
		if enc := encodingOf(name); enc == japanese.ISO2022JP || enc == simplifiedchinese.HZGB2312 {
			return false
		}
	}
	if bytes.Contains(b[:min(len(b), 1<<16)], []byte("\x1b$")) {
		return false
	}
	return utf8.Valid(b)
}
