package web

import (
	"fmt"
	"html/template"
	"net/http"

	"dateline/internal/news"
)

// wireRow is one article as the wire shows it.
type wireRow struct {
	reportView
	Story string // the address of its story, "" while it is in none
}

type wireView struct {
	frame
	Rows []wireRow
}

func (s *Server) wirePage(w http.ResponseWriter, r *http.Request) error {
	f, pub, err := s.frame(r, "wire", "Wire")
	if err != nil {
		return err
	}
	articles, err := s.Desk.Wire(r.Context())
	if err != nil {
		return err
	}
	v := wireView{frame: f}
	c := s.clock(pub)
	for i := range articles {
		row := wireRow{reportView: reportOf(&articles[i], c)}
		if id := articles[i].StoryID; id != 0 {
			row.Story = fmt.Sprintf("/desk/stories/%d?show=all", id)
		}
		v.Rows = append(v.Rows, row)
	}
	if wants(r, "list") {
		return s.render(w, http.StatusOK, "desk/wire", "list", v)
	}
	return s.render(w, http.StatusOK, "desk/wire", "page", v)
}

// takeView asks whether an address is to be taken in.
type takeView struct {
	frame
	Address     string
	Fault       string
	Bookmarklet template.URL
}

func (s *Server) takePage(w http.ResponseWriter, r *http.Request) error {
	return s.showTake(w, r, http.StatusOK, r.URL.Query().Get("url"), "")
}

func (s *Server) showTake(w http.ResponseWriter, r *http.Request, status int, address, fault string) error {
	f, _, err := s.frame(r, "wire", "Send to desk")
	if err != nil {
		return err
	}
	return s.render(w, status, "desk/take", "page", takeView{
		frame: f, Address: address, Fault: fault, Bookmarklet: bookmarklet(f.Site),
	})
}

// bookmarklet returns what an editor drags to the bookmarks: it opens the
// desk's form with the address of the page that is being read.
func bookmarklet(site string) template.URL {
	const script = "javascript:void(open('%s/desk/take?url='+encodeURIComponent(location.href)))"
	return template.URL(fmt.Sprintf(script, template.JSEscapeString(site))) //nolint:gosec // the site's address is escaped, and checked when it is set
}

func (s *Server) take(w http.ResponseWriter, r *http.Request) error {
	address := r.FormValue("url")
	id, err := s.Desk.Take(r.Context(), address)
	if invalid, ok := invalidOf(err); ok {
		return s.showTake(w, r, http.StatusUnprocessableEntity, address, invalid.Reason)
	}
	if err != nil {
		return err
	}
	to := "/desk/wire"
	if a, err := s.Desk.Articles.Article(r.Context(), id); err == nil && a.StoryID != news.StoryID(0) {
		to = fmt.Sprintf("/desk/stories/%d?show=all", a.StoryID)
	}
	if err := s.tell(r.Context(), notice{Text: "Taken. Its page is being read, and then it joins its story."}); err != nil {
		return err
	}
	return seeOther(w, r, to)
}
