package store

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"dateline/internal/news"
)

const (
	// readAgainAfter is the least time, editorial, between two readings of a
	// page that changes in its feed called for. It doubles with every reading
	// that changed nothing.
	readAgainAfter = 10 * time.Minute
	// readAgainFor is how long after its publication a page is read again.
	readAgainFor = 48 * time.Hour
	// mostDoublings bounds the doubling: by then readAgainFor is over.
	mostDoublings = 10
)

var sightedWords = bulk{"feed_id BIGINT, guid TEXT, words BIGINT", `UPDATE sightings SET words = came.words
	FROM came WHERE sightings.feed_id = came.feed_id AND sightings.guid = came.guid`}

// noteWords notes with which words the feeds have their items now.
func (in *intake) noteWords(ctx context.Context) error {
	list := slices.Concat(in.changed, in.unheard)
	err := in.execBulk(ctx, sightedWords, len(list), func(i int) []any {
		return []any{int64(list[i].rec.claim.ID), list[i].GUID, list[i].words}
	})
	if err != nil {
		return fmt.Errorf("note changed words: %w", err)
	}
	return nil
}

// standingArticle is an article as it stands before a change.
type standingArticle struct {
	id      int64
	feed    int64
	outlet  int64
	state   news.ArticleState
	version int
	readDue int64
	idle    int   // readings in a row that changed nothing
	printed int64 // when it was published
	muted   news.RuleID
	words   versionWords
	item    string
	said    news.Item // what item holds
}

var articlesStanding = bulk{"id BIGINT", `SELECT a.id, a.feed_id, a.outlet_id, a.state, a.version, a.read_due, a.read_idle, a.published_at, a.muted_by,
		a.headline, a.standfirst, a.paragraphs, a.item
	FROM came CROSS JOIN articles a WHERE a.id = came.id`}

// takeChanges takes over what feeds changed in items that they had before. An
// article whose page was read keeps the page's words: it is read again. For
// the others the feed's words are the article's, and the former ones a version
// of it. Only the outlet's own feeds and the one it was found in change an
// article.
func (in *intake) takeChanges(ctx context.Context) error {
	if len(in.changed) == 0 {
		return nil
	}
	list := in.changed
	standing := make(map[int64]*standingArticle, len(list))
	err := in.queryBulk(ctx, articlesStanding, len(list), func(i int) []any { return []any{list[i].article} }, func(scan func(...any) error) error {
		var s standingArticle
		var paragraphs string
		if err := scan(&s.id, &s.feed, &s.outlet, &s.state, &s.version, &s.readDue, &s.idle, &s.printed, &s.muted,
			&s.words.headline, &s.words.standfirst, &paragraphs, &s.item); err != nil {
			return err
		}
		standing[s.id] = &s
		return decode(paragraphs, &s.words.paragraphs)
	})
	if err != nil {
		return fmt.Errorf("read changed articles: %w", err)
	}
	for _, a := range list {
		s := standing[a.article]
		if s == nil || s.feed != a.feed && s.outlet != a.outlet {
			continue
		}
		if err := in.takeChange(ctx, a, s); err != nil {
			return fmt.Errorf("change article %d: %w", s.id, err)
		}
	}
	return nil
}

// takeChange takes a change over, unless another feed brought the same before.
func (in *intake) takeChange(ctx context.Context, a *arriving, s *standingArticle) error {
	if err := decode(s.item, &s.said); err != nil {
		return err
	}
	if itemHash(&s.said) == itemHash(&a.Article.Item) && (s.state == news.ArticleRead || s.words.headline == a.Article.Headline) {
		return nil
	}
	a.rec.taken.Changed++
	s.item = encodedItem(&a.Article.Item)
	if s.state != news.ArticleRead {
		if err := in.takeFeedWords(ctx, a, s); err != nil {
			return err
		}
	} else if _, err := in.ExecContext(ctx, `UPDATE articles SET item = $2 WHERE id = $1`, s.id, s.item); err != nil {
		return err
	}
	if s.state == news.ArticleWaiting || s.muted != 0 {
		return nil // it is to be read anyway, or not at all
	}
	return in.readAgain(ctx, s, a.rec.poll.At)
}

// takeFeedWords makes the feed's words the article's.
func (in *intake) takeFeedWords(ctx context.Context, a *arriving, s *standingArticle) error {
	before, after := s.words, versionWords{headline: a.Article.Headline, standfirst: s.words.standfirst, paragraphs: itemText(&a.Article.Item)}
	if len(before.paragraphs) == 0 {
		before.paragraphs = itemText(&s.said)
	}
	if after.headline == "" {
		after.headline = before.headline
	}
	version, err := in.turnVersion(ctx, s.id, s.version, before, after, a.rec.poll.At)
	if err != nil {
		return err
	}
	a.outlet, a.feed = s.outlet, s.feed
	muted := s.muted
	if muted >= 0 {
		muted = in.rules.mutes(a)
	}
	if muted == 0 && s.muted > 0 && s.state == news.ArticleWaiting {
		in.read = append(in.read, s.id)
	}
	s.muted = muted
	_, err = in.ExecContext(ctx, `UPDATE articles SET headline = $3, item = $4, version = $5, `+muting+` WHERE id = $1`,
		s.id, int64(muted), after.headline, s.item, version)
	s.version, s.words.headline = version, after.headline
	return err
}

// itemText returns what an item says as paragraphs of plain text, one at most.
func itemText(i *news.Item) []string {
	for _, html := range []string{i.Content, i.Summary} {
		if text := news.PlainText(html); text != "" {
			return []string{text}
		}
	}
	return nil
}

// readAgain puts an article's page up for reading because its feed changed it,
// no more often than every ten minutes, and less where that changed nothing:
// what changes meanwhile is seen by the reading at their end.
func (in *intake) readAgain(ctx context.Context, s *standingArticle, now time.Time) error {
	due := micros(now)
	if s.readDue > due || now.Sub(moment(s.printed)) > readAgainFor {
		return nil
	}
	wait := readAgainAfter << min(s.idle, mostDoublings)
	due = max(due, s.readDue+wait.Microseconds())
	if _, err := in.ExecContext(ctx, `UPDATE articles SET read_due = $2 WHERE id = $1`, s.id, due); err != nil {
		return err
	}
	s.readDue = due
	if wait = moment(due).Sub(now); wait <= 0 {
		in.read = append(in.read, s.id)
		return nil
	}
	return in.enqueueAt(ctx, in.db.machine().Add(wait), news.JobRead, s.id)
}

// versionWords are the words of an article that make a version of it.
type versionWords struct {
	headline, standfirst string
	paragraphs           []string
}

// same says whether two are the same but for white space.
func (w versionWords) same(o versionWords) bool { return w.plain() == o.plain() }

func (w versionWords) plain() string {
	return plainLine(w.headline) + "\n" + plainLine(w.standfirst) + "\n" + plainLine(strings.Join(w.paragraphs, " "))
}

// plainLine is a text with all white space as one.
func plainLine(s string) string { return strings.Join(strings.Fields(s), " ") }
