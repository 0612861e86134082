package main

import (
	"context"
	"fmt"
	"os"

	"dateline/internal/news"
)

// walks are the cases that one look cannot judge, each with what is to be done
// in a newsroom of its own. Each says what was wrong, "" for nothing.
var walks = map[string]func(context.Context, *walk) string{
	"etag-churn":          nothingNew,
	"guid-churn":          nothingNew,
	"link-churn":          nothingNew,
	"title-flap":          titleFlap,
	"shrinking":           shrinking,
	"flood":               flood,
	"impostor":            impostor,
	"304-for-ever":        forEver,
	"304-with-body":       forged304,
	"etag-injection":      echoed,
	"etag-huge":           notEchoed,
	"honest-conditional":  conditional,
	"cookie-flood":        noCookies,
	"redirect-301-good":   moves,
	"redirect-308-good":   moves,
	"status-404":          keepsFeed,
	"status-410":          stops,
	"status-500-flap":     flaps,
	"retry-after":         waits,
	"retry-after-date":    waits,
	"retry-after-absurd":  waits,
	"retry-after-garbage": waits,
	"cache-absurd":        waits,
	"guid-foreign":        foreign,
	"xss-page":            readPage,
	"meta-refresh":        readPage,
}

// walk is one case in a newsroom of its own.
type walk struct {
	*newsroom
	court *court
	k     *testCase
	id    news.FeedID
}

// walkAll walks the cases that need it, 12 at a time.
func (c *court) walkAll(ctx context.Context) error {
	var failed error
	inParallel(12, only(c.server.cases, func(k *testCase) bool { return walks[k.Name] != nil }), func(k *testCase) {
		if err := c.walkOne(ctx, k); err != nil {
			c.mu.Lock()
			failed = fmt.Errorf("walk %s: %w", k.Name, err)
			c.mu.Unlock()
		}
	})
	return failed
}

func (c *court) walkOne(ctx context.Context, k *testCase) error {
	n, err := c.open(ctx, k.Name)
	if err != nil {
		return err
	}
	defer n.close()
	w := &walk{newsroom: n, court: c, k: k}
	if !k.page() {
		if w.id, err = n.follow(ctx, k); err != nil {
			return err
		}
	}
	wrong := walks[k.Name](ctx, w)
	if wrong != "" {
		c.miss(k.Name, "%s", wrong)
	}
	if c.verbose {
		fmt.Fprintf(os.Stdout, "  %-24s walked: %d polls %s\n", k.Name, len(n.polls(w.id)), wrong)
	}
	return ctx.Err()
}

// poll polls the feed when its time comes and returns what came of it.
func (w *walk) poll(ctx context.Context) (told, string) {
	f, err := w.feed(ctx, w.id)
	if err != nil {
		return told{}, err.Error()
	}
	if f.State != news.FeedActive {
		return told{}, "the feed is not polled any more: " + string(f.State)
	}
	w.moveTo(f.NextPollAt)
	before := len(w.polls(w.id))
	if err := w.round(ctx); err != nil {
		return told{}, err.Error()
	}
	polls := w.polls(w.id)
	if len(polls) != before+1 {
		return told{}, fmt.Sprintf("%d polls were recorded, want one", len(polls)-before)
	}
	return polls[len(polls)-1], ""
}

// pollTimes polls several times and says what was wrong with any of them.
func (w *walk) pollTimes(ctx context.Context, n int) (list []told, wrong string) {
	for range n {
		t, wrong := w.poll(ctx)
		if wrong != "" {
			return list, wrong
		}
		list = append(list, t)
	}
	return list, ""
}

// stored returns how many articles are kept.
func (w *walk) stored(ctx context.Context) int {
	list, err := w.db.ListArticles(ctx, 1_000_000)
	if err != nil {
		return -1
	}
	return len(list)
}

// nothingNew: whatever changes from poll to poll, the reports are the same.
func nothingNew(ctx context.Context, w *walk) string {
	list, wrong := w.pollTimes(ctx, 5)
	if wrong != "" {
		return wrong
	}
	first := w.stored(ctx)
	if list[0].taken.New == 0 || first != list[0].taken.New {
		return fmt.Sprintf("%d new articles at first and %d stored", list[0].taken.New, first)
	}
	for i, t := range list[1:] {
		if t.taken.New != 0 || t.poll.Fault != "" {
			return fmt.Sprintf("poll %d brought %d new articles (%s), want none", i+2, t.taken.New, t.poll.Fault)
		}
	}
	return ""
}

// titleFlap: a headline that goes back and forth makes versions up to a bound,
// and no articles.
func titleFlap(ctx context.Context, w *walk) string {
	most, _ := w.k.number("max_revisions_kept")
	list, wrong := w.pollTimes(ctx, 30)
	if wrong != "" {
		return wrong
	}
	for _, t := range list[1:] {
		if t.taken.New != 0 {
			return fmt.Sprintf("%d new articles, want none", t.taken.New)
		}
	}
	articles, err := w.db.ListArticles(ctx, 10)
	if err != nil || len(articles) != 1 {
		return fmt.Sprintf("%d articles are stored, want one", len(articles))
	}
	versions, err := w.db.Versions(ctx, articles[0].ID)
	if err != nil {
		return err.Error()
	}
	if len(versions) == 0 || float64(len(versions)) > most {
		return fmt.Sprintf("%d former versions are kept, want some and at most %.0f", len(versions), most)
	}
	return ""
}

// shrinking: what a feed no longer holds is not deleted.
func shrinking(ctx context.Context, w *walk) string {
	list, wrong := w.pollTimes(ctx, 3)
	if wrong != "" {
		return wrong
	}
	if n := w.stored(ctx); n != 50 || list[2].poll.Fault != "" {
		return fmt.Sprintf("%d articles are stored (%s), want 50", n, list[2].poll.Fault)
	}
	return ""
}

// flood: all is taken, and the editor is warned.
func flood(ctx context.Context, w *walk) string {
	most, _ := w.k.number("max_new_items_per_fetch")
	list, wrong := w.pollTimes(ctx, 3)
	if wrong != "" {
		return wrong
	}
	for _, t := range list {
		if t.taken.New == 0 || float64(t.taken.New) > most {
			return fmt.Sprintf("%d new articles in one poll, want some and at most %.0f", t.taken.New, most)
		}
	}
	return w.warned(ctx)
}

// impostor: a feed that becomes another's is taken, and the editor is warned.
func impostor(ctx context.Context, w *walk) string {
	if _, wrong := w.pollTimes(ctx, 3); wrong != "" {
		return wrong
	}
	return w.warned(ctx)
}

func (w *walk) warned(ctx context.Context) string {
	f, err := w.feed(ctx, w.id)
	if err != nil {
		return err.Error()
	}
	if f.Warning == "" {
		return "the editor is not warned"
	}
	return ""
}

// foreign: a feed that copies another's names changes nothing of it.
func foreign(ctx context.Context, w *walk) string {
	if _, wrong := w.poll(ctx); wrong != "" {
		return wrong
	}
	before, err := w.db.ListArticles(ctx, 10)
	if err != nil || len(before) != 1 {
		return fmt.Sprintf("%d articles, want one (%v)", len(before), err)
	}
	thief := *w.k
	thief.Name = "thief"
	id, err := w.follow(ctx, &thief)
	if err != nil {
		return err.Error()
	}
	w.id = id
	if _, wrong := w.pollTimes(ctx, 2); wrong != "" {
		return wrong
	}
	now, err := w.db.Article(ctx, before[0].ID)
	if err != nil || now.FeedID != before[0].FeedID || now.OutletID != before[0].OutletID || now.Headline != before[0].Headline || now.URL != before[0].URL {
		return fmt.Sprintf("the first feed's article was changed: %+v (%v)", now, err)
	}
	return ""
}
