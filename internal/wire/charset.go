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
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
)

// maxUnpacked bounds what a body that arrived compressed without saying so
// may grow to.
const maxUnpacked = 64 << 20

// decodeDocument returns the document as clean UTF-8. It looks at the byte
// order mark first, then at what the server says, what the document says, and
// at last at the bytes themselves. A statement that the bytes contradict is
// passed over.
func decodeDocument(body []byte, contentType string) (string, error) {
	body, err := unpack(body)
	if err != nil {
		return "", err
	}
	if enc, rest := markedEncoding(body); enc != nil {
		text, _ := decodeAs(enc, rest)
		return printable(text), nil
	}
	body = bytes.TrimPrefix(body, []byte("\xef\xbb\xbf"))
	stated := []string{httpCharset(contentType), declaredCharset(body)}
	if isUTF8(body, stated) {
		return printable(share(body)), nil
	}
	return printable(decodeStated(body, stated)), nil
}

// share gives the bytes as a string without copying them.
func share(b []byte) string { return unsafe.String(unsafe.SliceData(b), len(b)) }

func unpack(body []byte) ([]byte, error) {
	if !bytes.HasPrefix(body, []byte{0x1f, 0x8b}) {
		return body, nil
	}
	z, err := gzip.NewReader(bytes.NewReader(body))
	if err != nil {
		return nil, notAFeed("its compression is damaged")
	}
	// What was unpacked before the damage is read like any other cut document.
	out, err := io.ReadAll(io.LimitReader(z, maxUnpacked))
	if err != nil && len(out) == 0 {
		return nil, notAFeed("its compression is damaged")
	}
	return out, nil
}

// markedEncoding recognises UTF-16 and UTF-32 by their mark, or by the zero
// bytes around the first character.
func markedEncoding(b []byte) (encoding.Encoding, []byte) {
	for _, m := range []struct {
		mark string
		skip int
		enc  encoding.Encoding
	}{
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
		if bytes.HasPrefix(b, []byte(m.mark)) {
			return m.enc, b[m.skip:]
		}
	}
	return nil, nil
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
func declaredCharset(b []byte) string {
	head := b[:min(len(b), 1024)]
	at := bytes.Index(head, []byte("<?xml"))
	if at < 0 {
		return ""
	}
	decl, _, found := bytes.Cut(head[at:], []byte("?>"))
	if !found {
		return ""
	}
	_, value, found := bytes.Cut(decl, []byte("encoding"))
	if !found {
		return ""
	}
	value = bytes.TrimLeft(value, " \t\r\n=")
	if len(value) == 0 || (value[0] != '"' && value[0] != '\'') {
		return ""
	}
	name, _, _ := bytes.Cut(value[1:], value[:1])
	return string(name)
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

// decodeStated decodes by the first statement that fits the bytes. Those that
// fit badly are kept in mind: the one with the fewest faults wins at last.
func decodeStated(b []byte, stated []string) string {
	best, fewest := "", len(b)/50+1
	for _, enc := range candidates(b, stated) {
		text, faults := decodeAs(enc, b)
		if faults == 0 {
			return text
		}
		if faults < fewest {
			best, fewest = text, faults
		}
	}
	if best != "" {
		return best
	}
	text, _ := decodeAs(charmap.Windows1252, b)
	return text
}

func candidates(b []byte, stated []string) []encoding.Encoding {
	var list []encoding.Encoding
	for _, name := range stated {
		if enc := encodingOf(name); enc != nil {
			list = append(list, enc)
		}
	}
	list = append(list, mixedUTF8{})
	if bytes.Contains(b, []byte("\x1b$")) {
		list = append(list, japanese.ISO2022JP)
	}
	return append(list, guessEncoding(b))
}

// decodeAs decodes and counts the characters that could not be.
func decodeAs(enc encoding.Encoding, b []byte) (string, int) {
	if _, ok := enc.(mixedUTF8); ok {
		return mendUTF8(b)
	}
	out, err := enc.NewDecoder().Bytes(b)
	if err != nil {
		return "", len(b)
	}
	return share(out), bytes.Count(out, []byte("\ufffd"))
}

// encodingOf returns the encoding of that name, nil when the name says
// nothing: an unknown one, UTF-8, or UTF-16, whose bytes speak for themselves.
func encodingOf(name string) encoding.Encoding {
	name = strings.ToLower(strings.TrimSpace(name))
	if name == "" {
		return nil
	}
	if enc, ok := moreEncodings[strings.ReplaceAll(name, "_", "-")]; ok {
		return enc
	}
	enc, err := htmlindex.Get(name)
	if err != nil {
		return nil
	}
	switch canonical, _ := htmlindex.Name(enc); canonical {
	case "utf-8", "utf-16le", "utf-16be", "replacement", "x-user-defined":
		return nil
	}
	return enc
}

// moreEncodings are names that occur in feeds and that browsers do not know.
var moreEncodings = map[string]encoding.Encoding{
	"hz-gb-2312": simplifiedchinese.HZGB2312, "hz": simplifiedchinese.HZGB2312,
	"gb2312-80": simplifiedchinese.GB18030, "cp936": simplifiedchinese.GB18030, "ms936": simplifiedchinese.GB18030,
	"gb2312": simplifiedchinese.GB18030, "gbk": simplifiedchinese.GB18030,
	"cp950": traditionalchinese.Big5, "cp932": japanese.ShiftJIS, "ms932": japanese.ShiftJIS,
	"euc-jisx0213": japanese.EUCJP, "eucjp": japanese.EUCJP, "sjis": japanese.ShiftJIS,
	"cp437": charmap.CodePage437, "ibm437": charmap.CodePage437, "cp850": charmap.CodePage850,
	"ibm850": charmap.CodePage850, "cp852": charmap.CodePage852, "ibm852": charmap.CodePage852,
	"cp855": charmap.CodePage855, "ibm855": charmap.CodePage855, "cp858": charmap.CodePage858,
	"cp860": charmap.CodePage860, "cp862": charmap.CodePage862, "cp863": charmap.CodePage863,
	"cp865": charmap.CodePage865, "cp037": charmap.CodePage037, "ibm037": charmap.CodePage037,
	"cp1140": charmap.CodePage1140, "cp1047": charmap.CodePage1047,
	"mac-roman": charmap.Macintosh, "macroman": charmap.Macintosh, "mac-cyrillic": charmap.MacintoshCyrillic,
	"maccyrillic": charmap.MacintoshCyrillic, "win-1251": charmap.Windows1251, "win1251": charmap.Windows1251,
	"windows1251": charmap.Windows1251, "windows1252": charmap.Windows1252, "iso8859-1": charmap.Windows1252,
}
