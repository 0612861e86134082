// Package news holds the words of the trade as Dateline uses them: outlets and
// their feeds, items and the articles they become, stories, posts, comments,
// and the rules that belong to the words themselves. It imports nothing of
// ours and knows neither the database nor the web.
package news

import "errors"

// The kinds of error that every package speaks of. An error that is none of
// them is a fault of ours.
var (
	// ErrNotFound says that what was asked for does not exist.
	ErrNotFound = errors.New("not found")
	// ErrInvalid says that what was given cannot be accepted as it is.
	ErrInvalid = errors.New("invalid")
	// ErrConflict says that somebody else changed the thing first, or that it
	// exists already.
	ErrConflict = errors.New("conflict")
	// ErrForbidden says that whoever asks may not do this.
	ErrForbidden = errors.New("forbidden")
)

// An InvalidError tells a person which field to correct and why.
type InvalidError struct {
	Field  string // form field, in the form's own spelling
	Reason string // a sentence fit to show
}

// Error returns the reason, a sentence fit to show.
func (e *InvalidError) Error() string { return e.Reason }

// Is makes every InvalidError one of the kind ErrInvalid.
func (e *InvalidError) Is(target error) bool { return target == ErrInvalid }

// The identities of things. Zero means "none".
type (
	// OutletID names an outlet.
	OutletID int64
	// FeedID names a feed.
	FeedID int64
	// ArticleID names an article.
	ArticleID int64
	// StoryID names a story, for the story's whole life.
	StoryID int64
	// PostID names a post.
	PostID int64
	// CommentID names a reader's comment.
	CommentID int64
	// EditorID names an editor.
	EditorID int64
	// RuleID names a rule of what is taken from the wire.
	RuleID int64
	// EventID is the place of an event in the newsroom's log.
	EventID int64
)
