// Package site decides what readers see: the front page by day, the posts,
// the archive by month, the feed. It renders nothing; web does.
package site

import (
	"context"
	"errors"
	"slices"
	"strings"
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
	// After returns the oldest post published after the given one, or
	// news.ErrNotFound when that is the newest. It may be nil: a post then
	// leads to older ones only.
	After func(ctx context.Context, after time.Time, id news.PostID) (*news.Post, error)
}

// How much one page holds.
const (
	FrontSize = 20  // posts of the front page and of an "older posts" page
	FeedSize  = 40  // posts of the feed
	LabelSize = 200 // headlines under a label
)

// Day is the posts of one day in the publication's time zone.
type Day struct {
	Date  time.Time // some moment of that day, in the publication's time zone
	Posts []news.Post
}

// Page is a run of posts.
type Page struct {
	Days  []Day
	Older *Place // where the next page begins, nil when this is the last
}

// Place is a place in the run of all posts: the posts behind it were published
// before it.
type Place struct {
	At time.Time
	ID news.PostID
}

// Front returns the newest posts by day.
func (s *Site) Front(ctx context.Context, zone *time.Location) (Page, error) {
	posts, err := s.Posts.LatestPosts(ctx, FrontSize+1)
	return pageOf(posts, zone), err
}

// Older returns the posts behind a place, by day.
func (s *Site) Older(ctx context.Context, from Place, zone *time.Location) (Page, error) {
	posts, err := s.Posts.PostsBefore(ctx, from.At, from.ID, FrontSize+1)
	return pageOf(posts, zone), err
}

// pageOf makes a page of posts of which one more was asked for than it shows.
func pageOf(posts []news.Post, zone *time.Location) Page {
	if len(posts) <= FrontSize {
		return Page{Days: ByDay(posts, zone)}
	}
	last := posts[FrontSize-1]
	return Page{Days: ByDay(posts[:FrontSize], zone), Older: &Place{At: last.PublishedAt, ID: last.ID}}
}

// Reading is a post with those before and after it.
type Reading struct {
	Post  *news.Post
	Older *news.Post // nil for the first post there is
	Newer *news.Post // nil for the newest
}

// Post returns the post at an address, or an error of kind news.ErrNotFound.
func (s *Site) Post(ctx context.Context, year, month int, slug string) (*Reading, error) {
	p, err := s.Posts.PostAt(ctx, year, month, slug)
	if err != nil {
		return nil, err
	}
	r := &Reading{Post: p}
	older, err := s.Posts.PostsBefore(ctx, p.PublishedAt, p.ID, 1)
	if err != nil {
		return nil, err
	}
	if len(older) > 0 {
		r.Older = &older[0]
	}
	if s.After == nil {
		return r, nil
	}
	r.Newer, err = s.After(ctx, p.PublishedAt, p.ID)
	if errors.Is(err, news.ErrNotFound) {
		return r, nil
	}
	return r, err
}

// Month returns a month's posts by day, newest first, or an error of kind
// news.ErrNotFound when it has none.
func (s *Site) Month(ctx context.Context, year, month int, zone *time.Location) ([]Day, error) {
	posts, err := s.Posts.PostsOfMonth(ctx, year, month)
	if err == nil && len(posts) == 0 {
		err = news.ErrNotFound
	}
	return ByDay(posts, zone), err
}

// Labelled returns the newest posts under a label and the label as they write
// it, or an error of kind news.ErrNotFound when no post has it. more says that
// there are older ones, which the archive has.
func (s *Site) Labelled(ctx context.Context, label string) (posts []news.Post, name string, more bool, err error) {
	posts, err = s.Posts.PostsLabelled(ctx, label, LabelSize+1)
	if err != nil {
		return nil, "", false, err
	}
	if len(posts) == 0 {
		return nil, "", false, news.ErrNotFound
	}
	if len(posts) > LabelSize {
		posts, more = posts[:LabelSize], true
	}
	return posts, written(label, posts[0].Labels), more, nil
}

// written returns how a post spells a label that a reader asked for in any
// case.
func written(label string, of []string) string {
	i := slices.IndexFunc(of, func(l string) bool { return strings.EqualFold(l, label) })
	if i < 0 {
		return label
	}
	return of[i]
}

// Feed returns the posts that the feed carries, newest first.
func (s *Site) Feed(ctx context.Context) ([]news.Post, error) {
	return s.Posts.LatestPosts(ctx, FeedSize)
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
