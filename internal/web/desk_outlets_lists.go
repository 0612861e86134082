package web

import (
	"errors"
	"fmt"
	"net/http"

	"dateline/internal/news"
	"dateline/internal/source"
)

const (
	// listsPath is where an editor brings lists in.
	listsPath = "/desk/outlets/lists"
	// maxList bounds a list, in bytes. It is read of editors only.
	maxList = 32 << 20
)

// skippedShown is how many lines that were left out a report lists.
const skippedShown = 500

type listsView struct {
	tab
	Fault   string
	Done    bool
	Summary source.Summary
	Lines   int // in the list that was read
	Hidden  int // lines left out that are not listed
}

func (s *Server) listsPage(w http.ResponseWriter, r *http.Request) error {
	return s.showLists(w, r, http.StatusOK, listsView{})
}

func (s *Server) showLists(w http.ResponseWriter, r *http.Request, status int, v listsView) error {
	t, _, err := s.tab(r, "outlets", "Import and export")
	if err != nil {
		return err
	}
	v.tab = t
	return s.render(w, status, "desk/lists", "page", v)
}

// takeList follows what an OPML file lists, and reports what came of it.
func (s *Server) takeList(w http.ResponseWriter, r *http.Request) error {
	if s.Import == nil {
		return errNoPage
	}
	file, _, err := r.FormFile("list")
	if errors.Is(err, http.ErrMissingFile) || errors.Is(err, http.ErrNotMultipart) {
		return s.showLists(w, r, http.StatusUnprocessableEntity, listsView{Fault: "Choose a file first."})
	}
	if err != nil {
		return formError(err)
	}
	defer file.Close()
	list, err := source.ReadOPML(file)
	if invalid, ok := invalidOf(err); ok {
		return s.showLists(w, r, http.StatusUnprocessableEntity, listsView{Fault: invalid.Reason})
	}
	if err != nil {
		return err
	}
	sum, err := s.Import(r.Context(), list)
	if err != nil {
		return err
	}
	v := listsView{Done: true, Summary: sum, Lines: len(list)}
	if n := len(sum.Skipped); n > skippedShown {
		v.Hidden, v.Summary.Skipped = n-skippedShown, sum.Skipped[:skippedShown]
	}
	return s.showLists(w, r, http.StatusOK, v)
}

// sendList sends all outlets and their feeds as OPML.
func (s *Server) sendList(w http.ResponseWriter, r *http.Request) error {
	outlets, err := s.Outlets.ListOutlets(r.Context())
	if err != nil {
		return err
	}
	feeds, err := s.Feeds.ListFeeds(r.Context())
	if err != nil {
		return err
	}
	pub, err := s.Settings.Publication(r.Context())
	if err != nil {
		return err
	}
	byID := make(map[news.OutletID]news.Outlet, len(outlets))
	for _, o := range outlets {
		byID[o.ID] = o
	}
	list := make([]source.Listing, 0, len(feeds))
	for i := range feeds {
		f := &feeds[i]
		list = append(list, source.Listing{Outlet: byID[f.OutletID], FeedURL: f.URL, Title: f.Title, Folder: f.Folder, Pattern: f.Pattern})
	}
	w.Header().Set("Content-Type", "text/x-opml; charset=utf-8")
	w.Header().Set("Content-Disposition", fmt.Sprintf("attachment; filename=%q", "outlets-"+s.Now().In(pub.Location()).Format("2006-01-02")+".opml"))
	return source.WriteOPML(w, "Outlets of "+pub.Title, list)
}
