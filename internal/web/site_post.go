package web

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"time"

	"dateline/internal/comment"
	"dateline/internal/news"
	"dateline/internal/post"
)

// postView is a post's own page.
type postView struct {
	siteFrame
	Entry    entryView
	Day      string
	Heading  string // "1 comment:", "" when there are none
	Comments []commentView
	Older    *headlineView
	Newer    *headlineView
	Form     commentForm
	Held     bool // the reader's comment waits for the editor
}

// commentView is a comment as readers see it.
type commentView struct {
	ID   news.CommentID
	Name string
	Said string
	Text []string // its paragraphs; line breaks within them count
	At   moment
}

// commentForm is the form below a post with what stands in it.
type commentForm struct {
	Name    string
	Text    string
	Seen    string // how the discussion stood when the form was shown
	MaxName int
	MaxText int
	Fault   fieldFault
	Holds   bool // an editor reads comments before they are shown
}

func (s *Server) postPage(w http.ResponseWriter, r *http.Request, at address) error {
	held := r.URL.Query().Has("held")
	key := news.PostPath(at.year, at.month, at.slug)
	if held {
		key += " held"
	}
	return s.print(w, r, key, func(ctx context.Context) (*sheet, error) {
		v, _, err := s.postView(ctx, at)
		if err != nil {
			return nil, err
		}
		v.Held, v.Hidden = held, held
		return s.setPage(http.StatusOK, "post", v)
	})
}

// postView gathers a post's page, and the post. It returns an error of kind news.ErrNotFound
// when there is no such post.
func (s *Server) postView(ctx context.Context, at address) (*postView, *news.Post, error) {
	f, pub, err := s.siteFrame(ctx, "", news.PostPath(at.year, at.month, at.slug))
	if err != nil {
		return nil, nil, err
	}
	reading, err := s.Site.Post(ctx, at.year, at.month, at.slug)
	if err != nil {
		return nil, nil, err
	}
	comments, err := s.Discussion.Under(ctx, reading.Post.ID)
	if err != nil {
		return nil, nil, err
	}
	p := reading.Post
	v := &postView{
		siteFrame: f, Entry: entryOf(p, post.PageHTML(p, pub), pub), Day: post.Day(p.PublishedAt, pub),
		Comments: commentViews(comments, pub), Heading: discussionHeading(len(comments), pub),
		Older: neighbour(reading.Older, pub), Newer: neighbour(reading.Newer, pub),
		Form: commentForm{
			MaxName: comment.MaxName, MaxText: comment.MaxText, Holds: pub.HoldComment, Seen: seen(p, comments),
		},
	}
	v.Title = oneLine(p.Headline)
	v.Card = card{
		Kind: "article", Title: v.Title, Description: summaryOf(p),
		Published: p.PublishedAt.UTC().Format(time.RFC3339), Modified: changedAt(p).UTC().Format(time.RFC3339),
	}
	return v, p, nil
}

// seen says how a post and its discussion stood when the form below them was
// shown. A reader who says the same under the same name twice over one showing
// has pressed twice; over a later one they mean it.
func seen(p *news.Post, comments []news.Comment) string {
	last := news.CommentID(0)
	for i := range comments {
		last = max(last, comments[i].ID)
	}
	return fmt.Sprintf("%d.%d.%d", p.Version, len(comments), last)
}

func neighbour(p *news.Post, pub *news.Publication) *headlineView {
	if p == nil {
		return nil
	}
	v := headlineOf(p, pub)
	return &v
}

func discussionHeading(n int, pub *news.Publication) string {
	switch n {
	case 0:
		return ""
	case 1:
		return "1 " + pub.Words().Comment
	}
	return fmt.Sprintf("%d %s", n, pub.Words().Comments)
}

func commentViews(comments []news.Comment, pub *news.Publication) []commentView {
	said := pub.Words().Said
	views := make([]commentView, 0, len(comments))
	for _, c := range comments {
		v := commentView{ID: c.ID, Name: c.Name, Said: said, At: publicMoment(c.At, pub)}
		for paragraph := range strings.SplitSeq(c.Text, "\n\n") {
			if paragraph = strings.TrimSpace(paragraph); paragraph != "" {
				v.Text = append(v.Text, paragraph)
			}
		}
		views = append(views, v)
	}
	return views
}

// changedAt returns when what readers see of a post was last changed.
func changedAt(p *news.Post) time.Time {
	if p.UpdatedAt.After(p.PublishedAt) {
		return p.UpdatedAt
	}
	return p.PublishedAt
}

// lastChange returns the latest change of several posts.
func lastChange(posts []news.Post) time.Time {
	var last time.Time
	for i := range posts {
		if at := changedAt(&posts[i]); at.After(last) {
			last = at
		}
	}
	return last
}
