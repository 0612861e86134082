package news

import "time"

// CommentState says whether readers see a comment.
type CommentState string

// The states of a comment.
const (
	CommentHeld    CommentState = "held" // waits for an editor
	CommentShown   CommentState = "shown"
	CommentDeleted CommentState = "deleted" // its words are gone for good
)

// Comment is what a reader said under a post.
type Comment struct {
	ID       CommentID
	PostID   PostID
	Headline string // the post's headline
	PostPath string // the post's address on the site
	Name     string
	Text     string // plain text
	State    CommentState
	At       time.Time
}
