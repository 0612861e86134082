package article

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/markusmobius/go-htmldate"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// stamp is a time as a page writes it.
type stamp struct {
	at     time.Time
	zoned  bool // whether it names its zone
	clock  bool // whether it gives the time of day
	origin string
}

// stampLayouts are the ways pages write times, beside RFC 3339.
var stampLayouts = []struct {
	layout       string
	zoned, clock bool
}{
	{"2006-01-02T15:04:05Z07:00", true, true},
	{"2006-01-02T15:04:05Z0700", true, true},
	{"2006-01-02T15:04:05Z07", true, true},
	{"2006-01-02T15:04Z07:00", true, true},
	{"2006-01-02T15:04Z0700", true, true},
	{"2006-01-02T15:04:05 Z07:00", true, true},
	{"2006-01-02T15:04:05 Z0700", true, true},
	{"2006-01-02 15:04:05Z07:00", true, true},
	{"2006-01-02 15:04:05 Z07:00", true, true},
	{"2006-01-02 15:04:05 Z0700", true, true},
	{"2006-01-02 15:04:05 Z0700 MST", true, true},
	{"2006-01-02 15:04:05 MST", true, true},
	{"2006-01-02T15:04:05", false, true},
	{"2006-01-02 15:04:05", false, true},
	{"2006-01-02T15:04", false, true},
	{"2006-01-02 15:04", false, true},
	{"2006/01/02 15:04:05", false, true},
	{"2006/01/02 15:04", false, true},
	{time.RFC1123Z, true, true},
	{time.RFC1123, true, true},
	{"Mon, 2 Jan 2006 15:04:05 -0700", true, true},
	{"Mon, 2 Jan 2006 15:04:05 MST", true, true},
	{"Mon, 2 Jan 2006 15:04 MST", true, true},
	{"Mon Jan 2 15:04:05 MST 2006", true, true},
	{"Mon Jan 02 2006 15:04:05 MST-0700", true, true},
	{"January 2, 2006 15:04:05", false, true},
	{"January 2, 2006, 3:04 pm", false, true},
	{"January 2, 2006 3:04 PM", false, true},
	{"Jan 2, 2006 3:04 PM", false, true},
	{"2 January 2006 15:04", false, true},
	{"02.01.2006 15:04", false, true},
	{"02.01.2006, 15:04", false, true},
	{"02/01/2006 15:04", false, true},
	{"02-01-2006 15:04", false, true},
	{"20060102T150405Z0700", true, true},
	{"20060102150405", false, true},
	{"Mon Jan 2 15:04:05 2006", false, true},
	{"2006.01.02 15:04", false, true},
	{"2006-01-02", false, false},
	{"2006/01/02", false, false},
	{"January 2, 2006", false, false},
	{"Jan 2, 2006", false, false},
	{"2 January 2006", false, false},
	{"02.01.2006", false, false},
}

var (
	zoneName   = regexp.MustCompile(`\[[A-Za-z_/]+\]$|\s+\([^)]*\)$`)
	unixMillis = regexp.MustCompile(`^1\d{9}(\d{3})?$`)
)

// readStamp reads a time. ok is false when it is none, or one that no report
// can have.
func readStamp(s, origin string) (stamp, bool) {
	s = strings.TrimSpace(zoneName.ReplaceAllString(strings.TrimSpace(s), ""))
	if unixMillis.MatchString(s) {
		n, err := strconv.ParseInt(s[:10], 10, 64)
		return stamp{time.Unix(n, 0).UTC(), true, true, origin}, err == nil
	}
	for _, l := range stampLayouts {
		if at, err := time.Parse(l.layout, s); err == nil {
			if at.Year() < 1990 || at.Year() > 2100 {
				return stamp{}, false
			}
			return stamp{withZone(at), l.zoned, l.clock, origin}, true
		}
	}
	return stamp{}, false
}

// published returns when the report was published, the zero time when nothing
// says so, and where that came from.
func (p *page) published(headline *html.Node) (time.Time, string) {
	all := p.stamps(p.ld.published, []string{
		"article:published_time", "article:published", "article:published:time", "article_published_time", "og:published_time", "og:article:published_time", "datepublished",
		"parsely-pub-date", "sailthru.date", "dc.date.issued", "dcterms.created", "dc.date.created", "dc.date", "dcterms.date",
		"publish-date", "publish_date", "published_time", "publishdate", "pubdate", "date.created", "article.published", "article.created",
		"cxenseparse:recs:publishtime", "cxenseparse:publishtime", "published", "publication_date", "citation_publication_date", "vr:published_time", "iso-8601-publish-date", "date", "last-modified-x",
	})
	if len(all) == 0 {
		all = p.markedStamps()
	}
	if !anyClock(all) {
		all = append(all, p.printedStamps(headline)...)
	}
	if at, origin := p.choose(all); origin != "" {
		return at, origin
	}
	if at := p.hint.Item.Published; !at.IsZero() {
		return at, "feed"
	}
	return p.guessedDate()
}

// modified returns when the report was last changed, the zero time when
// nothing says so or it is not after the publication.
func (p *page) modified(published time.Time) (time.Time, string) {
	all := p.stamps(p.ld.modified, []string{
		"article:modified_time", "article:modified", "article:modified:time", "og:updated_time", "article:updated", "datemodified", "last-modified",
		"dcterms.modified", "dc.date.modified", "lastmod", "revision_date", "article.updated",
	})
	at, origin := p.choose(all)
	if origin == "" || !published.IsZero() && at.Before(published) {
		return time.Time{}, ""
	}
	return at, origin
}

// stamps gathers what JSON-LD and the meta elements say, most trusted first.
func (p *page) stamps(declared string, metas []string) []stamp {
	var all []stamp
	if s, ok := readStamp(declared, "json-ld"); ok {
		all = append(all, s)
	}
	for _, name := range metas {
		for _, v := range p.meta.values[name] {
			if s, ok := readStamp(v, "meta"); ok {
				all = append(all, s)
			}
		}
	}
	return all
}

// choose takes the most trusted time, to the minute where any says that of
// the same day, with the zone of one that shows the same clock.
func (p *page) choose(all []stamp) (time.Time, string) {
	var kept []stamp
	for _, s := range all {
		if p.plausible(s.at) {
			kept = append(kept, s)
		}
	}
	if len(kept) == 0 {
		return time.Time{}, ""
	}
	best := kept[0]
	for _, s := range kept[1:] {
		gap := s.at.Sub(best.at).Abs()
		switch {
		case !best.clock && s.clock && gap < 36*time.Hour:
			best = s
		case best.clock && !best.zoned && s.zoned && s.clock && sameClock(best.at, s.at):
			best.at, best.zoned = s.at, true
		}
	}
	return best.at, best.origin
}

// plausible says whether a report that the feed dates can be of that time.
func (p *page) plausible(at time.Time) bool {
	if p.hint.Now.IsZero() {
		return true
	}
	return at.Before(p.hint.Now.Add(48 * time.Hour))
}

func sameClock(a, b time.Time) bool {
	return a.Hour() == b.Hour() && a.Minute() == b.Minute() && a.YearDay() == b.YearDay() && a.Year() == b.Year()
}

func anyClock(all []stamp) bool {
	for _, s := range all {
		if s.clock {
			return true
		}
	}
	return false
}

// printedStamps reads the times that the page prints near the headline.
func (p *page) printedStamps(headline *html.Node) []stamp {
	var all []stamp
	near := headline
	for range 3 {
		if near == nil || near.Parent == nil || near.Parent.DataAtom == atom.Body {
			break
		}
		near = near.Parent
		for i, b := range blocksOf(near) {
			if i > 25 {
				break
			}
			if len(b.text) > 160 {
				continue
			}
			if s, ok := readPrintedTime(b.text, strings.HasPrefix(strings.ToLower(p.meta.language), "en-us")); ok {
				all = append(all, s)
			}
		}
		if len(all) > 0 {
			break
		}
	}
	return all
}

// markedStamps reads the elements that are marked as times.
func (p *page) markedStamps() []stamp {
	var all, others []stamp
	for n := range p.doc.Descendants() {
		if n.Type != html.ElementNode || n.DataAtom != atom.Time && attr(n, "itemprop") != "datePublished" && !strings.Contains(attr(n, "class"), "published") {
			continue
		}
		for _, v := range []string{attr(n, "datetime"), attr(n, "content"), attr(n, "title"), attr(n, "data-datetime")} {
			s, ok := readStamp(v, "page")
			switch {
			case !ok:
			case attr(n, "itemprop") == "datePublished" || n.Parent != nil && strings.Contains(strings.ToLower(names(n)+names(n.Parent)), "publish"):
				all = append(all, s)
			default:
				others = append(others, s)
			}
		}
	}
	return append(all, others...)
}

// guessedDate looks for a date in the address and the text, for pages that
// declare none.
func (p *page) guessedDate() (time.Time, string) {
	got, err := htmldate.FromDocument(p.doc, htmldate.Options{
		URL: p.url.String(), UseOriginalDate: true, SkipExtensiveSearch: true, EnableLog: false,
	})
	if err != nil || got.DateTime.IsZero() || !p.plausible(got.DateTime) {
		return time.Time{}, ""
	}
	return got.DateTime, "page"
}
