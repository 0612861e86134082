// Package wire reads feeds: RSS 0.9 to 2.0, RDF, Atom 0.3 and 1.0, CDF, JSON
// Feed and news sitemaps, as they are found and not as they should be. Bytes
// go in, items come out. It fetches nothing and cleans nothing: HTML in what
// it returns is as the publisher wrote it, but for its addresses, which are
// made absolute.
package wire

import (
	"fmt"
	"net/url"
	"strings"

	"dateline/internal/news"
)

// The limits within which a document is read. What goes beyond is left out.
const (
	defaultMaxItems = 10_000
	maxDepth        = 256     // open elements; deeper ones are passed over
	maxAttributes   = 256     // of one element
	maxList         = 500     // categories, links, authors and the like of one item
	maxField        = 8 << 20 // bytes of one text
)

// Hints are what is known of a feed besides its bytes. The zero value is fine.
type Hints struct {
	URL             string // where it was found after all redirects; relative addresses are completed with it
	ContentType     string // the Content-Type header
	ContentLocation string // the Content-Location header, may be relative to URL
	ContentLanguage string // the Content-Language header
	MaxItems        int    // how many items to keep, the newest; 0 means 10,000
}

// An Error says why a document could not be read as a feed. It is of the kind
// news.ErrInvalid.
type Error struct {
	Reason string // a plain sentence, fit to show
}

// Error returns the reason.
func (e *Error) Error() string { return e.Reason }

// Is makes every Error one of the kind news.ErrInvalid.
func (e *Error) Is(target error) bool { return target == news.ErrInvalid }

// Parse reads a feed. Texts of the result may share memory with body, which
// must not be changed afterwards. A damaged document is read as far as it can
// be, and the result says so by Truncated; what is no feed at all gives an
// *Error, of the kind news.ErrInvalid.
func Parse(body []byte, h Hints) (*news.Wire, error) {
	if h.MaxItems <= 0 {
		h.MaxItems = defaultMaxItems
	}
	doc, err := decodeDocument(body, h.ContentType)
	if err != nil {
		return nil, err
	}
	base := documentBase(h)
	start := firstOf(doc)
	switch {
	case start == "":
		return nil, &Error{Reason: "The document is empty."}
	case start[0] == '{' || start[0] == '[':
		return parseJSON(start, base, h)
	}
	return parseXML(doc, base, h)
}

// firstOf returns the document from its first visible character on.
func firstOf(doc string) string {
	return strings.TrimLeft(doc, " \t\r\n\ufeff")
}

func documentBase(h Hints) *url.URL {
	base := webAddress(nil, h.URL)
	if h.ContentLocation != "" {
		if at := webAddress(base, h.ContentLocation); at != nil {
			return at
		}
	}
	return base
}

func notAFeed(what string) error {
	return &Error{Reason: fmt.Sprintf("This is not a feed: %s.", what)}
}
