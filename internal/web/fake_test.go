package web_test

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"sync"
	"time"

	"dateline/internal/news"
	"dateline/internal/source"
)

// newsroom is what the pages need, kept in memory.
type newsroom struct {
	mu        sync.Mutex
	pub       news.Publication
	stories   []news.Story
	posts     []news.Post
	revisions []news.Revision
	comments  []news.Comment
	feeds     []news.Feed
	outlets   []news.Outlet
	editors   []news.Editor
	signIns   map[string]news.EditorID
	events    []news.Event
	watchers  []chan struct{}
	polled    []news.FeedID
	brings    func(*news.Feed) // what a poll does to a feed
	silent    news.FeedID      // the feed that has fallen silent
	rules     []news.Rule
	imported  []source.Listing

	appliedSince time.Time
}

func (n *newsroom) event(kind string, subject int64) {
	id := len(n.events) + 1
	n.events = append(n.events, news.Event{ID: news.EventID(id), Cursor: strconv.Itoa(id), Kind: kind, Subject: subject})
	for _, w := range n.watchers {
		select {
		case w <- struct{}{}:
		default:
		}
	}
}

func (n *newsroom) Publication(context.Context) (*news.Publication, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.pub == (news.Publication{}) {
		return nil, fmt.Errorf("the publication: %w", news.ErrNotFound)
	}
	pub := n.pub
	return &pub, nil
}

func (n *newsroom) SavePublication(_ context.Context, pub news.Publication) error {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.pub = pub
	return nil
}

func (n *newsroom) Cursor(context.Context) (string, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	return strconv.Itoa(len(n.events)), nil
}

func (n *newsroom) EventsAfter(_ context.Context, cursor string, limit int) ([]news.Event, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	after, err := strconv.Atoi(cursor)
	if err != nil || after > len(n.events) {
		return nil, news.ErrInvalid
	}
	events := n.events[after:]
	return slices.Clone(events[:min(limit, len(events))]), nil
}

func (n *newsroom) Watch() (<-chan struct{}, func()) {
	n.mu.Lock()
	defer n.mu.Unlock()
	c := make(chan struct{}, 1)
	n.watchers = append(n.watchers, c)
	return c, func() {}
}

func (n *newsroom) OpenStories(context.Context, time.Time, int) ([]news.Story, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	return slices.Clone(n.stories), nil
}

func (n *newsroom) Story(_ context.Context, id news.StoryID) (*news.Story, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	for _, s := range n.stories {
		if s.ID == id {
			return &s, nil
		}
	}
	return nil, news.ErrNotFound
}

func (n *newsroom) SpikeStory(_ context.Context, id news.StoryID, spiked bool, _ time.Time) error {
	n.mu.Lock()
	defer n.mu.Unlock()
	for i := range n.stories {
		if n.stories[i].ID == id {
			n.stories[i].State = news.StoryNew
			if spiked {
				n.stories[i].State = news.StorySpiked
			}
			n.event(news.EventStory, int64(id))
			return nil
		}
	}
	return news.ErrNotFound
}

func (n *newsroom) AddDraft(_ context.Context, p news.Post) (*news.Post, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	for i := range n.posts {
		if p.StoryID != 0 && n.posts[i].StoryID == p.StoryID {
			known := n.posts[i]
			return &known, nil
		}
	}
	p.ID, p.Version = news.PostID(len(n.posts)+1), 1
	n.posts = append(n.posts, p)
	n.revise(p, false)
	for i := range n.stories {
		if n.stories[i].ID == p.StoryID {
			n.stories[i].PostID, n.stories[i].State = p.ID, news.StoryDrafted
		}
	}
	return &p, nil
}

func (n *newsroom) revise(p news.Post, lost bool) {
	n.revisions = slices.Insert(n.revisions, 0, news.Revision{
		ID: int64(len(n.revisions) + 1), Lost: lost, PostID: p.ID, Version: p.Version,
		Headline: p.Headline, Blocks: p.Blocks, SavedAt: p.UpdatedAt, Editor: "Ida Field",
	})
}

func (n *newsroom) Post(_ context.Context, id news.PostID) (*news.Post, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if id < 1 || int(id) > len(n.posts) {
		return nil, news.ErrNotFound
	}
	p := n.posts[id-1]
	return &p, nil
}

func (n *newsroom) SavePost(_ context.Context, p news.Post, correction string) (*news.Post, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	standing := &n.posts[p.ID-1]
	if standing.Version != p.Version {
		n.revise(p, true)
		return nil, fmt.Errorf("save: %w", news.ErrConflict)
	}
	p.Version++
	if correction != "" {
		p.Corrections = append(p.Corrections, news.Correction{At: p.UpdatedAt, Text: correction})
	}
	*standing = p
	n.revise(p, false)
	return &p, nil
}

func (n *newsroom) PublishPost(_ context.Context, o news.PublicationOrder) (*news.Post, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	p := &n.posts[o.PostID-1]
	if p.State != news.PostPublished {
		if p.Version != o.Version {
			return nil, news.ErrConflict
		}
		p.State, p.PublishedAt, p.Year, p.Month, p.Slug = news.PostPublished, o.At, o.Year, o.Month, o.Slugs[0]
		n.event(news.EventPost, int64(p.ID))
	}
	out := *p
	return &out, nil
}

func (n *newsroom) WithdrawPost(_ context.Context, id news.PostID, _ time.Time) (*news.Post, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if int(id) > len(n.posts) {
		return nil, news.ErrNotFound
	}
	n.posts[id-1].State = news.PostWithdrawn
	out := n.posts[id-1]
	return &out, nil
}

func (n *newsroom) ListPosts(_ context.Context, state news.PostState, _ int) ([]news.Post, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	var out []news.Post
	for _, p := range n.posts {
		if state == "" || p.State == state {
			out = append(out, p)
		}
	}
	return out, nil
}

func (n *newsroom) Revisions(_ context.Context, id news.PostID) ([]news.Revision, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	var out []news.Revision
	for _, r := range n.revisions {
		if r.PostID == id {
			out = append(out, r)
		}
	}
	return out, nil
}

func (n *newsroom) Article(_ context.Context, id news.ArticleID) (*news.Article, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	for _, s := range n.stories {
		for i := range s.Articles {
			if s.Articles[i].ID == id {
				return &s.Articles[i], nil
			}
		}
	}
	return nil, news.ErrNotFound
}

func (n *newsroom) AddAddress(context.Context, news.Arrival, string) (news.ArticleID, error) {
	return 999, nil
}

func (n *newsroom) ListArticles(context.Context, int) ([]news.Article, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	var out []news.Article
	for _, s := range n.stories {
		for _, a := range s.Articles {
			if a.MutedBy == 0 {
				out = append(out, a)
			}
		}
	}
	return out, nil
}

func (n *newsroom) AddComment(_ context.Context, c news.Comment, _ string) (*news.Comment, error) {
	return &c, nil
}

func (n *newsroom) SetCommentState(_ context.Context, id news.CommentID, state news.CommentState, _ time.Time) error {
	n.mu.Lock()
	defer n.mu.Unlock()
	for i := range n.comments {
		if n.comments[i].ID == id {
			n.comments[i].State = state
			return nil
		}
	}
	return news.ErrNotFound
}

func (n *newsroom) ListComments(_ context.Context, state news.CommentState, _ int) ([]news.Comment, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	var out []news.Comment
	for _, c := range n.comments {
		if c.State != news.CommentDeleted && (state == "" || c.State == state) {
			out = append(out, c)
		}
	}
	return out, nil
}

func (n *newsroom) PostComments(context.Context, news.PostID) ([]news.Comment, error) {
	return nil, nil
}

func (n *newsroom) Editor(_ context.Context, id news.EditorID) (*news.Editor, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	for i := range n.editors {
		if n.editors[i].ID == id {
			e := n.editors[i]
			return &e, nil
		}
	}
	return nil, news.ErrNotFound
}

func (n *newsroom) EditorByLogin(_ context.Context, login string) (*news.Editor, error) {
	for i := range n.editors {
		if n.editors[i].Login == login {
			e := n.editors[i]
			return &e, nil
		}
	}
	return nil, news.ErrNotFound
}

func (n *newsroom) AddEditor(_ context.Context, e news.Editor) (news.EditorID, error) {
	e.ID = news.EditorID(len(n.editors) + 1)
	n.editors = append(n.editors, e)
	return e.ID, nil
}

func (n *newsroom) Found(ctx context.Context, e news.Editor, p news.Publication) (news.EditorID, error) {
	if len(n.editors) > 0 {
		return 0, fmt.Errorf("found: %w", news.ErrConflict)
	}
	n.pub = p
	return n.AddEditor(ctx, e)
}

func (n *newsroom) SetPassword(_ context.Context, id news.EditorID, hash string) error {
	n.editors[id-1].PasswordHash = hash
	return nil
}

func (n *newsroom) Counts(context.Context, time.Time) (news.Counts, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	var c news.Counts
	for _, s := range n.stories {
		if s.State == news.StoryNew {
			c.NewStories++
		}
	}
	for _, p := range n.posts {
		if p.State == news.PostDraft {
			c.Drafts++
		}
	}
	for _, said := range n.comments {
		if said.State == news.CommentHeld {
			c.HeldComments++
		}
	}
	for _, f := range n.feeds {
		if f.State == news.FeedActive && f.Fault != "" {
			c.FailingFeeds++
		}
	}
	return c, nil
}

func (n *newsroom) CountEditors(context.Context) (int, error) { return len(n.editors), nil }

func (n *newsroom) AddSignIn(_ context.Context, hash string, id news.EditorID, _, _ time.Time) error {
	if n.signIns == nil {
		n.signIns = map[string]news.EditorID{}
	}
	n.signIns[hash] = id
	return nil
}

func (n *newsroom) TakeSignIn(_ context.Context, hash string, _ time.Time) (news.EditorID, error) {
	id, ok := n.signIns[hash]
	delete(n.signIns, hash)
	if !ok {
		return 0, news.ErrNotFound
	}
	return id, nil
}
