package fetch

import (
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/net/publicsuffix"

	"dateline/internal/news"
	"dateline/internal/wire"
)

// kindOf returns the kind that this package's verdicts use for what the feed
// reader found.
func kindOf(k wire.Kind) Kind {
	switch k {
	case wire.KindEmpty:
		return KindEmpty
	case wire.DamageUnnamed:
		return KindItems
	case wire.DamageLinkScheme:
		return KindBadAddress
	}
	return Kind(k)
}

// warningOf returns what an editor is told of a feed that was read in spite of
// some damage, "" where nothing was lost by it.
func warningOf(loss Kind) string {
	switch loss {
	case "", Kind(wire.DamageMarkup), Kind(wire.DamageConflict):
		return ""
	}
	return reasonOf(loss)
}

// reasonOf tells the damage of a feed that was read in a plain sentence.
func reasonOf(loss Kind) string {
	switch loss {
	case KindTruncated, Kind(wire.DamageTruncated), Kind(wire.DamageJSONCut):
		return "The feed is damaged or was cut; what could be read of it is kept."
	case Kind(wire.DamageTrailing):
		return "Something more stands behind the end of the feed."
	case Kind(wire.DamageCharset), Kind(wire.DamageConflict), Kind(wire.DamageBytes):
		return "The feed's letters are not encoded as it says; some may be wrong."
	case Kind(wire.DamageHTMLDepth), Kind(wire.DamageHTMLBudget):
		return "Some texts are marked up beyond use and were made plain."
	case Kind(wire.DamageTooManyItems):
		return "The feed holds more items than we keep; the newest are kept."
	case KindBadAddress:
		return "Some items have an address that readers cannot be sent to."
	case KindField:
		return "Some items are longer than we keep and were cut."
	case KindItems:
		return "Some items have no headline or address and could not be used."
	}
	return "The feed breaks the rules of its format; what could be read of it is kept."
}

// mostOf is the share of a feed's links, in percent, that make a site its own.
const mostOf = 80

// impostor returns the site that a feed now belongs to when it seems to have
// become another's: it has a title that shares no long word with the one
// before, and its links lead to one site that is neither the one before nor
// the one it is fetched from. Addresses that lapse are bought up for their
// readers.
func impostor(claim *news.FeedClaim, poll *news.Poll) string {
	if claim.LastSuccessAt.IsZero() || claim.Title == "" || claim.Site == "" || poll.Title == "" {
		return ""
	}
	if sharesWord(claim.Title, poll.Title) {
		return ""
	}
	site, share := leadsTo(poll.Arrivals)
	if share < mostOf || site == siteOf(claim.Site) || site == siteOf(claim.URL) {
		return ""
	}
	return site
}

// leadsTo returns the site to which most of the arrivals lead, and how many in
// a hundred do.
func leadsTo(list []news.Arrival) (site string, share int) {
	count, all := map[string]int{}, 0
	for i := range list {
		s := siteOf(list[i].Article.URL)
		if s == "" {
			continue
		}
		all++
		count[s]++
		if count[s] > count[site] || (count[s] == count[site] && s < site) {
			site = s
		}
	}
	if all == 0 {
		return "", 0
	}
	return site, 100 * count[site] / all
}

// siteOf returns the name under which an address's host was registered, or the
// host where that cannot be told; "" for no address.
func siteOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	host := strings.TrimSuffix(strings.ToLower(u.Hostname()), ".")
	if _, err := netip.ParseAddr(host); err == nil {
		return host
	}
	if site, err := publicsuffix.EffectiveTLDPlusOne(host); err == nil {
		return site
	}
	return host
}

// sharesWord says whether two titles have a word in common, those apart that
// any title may have: the short ones.
func sharesWord(a, b string) bool {
	words := map[string]bool{}
	for _, w := range wordsOf(a) {
		words[w] = true
	}
	return slices.ContainsFunc(wordsOf(b), func(w string) bool { return words[w] && len(w) > 3 }) || strings.EqualFold(a, b)
}

// wordsOf returns the words of a text in lower case, without signs.
func wordsOf(text string) []string {
	return strings.FieldsFunc(strings.ToLower(text), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r)
	})
}
