package article

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"golang.org/x/net/html/charset"

	"dateline/internal/news"
)

// What one page may cost. Past these a page is cut or read in a plainer way:
// no page of news is as large.
const (
	maxPage     = 4 << 20 // bytes read of a page
	maxElements = 40_000  // elements past which the engines are not asked
)

// page is a parsed news page with what it declares of itself.
type page struct {
	url      *url.URL
	doc      *html.Node
	elements int // how many elements it has
	meta     metadata
	ld       linkedData
	hint     Hint
	agencies book
}

// readPage parses a page once. The error is of kind news.ErrInvalid when it is
// no HTML page at all.
func readPage(body []byte, contentType, pageURL string, hint Hint) (*page, error) {
	if !looksLikeHTML(body, contentType) {
		return nil, fmt.Errorf("read page: not an HTML page: %w", news.ErrInvalid)
	}
	if len(body) > maxPage {
		body = body[:maxPage]
	}
	text := decode(body, contentType)
	doc, err := html.Parse(bytes.NewReader(text))
	if err != nil {
		if doc, err = html.Parse(bytes.NewReader(flatten(text))); err != nil {
			return nil, fmt.Errorf("parse page: %w", errors.Join(news.ErrInvalid, err))
		}
	}
	p := &page{doc: doc, hint: hint, agencies: bookOf(hint.Agencies)}
	p.url, err = url.Parse(strings.TrimSpace(pageURL))
	if err != nil {
		p.url = &url.URL{}
	}
	p.readHead()
	return p, nil
}

// looksLikeHTML says whether bytes can be a page: a declared type that is not
// a page's is believed, zero bytes and an archive's first bytes are not.
func looksLikeHTML(body []byte, contentType string) bool {
	kind, _, _ := strings.Cut(strings.ToLower(contentType), ";")
	kind = strings.TrimSpace(kind)
	for _, other := range []string{"image/", "video/", "audio/", "font/", "application/pdf", "application/zip", "application/json"} {
		if strings.HasPrefix(kind, other) {
			return false
		}
	}
	start := body[:min(len(body), 1024)]
	if bytes.HasPrefix(start, []byte("%PDF")) || bytes.HasPrefix(start, []byte("PK\x03\x04")) {
		return false
	}
	return bytes.IndexByte(start, '<') >= 0
}

// decode returns a page in UTF-8. Bytes that are UTF-8 are taken for it
// whatever the page says: pages often say the wrong thing.
func decode(body []byte, contentType string) []byte {
	body = bytes.TrimPrefix(body, []byte("\xef\xbb\xbf"))
	if validButForTheEnd(body) {
		return body
	}
	enc, _, _ := charset.DetermineEncoding(body, contentType)
	text, err := io.ReadAll(io.LimitReader(enc.NewDecoder().Reader(bytes.NewReader(body)), maxPage*3/2))
	if err != nil {
		return bytes.ToValidUTF8(body, []byte("\uFFFD"))
	}
	return text
}

// validButForTheEnd says whether text is UTF-8, but perhaps for a letter that
// was cut in two at its end.
func validButForTheEnd(text []byte) bool {
	for range utf8.UTFMax {
		if utf8.Valid(text) {
			return !bytes.Contains(text[:min(len(text), 1024)], []byte{0})
		}
		if len(text) == 0 {
			return false
		}
		text = text[:len(text)-1]
	}
	return false
}

// flatten rewrites a page whose markup is nested too deeply to be parsed,
// keeping only the elements that part its text and describe it.
func flatten(text []byte) []byte {
	var out bytes.Buffer
	z := html.NewTokenizer(bytes.NewReader(text))
	for {
		switch kind := z.Next(); kind {
		case html.ErrorToken:
			return out.Bytes()
		case html.TextToken, html.DoctypeToken:
			out.Write(z.Raw())
		case html.StartTagToken, html.EndTagToken, html.SelfClosingTagToken:
			raw := bytes.Clone(z.Raw())
			name, _ := z.TagName()
			switch atom.Lookup(name) {
			case atom.P, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6,
				atom.Title, atom.Meta, atom.Link, atom.Script, atom.Style, atom.Br, atom.Head, atom.Html, atom.Body:
				out.Write(raw)
			case atom.Div, atom.Section, atom.Article, atom.Li, atom.Td, atom.Blockquote:
				out.WriteString("<p>")
			default:
				out.WriteByte(' ')
			}
		}
	}
}

// resolve returns an address of the page in full, or "" when it is none.
func (p *page) resolve(address string) string {
	address = strings.TrimSpace(address)
	if address == "" || strings.HasPrefix(address, "data:") {
		return ""
	}
	u, err := p.url.Parse(address)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return ""
	}
	return u.String()
}
