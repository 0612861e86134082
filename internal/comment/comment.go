// Package comment carries the readers' discussion under a post: it takes
// comments in, holds them for an editor where the publication wants that, and
// lets editors decide. Comments are plain text.
package comment

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"dateline/internal/news"
)

// What a comment may hold, in characters.
const (
	MaxName = 80
	MaxText = 8000
)

// Comments is what the step needs of the store.
type Comments interface {
	// AddComment keeps c under its token; a token that was used before
	// returns the comment it made, so a double press says a thing once. It
	// returns news.ErrNotFound when the post is not published.
	AddComment(ctx context.Context, c news.Comment, token string) (*news.Comment, error)
	// SetCommentState returns news.ErrNotFound when there is no such comment
	// or it was deleted.
	SetCommentState(ctx context.Context, id news.CommentID, state news.CommentState, now time.Time) error
	// ListComments returns comments newest first; an empty state means all
	// that are not deleted.
	ListComments(ctx context.Context, state news.CommentState, limit int) ([]news.Comment, error)
	// PostComments returns a post's shown comments, oldest first.
	PostComments(ctx context.Context, id news.PostID) ([]news.Comment, error)
}

// Discussion is the step. Now is editorial time.
type Discussion struct {
	Comments Comments
	Now      func() time.Time
}

// A Submission is what a reader sends.
type Submission struct {
	PostID  news.PostID
	Name    string
	Text    string
	Token   string // made by NewToken when the form was shown
	Website string // a field that no person sees: whoever fills it is a program
}

// NewToken returns the token that one showing of the form carries.
func NewToken() string {
	b := make([]byte, 18)
	rand.Read(b) // never fails; see crypto/rand
	return base64.RawURLEncoding.EncodeToString(b)
}

// Submit takes a reader's comment in. hold says that an editor has to approve
// it first. It returns an *news.InvalidError for what cannot be taken and
// news.ErrNotFound when the post is not published.
func (d *Discussion) Submit(ctx context.Context, s Submission, hold bool) (*news.Comment, error) {
	name, text := oneLine(s.Name), tidy(s.Text)
	switch {
	case len(s.Token) < 20 || len(s.Token) > 100:
		return nil, &news.InvalidError{Field: "text", Reason: "The form was too old. Send your comment once more."}
	case name == "":
		return nil, &news.InvalidError{Field: "name", Reason: "Give a name to sign your comment with."}
	case utf8.RuneCountInString(name) > MaxName:
		return nil, &news.InvalidError{Field: "name", Reason: "That name is too long. Use at most 80 characters."}
	case text == "":
		return nil, &news.InvalidError{Field: "text", Reason: "Write your comment before you send it."}
	case utf8.RuneCountInString(text) > MaxText:
		return nil, &news.InvalidError{Field: "text", Reason: "That comment is too long. Use at most 8,000 characters."}
	}
	state := news.CommentShown
	if hold || s.Website != "" {
		state = news.CommentHeld
	}
	return d.Comments.AddComment(ctx, news.Comment{
		PostID: s.PostID, Name: name, Text: text, State: state, At: d.Now(),
	}, s.Token)
}

// Approve shows a comment to readers.
func (d *Discussion) Approve(ctx context.Context, id news.CommentID) error {
	return d.Comments.SetCommentState(ctx, id, news.CommentShown, d.Now())
}

// Hold takes a comment off the site until an editor approves it.
func (d *Discussion) Hold(ctx context.Context, id news.CommentID) error {
	return d.Comments.SetCommentState(ctx, id, news.CommentHeld, d.Now())
}

// Delete removes a comment and its words for good.
func (d *Discussion) Delete(ctx context.Context, id news.CommentID) error {
	return d.Comments.SetCommentState(ctx, id, news.CommentDeleted, d.Now())
}

// List returns the newest comments in the given state, all that are not
// deleted when it is empty.
func (d *Discussion) List(ctx context.Context, state news.CommentState, limit int) ([]news.Comment, error) {
	switch state {
	case "", news.CommentHeld, news.CommentShown:
		return d.Comments.ListComments(ctx, state, limit)
	}
	return nil, errors.Join(news.ErrInvalid, errors.New("no such state of a comment"))
}

// Under returns the comments shown under a post, oldest first.
func (d *Discussion) Under(ctx context.Context, id news.PostID) ([]news.Comment, error) {
	return d.Comments.PostComments(ctx, id)
}

// oneLine keeps what a name may hold: no controls, no direction overrides,
// single spaces.
func oneLine(s string) string {
	return strings.Join(strings.Fields(printable(s)), " ")
}

// tidy keeps a comment's paragraphs and drops what cannot be printed.
func tidy(s string) string {
	s = printable(strings.ReplaceAll(s, "\r\n", "\n"))
	for strings.Contains(s, "\n\n\n") {
		s = strings.ReplaceAll(s, "\n\n\n", "\n\n")
	}
	return strings.TrimSpace(s)
}

func printable(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case r == '\t' || r == '\r':
			return ' '
		case r == utf8.RuneError, unicode.IsControl(r), unicode.Is(unicode.Bidi_Control, r):
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, ""))
}
