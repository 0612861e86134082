package wire

import (
	"cmp"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/publicsuffix"

	"dateline/internal/news"
)

// LinkPattern is a pattern for ParsePage that fits links of a page.
type LinkPattern struct {
	Pattern  string        `json:"pattern"`
	Count    int           `json:"count"`    // items that ParsePage would take
	Examples []LinkExample `json:"examples"` // the first of them
}

// LinkExample is a report that a page links to.
type LinkExample struct {
	Headline string `json:"headline"` // plain text
	Address  string `json:"address"`
}

// How patterns are proposed.
const (
	mostPatterns   = 5
	mostExamples   = 4
	leastReports   = 3   // fewer links than that make no pattern
	mostShapes     = 60  // patterns weighed
	fullHeadline   = 60  // characters; longer ones say no more
	numberedWeight = 1.2 // for an address with a number: reports are numbered or dated
)

// LinkPatterns proposes patterns under which the reports of a page are found,
// the likeliest first. Links of one shape of address are taken together:
// numbers, dates and slugs may be any, single words may be where that gathers
// more. Patterns whose links are mostly labels and not headlines come last or
// are left out. A page of which nothing can be made has none.
func LinkPatterns(body []byte, h Hints) []LinkPattern {
	p, err := openPage(body, h)
	if err != nil {
		return nil
	}
	p.collect(p.nearKey)
	list := p.sample()
	var weighed []weighedPattern
	for _, pattern := range shapesOf(list, p.address) {
		fits, err := compilePattern(pattern, p.address)
		if err != nil {
			continue
		}
		if w := weigh(pattern, fits, list); w.reports >= leastReports {
			weighed = append(weighed, w)
		}
	}
	slices.SortStableFunc(weighed, func(a, b weighedPattern) int {
		return cmp.Or(cmp.Compare(b.weight, a.weight), cmp.Compare(len(b.Pattern), len(a.Pattern)))
	})
	return distinct(weighed)
}

const (
	longestPath = 1 << 10 // bytes
	mostParts   = 12
)

// nearKey names every address of the page's own site that may be a report's.
func (p *linkedPage) nearKey(to *url.URL) string {
	if len(to.Path) > longestPath || strings.Count(to.Path, "/") > mostParts {
		return "" // no report is that deep, and patterns take time in the square of it
	}
	own, err := publicsuffix.EffectiveTLDPlusOne(plainHost(p.address.Hostname()))
	if err != nil {
		own = plainHost(p.address.Hostname())
	}
	host := plainHost(to.Hostname())
	if host != own && !strings.HasSuffix(host, "."+own) || strings.Trim(to.Path, "/") == "" {
		return ""
	}
	switch strings.ToLower(path.Ext(to.Path)) {
	case ".jpg", ".jpeg", ".png", ".gif", ".webp", ".pdf", ".zip", ".mp3", ".mp4", ".xml", ".rss", ".css", ".js":
		return ""
	}
	key := news.AddressKey(to.String())
	if key == news.AddressKey(p.address.String()) {
		return ""
	}
	return key
}

// sampledLink is a link as patterns are weighed by it.
type sampledLink struct {
	address  *url.URL
	key      string // its name
	plainKey string // its name by a pattern that asks for no parameter
	headline string
	weight   float64 // 0 for a label, up to 1 for a whole headline
}

func (p *linkedPage) sample() []sampledLink {
	list := make([]sampledLink, 0, len(p.reports))
	for _, r := range p.reports {
		s := p.sighting(r)
		l := sampledLink{address: r.address, key: r.key, plainKey: pathOnly(r.address), headline: s.headline}
		if s.rank >= rankNear && (headlineLike(s.headline) || s.rank == rankHeading && strings.Contains(s.headline, " ")) {
			l.weight = min(float64(utf8.RuneCountInString(s.headline)), fullHeadline) / fullHeadline
			if s.rank == rankHeading {
				l.weight = (1 + l.weight) / 2
			}
		}
		list = append(list, l)
	}
	return list
}

// weighedPattern is a pattern with what speaks for it.
type weighedPattern struct {
	LinkPattern
	reports int
	weight  float64
	fits    map[string]bool // keys of its reports
}

// weigh counts the reports that a pattern fits. What it fits besides speaks
// against it.
func weigh(pattern string, fits *linkPattern, list []sampledLink) weighedPattern {
	w := weighedPattern{LinkPattern: LinkPattern{Pattern: pattern}, fits: map[string]bool{}}
	seen := map[string]bool{}
	for _, l := range list {
		key := l.key
		if len(fits.query) == 0 {
			key = l.plainKey
		}
		if seen[key] || !fits.fits(l.address) {
			continue
		}
		seen[key] = true
		if l.weight == 0 {
			continue
		}
		w.fits[key] = true
		w.reports++
		w.weight += l.weight
		if len(w.Examples) < mostExamples {
			w.Examples = append(w.Examples, LinkExample{Headline: l.headline, Address: news.CleanAddress(l.address.String())})
		}
	}
	w.Count = len(seen)
	if len(seen) > 0 {
		share := float64(w.reports) / float64(len(seen))
		w.weight *= share * share
	}
	if strings.Contains(pattern, "#") {
		w.weight *= numberedWeight
	}
	return w
}

// distinct returns the first few patterns, without those that fit the same
// reports as one before.
func distinct(weighed []weighedPattern) []LinkPattern {
	var kept []weighedPattern
	for _, w := range weighed {
		same := slices.ContainsFunc(kept, func(k weighedPattern) bool {
			if len(k.fits) != len(w.fits) {
				return false
			}
			for key := range w.fits {
				if !k.fits[key] {
					return false
				}
			}
			return true
		})
		if !same && len(kept) < mostPatterns {
			kept = append(kept, w)
		}
	}
	list := make([]LinkPattern, len(kept))
	for i, k := range kept {
		list[i] = k.LinkPattern
	}
	return list
}

// shapesOf returns the patterns that links of a page suggest, those of most
// links first: the shapes of their addresses, and those shapes with one word
// or all words left open where that joins several.
func shapesOf(list []sampledLink, page *url.URL) []string {
	count := map[string]int{}
	for _, l := range list {
		if l.weight > 0 {
			count[shapeOf(l.address, page)]++
		}
	}
	joined := map[string]int{}
	members := map[string]int{}
	for shape, n := range count {
		for _, open := range opened(shape) {
			joined[open] += n
			members[open]++
		}
	}
	for open, n := range joined {
		if members[open] > 1 {
			count[open] += n
		}
	}
	shapes := make([]string, 0, len(count))
	for shape := range count {
		shapes = append(shapes, shape)
	}
	slices.SortFunc(shapes, func(a, b string) int { return cmp.Or(cmp.Compare(count[b], count[a]), cmp.Compare(a, b)) })
	return shapes[:min(len(shapes), mostShapes)]
}

// shapeOf returns an address's shape: its path with numbers, dates and slugs
// left open, before it the host where that is not the page's, behind it the
// numbers that its query asks by.
func shapeOf(to, page *url.URL) string {
	parts := strings.Split(strings.Trim(to.Path, "/"), "/")
	open := false
	for i, part := range parts {
		shape := partShape(part)
		open = i == len(parts)-1 && shape != part
		parts[i] = shape
	}
	shape := "/" + strings.Join(parts, "/")
	if !open {
		shape += queryShape(to.Query())
	}
	host, own := plainHost(to.Hostname()), plainHost(page.Hostname())
	if host != own && !strings.HasSuffix(host, "."+own) {
		return host + shape
	}
	return shape
}

var (
	allDigits   = regexp.MustCompile(`^\d+$`)
	dayPart     = regexp.MustCompile(`^\d{4}-\d{1,2}-\d{1,2}$`)
	pageEnding  = regexp.MustCompile(`(?i)\.[a-z]{2,5}$`)
	numberLast  = regexp.MustCompile(`^.*\D([-_.,])\d{4,}$`)
	numberFirst = regexp.MustCompile(`^\d{4,}([-_.,]).+$`)
	mixed       = regexp.MustCompile(`\d.*[a-zA-Z]|[a-zA-Z].*\d`)
)

// partShape returns one part of a path with what differs between reports left
// open; a single word stays as it is.
func partShape(part string) string {
	ending := pageEnding.FindString(part)
	name := strings.TrimSuffix(part, ending)
	switch {
	case name == "" || strings.ContainsAny(part, "*#?"):
		return "*"
	case allDigits.MatchString(name):
		return "#" + ending
	case dayPart.MatchString(name):
		return "#-#-#" + ending
	}
	if m := numberLast.FindStringSubmatch(name); m != nil {
		return "*" + m[1] + "#" + ending
	}
	if m := numberFirst.FindStringSubmatch(name); m != nil {
		return "#" + m[1] + "*" + ending
	}
	slug := strings.Count(name, "-")+strings.Count(name, "_")+strings.Count(name, "+") >= 2
	if slug || utf8.RuneCountInString(name) >= 25 || len(name) >= 6 && mixed.MatchString(name) {
		return "*" + ending
	}
	return part
}

// queryShape returns the first parameter by which an address asks for a
// number, left open.
func queryShape(query url.Values) string {
	names := make([]string, 0, len(query))
	for name := range query {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		if allDigits.MatchString(query.Get(name)) && !strings.ContainsAny(name, "*#&=") {
			return "?" + name + "=#"
		}
	}
	return ""
}

// opened returns a shape with each of its words left open, and with all.
func opened(shape string) []string {
	host, rest, _ := strings.Cut(shape, "/")
	rest, query, _ := strings.Cut(rest, "?")
	if query != "" {
		query = "?" + query
	}
	parts := strings.Split(rest, "/")
	var list []string
	all := slices.Clone(parts)
	words := 0
	for i, part := range parts {
		if strings.ContainsAny(part, "*#") {
			continue
		}
		words++
		all[i] = "*" + pageEnding.FindString(part)
		one := slices.Clone(parts)
		one[i] = all[i]
		list = append(list, host+"/"+strings.Join(one, "/")+query)
	}
	if words > 1 {
		list = append(list, host+"/"+strings.Join(all, "/")+query)
	}
	return list
}
