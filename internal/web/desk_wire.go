package web

import (
	"cmp"
	"fmt"
	"html/template"
	"net/http"
	"slices"
	"strings"
	"time"

	"dateline/internal/news"
)

// wireRow is one article as the wire shows it.
type wireRow struct {
	reportView
	Came  moment // when it came in, by which the wire is ordered
	Story string // the address of its story, "" while it is in none
}

type wireView struct {
	frame
	Rows    []wireRow
	Address string // of a report that could not be added
	Fault   string // why
}

func (s *Server) wirePage(w http.ResponseWriter, r *http.Request) error {
	return s.showWire(w, r, http.StatusOK, "", "")
}

// showWire renders the wire; address and fault are of the form on it that was
// sent.
func (s *Server) showWire(w http.ResponseWriter, r *http.Request, status int, address, fault string) error {
	f, pub, err := s.frame(r, "wire", "Wire")
	if err != nil {
		return err
	}
	articles, err := s.Desk.Wire(r.Context())
	if err != nil {
		return err
	}
	asShown(articles)
	v := wireView{frame: f, Address: address, Fault: fault}
	c := s.clock(pub)
	for i := range articles {
		v.Rows = append(v.Rows, wireRowOf(&articles[i], c))
	}
	if wants(r, "list") {
		return s.render(w, http.StatusOK, "desk/wire", "list", v)
	}
	return s.render(w, status, "desk/wire", "page", v)
}

// asShown orders the wire by the times that it shows: when reports came in, to
// the minute, then when they were published.
func asShown(articles []news.Article) {
	slices.SortStableFunc(articles, func(a, b news.Article) int {
		return cmp.Or(
			b.FoundAt.Truncate(time.Minute).Compare(a.FoundAt.Truncate(time.Minute)),
			b.Published.Compare(a.Published),
		)
	})
}

func wireRowOf(a *news.Article, c clock) wireRow {
	row := wireRow{reportView: reportOf(a, c), Came: c.at(a.FoundAt)}
	switch gap := a.FoundAt.Sub(a.Published); {
	case a.FoundAt.IsZero():
		row.Came, row.At = row.At, moment{}
	case gap.Abs() < time.Minute:
		row.At = moment{} // it need not be said twice
	}
	if a.StoryID != 0 {
		row.Story = fmt.Sprintf("/desk/stories/%d?show=all", a.StoryID)
	}
	return row
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
	f, _, err := s.frame(r, "wire", "Add report")
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
	typed, onWire := strings.TrimSpace(r.FormValue("url")), r.FormValue("from") == "wire"
	address := webAddress(typed)
	id, err := s.Desk.Take(r.Context(), address)
	if invalid, ok := invalidOf(err); ok {
		if onWire {
			return s.showWire(w, r, http.StatusUnprocessableEntity, typed, invalid.Reason)
		}
		return s.showTake(w, r, http.StatusUnprocessableEntity, typed, invalid.Reason)
	}
	if err != nil {
		return err
	}
	to := "/desk/wire"
	if a, err := s.Desk.Articles.Article(r.Context(), id); err == nil && a.StoryID != 0 && !onWire {
		to = fmt.Sprintf("/desk/stories/%d?show=all", a.StoryID)
	}
	if err := s.tell(r.Context(), notice{Text: "Added. Its page is being read, and then it joins its story."}); err != nil {
		return err
	}
	return seeOther(w, r, to)
}
