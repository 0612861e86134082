package store

import (
	"context"
	"fmt"
	"sync"

	"dateline/internal/news"
)

// rulebook is what is kept away from the wire.
type rulebook struct {
	ruling  *news.Ruling
	ignored map[int64]bool // outlets
}

// mutes returns what keeps an arrival away, 0 when nothing does.
func (b *rulebook) mutes(a *arriving) news.RuleID {
	return b.mutesOf(a.outlet, a.feed, &a.Article)
}

// mutesOf returns what keeps an article of an outlet and a feed away. What an
// editor chose by hand, whose feed is 0, nothing does.
func (b *rulebook) mutesOf(outlet, feed int64, a *news.Article) news.RuleID {
	if feed == 0 {
		return 0
	}
	if b.ignored[outlet] {
		return news.RuleOutlet
	}
	return b.ruling.MutedBy(news.FeedID(feed), a)
}

// rules keeps the rulebook of this process, with the number that the rules had
// when it was made.
type rules struct {
	mu     sync.Mutex
	number string
	book   *rulebook
}

// settingRules holds a number that grows with every change to the rules and to
// which outlets are ignored.
const settingRules = "rules"

func (t *tx) rulesChanged(ctx context.Context) error {
	_, err := t.ExecContext(ctx, `INSERT INTO settings (name, value) VALUES ($1, '1')
		ON CONFLICT (name) DO UPDATE SET value = CAST(CAST(settings.value AS BIGINT) + 1 AS TEXT)`, settingRules)
	if err != nil {
		return fmt.Errorf("note that the rules changed: %w", err)
	}
	return nil
}

// rulebook returns the rules as they stand now.
func (t *tx) rulebook(ctx context.Context) (*rulebook, error) {
	number := "0"
	if _, err := one(t.QueryRowContext(ctx, `SELECT value FROM settings WHERE name = $1`, settingRules), &number); err != nil {
		return nil, fmt.Errorf("ask whether the rules changed: %w", err)
	}
	r := &t.db.rules
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.book != nil && r.number == number {
		return r.book, nil
	}
	book := &rulebook{ignored: map[int64]bool{}}
	list, err := listRules(ctx, t)
	if err != nil {
		return nil, err
	}
	book.ruling = news.NewRuling(list)
	ignored, err := ids(t.QueryContext(ctx, `SELECT id FROM outlets WHERE standing = $1`, string(news.StandingIgnored)))
	if err != nil {
		return nil, fmt.Errorf("list ignored outlets: %w", err)
	}
	for _, id := range ignored {
		book.ignored[id] = true
	}
	r.book, r.number = book, number
	return book, nil
}

// AddRule adds a rule. It holds for what arrives from now on, and for the
// articles that are there once ApplyRules was called. A rule that cannot be
// kept, or is there already, is an *news.InvalidError; a feed that is not there gives
// news.ErrNotFound.
func (db *DB) AddRule(ctx context.Context, r news.Rule) (news.RuleID, error) {
	if err := r.Check(); err != nil {
		return 0, err
	}
	if r.AddedAt.IsZero() {
		r.AddedAt = db.machine()
	}
	var id news.RuleID
	err := db.do(ctx, func(t *tx) error {
		if r.FeedID != 0 {
			known, err := one(t.QueryRowContext(ctx, `SELECT id FROM feeds WHERE id = $1`, int64(r.FeedID)), &r.FeedID)
			if err != nil {
				return err
			}
			if !known {
				return news.ErrNotFound
			}
		}
		list, err := listRules(ctx, t)
		if err != nil {
			return err
		}
		for i := range list {
			if r.Same(&list[i]) {
				return &news.InvalidError{Field: "pattern", Reason: fmt.Sprintf("There is such a rule already: number %d.", list[i].ID)}
			}
		}
		err = t.QueryRowContext(ctx, `INSERT INTO rules (feed_id, action, field, pattern, added_at)
			VALUES ($1, $2, $3, $4, $5) RETURNING id`,
			int64(r.FeedID), string(r.Action), string(r.Field), r.Pattern, micros(r.AddedAt)).Scan(&id)
		if err != nil {
			return err
		}
		return t.rulesChanged(ctx)
	})
	if err != nil {
		return 0, fmt.Errorf("add rule: %w", err)
	}
	return id, nil
}

// DeleteRule forgets a rule. What it kept away stays away until ApplyRules is
// called. It returns an error of kind news.ErrNotFound when there is none.
func (db *DB) DeleteRule(ctx context.Context, id news.RuleID) error {
	return db.do(ctx, func(t *tx) error {
		res, err := t.ExecContext(ctx, `DELETE FROM rules WHERE id = $1`, int64(id))
		if err != nil {
			return fmt.Errorf("delete rule %d: %w", id, err)
		}
		if n, err := res.RowsAffected(); err != nil || n == 0 {
			return fmt.Errorf("rule %d: %w", id, news.ErrNotFound)
		}
		return t.rulesChanged(ctx)
	})
}

// ListRules returns all rules, oldest first.
func (db *DB) ListRules(ctx context.Context) ([]news.Rule, error) { return listRules(ctx, db.read) }

func listRules(ctx context.Context, q queries) ([]news.Rule, error) {
	rows, err := q.QueryContext(ctx, `SELECT r.id, r.feed_id, r.action, r.field, r.pattern, r.added_at,
			COALESCE(CASE WHEN f.title = '' THEN f.url ELSE f.title END, ''),
			(SELECT count(*) FROM articles a WHERE a.muted_by = r.id AND a.muted_by <> 0)
		FROM rules r LEFT JOIN feeds f ON f.id = r.feed_id ORDER BY r.id`)
	var list []news.Rule
	err = eachRow(rows, err, func(scan func(...any) error) error {
		var r news.Rule
		var added int64
		if err := scan(&r.ID, &r.FeedID, &r.Action, &r.Field, &r.Pattern, &added, &r.Feed, &r.Fits); err != nil {
			return err
		}
		r.AddedAt = moment(added)
		list = append(list, r)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("list rules: %w", err)
	}
	return list, nil
}

// ListMuted returns the newest articles that are kept away, without their
// texts: by one rule, or with 0 by any rule or because their outlet is
// ignored.
func (db *DB) ListMuted(ctx context.Context, by news.RuleID, limit int) ([]news.Article, error) {
	rows, err := db.read.QueryContext(ctx, `SELECT `+articleColumns+fromArticles+`
		WHERE a.muted_by <> 0 AND a.muted_by <> -2 AND (CAST($1 AS BIGINT) = 0 OR a.muted_by = $1)
		ORDER BY a.found_at DESC, a.id DESC LIMIT $2`, int64(by), limit)
	return articlesOf(rows, err, false)
}
