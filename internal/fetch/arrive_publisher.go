package fetch

import (
	"html"
	"net/url"
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/net/publicsuffix"

	"dateline/internal/news"
)

// When a feed is one that takes its items over from others.
const (
	leastTaken   = 5   // items with an address; fewer tell nothing
	leastDomains = 3   // domains that are not the feed's own
	mostTaken    = 0.6 // of the items lead elsewhere
	largestShare = 0.8 // of those may lead to one domain: more is a redirector, or a sister site
)

// takenOver tells which items of a feed another outlet published.
type takenOver struct {
	own map[string]bool // the feed's domains, as anybody can register one
	// polledAt is the domain of the address that the feed is polled at.
	polledAt string
	names    []string          // the outlet's and the feed's own names, letters only
	domains  map[string]string // by host, as far as they were asked for
	linked   bool              // most items lead to the sites of several others
	sourced  bool              // most items name several others as their source
}

// attribute fills in who published the items that a feed took over from other
// outlets, each with its name and site.
//
// An item's own word for the feed it came from counts (RSS source, Atom
// source) where the item leads to that source's site, or where most of a
// feed's items come from several others, as those of news searches do: a feed
// cannot put one report of its own under another's name.
// Where most items lead to the sites of several others, as those of planets
// and link lists do, each belongs to the site it leads to. Who is only
// credited with a text did not publish it, and neither did a host through
// which all items lead.
func attribute(list []news.Arrival, w *news.Wire, claim *news.FeedClaim, base string) {
	t := &takenOver{own: map[string]bool{}, domains: map[string]string{}}
	t.polledAt = t.domain(claim.URL)
	for _, address := range []string{claim.URL, claim.Site, base, w.Link} {
		if domain := t.domain(address); domain != "" {
			t.own[domain] = true
		}
	}
	for _, name := range []string{claim.Outlet, name(w.Title), claim.Title} {
		if letters := lettersOnly(name); letters != "" {
			t.names = append(t.names, letters)
		}
	}
	for i := range list {
		t.follow(&list[i])
	}
	t.weigh(list)
	for i := range list {
		if o := t.publisher(&list[i].Article.Item); o.Name != "" {
			list[i].Publisher = o
			list[i].Article.Headline = withoutOutlet(list[i].Article.Headline, o.Name)
		}
	}
}

var discussedLink = regexp.MustCompile(`<a [^>]*href="([^"]+)"[^>]*>\s*\[link\]\s*</a>`)

// follow gives an item of Reddit the address that it is about: its own leads
// to the discussion.
func (t *takenOver) follow(a *news.Arrival) {
	item := &a.Article.Item
	if t.domain(item.URL) != "reddit.com" {
		return
	}
	m := discussedLink.FindStringSubmatch(item.Content + item.Summary)
	if m == nil {
		return
	}
	about := webLink(html.UnescapeString(m[1]))
	if domain := t.domain(about); domain == "" || domain == "reddit.com" || domain == "redd.it" {
		return
	}
	item.Comments = orElse(item.Comments, item.URL)
	item.URL = about
	a.Article.URL, a.Key = news.CleanAddress(about), news.AddressKey(about)
}

// weigh finds out whether most items lead to, or come from, several others.
func (t *takenOver) weigh(list []news.Arrival) {
	linked, sourced := map[string]int{}, map[string]int{}
	addressed := 0
	for i := range list {
		item := &list[i].Article.Item
		domain := t.domain(item.URL)
		if domain == "" {
			continue
		}
		addressed++
		if !t.own[domain] {
			linked[domain]++
		}
		if source := t.sourceDomain(item); source != "" {
			sourced[source]++
		}
	}
	t.linked, t.sourced = several(linked, addressed), t.search() && several(sourced, addressed)
}

// searches are the domains of news searches, which name the source of what
// leads to themselves. Nobody else's word for that is taken.
var searches = map[string]bool{
	"google.com": true, "bing.com": true, "yahoo.com": true, "msn.com": true, "duckduckgo.com": true, "baidu.com": true,
	"naver.com": true, "yandex.ru": true, "yandex.com": true, "smartnews.com": true, "flipboard.com": true,
	"feedly.com": true, "inoreader.com": true, "newsnow.co.uk": true, "ground.news": true,
}

// search says whether the feed is polled at a news search.
func (t *takenOver) search() bool { return searches[t.polledAt] }

// several says whether counts by domain are those of a feed that takes its
// items from several others.
func several(count map[string]int, all int) bool {
	sum, largest := 0, 0
	for _, n := range count {
		sum += n
		largest = max(largest, n)
	}
	return all >= leastTaken && len(count) >= leastDomains &&
		float64(sum) >= mostTaken*float64(all) && float64(largest) <= largestShare*float64(sum)
}

// publisher returns who published an item, the zero value for the feed's own
// outlet.
func (t *takenOver) publisher(item *news.Item) news.Outlet {
	domain := t.domain(item.URL)
	elsewhere := domain != "" && !t.own[domain]
	source := t.sourceDomain(item)
	switch {
	case source != "" && (t.sourced || elsewhere && (source == domain || servesFeeds(item.Source.Link))):
		site := frontOf(item.Source.Link)
		if elsewhere && source != domain && servesFeeds(item.Source.Link) {
			site = frontOf(item.URL)
		}
		return news.Outlet{Name: orElse(item.Source.Title, siteName(site)), Site: site}
	case elsewhere && t.linked:
		site := frontOf(item.URL)
		return news.Outlet{Name: siteName(site), Site: site}
	}
	return news.Outlet{}
}

// sourceDomain returns the domain of the feed that an item says it came from,
// "" when it names none but the feed itself.
func (t *takenOver) sourceDomain(item *news.Item) string {
	domain := t.domain(item.Source.Link)
	if domain == "" || t.own[domain] {
		return ""
	}
	if title := lettersOnly(item.Source.Title); title != "" {
		for _, own := range t.names {
			if title == own || len(own) > 3 && strings.HasPrefix(title, own) {
				return ""
			}
		}
	}
	return domain
}

// domain returns the domain of an address that its owner registered, the whole
// host where it has none, and "" for an address without a host.
func (t *takenOver) domain(address string) string {
	host := hostname(address)
	domain, known := t.domains[host]
	if !known {
		var err error
		if domain, err = publicsuffix.EffectiveTLDPlusOne(host); err != nil {
			domain = host
		}
		t.domains[host] = domain
	}
	return domain
}

func hostname(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return strings.ToLower(strings.TrimSuffix(u.Hostname(), "."))
}

// servesFeeds says whether an address is of a host that only carries feeds.
func servesFeeds(address string) bool {
	host := hostname(address)
	return strings.HasPrefix(host, "feeds.") || strings.HasPrefix(host, "rss.") ||
		strings.HasPrefix(host, "feed.") || strings.Contains(host, "feedburner.")
}

func frontOf(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return ""
	}
	return u.Scheme + "://" + strings.ToLower(u.Host) + "/"
}

func siteName(site string) string { return strings.TrimPrefix(hostname(site), "www.") }

// lettersOnly returns the letters and digits of a name in lower case.
func lettersOnly(name string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, name)
}

// withoutOutlet drops an outlet's name behind a dash or bar from a headline's
// end: news searches add it.
func withoutOutlet(headline, outlet string) string {
	for _, mark := range []string{" - ", " – ", " — ", " | "} {
		if before, found := strings.CutSuffix(headline, mark+outlet); found && before != "" {
			return strings.TrimSpace(before)
		}
	}
	return headline
}
