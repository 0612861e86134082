package fetch

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"dateline/internal/clean"
	"dateline/internal/news"
)

// How much of an item is kept. Whoever publishes more than this has lost their
// way or wants us to.
const (
	longestHeadline = 1000    // characters
	longestName     = 300     // characters
	longestText     = 1 << 20 // bytes of a summary or content
	longestGUID     = 500     // bytes; a longer one is kept as its hash
	longestLink     = 2 << 10 // bytes of an address
	mostOfEach      = 50      // authors, categories, enclosures ...
	earliestYear    = 1990    // no report on the wire is older
	furthestAhead   = 10 * time.Minute
)

// arrivalDesk is what all arrivals of one poll have in common.
type arrivalDesk struct {
	claim    *news.FeedClaim
	language string // the feed's, "" when it does not say
	base     string
	now      time.Time
	loss     Kind // the first damage that was found, "" for none
	homeless bool // some item has no address
}

// arrivals makes the items of a wire into arrivals, each named once. Items with
// neither headline nor address are dropped. Loss tells what was damaged or had
// to be left out, if anything.
func arrivals(w *news.Wire, claim *news.FeedClaim, base string, now time.Time) (list []news.Arrival, loss Kind) {
	d := arrivalDesk{claim: claim, language: languageTag(w.Language), base: orElse(webLink(w.Link), base), now: now}
	list = make([]news.Arrival, 0, len(w.Items))
	for i := range w.Items {
		if a, ok := d.arrival(&w.Items[i]); ok {
			list = append(list, a)
		}
	}
	attribute(list, w, claim, base)
	return nameOnce(list), d.lossOf(Kind(w.Damage))
}

// lossOf joins the damage that the feed reader met with what was found here. A
// bad address only counts where it leaves a report without one.
func (d *arrivalDesk) lossOf(damage Kind) Kind {
	if damage == KindBadAddress && !d.homeless {
		damage = ""
	}
	return orElse(damage, d.loss)
}

func (d *arrivalDesk) arrival(raw *news.Item) (news.Arrival, bool) {
	item := d.cleaned(raw)
	address := news.CleanAddress(item.URL)
	headline := cutLine(raw.Headline, longestHeadline)
	d.inspect(raw, headline, address)
	if headline == "" && address == "" {
		return news.Arrival{}, false
	}
	a := news.Arrival{
		Key: news.AddressKey(address),
		Article: news.Article{
			OutletID: d.claim.OutletID, Outlet: d.claim.Outlet, FeedID: d.claim.ID,
			URL: address, State: news.ArticleWaiting, FoundAt: d.now, Item: item,
			Reading: news.Reading{
				Headline: headline, Form: news.FormReport, Video: item.Video,
				Language:  d.languageOf(&item),
				Published: plausible(raw.Published, d.now), Modified: plausible(raw.Updated, d.now),
			},
		},
	}
	if a.Article.Published.IsZero() {
		a.Article.Published = orElse(a.Article.Modified, d.now)
	}
	if item.Video != (news.Video{}) {
		a.Article.Form = news.FormVideo
	}
	if address == "" {
		a.Article.State = news.ArticleFeed // there is no page to read
	}
	a.GUID = identity(raw.GUID, a.Key, headline, item.Summary, item.Content)
	a.Content = contentOf(headline, &item, plausible(raw.Published, d.now))
	return a, true
}

// inspect notes what of an item could not be kept.
func (d *arrivalDesk) inspect(raw *news.Item, headline, address string) {
	d.homeless = d.homeless || address == ""
	switch {
	case headline == "" && address == "":
		d.note(KindItems)
	case address == "" && strings.HasPrefix(raw.URL, "http"):
		d.note(KindBadAddress)
	case len(headline) >= longestHeadline && utf8.RuneCountInString(headline) >= longestHeadline,
		len(raw.GUID) > longestGUID, len(raw.Summary) > longestText, len(raw.Content) > longestText:
		d.note(KindField)
	}
}

func (d *arrivalDesk) note(loss Kind) { d.loss = orElse(d.loss, loss) }

func (d *arrivalDesk) languageOf(item *news.Item) string {
	return orElse(languageTag(item.Language), orElse(d.language, languageTag(d.claim.OutletLanguage)))
}

// identity names an item within its feed: the feed's own name for it, else its
// address, else a hash of its words.
func identity(guid, key string, words ...string) string {
	guid = strings.TrimSpace(cleanText(guid))
	switch {
	case len(guid) > longestGUID:
		return hashOf(guid)
	case guid != "":
		return guid
	case key != "":
		return key
	}
	return hashOf(strings.Join(words, "\x00"))
}

func hashOf(text string) string {
	sum := sha256.Sum256([]byte(text))
	return "sha256:" + hex.EncodeToString(sum[:])
}

// nameOnce sees to it that no two arrivals share a GUID. The same item twice
// is one arrival. Feeds that give different items the same GUID do not name
// their items with it, so there the address is taken into the name.
func nameOnce(list []news.Arrival) []news.Arrival {
	first := make(map[string]string, len(list)) // GUID to the key of its first holder
	shared := map[string]bool{}
	for _, a := range list {
		key, known := first[a.GUID]
		if !known {
			first[a.GUID] = a.Key
		} else if key != a.Key {
			shared[a.GUID] = true
		}
	}
	seen := make(map[string]bool, len(list))
	kept := list[:0]
	for _, a := range list {
		if shared[a.GUID] {
			a.GUID = hashOf(a.GUID + "\x00" + a.Key)
		}
		if seen[a.GUID] {
			continue
		}
		seen[a.GUID] = true
		kept = append(kept, a)
	}
	return kept
}

// plausible returns a time that a feed claims, at most ten minutes ahead so
// that nothing can pin itself to the top, and zero when it cannot be meant.
func plausible(claimed, now time.Time) time.Time {
	if claimed.IsZero() || claimed.Year() < earliestYear {
		return time.Time{}
	}
	if limit := now.Add(furthestAhead); claimed.After(limit) {
		return limit
	}
	return claimed.UTC()
}

// languageTag returns a language as BCP 47 in lower case, "" when it is none.
func languageTag(tag string) string {
	tag = strings.ToLower(strings.ReplaceAll(strings.TrimSpace(tag), "_", "-"))
	if len(tag) < 2 || len(tag) > 35 {
		return ""
	}
	if strings.Trim(tag, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" {
		return ""
	}
	return tag
}

// cutLine returns HTML as one line of plain text of at most n characters. It
// is cut before it is cleaned, so that a huge one costs little, and after, so
// that the limit holds.
func cutLine(fragment string, n int) string {
	return cutRunes(thin(clean.Line(cutBytes(fragment, 16*n))), n)
}

// mostMarks is how many signs may stand on one letter. No script needs more;
// piles of them run over the lines above and below.
const mostMarks = 10

// thin takes the signs off that are piled too high on a letter.
func thin(s string) string {
	pile := 0
	return strings.Map(func(r rune) rune {
		if r < 0x300 || !unicode.Is(unicode.M, r) {
			pile = 0
			return r
		}
		if pile++; pile > mostMarks {
			return -1
		}
		return r
	}, s)
}

// cutBytes returns the first n bytes of s, less the character that the cut
// would damage.
func cutBytes(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}

func cutRunes(s string, n int) string {
	if len(s) <= n {
		return s
	}
	count := 0
	for at := range s {
		if count == n {
			return strings.TrimSpace(s[:at])
		}
		count++
	}
	return s
}

// cleanText drops what no database takes: NUL, and bytes that are no UTF-8.
func cleanText(s string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(s, "\ufffd"), "\x00", "")
}
