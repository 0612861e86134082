package clean

import (
	"net/url"
	"regexp"
	"strings"

	"golang.org/x/net/html"
)

// linkRel is what every link of a stranger says of itself: the page it opens
// learns nothing of us, and no search engine takes it for our recommendation.
const linkRel = "noopener noreferrer nofollow ugc"

// The values that drawings may have: numbers, lengths, colours and paths, but
// nothing with a parenthesis or colon, by which other things are named.
var (
	shapeValue = regexp.MustCompile(`^[\w\s#.,%+-]*$`)
	svgAddress = regexp.MustCompile(`^http://www\.w3\.org/2000/svg$`)
)

// completeLinks resolves the addresses of links and pictures against base and
// drops those that may not be followed. All else stays as it was written.
func completeLinks(s string, base *url.URL) string {
	if !strings.Contains(s, "<a") && !strings.Contains(s, "<img") {
		return s
	}
	var b strings.Builder
	b.Grow(len(s) + len(s)/4)
	z := html.NewTokenizer(strings.NewReader(s))
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			return b.String()
		}
		raw := z.Raw()
		if kind != html.StartTagToken && kind != html.SelfClosingTagToken || !isLinking(raw) {
			b.Write(raw)
			continue
		}
		t := z.Token()
		switch t.Data {
		case "a":
			t.Attr = append(completeAttr(t.Attr, "href", base), html.Attribute{Key: "rel", Val: linkRel})
		case "img":
			t.Attr = completeAttr(t.Attr, "src", base)
		}
		b.WriteString(t.String())
	}
}

func isLinking(tag []byte) bool {
	s := string(tag[1:min(len(tag), 4)])
	return strings.HasPrefix(s, "a ") || strings.HasPrefix(s, "img")
}

func completeAttr(attrs []html.Attribute, key string, base *url.URL) []html.Attribute {
	kept := attrs[:0]
	for _, a := range attrs {
		if a.Key == key {
			var ok bool
			if a.Val, ok = resolve(a.Val, base); !ok || (key == "src" && strings.HasPrefix(a.Val, "mailto:")) {
				continue
			}
		}
		kept = append(kept, a)
	}
	return kept
}

// resolve completes an address against base and says whether it may be
// followed: to http, https or mailto, by whatever way it is written.
func resolve(ref string, base *url.URL) (string, bool) {
	ref = strings.TrimSpace(scrub(ref))
	u, err := url.Parse(ref)
	if err != nil {
		return "", false
	}
	switch u.Scheme {
	case "http", "https", "mailto":
		return ref, true
	case "":
		if base != nil {
			return base.ResolveReference(u).String(), true
		}
		return ref, true
	}
	return "", false
}
