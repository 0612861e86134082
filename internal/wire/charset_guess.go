package wire

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
)

// mixedUTF8 stands for UTF-8 with single bytes of Windows-1252 in it, as
// programs make that paste texts together.
type mixedUTF8 struct{ encoding.Encoding }

// mendUTF8 reads mixed UTF-8. It reports a fault for each byte mended when
// those are more than the characters that were right, as then it is another
// encoding altogether.
func mendUTF8(b []byte) (string, int) {
	var out strings.Builder
	out.Grow(len(b) + len(b)/16)
	right, mended := 0, 0
	for len(b) > 0 {
		n := asciiPrefix(b)
		out.Write(b[:n])
		if b = b[n:]; len(b) == 0 {
			break
		}
		r, size := utf8.DecodeRune(b)
		if r == utf8.RuneError && size == 1 {
			r = charmap.Windows1252.DecodeByte(b[0])
			mended++
		} else {
			right++
		}
		out.WriteRune(r)
		b = b[size:]
	}
	if mended > right {
		return out.String(), mended
	}
	return out.String(), 0
}

func asciiPrefix(b []byte) int {
	for i, c := range b {
		if c >= utf8.RuneSelf {
			return i
		}
	}
	return len(b)
}

// guessSample is how much of a document is looked at to guess its encoding.
const guessSample = 1 << 16

// guessEncoding tells from the bytes alone which of the encodings used for
// news before UTF-8 a document is most likely in.
func guessEncoding(b []byte) encoding.Encoding {
	sample := foreignBytes(b)
	var best encoding.Encoding = charmap.Windows1252
	top := 0
	for _, c := range []struct {
		enc    encoding.Encoding
		letter func(rune) int
	}{
		{charmap.Windows1252, latinLetter},
		{japanese.ShiftJIS, japaneseLetter},
		{japanese.EUCJP, japaneseLetter},
		{korean.EUCKR, koreanLetter},
		{simplifiedchinese.GB18030, chineseLetter},
		{traditionalchinese.Big5, chineseLetter},
		{charmap.Windows1251, cyrillicLetter},
		{charmap.KOI8R, cyrillicLetter},
		{charmap.ISO8859_5, cyrillicLetter},
		{charmap.Windows1256, arabicLetter},
		{charmap.Windows1253, greekLetter},
		{charmap.Windows1255, hebrewLetter},
	} {
		if score := scoreOf(c.enc, sample, c.letter); score > top {
			best, top = c.enc, score
		}
	}
	return best
}

// foreignBytes returns the words of the document that hold other than ASCII.
func foreignBytes(b []byte) []byte {
	var out []byte
	for _, word := range bytes.FieldsFunc(b[:min(len(b), guessSample)], func(r rune) bool {
		return r == ' ' || r == '\n' || r == '<' || r == '>'
	}) {
		if asciiPrefix(word) < len(word) {
			out = append(append(out, word...), ' ')
		}
	}
	return out
}

// scoreOf is how many points an encoding gets for the letters it yields, on
// the scale of a thousand for each byte of the sample.
func scoreOf(enc encoding.Encoding, sample []byte, letter func(rune) int) int {
	text, _ := decodeAs(enc, sample)
	points, before := 0, ' '
	for _, r := range text {
		switch {
		case r == utf8.RuneError:
			points -= 200
		case r >= utf8.RuneSelf:
			p := letter(r)
			if isLower(before) && isUpper(r) {
				p = -20
			}
			points += p
		}
		before = r
	}
	return points * 1000 / max(len(sample), 1)
}

func isUpper(r rune) bool {
	return (r >= 0x410 && r <= 0x42f) || (r >= 0xc0 && r <= 0xde) || (r >= 'A' && r <= 'Z')
}

func isLower(r rune) bool {
	return (r >= 0x430 && r <= 0x44f) || (r >= 0xdf && r <= 0xff) || (r >= 'a' && r <= 'z')
}

func latinLetter(r rune) int {
	switch {
	case strings.ContainsRune("äöüßéèêàâçîôûñáíóúãõåæø“”‘’–—…€«»°", r):
		return 11
	case r >= 0xc0 && r <= 0xff:
		return 4
	}
	return -10
}

func japaneseLetter(r rune) int {
	switch {
	case r >= 0x3041 && r <= 0x30fe, r == '、', r == '。':
		return 30
	case r >= 0x4e00 && r <= 0x9fff:
		return 10
	case r >= 0xff61 && r <= 0xff9f:
		return -10
	}
	return 0
}

func koreanLetter(r rune) int {
	if r >= 0xac00 && r <= 0xd7a3 {
		return 20
	}
	return -10
}

// commonChinese are the characters that every Chinese text is full of.
const commonChinese = "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处队南给色光门即保治北造百规热领七海口东导器压志世金增争济阶油思术极交受联什认六共权收证改清己美再采转更单风切打白教速花带安场身车例真务具万每目至达走积示议声报斗完类八离华名确才科张信马节话米整空元况今集温传土许步群广石记需段研界拉林律叫且究观越织装影算低持音众书布复容儿须际商非验连断深难近矿千周委素技备半办青省列习响约支般史感劳便團國會來時這個們對為說於後發與學過開關問題經" +
	"北京新闻報導"

func chineseLetter(r rune) int {
	switch {
	case strings.ContainsRune(commonChinese, r):
		return 24
	case r >= 0x4e00 && r <= 0x9fff:
		return 6
	case r >= 0x3001 && r <= 0x3002, r >= 0xff01 && r <= 0xff1f:
		return 10
	}
	return -20
}

func cyrillicLetter(r rune) int {
	switch {
	case strings.ContainsRune("оеаинтсрвлкмдпуяыьгзбчйхжшюцщ", r):
		return 12
	case r >= 0x410 && r <= 0x42f:
		return 5
	case r >= 0x400 && r <= 0x45f:
		return 1
	}
	return -10
}

func arabicLetter(r rune) int {
	if r >= 0x621 && r <= 0x64a {
		return 11
	}
	return -10
}

func greekLetter(r rune) int {
	if r >= 0x386 && r <= 0x3ce {
		return 10
	}
	return -10
}

func hebrewLetter(r rune) int {
	if r >= 0x5d0 && r <= 0x5ea {
		return 11
	}
	return -10
}
