package source

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net/url"
	"regexp"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"dateline/internal/news"
)

// What a list may be at most. The largest real lists stay far below.
const (
	maxListBytes = 64 << 20
	maxOutlines  = 50_000
	maxDepth     = 100
	maxTagBytes  = 1 << 20
	sniffBytes   = 1024
)

// ReadOPML reads a list of outlets in the OPML form, in its own order. It
// takes what other programs write: any case of tags and attributes, bare
// ampersands, byte order marks, older charsets, single quotes, tags left open.
// Entities that a DTD defines are left as they are written. Lines whose
// address cannot be followed are kept, so that Import can report them. A
// document that is no list at all, or beyond 50,000 lines, 100 folders deep
// or 64 MB, gives a *news.InvalidError.
func ReadOPML(r io.Reader) ([]Listing, error) {
	limited := &io.LimitedReader{R: r, N: maxListBytes + 1}
	text, err := decoded(limited)
	if err != nil {
		return nil, fmt.Errorf("read the list of outlets: %w", err)
	}
	z := html.NewTokenizer(text)
	z.AllowCDATA(true)
	z.SetMaxBuf(maxTagBytes)
	l := &listReader{}
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			break
		}
		// HTML would take the text of <title/> to reach to the document's end.
		z.NextIsNotRawText()
		if err := l.take(kind, z); err != nil {
			return nil, err
		}
	}
	switch err := z.Err(); {
	case limited.N <= 0:
		return nil, badList("The list is larger than 64 MB.")
	case errors.Is(err, html.ErrBufferExceeded):
		return nil, badList("The list has a line of more than 1 MB.")
	case !errors.Is(err, io.EOF):
		return nil, fmt.Errorf("read the list of outlets: %w", err)
	case !l.seen:
		return nil, badList("This is not an OPML list: it has no outlines.")
	}
	return l.listings, nil
}

// listReader makes listings of the tags of a list, one after the other.
type listReader struct {
	listings []Listing
	folders  []string // one name for each open outline, "" for one that is no folder
	outlines int
	seen     bool // an opml or outline tag was there
}

func (l *listReader) take(kind html.TokenType, z *html.Tokenizer) error {
	if kind != html.StartTagToken && kind != html.SelfClosingTagToken && kind != html.EndTagToken {
		return nil
	}
	name, more := z.TagName()
	switch string(name) {
	case "opml":
		l.seen = true
		return nil
	case "outline":
		l.seen = true
	default:
		return nil
	}
	if kind == html.EndTagToken {
		if len(l.folders) > 0 {
			l.folders = l.folders[:len(l.folders)-1]
		}
		return nil
	}
	if l.outlines++; l.outlines > maxOutlines {
		return badList("The list has more than 50,000 outlines.")
	}
	attr := attributes(z, more)
	isFeed := l.add(attr)
	if kind == html.SelfClosingTagToken {
		return nil
	}
	if len(l.folders) == maxDepth {
		return badList("The list has folders in folders, more than 100 deep.")
	}
	folder := ""
	if !isFeed {
		folder = firstOf(attr["text"], attr["title"])
	}
	l.folders = append(l.folders, folder)
	return nil
}

// add takes one outline and says whether it was a feed's. One that is neither
// of a feed nor says that it should be is a folder, or a link, and no feed.
func (l *listReader) add(attr map[string]string) bool {
	address := firstOf(attr["xmlurl"], attr["url"])
	feedType := isFeedType(attr["type"])
	if attr["xmlurl"] == "" && !feedType {
		return false
	}
	site := siteAddress(attr["htmlurl"])
	name := firstOf(attr["text"], attr["title"], hostOf(site), hostOf(address), "Unnamed outlet")
	var path []string
	for _, f := range l.folders {
		if f != "" {
			path = append(path, f)
		}
	}
	l.listings = append(l.listings, Listing{
		Outlet: news.Outlet{
			Name:     name,
			Site:     site,
			Country:  countryOf(attr["country"]),
			Language: languageOf(attr["language"]),
			Kind:     kindOf(attr["kind"]),
		},
		FeedURL: address,
		Title:   attr["title"],
		Folder:  strings.Join(path, "/"),
	})
	return true
}

func isFeedType(kind string) bool {
	switch strings.ToLower(kind) {
	case "rss", "atom", "rdf", "json", "feed", "rss1", "rss2":
		return true
	}
	return false
}

// attributes returns a tag's attributes under lower-case names, their values
// on one line each. Of an attribute given twice the first counts.
func attributes(z *html.Tokenizer, more bool) map[string]string {
	attr := map[string]string{}
	for more {
		var name, value []byte
		name, value, more = z.TagAttr()
		if _, known := attr[string(name)]; !known {
			attr[string(name)] = strings.Join(strings.Fields(strings.ToValidUTF8(string(value), "\ufffd")), " ")
		}
	}
	return attr
}

var declaredCharset = regexp.MustCompile(`^\s*<\?xml[^>]*\sencoding\s*=\s*["']([A-Za-z0-9._:-]+)["']`)

// decoded returns r as UTF-8: a byte order mark decides, then what the XML
// declaration says, then UTF-8.
func decoded(r io.Reader) (io.Reader, error) {
	b := bufio.NewReaderSize(r, sniffBytes)
	head, err := b.Peek(sniffBytes)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	fallback := unicode.UTF8.NewDecoder()
	if m := declaredCharset.FindSubmatch(head); m != nil {
		// A declaration that could be read byte by byte is not UTF-16,
		// whatever it says.
		enc, name := charset.Lookup(string(m[1]))
		if enc != nil && !strings.HasPrefix(name, "utf-16") {
			fallback = enc.NewDecoder()
		}
	}
	return transform.NewReader(b, unicode.BOMOverride(fallback)), nil
}

// hostOf returns the host of an address without "www.", "" when it has none.
func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")
}

// firstOf returns the first of its arguments that is not empty.
func firstOf(texts ...string) string {
	for _, t := range texts {
		if t != "" {
			return t
		}
	}
	return ""
}

func badList(reason string) error {
	return &news.InvalidError{Field: "list", Reason: reason}
}
