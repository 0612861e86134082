package source

import (
	"bytes"
	"net/url"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/charset"
)

const (
	maxAlternates = 8
	maxFeedLinks  = 5
)

// page is what a site's page says of its feeds. All addresses are absolute.
type page struct {
	address    string
	alternates []string // declared by link elements
	links      []string // links that look like a feed's
	canonical  string
	language   string // lower case
	generator  string // lower case
	channel    string // the video channel the page is about
	mastodon   bool
	medium     bool
	wordPress  string // where the page's WordPress is installed
}

// isPage says whether a body is an HTML page and no feed, whatever its
// Content-Type says.
func isPage(body []byte) bool {
	head := bytes.ToLower(bytes.TrimLeft(body[:min(len(body), 1024)], "\ufeff \t\r\n"))
	if !bytes.HasPrefix(head, []byte("<")) {
		return false
	}
	for bytes.HasPrefix(head, []byte("<!--")) {
		end := bytes.Index(head, []byte("-->"))
		if end < 0 {
			return false
		}
		head = bytes.TrimLeft(head[end+3:], " \t\r\n")
	}
	if bytes.HasPrefix(head, []byte("<?xml")) {
		// XHTML begins as any XML does.
		_, head, _ = bytes.Cut(head, []byte("?>"))
		head = bytes.TrimLeft(head, " \t\r\n")
	}
	return bytes.HasPrefix(head, []byte("<!doctype html")) || bytes.HasPrefix(head, []byte("<html"))
}

// readPage reads what a page says of its feeds. It never fails: of a page that
// makes no sense, nothing is known.
func readPage(body []byte, contentType, address string) *page {
	p := &page{address: address, channel: channelIn(body, address)}
	base, err := url.Parse(address)
	if err != nil {
		return p
	}
	text, err := charset.NewReader(bytes.NewReader(body), contentType)
	if err != nil {
		text = bytes.NewReader(body)
	}
	z := html.NewTokenizer(text)
	z.SetMaxBuf(maxTagBytes)
	for {
		switch z.Next() {
		case html.ErrorToken:
			p.alternates = firstFew(unique(p.alternates), maxAlternates)
			p.links = firstFew(unique(p.links), maxFeedLinks)
			return p
		case html.StartTagToken, html.SelfClosingTagToken:
			name, more := z.TagName()
			switch tag := string(name); tag {
			case "html", "base", "link", "a", "meta":
				attr := attributes(z, more)
				if tag == "base" && attr["href"] != "" {
					base = resolved(base, attr["href"], base)
					continue
				}
				p.take(tag, attr, base)
			}
		}
	}
}

func (p *page) take(tag string, attr map[string]string, base *url.URL) {
	switch tag {
	case "html":
		p.language = firstOf(p.language, languageOf(attr["lang"]))
	case "link":
		p.takeLink(attr, base)
	case "a":
		if to := resolved(base, attr["href"], nil); to != nil && looksLikeFeed(to) {
			p.links = append(p.links, to.String())
		}
	case "meta":
		switch {
		case strings.EqualFold(attr["name"], "generator"):
			p.generator += " " + strings.ToLower(attr["content"])
		case strings.EqualFold(attr["itemprop"], "channelId"), strings.EqualFold(attr["itemprop"], "identifier"):
			p.channel = firstOf(p.channel, channelID(attr["content"]))
		case strings.EqualFold(attr["property"], "og:site_name"), strings.EqualFold(attr["name"], "application-name"):
			p.mastodon = p.mastodon || strings.Contains(strings.ToLower(attr["content"]), "mastodon")
		case strings.EqualFold(attr["property"], "al:android:package"):
			p.medium = attr["content"] == "com.medium.reader"
		}
	}
}

func (p *page) takeLink(attr map[string]string, base *url.URL) {
	to := resolved(base, attr["href"], nil)
	if to == nil {
		return
	}
	for _, rel := range strings.Fields(strings.ToLower(attr["rel"])) {
		switch rel {
		case "https://api.w.org/":
			p.wordPress, _, _ = strings.Cut(to.String(), "wp-json")
		case "canonical":
			p.canonical = to.String()
		case "alternate", "feed":
			if isFeedMedia(attr["type"]) || rel == "feed" {
				p.alternates = append(p.alternates, to.String())
			}
		}
	}
}

// isFeedMedia says whether a link's type is one that feeds are declared with.
// Plain application/json is not: sites declare their interfaces with it.
func isFeedMedia(media string) bool {
	media, _, _ = strings.Cut(strings.ToLower(media), ";")
	switch strings.TrimSpace(media) {
	case "application/rss+xml", "application/atom+xml", "application/rdf+xml",
		"application/feed+json", "application/xml", "text/xml", "application/x-rss+xml",
		"application/rss", "application/atom", "text/rss", "text/atom":
		return true
	}
	return false
}

// looksLikeFeed says whether a link's address looks like a feed's.
func looksLikeFeed(to *url.URL) bool {
	if to.Scheme != "http" && to.Scheme != "https" {
		return false
	}
	if strings.HasPrefix(to.Hostname(), "feeds.") || strings.HasPrefix(to.Hostname(), "rss.") {
		return true
	}
	path := strings.ToLower(strings.TrimSuffix(to.Path, "/"))
	for _, end := range []string{".rss", ".rdf", ".atom", "rss.xml", "feed.xml", "atom.xml", "index.xml", "/rss", "/feed", "/atom", "feed.json", "/rss2"} {
		if strings.HasSuffix(path, end) {
			return true
		}
	}
	query := strings.ToLower(to.RawQuery)
	return strings.Contains(query, "feed=rss") || strings.Contains(query, "feed=atom") ||
		strings.Contains(query, "format=rss") || strings.Contains(query, "format=feed") ||
		strings.Contains(query, "service=rss")
}

// resolved returns the absolute form of a reference, or otherwise when it has
// none.
func resolved(base *url.URL, reference string, otherwise *url.URL) *url.URL {
	reference = withoutFeedScheme(strings.TrimSpace(reference))
	if reference == "" {
		return otherwise
	}
	to, err := base.Parse(reference)
	if err != nil || to.Host == "" {
		return otherwise
	}
	return to
}

func firstFew(list []string, n int) []string { return list[:min(len(list), n)] }
