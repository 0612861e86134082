package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"dateline/internal/news"
)

const (
	feedColumns = `f.id, f.outlet_id, o.name, f.url, f.title, f.site, f.folder, f.pattern, f.state, f.etag, f.last_modified,
	f.body_hash, f.next_poll_at, f.interval_us, f.last_poll_at, f.last_success_at, f.last_status, f.fault, f.fault_kind,
	f.failures, f.failing_since, f.warning, f.items, f.newest_at, f.asked, f.rhythm, f.rhythm_at, f.move, f.pushed_until`
	fromFeeds = ` FROM feeds f JOIN outlets o ON o.id = f.outlet_id `
)

func scanFeed(scan func(...any) error, more ...any) (news.Feed, error) {
	var f news.Feed
	var next, interval, last, success, failing, newest, rhythm, pushed int64
	var asked, hours, move string
	err := scan(append([]any{
		&f.ID, &f.OutletID, &f.Outlet, &f.URL, &f.Title, &f.Site, &f.Folder, &f.Pattern, &f.State, &f.ETag, &f.LastModified,
		&f.BodyHash, &next, &interval, &last, &success, &f.LastStatus, &f.Fault, &f.FaultKind,
		&f.Failures, &failing, &f.Warning, &f.Items, &newest, &asked, &hours, &rhythm, &move, &pushed,
	}, more...)...)
	f.NextPollAt, f.LastPollAt, f.LastSuccessAt = moment(next), moment(last), moment(success)
	f.FailingSince, f.NewestAt, f.RhythmAt, f.Pushed = moment(failing), moment(newest), moment(rhythm), moment(pushed)
	f.ETag, f.LastModified = fromText(f.ETag), fromText(f.LastModified)
	f.Interval = time.Duration(interval) * time.Microsecond
	return f, errors.Join(err, decode(asked, &f.Asked), decode(hours, &f.Rhythm), decode(move, &f.Move))
}

// ListFeeds returns all feeds by outlet and address.
func (db *DB) ListFeeds(ctx context.Context) ([]news.Feed, error) {
	rows, err := db.read.QueryContext(ctx, `SELECT `+feedColumns+fromFeeds+`ORDER BY o.name_key, f.url`)
	if err != nil {
		return nil, fmt.Errorf("list feeds: %w", err)
	}
	defer rows.Close()
	var feeds []news.Feed
	for rows.Next() {
		f, err := scanFeed(rows.Scan)
		if err != nil {
			return nil, fmt.Errorf("list feeds: %w", err)
		}
		feeds = append(feeds, f)
	}
	return feeds, rows.Err()
}

// Feed returns a feed, or an error of kind news.ErrNotFound.
func (db *DB) Feed(ctx context.Context, id news.FeedID) (*news.Feed, error) {
	f, err := scanFeed(db.read.QueryRowContext(ctx, `SELECT `+feedColumns+fromFeeds+`WHERE f.id = $1`, int64(id)).Scan)
	if isNoRows(err) {
		err = news.ErrNotFound
	}
	if err != nil {
		return nil, fmt.Errorf("read feed %d: %w", id, err)
	}
	return &f, nil
}

// healthDays is how many days a feed's reports are counted over.
const healthDays = 7

// FeedHealth returns all feeds by outlet and address, each with how it does at
// now, editorial time.
func (db *DB) FeedHealth(ctx context.Context, now time.Time) ([]news.FeedHealth, error) {
	feeds, err := db.ListFeeds(ctx)
	if err != nil {
		return nil, err
	}
	found, err := db.foundSince(ctx, now.AddDate(0, 0, -healthDays))
	if err != nil {
		return nil, err
	}
	list := make([]news.FeedHealth, len(feeds))
	for i, f := range feeds {
		list[i] = news.FeedHealth{Feed: f, PerDay: found[f.ID].perDay(now), Silent: f.SilentAt(now)}
	}
	return list, nil
}

// lately is what came from a feed in the last days.
type lately struct {
	reports int
	first   time.Time // when the first of them was published
}

// perDay returns how many reports a day that is. A feed that was taken up
// today brought what it published before.
func (l lately) perDay(now time.Time) float64 {
	days := now.Sub(l.first).Hours() / 24
	return float64(l.reports) / min(max(days, 1), healthDays)
}

// foundSince counts the articles that were published and first seen in each
// feed since a time.
func (db *DB) foundSince(ctx context.Context, since time.Time) (map[news.FeedID]lately, error) {
	rows, err := db.read.QueryContext(ctx, `SELECT feed_id, count(*), min(published_at) FROM articles
		WHERE found_at >= $1 AND published_at >= $1 GROUP BY feed_id`, micros(since))
	if err != nil {
		return nil, fmt.Errorf("count new articles: %w", err)
	}
	defer rows.Close()
	found := map[news.FeedID]lately{}
	for rows.Next() {
		var id news.FeedID
		var l lately
		var first int64
		if err := rows.Scan(&id, &l.reports, &first); err != nil {
			return nil, fmt.Errorf("count new articles: %w", err)
		}
		l.first = moment(first)
		found[id] = l
	}
	return found, rows.Err()
}
