package wire

import (
	"unicode/utf8"

	"golang.org/x/net/html/charset"
)

// Text returns a document as UTF-8 in the way that Parse reads one: by its
// byte order mark, else by what the server or the document says, else by what
// its bytes look like; unpacked when it is a gzip archive; without what no
// text holds. A damaged archive gives an *Error.
func Text(body []byte, contentType string) (string, error) {
	return decodeDocument(body, contentType)
}

// pageText returns a page as UTF-8, by the rules of browsers: they look for
// its charset in elements that feeds do not have. Where nothing says, and all
// of the page is UTF-8, it is that.
func pageText(body []byte, contentType string) string {
	enc, _, certain := charset.DetermineEncoding(body, contentType)
	if !certain && utf8.Valid(wholeRunes(body)) {
		return string(body)
	}
	text, err := enc.NewDecoder().Bytes(body)
	if err != nil {
		return string(body)
	}
	return string(text)
}

// wholeRunes returns bytes without the character at their end that a cut
// damaged.
func wholeRunes(body []byte) []byte {
	for i := 1; i < utf8.UTFMax && i <= len(body); i++ {
		if end := body[len(body)-i:]; utf8.RuneStart(end[0]) {
			if !utf8.FullRune(end) {
				return body[:len(body)-i]
			}
			break
		}
	}
	return body
}
