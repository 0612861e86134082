package wire

import (
	"bytes"
	"errors"
	"iter"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/transform"
)

// decodeStated decodes by the first statement that fits the bytes. Those that
// fit badly are kept in mind: the one with the fewest faults wins at last. It
// says what was wrong: statements that contradict each other, none that fits,
// or single bytes that had to be mended.
func decodeStated(b []byte, stated []string) (string, Kind) {
	best, fault, fewest := "", Kind(""), len(b)/50+1
	for c := range candidates(b, stated) {
		text, faults := decodeAs(c.enc, b)
		if faults == 0 {
			return text, c.fault
		}
		if faults < fewest {
			best, fault, fewest = text, DamageBytes, faults
		}
	}
	if best != "" {
		return best, fault
	}
	text, _ := decodeAs(charmap.Windows1252, b)
	return text, DamageCharset
}

// candidate is an encoding that a document may be in, and what is wrong with
// the document if it is.
type candidate struct {
	enc   encoding.Encoding
	fault Kind
}

// candidates yields the encodings that the document may be in, the likeliest
// first.
func candidates(b []byte, stated []string) iter.Seq[candidate] {
	return func(yield func(candidate) bool) {
		var fault Kind
		for _, name := range stated {
			switch enc := encodingOf(name); {
			case enc != nil:
				if !yield(candidate{enc, fault}) {
					return
				}
				fault = DamageConflict
			case !known(name):
				fault = DamageCharset
			case name != "":
				fault = DamageConflict // it names UTF-8 or UTF-16, and the bytes are neither
			}
		}
		if !yield(candidate{mixedUTF8{}, DamageBytes}) {
			return
		}
		if fewBytes(b) && fault == DamageConflict {
			return // too few to tell an encoding by that nobody named
		}
		if bytes.Contains(b, []byte("\x1b$")) && !yield(candidate{japanese.ISO2022JP, DamageCharset}) {
			return
		}
		yield(candidate{guessEncoding(b), DamageCharset})
	}
}

// fewBytes says whether there are hardly any bytes beyond ASCII.
func fewBytes(b []byte) bool {
	high := 0
	for _, c := range b {
		if high += int(c >> 7); high > 15 {
			return false
		}
	}
	return !bytes.Contains(b, []byte("\x1b$"))
}

// decodeAs decodes and counts the characters that could not be.
func decodeAs(enc encoding.Encoding, b []byte) (string, int) {
	switch enc := enc.(type) {
	case mixedUTF8:
		return mendUTF8(b)
	case *charmap.Charmap:
		return decodeBytes(enc, b)
	}
	high := 0
	for _, c := range b {
		high += int(c >> 7)
	}
	// Two bytes mostly become three.
	out := make([]byte, len(b)+high/2+64)
	decoder, done, read := enc.NewDecoder(), 0, 0
	for {
		n, used, err := decoder.Transform(out[done:], b[read:], true)
		done, read = done+n, read+used
		if err == nil {
			break
		}
		if !errors.Is(err, transform.ErrShortDst) {
			return "", len(b)
		}
		out = slices.Grow(out[:done], len(b)-read+64)
		out = out[:cap(out)]
	}
	return share(out[:done]), bytes.Count(out[:done], []byte("\ufffd"))
}

// decodeBytes decodes an encoding of one byte for each character.
func decodeBytes(enc *charmap.Charmap, b []byte) (string, int) {
	var table [256]struct {
		utf8 [utf8.UTFMax]byte
		n    uint8
	}
	var seen [256]int
	for _, c := range b {
		seen[c]++
	}
	size := 0
	for i := range table {
		n := utf8.EncodeRune(table[i].utf8[:], enc.DecodeByte(byte(i)))
		table[i].n = uint8(n)
		size += n * seen[i]
	}
	out := make([]byte, 0, size)
	for _, c := range b {
		t := &table[c]
		out = append(out, t.utf8[:t.n]...)
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
