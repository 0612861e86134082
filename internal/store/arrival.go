package store

import (
	"context"
	"fmt"
	"strconv"

	"dateline/internal/news"
)

// arriving is one arrival on its way in.
type arriving struct {
	*news.Arrival
	rec     *record
	words   int64  // hash of its words
	feed    int64  // whose rules it goes by
	outlet  int64  // who published it
	content string // the key of its words with its outlet, "" for none

	article  int64 // 0 until it is known or added
	known    bool  // the article was there before
	seenHere bool  // in this feed, under another name
	same     *arriving
	doubles  int // of the same words at other addresses
	mutedBy  news.RuleID
	added    bool
}

// intake takes the arrivals of several polls in. Identity is the name within
// the feed, then the address, then the words: the same words from the same
// outlet within three days are the same article.
type intake struct {
	*tx
	rules   *rulebook
	unnamed []*arriving // not seen in their feed under this name
	changed []*arriving // seen, but with other words
	unheard []*arriving // seen, but it is not known with which words
	read    []int64     // articles whose pages are to be read
}

// takeArrivals keeps the items of polls and fills in their outcomes. A poll
// whose items are those of the poll before costs nothing.
func (t *tx) takeArrivals(ctx context.Context, batch []*record) error {
	in := &intake{tx: t}
	var stood []*arriving
	for _, r := range batch {
		stood = append(stood, r.standing()...)
	}
	if len(stood) == 0 {
		return nil
	}
	renamed, err := in.byName(ctx, stood)
	if err != nil {
		return err
	}
	if err := in.byNewName(ctx, renamed); err != nil {
		return err
	}
	if err := in.noteWords(ctx); err != nil || len(in.changed) == 0 && len(in.unnamed) == 0 {
		return err
	}
	if in.rules, err = t.rulebook(ctx); err != nil {
		return err
	}
	for _, step := range []func(context.Context) error{in.takeChanges, in.takeUnnamed, in.callForReading} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return in.tell(ctx, batch)
}

// standing returns the arrivals that have to be looked at: none when the feed
// holds what it held at the last poll.
func (r *record) standing() []*arriving {
	list := make([]*arriving, len(r.poll.Arrivals))
	var sum, mix uint64
	for i := range list {
		a := &r.poll.Arrivals[i]
		list[i] = &arriving{
			Arrival: a, rec: r, words: wordsHash(&a.Article),
			feed: int64(r.claim.ID), outlet: int64(r.claim.OutletID),
		}
		h := hashWord(hashWord(hashStart, a.GUID), a.Key) ^ uint64(list[i].words)
		sum, mix = sum+h*hashPrime, mix^(h*(h|1))
	}
	if len(list) == 0 {
		return nil
	}
	stood := strconv.FormatUint(sum, 36) + "-" + strconv.FormatUint(mix, 36) + "-" + strconv.Itoa(len(list))
	if stood == r.claim.Stood {
		r.taken.Known = len(list)
		return nil
	}
	r.stood = stood
	return list
}

// takeUnnamed finds out which articles the arrivals without a known name are,
// adds those that are new, and notes where all of them stood.
func (in *intake) takeUnnamed(ctx context.Context) error {
	if len(in.unnamed) == 0 {
		return nil
	}
	if err := in.publishers(ctx); err != nil {
		return err
	}
	for _, a := range in.unnamed {
		if a.Key == "" {
			own := *a.Arrival // the poll may be recorded again
			own.Key = fmt.Sprintf("feed:%d:%s", a.rec.claim.ID, a.GUID)
			a.Arrival = &own
		}
		// What one feed says is another outlet's is not known by its words: it
		// could take the place of what that outlet says itself.
		if a.Content != "" && a.outlet == int64(a.rec.claim.OutletID) {
			a.content = fmt.Sprintf("%d:%s", a.outlet, a.Content)
		}
	}
	if err := in.byAddress(ctx, in.unnamed); err != nil {
		return err
	}
	if err := in.byContent(ctx, in.unnamed); err != nil {
		return err
	}
	if err := in.addArticles(ctx, in.onlyOnce()); err != nil {
		return err
	}
	return in.sight(ctx)
}

// callForReading puts the pages of new and changed articles up for reading.
func (in *intake) callForReading(ctx context.Context) error {
	return in.enqueue(ctx, news.JobRead, in.read...)
}

// tell logs what the polls brought.
func (in *intake) tell(ctx context.Context, batch []*record) error {
	for _, r := range batch {
		n := r.taken.New - r.taken.Muted
		if n <= 0 {
			continue
		}
		text := fmt.Sprintf("%d new from %s", n, r.claim.Outlet)
		if err := in.event(ctx, r.poll.At, news.EventArticle, r.first, text); err != nil {
			return err
		}
	}
	return nil
}

const (
	hashStart = 14695981039346656037
	hashPrime = 1099511628211
)

// hashWord goes on with an FNV-1a hash over a word and its end.
func hashWord(h uint64, word string) uint64 {
	for i := range len(word) {
		h = (h ^ uint64(word[i])) * hashPrime
	}
	return h * hashPrime
}

// wordsHash is a hash of what an article's feed says in words. Tags and the
// addresses in them, which change at every poll in some feeds, do not count.
func wordsHash(a *news.Article) int64 {
	return max(1, int64(hashWord(itemHash(&a.Item), a.Headline)>>1))
}

func itemHash(i *news.Item) uint64 {
	h := hashText(hashStart, i.Headline)
	h = hashText(h, i.Summary)
	return hashText(h, i.Content)
}

// hashText goes on with a hash over the text of cleaned HTML, with all white
// space as one.
func hashText(h uint64, html string) uint64 {
	tag, space := false, true
	for i := range len(html) {
		c := html[i]
		switch {
		case c == '<':
			tag = true
		case c == '>':
			tag, space = false, true
		case tag || c == ' ' || c == '\n' || c == '\t' || c == '\r':
			space = true
		default:
			if space {
				h, space = h*hashPrime, false
			}
			h = (h ^ uint64(c)) * hashPrime
		}
	}
	return h * hashPrime
}
