package site_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"dateline/internal/news"
	"dateline/internal/site"
)

var midnight = time.Date(2031, 5, 7, 0, 0, 0, 0, time.UTC)

// run is an archive of posts, the newest first, an hour apart.
type run []news.Post

func posts(n int) run {
	var out run
	for i := range n {
		out = append(out, news.Post{
			ID: news.PostID(n - i), Slug: fmt.Sprint("post-", n-i), Year: 2031, Month: 5, Labels: []string{"Ports & Ships"},
			PublishedAt: midnight.Add(-time.Duration(i) * time.Hour),
		})
	}
	return out
}

func (r run) LatestPosts(_ context.Context, limit int) ([]news.Post, error) {
	return r[:min(limit, len(r))], nil
}

func (r run) PostsBefore(_ context.Context, at time.Time, id news.PostID, limit int) ([]news.Post, error) {
	for i, p := range r {
		if p.PublishedAt.Before(at) || (p.PublishedAt.Equal(at) && p.ID < id) {
			return r[i:min(i+limit, len(r))], nil
		}
	}
	return nil, nil
}

func (r run) PostAt(_ context.Context, _, _ int, slug string) (*news.Post, error) {
	for i := range r {
		if r[i].Slug == slug {
			return &r[i], nil
		}
	}
	return nil, news.ErrNotFound
}

func (r run) PostsOfMonth(_ context.Context, _, month int) ([]news.Post, error) {
	if month != 5 {
		return nil, nil
	}
	return r, nil
}

func (r run) Months(context.Context) ([]site.Month, error) { return nil, nil }

func (r run) PostsLabelled(_ context.Context, label string, limit int) ([]news.Post, error) {
	if label != "ports & ships" {
		return nil, nil
	}
	return r[:min(limit, len(r))], nil
}

func (r run) after(_ context.Context, at time.Time, _ news.PostID) (*news.Post, error) {
	for i := len(r) - 1; i >= 0; i-- {
		if r[i].PublishedAt.After(at) {
			return &r[i], nil
		}
	}
	return nil, news.ErrNotFound
}

func TestDaysFollowThePublicationsZone(t *testing.T) {
	west := time.FixedZone("west", -5*3600)
	for _, tc := range []struct {
		zone *time.Location
		want []int
	}{
		{time.UTC, []int{1, 3}},
		{west, []int{4}},
	} {
		var got []int
		for _, d := range site.ByDay(posts(4), tc.zone) {
			got = append(got, len(d.Posts))
		}
		if fmt.Sprint(got) != fmt.Sprint(tc.want) {
			t.Errorf("in %s: got days of %v posts, want %v", tc.zone, got, tc.want)
		}
	}
}

func TestPagesShowEveryPostOnce(t *testing.T) {
	for _, n := range []int{0, 1, site.FrontSize, site.FrontSize + 1, 3 * site.FrontSize} {
		s := &site.Site{Posts: posts(n)}
		page, err := s.Front(t.Context(), time.UTC)
		seen := map[news.PostID]bool{}
		for {
			if err != nil {
				t.Fatal(err)
			}
			for _, d := range page.Days {
				for _, p := range d.Posts {
					if seen[p.ID] {
						t.Errorf("of %d posts: post %d stands on two pages", n, p.ID)
					}
					seen[p.ID] = true
				}
			}
			if page.Older == nil {
				break
			}
			if page, err = s.Older(t.Context(), *page.Older, time.UTC); len(page.Days) == 0 {
				t.Errorf("of %d posts: a page leads to an empty one", n)
			}
		}
		if len(seen) != n {
			t.Errorf("got %d posts, want %d", len(seen), n)
		}
	}
}

func TestPostKnowsItsNeighbours(t *testing.T) {
	r := posts(3)
	s := &site.Site{Posts: r, After: r.after}
	for _, tc := range []struct {
		slug         string
		older, newer news.PostID
	}{{"post-1", 0, 2}, {"post-2", 1, 3}, {"post-3", 2, 0}} {
		got, err := s.Post(t.Context(), 2031, 5, tc.slug)
		if err != nil {
			t.Fatal(err)
		}
		if idOf(got.Older) != tc.older || idOf(got.Newer) != tc.newer {
			t.Errorf("%s: got older %d and newer %d, want %d and %d", tc.slug, idOf(got.Older), idOf(got.Newer), tc.older, tc.newer)
		}
	}
	if _, err := s.Post(t.Context(), 2031, 5, "none"); !errors.Is(err, news.ErrNotFound) {
		t.Errorf("got %v, want news.ErrNotFound", err)
	}
}

func idOf(p *news.Post) news.PostID {
	if p == nil {
		return 0
	}
	return p.ID
}

func TestMonthsAndLabelsWithoutPostsAreNoPages(t *testing.T) {
	s := &site.Site{Posts: posts(site.LabelSize + 1)}
	if _, err := s.Month(t.Context(), 2031, 4, time.UTC); !errors.Is(err, news.ErrNotFound) {
		t.Errorf("month without posts: got %v, want news.ErrNotFound", err)
	}
	if _, _, _, err := s.Labelled(t.Context(), "none"); !errors.Is(err, news.ErrNotFound) {
		t.Errorf("label without posts: got %v, want news.ErrNotFound", err)
	}
	got, name, more, err := s.Labelled(t.Context(), "ports & ships")
	if err != nil || len(got) != site.LabelSize || name != "Ports & Ships" || !more {
		t.Errorf("got %d posts of %q, more %t (%v), want %d of the label as posts write it, and more", len(got), name, more, err, site.LabelSize)
	}
}
