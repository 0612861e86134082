package store

import (
	"context"
	"fmt"
	"time"

	"dateline/internal/news"
)

// applyBatch is how many articles are looked at before what was found is
// written.
const applyBatch = 300

// ApplyRules looks at every article found at or after since, and at every
// muted one, in the light of the rules and of which outlets are ignored, and
// returns how many were muted or taken after all. Grouping follows: what is
// muted leaves its story, and what is taken is read and grouped.
func (db *DB) ApplyRules(ctx context.Context, since time.Time) (int, error) {
	var book *rulebook
	err := db.do(ctx, func(t *tx) (err error) {
		book, err = t.rulebook(ctx)
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("apply rules: %w", err)
	}
	changed := 0
	for after := news.ArticleID(0); ; {
		rows, err := db.read.QueryContext(ctx, `SELECT `+articleColumns+articleTexts+fromArticles+`
			WHERE a.id > $1 AND a.joined_to = 0 AND (a.found_at >= $2 OR a.muted_by <> 0) ORDER BY a.id LIMIT $3`,
			int64(after), micros(since), applyBatch)
		list, err := articlesOf(rows, err, true)
		if err != nil {
			return changed, fmt.Errorf("apply rules: %w", err)
		}
		n, err := db.applyRules(ctx, book, list)
		if err != nil {
			return changed, fmt.Errorf("apply rules: %w", err)
		}
		if changed += n; len(list) < applyBatch {
			return changed, nil
		}
		after = list[len(list)-1].ID
	}
}

// verdict is what keeps an article away from now on.
type verdict struct {
	*news.Article
	by news.RuleID
}

// applyRules mutes and takes articles as the rules want it, and returns how
// many came or went.
func (db *DB) applyRules(ctx context.Context, book *rulebook, list []news.Article) (changed int, err error) {
	var verdicts []verdict
	for i := range list {
		a := &list[i]
		by := book.mutesOf(int64(a.OutletID), int64(a.FeedID), a)
		if by == a.MutedBy {
			continue
		}
		verdicts = append(verdicts, verdict{a, by})
	}
	if len(verdicts) == 0 {
		return 0, nil
	}
	err = db.do(ctx, func(t *tx) error {
		var read []int64
		changed = 0
		for _, v := range verdicts {
			stood, err := t.muteAsSeen(ctx, v)
			if err != nil {
				return err
			}
			if stood && (v.by == 0 || v.MutedBy == 0) { // else another rule keeps it away than before
				changed++
			}
			if stood && v.by == 0 && v.State == news.ArticleWaiting {
				read = append(read, int64(v.ID))
			}
		}
		text := fmt.Sprintf("The rules changed %d reports", changed)
		if err := t.event(ctx, db.machine(), news.EventArticle, 0, text); err != nil {
			return err
		}
		return t.enqueue(ctx, news.JobRead, read...)
	})
	return changed, err
}

// muting sets what keeps an article away and puts it up for grouping, so that
// it enters or leaves its story. One that is muted and in no story does not
// wait for anything.
const muting = `muted_by = CAST($2 AS BIGINT), revision = revision + 1,
	grouped = CASE WHEN CAST($2 AS BIGINT) <> 0 AND story_id = 0 THEN revision + 1 ELSE grouped END`

func (t *tx) mute(ctx context.Context, id news.ArticleID, by news.RuleID) error {
	if _, err := t.ExecContext(ctx, `UPDATE articles SET `+muting+` WHERE id = $1`, int64(id), int64(by)); err != nil {
		return fmt.Errorf("mute article %d: %w", id, err)
	}
	return nil
}

// muteAsSeen carries a verdict out where the article still is as it was seen,
// and says whether it is. An editor, or a poll, may have been faster.
func (t *tx) muteAsSeen(ctx context.Context, v verdict) (bool, error) {
	res, err := t.ExecContext(ctx, `UPDATE articles SET `+muting+` WHERE id = $1 AND muted_by = $3 AND feed_id = $4`,
		int64(v.ID), int64(v.by), int64(v.MutedBy), int64(v.FeedID))
	if err != nil {
		return false, fmt.Errorf("mute article %d: %w", v.ID, err)
	}
	n, err := res.RowsAffected()
	return n > 0, err
}
