package store

import (
	"context"
	"fmt"

	"dateline/internal/news"
)

// rescue is an article that was kept away by the rule of one feed and now came
// in another, for which no rule does, or that an editor took by hand, which
// nothing keeps away from then on.
type rescue struct {
	*arriving
	state news.ArticleState
}

func (in *intake) rescue(ctx context.Context, found []rescue) error {
	for _, r := range found {
		feed := int64(r.rec.claim.ID)
		if r.state != news.ArticleWaiting && feed != 0 {
			kept, err := in.keptFrom(ctx, r.article, feed)
			if err != nil {
				return err
			}
			if kept {
				continue
			}
		}
		taken, err := in.takeAfterAll(ctx, r.article, feed)
		if err != nil {
			return err
		}
		if taken && r.state == news.ArticleWaiting {
			in.read = append(in.read, r.article)
		}
	}
	return nil
}

// keptFrom says whether a rule keeps an article away from a feed for what is
// known of it, which may be more than the feed says.
func (in *intake) keptFrom(ctx context.Context, article, feed int64) (bool, error) {
	rows, err := in.QueryContext(ctx, `SELECT `+articleColumns+articleTexts+fromArticles+`WHERE a.id = $1`, article)
	list, err := articlesOf(rows, err, true)
	if err != nil || len(list) == 0 {
		return false, err
	}
	return in.rules.mutesOf(int64(list[0].OutletID), feed, &list[0]) != 0, nil
}

// takeAfterAll takes an article that the rule of another feed kept away, or
// with a feed of 0 whatever kept it away, and says whether it did.
func (t *tx) takeAfterAll(ctx context.Context, article, feed int64) (bool, error) {
	res, err := t.ExecContext(ctx, `UPDATE articles SET feed_id = $2,
			revision = revision + CASE WHEN muted_by = 0 THEN 0 ELSE 1 END, muted_by = 0
		WHERE id = $1 AND (CAST($2 AS BIGINT) = 0 AND muted_by <> -2
			OR muted_by IN (SELECT r.id FROM rules r WHERE r.feed_id <> 0 AND r.feed_id <> $2))`, article, feed)
	if err != nil {
		return false, fmt.Errorf("take article %d after all: %w", article, err)
	}
	n, err := res.RowsAffected()
	return n > 0, err
}
