package store

import (
	"context"
	"fmt"
	"time"

	"dateline/internal/news"
)

const storyColumns = `s.id, s.headline, s.state, s.languages, s.reports, s.outlets, s.independent,
	s.first_at, s.first_outlet, s.latest_at, s.updated_at, COALESCE(p.id, 0)`

const fromStories = ` FROM stories s LEFT JOIN posts p ON p.story_id = s.id `

func scanStory(scan func(...any) error) (news.Story, error) {
	var s news.Story
	var languages string
	var first, latest, updated int64
	if err := scan(&s.ID, &s.Headline, &s.State, &languages, &s.Reports, &s.Outlets, &s.Independent,
		&first, &s.FirstOutlet, &latest, &updated, &s.PostID); err != nil {
		return s, err
	}
	s.FirstAt, s.LatestAt, s.UpdatedAt = moment(first), moment(latest), moment(updated)
	return s, decode(languages, &s.Languages)
}

// OpenStories returns the summaries of up to limit stories with a report since
// the given time, best ranked first: outlets with a text of their own, then
// reports, then the newest.
func (db *DB) OpenStories(ctx context.Context, since time.Time, limit int) ([]news.Story, error) {
	rows, err := db.read.QueryContext(ctx, `SELECT `+storyColumns+fromStories+`
		WHERE s.forward_to = 0 AND s.reports > 0 AND s.latest_at >= $1
		ORDER BY s.independent DESC, s.reports DESC, s.latest_at DESC, s.id LIMIT $2`, micros(since), limit)
	if err != nil {
		return nil, fmt.Errorf("list stories: %w", err)
	}
	defer rows.Close()
	var stories []news.Story
	at := map[news.StoryID]int{}
	for rows.Next() {
		s, err := scanStory(rows.Scan)
		if err != nil {
			return nil, fmt.Errorf("list stories: %w", err)
		}
		at[s.ID] = len(stories)
		stories = append(stories, s)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("list stories: %w", err)
	}
	return stories, db.addRhythm(ctx, stories, at)
}

// rhythmHours is how many hours a story's rhythm goes back.
const rhythmHours = 24

// addRhythm counts the reports of each of the last hours, up to the newest
// report of all the stories.
func (db *DB) addRhythm(ctx context.Context, stories []news.Story, at map[news.StoryID]int) error {
	if len(stories) == 0 {
		return nil
	}
	var end time.Time
	args := make([]any, 1, len(stories)+1)
	for i := range stories {
		stories[i].Rhythm = make([]int, rhythmHours)
		args = append(args, int64(stories[i].ID))
		if stories[i].LatestAt.After(end) {
			end = stories[i].LatestAt
		}
	}
	end = end.Truncate(time.Hour).Add(time.Hour)
	begin := end.Add(-rhythmHours * time.Hour)
	args[0] = micros(begin)
	rows, err := db.read.QueryContext(ctx, `SELECT story_id, published_at FROM articles
		WHERE published_at >= $1 AND story_id <> 0 AND muted_by = 0 AND story_id IN (`+placeholders(2, len(stories))+`)`, args...)
	if err != nil {
		return fmt.Errorf("read rhythm: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var id news.StoryID
		var us int64
		if err := rows.Scan(&id, &us); err != nil {
			return fmt.Errorf("read rhythm: %w", err)
		}
		if hour := int(moment(us).Sub(begin) / time.Hour); hour < rhythmHours {
			stories[at[id]].Rhythm[hour]++
		}
	}
	return rows.Err()
}

// Story returns a story with its articles and their texts in order of
// publication, or an error of kind news.ErrNotFound. A story that was merged
// into another returns that other.
func (db *DB) Story(ctx context.Context, id news.StoryID) (*news.Story, error) {
	row := db.read.QueryRowContext(ctx, `SELECT `+storyColumns+fromStories+`
		WHERE s.id = (SELECT CASE WHEN forward_to = 0 THEN id ELSE forward_to END FROM stories WHERE id = $1)`, int64(id))
	s, err := scanStory(row.Scan)
	if isNoRows(err) {
		err = news.ErrNotFound
	}
	if err != nil {
		return nil, fmt.Errorf("read story %d: %w", id, err)
	}
	one := []news.Story{s}
	if err := db.addRhythm(ctx, one, map[news.StoryID]int{s.ID: 0}); err != nil {
		return nil, err
	}
	s = one[0]
	rows, err := db.read.QueryContext(ctx, `SELECT `+articleColumns+articleTexts+fromArticles+`
		WHERE a.story_id = $1 AND a.story_id <> 0 AND a.muted_by = 0 ORDER BY a.published_at, a.url_key`, int64(s.ID))
	s.Articles, err = articlesOf(rows, err, true)
	return &s, err
}

// SpikeStory drops a story, or takes it up again in the state that its post
// gives it. A story that was merged into another means that other.
func (db *DB) SpikeStory(ctx context.Context, id news.StoryID, spiked bool, now time.Time) error {
	const merged = `(SELECT CASE WHEN forward_to = 0 THEN id ELSE forward_to END FROM stories WHERE id = $1)`
	q := `UPDATE stories SET state = 'spiked' WHERE id = ` + merged
	if !spiked {
		q = `UPDATE stories SET state = COALESCE((SELECT CASE WHEN p.state = 'published' THEN 'posted' ELSE 'drafted' END
			FROM posts p WHERE p.story_id = stories.id), 'new') WHERE id = ` + merged
	}
	return db.do(ctx, func(t *tx) error {
		res, err := t.ExecContext(ctx, q, int64(id))
		if err != nil {
			return fmt.Errorf("spike story %d: %w", id, err)
		}
		if n, err := res.RowsAffected(); err != nil || n == 0 {
			return fmt.Errorf("story %d: %w", id, news.ErrNotFound)
		}
		return t.event(ctx, now, news.EventStory, int64(id), "")
	})
}
