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

// The limits within which a document is read. Who nests deeper, or writes more
// attributes or longer names, is refused; of everything else what goes beyond
// is left out.
const (
	defaultMaxItems = 10_000
	maxDepth        = 512      // open elements, or values of JSON
	maxAttributes   = 256      // of one element
	maxName         = 32 << 10 // bytes of an element's name
	maxList         = 500      // categories, links, authors and the like of one item
	maxField        = 8 << 20  // bytes of one text
	maxScratch      = 1 << 20  // bytes that are kept to put texts together in
	maxHeadline     = 64 << 10 // bytes of a headline
	maxAddress      = 16 << 10 // bytes of an address
)

// Hints are what is known of a feed besides its bytes. The zero value is fine.
type Hints struct {
	URL             string // where it was found after all redirects; relative addresses are completed with it
	ContentType     string // the Content-Type header
	ContentLocation string // the Content-Location header, may be relative to URL
	ContentLanguage string // the Content-Language header
	MaxItems        int    // how many items Parse keeps, the newest; 0 means 10,000
}

// Parse reads a feed. Texts of the result may share memory with body, which
// must not be changed afterwards. A damaged document is read as far as it can
// be, and the result says so by Damage, and by Truncated when it was cut; what
// is no feed at all, or an attack, gives an *Error, of the kind
// news.ErrInvalid. However many items it may keep, it keeps no more of the
// newest than take 40 MiB besides the body.
func Parse(body []byte, h Hints) (*news.Wire, error) {
	if h.MaxItems <= 0 {
		h.MaxItems = defaultMaxItems
	}
	k := keeper{limit: h.MaxItems}
	w, err := read(body, h, sink{expect: k.expect, each: k.take})
	if err != nil {
		return nil, err
	}
	w.Items = k.inOrder()
	if k.dropped && w.Damage == "" {
		w.Damage = string(DamageTooManyItems)
	}
	return w, nil
}

// Read reads a feed like Parse and hands over its items one by one, in the
// feed's own order and however many there are, without keeping any. An item
// may be kept by copying it. Read ends early when each returns false. The
// result is the feed without its items; what the feed says of itself may stand
// behind them.
func Read(body []byte, h Hints, each func(*news.Item) bool) (*news.Wire, error) {
	return read(body, h, sink{each: each})
}

// sink takes the items of a feed as they are read.
type sink struct {
	expect func(doc string, n int) // is told beforehand how many there may be; nil for nobody
	each   func(*news.Item) bool
}

func read(body []byte, h Hints, to sink) (*news.Wire, error) {
	doc, fault, err := decodeNoting(body, h.ContentType)
	if err != nil {
		return nil, err
	}
	if len(doc) > longDocument {
		to = collecting(doc, to)
	}
	base := documentBase(h)
	start := firstOf(doc)
	switch {
	case start == "":
		return nil, &Error{Kind: KindEmpty, Reason: "The document is empty."}
	case start[0] == '{' || start[0] == '[':
		return parseJSON(start, base, fault, to)
	}
	return parseXML(doc, base, h, fault, to)
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
	return &Error{Kind: KindNotAFeed, Reason: fmt.Sprintf("This is not a feed: %s.", what)}
}

// refusal returns the error of a document that is refused, nil for none.
func refusal(k Kind) error {
	switch k {
	case KindEntities:
		return &Error{Kind: k, Reason: "It uses entities that it defines itself, which are never expanded."}
	case KindDepth, KindJSONDepth:
		return &Error{Kind: k, Reason: "It is nested too deeply to be a feed."}
	case KindAttributes:
		return &Error{Kind: k, Reason: "One of its elements has too many attributes to be a feed's."}
	case KindTokenTooLong:
		return &Error{Kind: k, Reason: "One of its names is too long to be a feed's."}
	}
	return nil
}
