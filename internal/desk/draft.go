package desk

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"dateline/internal/news"
	"dateline/internal/post"
)

// What a post may hold.
const (
	maxHeadline = 300 // characters
	maxBlocks   = 200
	maxText     = 100_000 // bytes in one block
	maxLabels   = 20
)

// An Edit is what an editor saves: the words of a post and the version that
// they change.
type Edit struct {
	PostID     news.PostID
	Version    int
	Headline   string
	Blocks     []news.Block
	Labels     []string
	Correction string // a public note, for a change of sense after publication
	Editor     news.EditorID
}

// A ConflictError says that somebody else saved the post first. Both texts are
// kept: Theirs is what stands, and the refused one is among the revisions.
type ConflictError struct {
	Theirs *news.Post
}

// Error says what happened and what was kept.
func (e *ConflictError) Error() string {
	return "Somebody else saved this post while you were writing. Both texts are kept."
}

// Is makes it an error of kind news.ErrConflict.
func (e *ConflictError) Is(target error) bool { return target == news.ErrConflict }

// Post returns a post with its blocks, or an error of kind news.ErrNotFound.
func (d *Desk) Post(ctx context.Context, id news.PostID) (*news.Post, error) {
	return d.Posts.Post(ctx, id)
}

// List returns the newest posts in a state, in any when it is empty.
func (d *Desk) List(ctx context.Context, state news.PostState) ([]news.Post, error) {
	return d.Posts.ListPosts(ctx, state, listLimit)
}

// Revisions returns everything that was ever saved of a post, newest first,
// refused saves among them.
func (d *Desk) Revisions(ctx context.Context, id news.PostID) ([]news.Revision, error) {
	return d.Posts.Revisions(ctx, id)
}

// Save keeps an edit. It returns a *ConflictError when the post has changed
// since the editor opened it, and an *news.InvalidError for words that cannot
// be taken. A topic that nobody changed by hand follows the headline.
func (d *Desk) Save(ctx context.Context, e Edit) (*news.Post, error) {
	if err := checkEdit(e); err != nil {
		return nil, err
	}
	before, err := d.Posts.Post(ctx, e.PostID)
	if err != nil {
		return nil, err
	}
	pub, err := d.Settings(ctx)
	if err != nil {
		return nil, err
	}
	p := *before
	p.Version, p.Headline, p.EditorID = e.Version, strings.TrimSpace(e.Headline), e.Editor
	p.Blocks = followHeadline(e.Blocks, before.Headline, p.Headline, pub.Language)
	p.Labels = Labels(e.Labels)
	p.UpdatedAt = d.Now()
	saved, err := d.Posts.SavePost(ctx, p, strings.TrimSpace(e.Correction))
	if errors.Is(err, news.ErrConflict) {
		theirs, perr := d.Posts.Post(ctx, e.PostID)
		if perr != nil {
			return nil, perr
		}
		return nil, &ConflictError{Theirs: theirs}
	}
	return saved, err
}

func checkEdit(e Edit) error {
	switch {
	case utf8.RuneCountInString(e.Headline) > maxHeadline:
		return &news.InvalidError{Field: "headline", Reason: "That headline is too long. Use at most 300 characters."}
	case len(e.Blocks) > maxBlocks:
		return &news.InvalidError{Field: "blocks", Reason: "That is too much for one post. Use at most 200 parts."}
	case len(e.Labels) > maxLabels:
		return &news.InvalidError{Field: "labels", Reason: "Use at most 20 labels."}
	case len(e.Correction) > maxText:
		return &news.InvalidError{Field: "correction", Reason: "That correction is too long. Say it in fewer words."}
	}
	for _, b := range e.Blocks {
		size := len(b.Text) + len(b.Standfirst) + len(b.Title)
		for _, q := range b.Quotes {
			size += len(q)
		}
		if size > maxText {
			return &news.InvalidError{Field: "blocks", Reason: "One part of the post is too long. Split it in two."}
		}
	}
	return nil
}

// followHeadline proposes the topic anew where it is still the one proposed
// for the old headline, or empty.
func followHeadline(blocks []news.Block, was, is, language string) []news.Block {
	out := slices.Clone(blocks)
	proposed := post.Topic(was, language)
	for i := range out {
		if out[i].Kind == news.BlockMore && (out[i].Title == "" || out[i].Title == proposed) {
			out[i].Title = post.Topic(is, language)
		}
	}
	return out
}

// Labels returns the labels that a post keeps of those given: single spaces,
// none twice, none that is empty or longer than 60 characters.
func Labels(labels []string) []string {
	var out []string
	for _, l := range labels {
		l = strings.Join(strings.Fields(l), " ")
		if l != "" && utf8.RuneCountInString(l) <= 60 && !slices.Contains(out, l) {
			out = append(out, l)
		}
	}
	return out
}

// Publish publishes the given version of a post. Publishing it twice is
// publishing it once. It returns an *news.InvalidError when something still
// hinders it, and an error of kind news.ErrConflict when the post was saved
// since.
func (d *Desk) Publish(ctx context.Context, id news.PostID, version int, editor news.EditorID) (*news.Post, error) {
	p, err := d.Posts.Post(ctx, id)
	if err != nil {
		return nil, err
	}
	for _, h := range Check(p) {
		if h.Stops {
			return nil, &news.InvalidError{Field: "publish", Reason: h.Text}
		}
	}
	pub, err := d.Settings(ctx)
	if err != nil {
		return nil, err
	}
	now := d.Now()
	at := now.In(pub.Location())
	p, err = d.Posts.PublishPost(ctx, news.PublicationOrder{
		PostID: id, Version: version, At: now, Year: at.Year(), Month: int(at.Month()),
		Slugs: firstSlugs(p.Headline, at.Day()), Editor: editor,
	})
	if err != nil {
		return nil, fmt.Errorf("publish post %d: %w", id, err)
	}
	return p, nil
}

// slugTries is how many addresses are tried before publishing is refused.
const slugTries = 500

func firstSlugs(headline string, day int) []string {
	var slugs []string
	for s := range post.Candidates(post.Slug(headline), day) {
		if slugs = append(slugs, s); len(slugs) == slugTries {
			break
		}
	}
	return slugs
}

// Withdraw takes a published post off the site. Its words and address are
// kept; publishing it again puts it back where it was.
func (d *Desk) Withdraw(ctx context.Context, id news.PostID) (*news.Post, error) {
	return d.Posts.WithdrawPost(ctx, id, d.Now())
}
