package web

import (
	"errors"
	"fmt"
	"html/template"
	"net/http"

	"dateline/internal/desk"
	"dateline/internal/news"
	"dateline/internal/post"
)

func postAddress(id news.PostID) string { return fmt.Sprintf("/desk/posts/%d", id) }

// postRow is one post as the list shows it.
type postRow struct {
	Address string
	Heading string
	State   news.PostState
	At      moment
	When    string // what At is: "published", "saved"
	Talk    string // "3 comments"
	Public  string // its address on the site
}

type postsView struct {
	frame
	Show    string
	Filters []filter
	Rows    []postRow
}

var postFilters = []string{"all", "draft", "published", "withdrawn"}

func (s *Server) postList(w http.ResponseWriter, r *http.Request) error {
	f, pub, err := s.frame(r, "posts", "Posts")
	if err != nil {
		return err
	}
	v := postsView{frame: f, Show: shown(r.URL.Query().Get("show"), postFilters)}
	for _, name := range postFilters {
		v.Filters = append(v.Filters, filter{Name: name, Address: "/desk/posts?show=" + name, On: name == v.Show})
	}
	state := news.PostState(v.Show)
	if v.Show == "all" {
		state = ""
	}
	list, err := s.Desk.List(r.Context(), state)
	if err != nil {
		return err
	}
	c := s.clock(pub)
	for i := range list {
		v.Rows = append(v.Rows, postRowOf(&list[i], c))
	}
	return s.render(w, http.StatusOK, "desk/posts", "page", v)
}

func postRowOf(p *news.Post, c clock) postRow {
	row := postRow{Address: postAddress(p.ID), Heading: p.Headline, State: p.State, At: c.ago(p.UpdatedAt), When: "saved"}
	if row.Heading == "" {
		row.Heading = "A post without a headline yet"
	}
	if p.State == news.PostPublished {
		row.At, row.When, row.Public = c.ago(p.PublishedAt), "published", news.PostPath(p.Year, p.Month, p.Slug)
	}
	if p.Comments > 0 {
		row.Talk = counted(p.Comments, "comment", "comments")
	}
	return row
}

func (s *Server) newPost(w http.ResponseWriter, r *http.Request) error {
	p, err := s.Desk.NewDraft(r.Context(), editor(r).ID)
	if err != nil {
		return err
	}
	return seeOther(w, r, postAddress(p.ID))
}

func (s *Server) withdraw(w http.ResponseWriter, r *http.Request) error {
	id, err := pathID(r, "id")
	if err != nil {
		return err
	}
	p, err := s.Desk.Withdraw(r.Context(), news.PostID(id))
	if err != nil {
		return err
	}
	s.edition.drop()
	err = s.tell(r.Context(), notice{
		Text: "Withdrawn: readers no longer see it. Its words and address are kept.", Undo: postAddress(p.ID) + "/republish",
	})
	if err != nil {
		return err
	}
	return seeOther(w, r, postAddress(p.ID))
}

// republish puts a withdrawn post back where it was, as it stands.
func (s *Server) republish(w http.ResponseWriter, r *http.Request) error {
	id, err := pathID(r, "id")
	if err != nil {
		return err
	}
	p, err := s.Desk.Post(r.Context(), news.PostID(id))
	if err != nil {
		return err
	}
	if p, err = s.publish(r, p); err != nil {
		return err
	}
	if err := s.tellPublished(r, p); err != nil {
		return err
	}
	return seeOther(w, r, postAddress(p.ID))
}

// publish publishes a post as it stands and returns it as readers see it.
func (s *Server) publish(r *http.Request, p *news.Post) (*news.Post, error) {
	published, err := s.Desk.Publish(r.Context(), p.ID, p.Version, editor(r).ID)
	if err != nil {
		return nil, err
	}
	s.refresh(published)
	return published, nil
}

// refresh drops the public pages when readers see the post, so that what an
// editor did to it is on the site when they look at it. A draft that is saved
// every few seconds costs readers nothing.
func (s *Server) refresh(p *news.Post) {
	if p.State == news.PostPublished {
		s.edition.drop()
	}
}

func (s *Server) tellPublished(r *http.Request, p *news.Post) error {
	return s.tell(r.Context(), notice{
		Text: "Published.", Link: news.PostPath(p.Year, p.Month, p.Slug), Name: "See it on the site",
		Undo: postAddress(p.ID) + "/withdraw",
	})
}

// revisionRow is one save of a post.
type revisionRow struct {
	ID      int64
	Version int
	Address string
	Heading string
	Editor  string
	At      moment
	Now     bool // it stands
	Lost    bool // somebody else saved first
}

type revisionsView struct {
	frame
	Post *news.Post
	Back string
	Rows []revisionRow
	Open *revisionRow  // the one that is shown, nil when none is
	Body template.HTML // how it reads
}

func (s *Server) revisionList(w http.ResponseWriter, r *http.Request) error {
	return s.showRevisions(w, r, 0)
}

func (s *Server) revision(w http.ResponseWriter, r *http.Request) error {
	id, err := pathID(r, "revision")
	if err != nil {
		return err
	}
	return s.showRevisions(w, r, id)
}

func (s *Server) showRevisions(w http.ResponseWriter, r *http.Request, open int64) error {
	id, err := pathID(r, "id")
	if err != nil {
		return err
	}
	p, err := s.Desk.Post(r.Context(), news.PostID(id))
	if err != nil {
		return err
	}
	revisions, err := s.Desk.Revisions(r.Context(), p.ID)
	if err != nil {
		return err
	}
	f, pub, err := s.frame(r, "posts", "Revisions")
	if err != nil {
		return err
	}
	v := revisionsView{frame: f, Post: p, Back: postAddress(p.ID)}
	c := s.clock(pub)
	for _, old := range revisions {
		row := revisionRow{
			ID: old.ID, Version: old.Version, Address: fmt.Sprintf("%s/revisions/%d", v.Back, old.ID), Heading: old.Headline,
			Editor: old.Editor, At: c.ago(old.SavedAt), Now: old.Version == p.Version && !old.Lost, Lost: old.Lost,
		}
		v.Rows = append(v.Rows, row)
		if old.ID == open {
			was := *p
			was.Headline, was.Blocks = old.Headline, old.Blocks
			v.Open, v.Body = &row, post.HTML(&was, pub)
		}
	}
	if open != 0 && v.Open == nil {
		return errNoPage
	}
	return s.render(w, http.StatusOK, "desk/revisions", "page", v)
}

// standaloneView is the page from which a post is copied as HTML.
type standaloneView struct {
	frame
	Back string
	HTML string
}

func (s *Server) standalone(w http.ResponseWriter, r *http.Request) error {
	id, err := pathID(r, "id")
	if err != nil {
		return err
	}
	p, err := s.Desk.Post(r.Context(), news.PostID(id))
	if err != nil {
		return err
	}
	f, pub, err := s.frame(r, "posts", "Copy as HTML")
	if err != nil {
		return err
	}
	address := ""
	if p.Slug != "" {
		address = f.Site + news.PostPath(p.Year, p.Month, p.Slug)
	}
	return s.render(w, http.StatusOK, "desk/html", "page", standaloneView{
		frame: f, Back: postAddress(p.ID), HTML: post.Standalone(p, pub, address),
	})
}

// conflictOf returns what stands instead of a refused save.
func conflictOf(err error) (*news.Post, bool) {
	var conflict *desk.ConflictError
	if errors.As(err, &conflict) {
		return conflict.Theirs, true
	}
	return nil, false
}
