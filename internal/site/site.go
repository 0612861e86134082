// Package site decides what readers see: the front page by day, the posts,
// the archive by month, the feed. It renders nothing; web does.
package site

import (
	"context"
	"time"

	"dateline/internal/news"
)

// Posts is what the site needs of the store. It only ever returns published
// posts, newest first.
type Posts interface {
	LatestPosts(ctx context.Context, limit int) ([]news.Post, error)
	PostsBefore(ctx context.Context, before time.Time, beforeID news.PostID, limit int) ([]news.Post, error)
	PostAt(ctx context.Context, year, month int, slug string) (*news.Post, error)
	PostsOfMonth(ctx context.Context, year, month int) ([]news.Post, error)
	Months(ctx context.Context) ([]Month, error)
	PostsLabelled(ctx context.Context, label string, limit int) ([]news.Post, error)
}

// Month is one month of the archive.
type Month = news.ArchiveMonth

// Site is the reading side of the publication.
type Site struct {
	Posts Posts
}

// Day is the posts of one day in the publication's time zone.
type Day struct {
	Date  time.Time // some moment of that day, in the publication's time zone
	Posts []news.Post
}

// FrontSize is how many posts the front page and an "older posts" page hold.
const FrontSize = 20

// Front returns the newest posts by day.
func (s *Site) Front(ctx context.Context, zone *time.Location) ([]Day, error) {
	posts, err := s.Posts.LatestPosts(ctx, FrontSize)
	return ByDay(posts, zone), err
}

// Older returns the posts published before the given one, by day.
func (s *Site) Older(ctx context.Context, before time.Time, id news.PostID, zone *time.Location) ([]Day, error) {
	posts, err := s.Posts.PostsBefore(ctx, before, id, FrontSize)
	return ByDay(posts, zone), err
}

// ByDay groups posts, newest first, under the days of their publication.
func ByDay(posts []news.Post, zone *time.Location) []Day {
	var days []Day
	for _, p := range posts {
		at := p.PublishedAt.In(zone)
		n := len(days)
		if n == 0 || !sameDay(days[n-1].Date, at) {
			days = append(days, Day{Date: at})
			n++
		}
		days[n-1].Posts = append(days[n-1].Posts, p)
	}
	return days
}

func sameDay(a, b time.Time) bool {
	ay, am, ad := a.Date()
	by, bm, bd := b.Date()
	return ay == by && am == bm && ad == bd
}
