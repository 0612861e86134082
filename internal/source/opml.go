package source

import (
	"errors"
	"fmt"
	"io"
	"net/url"
	"strings"

	"golang.org/x/net/html"

	"dateline/internal/news"
	"dateline/internal/wire"
)

// What a list may be at most. The largest real lists stay far below.
const (
	maxListBytes = 64 << 20
	maxOutlines  = 50_000
	maxDepth     = 100 // folders in folders; deeper ones are no folders any more
	maxOpen      = 100_000
	maxTagBytes  = 1 << 20
	longestName  = 300 // bytes of an outlet's or a folder's name
	longestPath  = 600 // bytes of the names of folders in folders
)

// ReadOPML reads a list of outlets in the OPML form, in its own order. It
// takes what other programs write: any charset, any case of tags and
// attributes, bare ampersands, single quotes, tags left open, a cut end: every
// whole line before it is kept. Entities that a DTD defines are left as they
// are written, and nothing is ever fetched. Lines whose address cannot be
// followed are kept, so that Import can report them. A document that is no
// list at all, or beyond 50,000 lines or 64 MB, gives a *news.InvalidError.
func ReadOPML(r io.Reader) ([]Listing, error) {
	body, err := io.ReadAll(io.LimitReader(r, maxListBytes+1))
	if err != nil {
		return nil, fmt.Errorf("read the list of outlets: %w", err)
	}
	if len(body) > maxListBytes {
		return nil, badList("The list is larger than 64 MB.")
	}
	text, err := wire.Text(body, "")
	if err != nil {
		return nil, badList("The list cannot be read: its compression is damaged.")
	}
	z := html.NewTokenizer(strings.NewReader(text))
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
	if errors.Is(z.Err(), html.ErrBufferExceeded) && len(l.listings) == 0 {
		return nil, badList("The list has a line of more than 1 MB.")
	}
	if !l.seen {
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
	if kind == html.SelfClosingTagToken || len(l.folders) == maxOpen {
		return nil
	}
	folder := ""
	if !isFeed && len(l.folders) < maxDepth {
		folder = strings.ReplaceAll(short(firstOf(attr["text"], attr["title"])), "/", "-")
	}
	l.folders = append(l.folders, folder)
	return nil
}

// add takes one outline and says whether it was a feed's. One that is neither
// of a feed nor says that it should be is a folder, or a link, and no feed.
func (l *listReader) add(attr map[string]string) bool {
	address := news.CompleteAddress(firstOf(attr["xmlurl"], attr["url"]))
	followed := strings.EqualFold(attr["type"], "page") && attr["pattern"] != ""
	if attr["xmlurl"] == "" && !isFeedType(attr["type"]) && !followed {
		return false
	}
	site := siteAddress(attr["htmlurl"])
	line := Listing{
		Outlet: news.Outlet{
			Name:     short(firstOf(attr["text"], attr["title"], hostOf(site), hostOf(address), "Unnamed outlet")),
			Site:     site,
			Country:  countryOf(attr["country"]),
			Language: languageOf(attr["language"]),
			Kind:     kindOf(attr["kind"]),
			Standing: standingOf(attr["standing"]),
			StateRun: strings.EqualFold(attr["staterun"], "true"),
		},
		FeedURL: address,
		Title:   short(attr["title"]),
		Folder:  l.folder(attr["category"]),
	}
	if followed {
		line.Pattern = attr["pattern"]
	}
	l.listings = append(l.listings, line)
	return true
}

// folder returns the folder in which a line stands: that of the outlines
// around it, else the first that its category names, as programs write that
// have no folders.
func (l *listReader) folder(category string) string {
	path := ""
	for _, f := range l.folders {
		if f == "" || len(path)+len(f) >= longestPath {
			continue
		}
		if path != "" {
			path += "/"
		}
		path += f
	}
	if path == "" {
		first, _, _ := strings.Cut(category, ",")
		return short(strings.Trim(strings.TrimSpace(first), "/"))
	}
	return path
}

// short returns a name, cut when it is longer than any name.
func short(name string) string {
	if len(name) <= longestName {
		return name
	}
	return strings.TrimSpace(strings.ToValidUTF8(name[:longestName], ""))
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
