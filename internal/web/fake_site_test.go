package web_test

import (
	"context"
	"slices"
	"strings"
	"time"

	"dateline/internal/news"
)

// published returns the posts that readers see and the test keeps, newest
// first.
func (n *newsroom) published(keep func(news.Post) bool) []news.Post {
	n.mu.Lock()
	defer n.mu.Unlock()
	var out []news.Post
	for _, p := range n.posts {
		if p.State == news.PostPublished && keep(p) {
			out = append(out, p)
		}
	}
	slices.SortStableFunc(out, func(a, b news.Post) int { return b.PublishedAt.Compare(a.PublishedAt) })
	return out
}

func (n *newsroom) LatestPosts(_ context.Context, limit int) ([]news.Post, error) {
	all := n.published(func(news.Post) bool { return true })
	return all[:min(limit, len(all))], nil
}

func (n *newsroom) PostsBefore(_ context.Context, before time.Time, _ news.PostID, limit int) ([]news.Post, error) {
	all := n.published(func(p news.Post) bool { return p.PublishedAt.Before(before) })
	return all[:min(limit, len(all))], nil
}

func (n *newsroom) PostAt(_ context.Context, year, month int, slug string) (*news.Post, error) {
	for _, p := range n.published(func(p news.Post) bool { return p.Year == year && p.Month == month && p.Slug == slug }) {
		return &p, nil
	}
	return nil, news.ErrNotFound
}

func (n *newsroom) PostsOfMonth(_ context.Context, year, month int) ([]news.Post, error) {
	return n.published(func(p news.Post) bool { return p.Year == year && p.Month == month }), nil
}

func (n *newsroom) Months(context.Context) ([]news.ArchiveMonth, error) {
	var months []news.ArchiveMonth
	for _, p := range n.published(func(news.Post) bool { return true }) {
		last := len(months) - 1
		if last < 0 || months[last].Year != p.Year || months[last].Month != p.Month {
			months = append(months, news.ArchiveMonth{Year: p.Year, Month: p.Month})
			last++
		}
		months[last].Posts++
	}
	return months, nil
}

func (n *newsroom) PostsLabelled(_ context.Context, label string, limit int) ([]news.Post, error) {
	all := n.published(func(p news.Post) bool {
		return slices.ContainsFunc(p.Labels, func(l string) bool { return strings.EqualFold(l, label) })
	})
	return all[:min(limit, len(all))], nil
}
