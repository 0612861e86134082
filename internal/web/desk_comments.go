package web

import (
	"context"
	"fmt"
	"net/http"

	"dateline/internal/news"
)

// commentLimit bounds how many comments one page shows.
const commentLimit = 200

type commentRow struct {
	ID    news.CommentID
	Name  string
	Text  string
	Held  bool
	At    moment
	Post  string
	Where string // the post's address on the site
}

type commentsView struct {
	frame
	Show    string
	Filters []filter
	Rows    []commentRow
}

var commentFilters = []string{"held", "shown", "all"}

func (s *Server) commentList(w http.ResponseWriter, r *http.Request) error {
	f, pub, err := s.frame(r, "comments", "Comments")
	if err != nil {
		return err
	}
	v := commentsView{frame: f, Show: shown(r.URL.Query().Get("show"), commentFilters)}
	for _, name := range commentFilters {
		v.Filters = append(v.Filters, filter{Name: name, Address: "/desk/comments?show=" + name, On: name == v.Show})
	}
	state := news.CommentState(v.Show)
	if v.Show == "all" {
		state = ""
	}
	list, err := s.Discussion.List(r.Context(), state, commentLimit)
	if err != nil {
		return err
	}
	c := s.clock(pub)
	for _, said := range list {
		v.Rows = append(v.Rows, commentRow{
			ID: said.ID, Name: said.Name, Text: said.Text, Held: said.State == news.CommentHeld,
			At: c.ago(said.At), Post: said.Headline, Where: said.PostPath,
		})
	}
	if wants(r, "list") {
		return s.render(w, http.StatusOK, "desk/comments", "list", v)
	}
	return s.render(w, http.StatusOK, "desk/comments", "page", v)
}

func (s *Server) approveComment(w http.ResponseWriter, r *http.Request) error {
	return s.decide(w, r, s.Discussion.Approve, "Approved: readers see it now.", "hold")
}

func (s *Server) holdComment(w http.ResponseWriter, r *http.Request) error {
	return s.decide(w, r, s.Discussion.Hold, "Held: readers no longer see it.", "approve")
}

func (s *Server) deleteComment(w http.ResponseWriter, r *http.Request) error {
	return s.decide(w, r, s.Discussion.Delete, "Deleted for good, words and all.", "")
}

// decide does what an editor decided on a comment, and offers what takes it
// back.
func (s *Server) decide(w http.ResponseWriter, r *http.Request, do func(context.Context, news.CommentID) error, words, undo string) error {
	id, err := pathID(r, "id")
	if err != nil {
		return err
	}
	if err := do(r.Context(), news.CommentID(id)); err != nil {
		return err
	}
	s.edition.drop()
	n := notice{Text: words}
	if undo != "" {
		n.Undo = fmt.Sprintf("/desk/comments/%d/%s", id, undo)
	}
	if err := s.tell(r.Context(), n); err != nil {
		return err
	}
	return seeOther(w, r, "/desk/comments?show="+shown(r.FormValue("show"), commentFilters))
}
