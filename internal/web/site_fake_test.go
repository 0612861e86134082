package web_test

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"dateline/internal/comment"
	"dateline/internal/news"
	"dateline/internal/site"
	"dateline/internal/web"
)

// reading is a newsroom as readers meet it: it keeps comments as the store
// does, one for a token and a line in the log for each, and counts how often
// the newest posts were read.
type reading struct {
	*newsroom
	asked  *atomic.Int64
	tokens map[string]news.CommentID
	clock  *atomic.Int64 // seconds that passed on the machine's clock
}

func (d reading) LatestPosts(ctx context.Context, limit int) ([]news.Post, error) {
	d.asked.Add(1)
	posts, err := d.newsroom.LatestPosts(ctx, limit)
	for i := range posts {
		under, _ := d.PostComments(ctx, posts[i].ID)
		posts[i].Comments = len(under)
	}
	return posts, err
}

// after is what the site asks for by Site.After.
func (d reading) after(_ context.Context, at time.Time, _ news.PostID) (*news.Post, error) {
	posts := d.published(func(p news.Post) bool { return p.PublishedAt.After(at) })
	if len(posts) == 0 {
		return nil, news.ErrNotFound
	}
	return &posts[len(posts)-1], nil
}

func (d reading) AddComment(_ context.Context, c news.Comment, token string) (*news.Comment, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if id, ok := d.tokens[token]; ok {
		known := d.comments[id-1]
		return &known, nil
	}
	c.ID = news.CommentID(len(d.comments) + 1)
	d.tokens[token] = c.ID
	d.comments = append(d.comments, c)
	d.event(news.EventComment, int64(c.ID))
	return &c, nil
}

func (d reading) PostComments(_ context.Context, id news.PostID) ([]news.Comment, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	var out []news.Comment
	for _, c := range d.comments {
		if c.PostID == id && c.State == news.CommentShown {
			out = append(out, c)
		}
	}
	return out, nil
}

// change changes a post as another process would: with a line in the log.
func (d reading) change(id news.PostID, to func(*news.Post)) {
	d.mu.Lock()
	defer d.mu.Unlock()
	to(&d.posts[id-1])
	d.event(news.EventPost, int64(id))
}

// harbourDay returns a newsroom with two invented days of posts, the newest
// last.
func harbourDay() *newsroom {
	n := sample()
	n.pub.HoldComment = false
	n.comments = nil
	n.addPost("Bridge Over The Kalen Strait Reopens After Nine Days", "bridge-over-kalen-strait-reopens-after", noon.Add(-26*time.Hour), "Valoria", "Ports & Ships")
	n.addPost("Grain Talks In Vessen Break Up", "grain-talks-in-vessen-break-up", noon.Add(-3*time.Hour), "Valoria")
	n.addPost(`Two <Lighthouses> "Dark" & Cold`, "two-lighthouses-dark-cold", noon.Add(-time.Hour))
	return n
}

func (n *newsroom) addPost(headline, slug string, at time.Time, labels ...string) {
	report := func(outlet, headline string) news.Report {
		return news.Report{URL: "https://outlet.example/a?b=1&c=2", Outlet: outlet, Headline: headline}
	}
	lead := report("Valoria Wire", headline+" <script>alert(1)</script>")
	n.posts = append(n.posts, news.Post{
		ID: news.PostID(len(n.posts) + 1), State: news.PostPublished, Headline: headline, Slug: slug, Labels: labels,
		Year: at.Year(), Month: int(at.Month()), Version: 1, PublishedAt: at, UpdatedAt: at,
		Blocks: []news.Block{
			{
				Kind: news.BlockLead, Report: &lead, Standfirst: "The harbour office gave the word at first light.",
				Quotes: []string{"NORDHAFEN, May 6. /VW/. The first lorries rolled over the bridge at 6:40.", "“Nobody will miss the queue,” she said."},
			},
			{Kind: news.BlockNote, Text: "Nine days is *long*. <img src=x onerror=alert(1)>"},
			{Kind: news.BlockMore, Title: "The Bridge", Reports: []news.Report{report("Cape Courier", "Lorries first"), report("Strait Gazette", "Toll stays off")}},
		},
	})
}

func newReading(n *newsroom) reading {
	return reading{newsroom: n, asked: &atomic.Int64{}, tokens: map[string]news.CommentID{}, clock: &atomic.Int64{}}
}

func (d reading) options() web.Options {
	o := d.newsroom.options()
	o.Site = &site.Site{Posts: d, After: d.after}
	o.Discussion = &comment.Discussion{Comments: d, Now: o.Now}
	o.Machine = func() time.Time { return noon.Add(time.Duration(d.clock.Load()) * time.Second) }
	return o
}

// openSite serves the two days to a reader.
func openSite(t *testing.T) (*browser, reading) {
	t.Helper()
	d := newReading(harbourDay())
	b, _ := open(t, d.options())
	return b, d
}

func bridgePath() string {
	return fmt.Sprintf("/%d/%02d/bridge-over-kalen-strait-reopens-after.html", noon.Year(), noon.Month())
}
