// Package desk is the editor's work: it puts the day's stories in order, makes
// an almost finished post of one, and saves, publishes and withdraws it. It
// does not group reports (story does) and does not render (post and web do).
package desk

import (
	"context"
	"strings"
	"time"

	"dateline/internal/news"
)

// Stories is what the desk needs of the store to show stories.
type Stories interface {
	// OpenStories returns the summaries of the stories with a report since the
	// given time, best ranked first.
	OpenStories(ctx context.Context, since time.Time, limit int) ([]news.Story, error)
	// Story returns a story with its articles in order of publication. An id
	// that was merged into another returns that other.
	Story(ctx context.Context, id news.StoryID) (*news.Story, error)
	// SpikeStory drops a story, or takes it up again.
	SpikeStory(ctx context.Context, id news.StoryID, spiked bool, now time.Time) error
}

// Posts is what the desk needs of the store to keep posts. Every save is a
// revision.
type Posts interface {
	// AddDraft keeps a new draft. A story that has a draft or post already
	// returns that one, so two presses on Compose make one draft.
	AddDraft(ctx context.Context, p news.Post) (*news.Post, error)
	Post(ctx context.Context, id news.PostID) (*news.Post, error)
	// SavePost replaces the words of p.ID when it is still at p.Version, and
	// returns it with its new version. Otherwise it keeps the words as a
	// revision that lost, and returns an error of kind news.ErrConflict.
	SavePost(ctx context.Context, p news.Post, correction string) (*news.Post, error)
	// PublishPost publishes the post once. One that is published already is
	// returned as it is.
	PublishPost(ctx context.Context, o news.PublicationOrder) (*news.Post, error)
	WithdrawPost(ctx context.Context, id news.PostID, now time.Time) (*news.Post, error)
	// ListPosts returns posts, the one changed last first; an empty state means
	// all.
	ListPosts(ctx context.Context, state news.PostState, limit int) ([]news.Post, error)
	Revisions(ctx context.Context, id news.PostID) ([]news.Revision, error)
}

// Articles is what the desk needs of the store to take in an address by hand.
type Articles interface {
	Article(ctx context.Context, id news.ArticleID) (*news.Article, error)
	// AddAddress keeps the article that a names, for the outlet whose site it
	// stands on, and has it read. One that is known already is returned.
	AddAddress(ctx context.Context, a news.Arrival, host string) (news.ArticleID, error)
	// ListArticles returns the newest articles without their texts.
	ListArticles(ctx context.Context, limit int) ([]news.Article, error)
}

// Desk is the editor's desk. Now is editorial time; Settings returns the
// publication as it is now.
type Desk struct {
	Stories  Stories
	Posts    Posts
	Articles Articles
	Settings func(context.Context) (*news.Publication, error)
	Now      func() time.Time
}

// window is how far back a story's last report may lie for the desk to list
// the story.
const window = 36 * time.Hour

// listLimit bounds how many stories and posts one list shows.
const listLimit = 200

// Open returns the day's stories, best ranked first.
func (d *Desk) Open(ctx context.Context) ([]news.Story, error) {
	return d.Stories.OpenStories(ctx, d.Now().Add(-window), listLimit)
}

// Story returns a story with its articles. It returns an error of kind
// news.ErrNotFound when there is none.
func (d *Desk) Story(ctx context.Context, id news.StoryID) (*news.Story, error) {
	return d.Stories.Story(ctx, id)
}

// Spike drops a story from the list, or takes it up again.
func (d *Desk) Spike(ctx context.Context, id news.StoryID, spiked bool) error {
	return d.Stories.SpikeStory(ctx, id, spiked, d.Now())
}

// Wire returns the newest articles.
func (d *Desk) Wire(ctx context.Context) ([]news.Article, error) {
	return d.Articles.ListArticles(ctx, listLimit)
}

// Take takes in the address of one report by hand. One without http:// or
// https:// is completed. It returns an *news.InvalidError for what is no
// address and for the front page of a site.
func (d *Desk) Take(ctx context.Context, address string) (news.ArticleID, error) {
	address = news.CompleteAddress(address)
	key := news.AddressKey(address)
	if key == "" || len(address) > 2048 {
		return 0, &news.InvalidError{Field: "url", Reason: "That is not the address of a page. It has to begin with http:// or https://."}
	}
	if !strings.ContainsAny(key, "/?") {
		return 0, &news.InvalidError{Field: "url", Reason: "That is the front page of a site. Give the address of one report, or add the site as an outlet."}
	}
	clean := news.CleanAddress(address)
	host, _, _ := strings.Cut(key, "/") // of the report itself, not of what redirects to it
	now := d.Now()
	return d.Articles.AddAddress(ctx, news.Arrival{
		GUID: clean, Key: key,
		Article: news.Article{
			URL: clean, State: news.ArticleWaiting, FoundAt: now, Item: news.Item{URL: clean},
			Reading: news.Reading{Headline: clean, Published: now, Form: news.FormReport},
		},
	}, host)
}
