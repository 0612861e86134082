package article

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"dateline/internal/news"
)

// Pages is what the reader needs of the outside world.
type Pages interface {
	// Page fetches a page. finalURL is where it was found in the end. An error
	// whose method Temporary() bool says true may be gone at a later try; one
	// whose method RetryIn() time.Duration gives more than zero will be, after
	// that.
	Page(ctx context.Context, url string) (body []byte, contentType, finalURL string, err error)
}

// Articles is what the reader needs of the store.
type Articles interface {
	// ArticleToRead returns an article and its outlet, or an error of kind
	// news.ErrNotFound.
	ArticleToRead(ctx context.Context, id news.ArticleID) (*news.Article, *news.Outlet, error)
	// Agencies returns the names of the outlets that are agencies.
	Agencies(ctx context.Context) ([]string, error)
	// RecordReading stores what was read, and how far the reading came.
	RecordReading(ctx context.Context, id news.ArticleID, state news.ArticleState, note string, r *news.Reading) error
}

// Reader reads articles: it fetches their pages and records what is in them.
type Reader struct {
	Pages    Pages
	Articles Articles
	Now      func() time.Time
}

// Read reads one article. An article whose page cannot be read is recorded
// with what its feed says, and a note that says why. Where a later try may go
// better and this is not the last one, or where the site says how long to wait,
// the error is returned instead and the article goes on waiting. Else only a store that fails or a context that ends
// is an error. An unknown article gives an error of kind news.ErrNotFound.
func (r *Reader) Read(ctx context.Context, id news.ArticleID, last bool) error {
	a, outlet, err := r.Articles.ArticleToRead(ctx, id)
	if err != nil {
		return fmt.Errorf("read article %d: %w", id, err)
	}
	agencies, err := r.Articles.Agencies(ctx)
	if err != nil {
		return fmt.Errorf("read article %d: %w", id, err)
	}
	hint := Hint{Item: a.Item, Outlet: *outlet, Agencies: agencies, Now: r.Now()}
	if hint.Item.URL == "" {
		hint.Item.URL = a.URL
	}
	reading, note, err := r.reading(ctx, a, hint, last)
	if err != nil {
		return fmt.Errorf("read article %d: %w", id, err)
	}
	state := news.ArticleRead
	if note != "" {
		state = news.ArticleFeed
	}
	if err := r.Articles.RecordReading(ctx, id, state, note, reading); err != nil {
		return fmt.Errorf("record article %d: %w", id, err)
	}
	return nil
}

// reading returns what is known of an article in the end, and why its page
// was not read, "" when it was.
func (r *Reader) reading(ctx context.Context, a *news.Article, hint Hint, last bool) (*news.Reading, string, error) {
	if hint.video() {
		return FromItem(hint), hint.unread("It is a video."), nil
	}
	if news.AddressKey(a.URL) == "" {
		return FromItem(hint), hint.unread("The feed gives no address for it."), nil
	}
	body, contentType, final, err := r.Pages.Page(ctx, a.URL)
	switch {
	case ctx.Err() != nil && err != nil:
		return nil, "", ctx.Err()
	case err != nil && (!last && temporary(err) || putOff(err)):
		return nil, "", err
	case err != nil:
		return FromItem(hint), hint.unread("The page could not be read: " + behindColon(err.Error())), nil
	}
	if final == "" {
		final = a.URL
	}
	reading, err := Extract(body, contentType, final, hint)
	switch {
	case errors.Is(err, news.ErrNotFound):
		return completed(FromItem(hint), reading), hint.unread("The page holds no text of a report."), nil
	case err != nil:
		return FromItem(hint), hint.unread("The page cannot be read as a web page."), nil
	}
	reading.Landed = final
	return reading, "", nil
}

// unread says why a page was not read, and what serves instead of it where
// there is something.
func (h *Hint) unread(why string) string {
	if h.Item.Headline == "" && h.Item.Summary == "" && h.Item.Content == "" {
		return why
	}
	return why + " What the feed says is used."
}

// behindColon returns a sentence as it stands behind a colon: its first word in
// small letters unless that is an abbreviation, and with its full stop.
func behindColon(sentence string) string {
	sentence = strings.TrimSuffix(strings.TrimSpace(sentence), ".") + "."
	first, n := utf8.DecodeRuneInString(sentence)
	if second, _ := utf8.DecodeRuneInString(sentence[n:]); unicode.IsLower(second) || second == ' ' {
		return string(unicode.ToLower(first)) + sentence[n:]
	}
	return sentence
}

// temporary says whether an error may be gone at a later try.
func temporary(err error) bool {
	var t interface{ Temporary() bool }
	return errors.As(err, &t) && t.Temporary()
}

// putOff says whether an error tells when the next try may be made.
func putOff(err error) bool {
	var t interface{ RetryIn() time.Duration }
	return errors.As(err, &t) && t.RetryIn() > 0
}
