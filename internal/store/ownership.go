package store

import (
	"context"
	"fmt"

	"golang.org/x/net/publicsuffix"

	"dateline/internal/news"
)

// siteOf returns the domain that the owner of a host registered, the whole
// host where it has none.
func siteOf(host string) string {
	if domain, err := publicsuffix.EffectiveTLDPlusOne(host); err == nil {
		return domain
	}
	return host
}

// sameSite says whether the keys of two addresses are of one site.
func sameSite(a, b string) bool {
	host := siteOf(hostKey(a))
	return host != "" && host == siteOf(hostKey(b))
}

// claimed is an article under another outlet's name whose address is on the
// site of the outlet that brings it now: that outlet published it.
type claimed struct{ *arriving }

// holder is whose an article is so far.
type holder struct {
	outlet  int64
	host    string // of the outlet's site
	bringer int64  // the outlet whose feed brought it, 0 when an editor did
	feed    string // that feed's address
}

// owns says whether the outlet of an arrival owns the site of its address and
// who has the article so far does not, or only said that it is that outlet's.
// An outlet owns the site that its feed is polled at, and the one that the
// newsroom knows as its own.
func (a *arriving) owns(h holder) bool {
	if a.rec.claim.ID == 0 || a.outlet != int64(a.rec.claim.OutletID) || !sameSite(a.Key, news.AddressKey(a.rec.claim.URL)) {
		return false
	}
	if h.outlet == a.outlet {
		return h.bringer != 0 && h.bringer != a.outlet
	}
	return !sameSite(a.Key, h.host) && !sameSite(a.Key, news.AddressKey(h.feed))
}

// handOver gives articles to the outlets that published them, with what those
// say of them, whatever stood there before.
func (in *intake) handOver(ctx context.Context, list []claimed) error {
	for _, c := range list {
		art := &c.Article
		c.mutedBy = in.rules.mutes(c.arriving)
		_, err := in.ExecContext(ctx, `UPDATE articles SET outlet_id = $2, feed_id = $3, url = $4, state = 'waiting', note = '',
				published_at = $5, item = $6, headline = $7, form = $8, language = $9, video = $10, authors = $11, content_key = $12,
				standfirst = '', paragraphs = '[]', bodies = '[]', credit = '[]', dateline = '{}', canonical = '', picture = '{}',
				muted_by = $13, joined_to = 0, revision = revision + 1
			WHERE id = $1`,
			c.article, c.outlet, c.feed, art.URL, micros(art.Published), encodedItem(&art.Item), art.Headline, string(art.Form),
			art.Language, encodedVideo(art.Video), encodedList(art.Authors), c.content, int64(c.mutedBy))
		if err != nil {
			return fmt.Errorf("hand article %d over to its outlet: %w", c.article, err)
		}
		if c.mutedBy == 0 {
			in.read = append(in.read, c.article)
		}
	}
	return nil
}
