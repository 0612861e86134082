package web

import (
	"context"
	"fmt"
	"net/http"
	"strings"

	"dateline/internal/news"
	"dateline/internal/source"
)

// proposal is one pattern that a page's links may be followed by.
type proposal struct {
	Pattern string
	Links   int
}

type addView struct {
	tab
	Address   string
	Fault     *news.InvalidError
	Found     []candidate
	Page      string // the page that may be followed by its links, "" when there is none
	Proposals []proposal
	Pattern   string
	Taken     []wireLine // what the pattern takes now
	Outlet    news.Outlet
	Joins     string     // the outlet that the site is of already, "" when it is of none
	Followed  *news.Feed // one of those that are there, when all of them are followed already
	Folder    string
	Folders   []string
	Kinds     []news.OutletKind
}

// addPage looks for what can be followed at the address that it is asked with.
// It does not when another site's link led here: nobody else sends us out.
func (s *Server) addPage(w http.ResponseWriter, r *http.Request) error {
	address := strings.TrimSpace(r.URL.Query().Get("url"))
	if address == "" || r.Header.Get("Sec-Fetch-Site") == "cross-site" {
		return s.showAdd(w, r, http.StatusOK, addView{Address: address})
	}
	return s.findOutlet(w, r, address)
}

func (s *Server) showAdd(w http.ResponseWriter, r *http.Request, status int, v addView) error {
	if s.Finder == nil || s.Import == nil {
		return errNoPage
	}
	t, c, err := s.tab(r, "outlets", "Add an outlet")
	if err != nil {
		return err
	}
	v.tab, v.Kinds = t, news.OutletKinds
	if v.Fault == nil {
		v.Fault = &news.InvalidError{}
	}
	feeds, err := s.Feeds.FeedHealth(r.Context(), s.Now())
	if err != nil {
		return err
	}
	v.Folders = foldersOf(feeds)
	v.compare(feeds, c)
	return s.render(w, status, "desk/add", "page", v)
}

// findOutlet looks for what can be followed at an address.
func (s *Server) findOutlet(w http.ResponseWriter, r *http.Request, address string) error {
	if s.Finder == nil || s.Import == nil {
		return errNoPage
	}
	v := addView{Address: address}
	found, err := s.Finder(r.Context(), v.Address)
	if invalid, ok := invalidOf(err); ok {
		v.Fault = &news.InvalidError{Field: "url", Reason: invalid.Reason}
		return s.showAdd(w, r, http.StatusUnprocessableEntity, v)
	}
	if err != nil {
		return err
	}
	if len(found) == 0 {
		v.Fault = &news.InvalidError{Field: "url", Reason: "No feed was found there. Give the address of the feed itself."}
		return s.showAdd(w, r, http.StatusUnprocessableEntity, v)
	}
	v.offer(found)
	if err := s.propose(r.Context(), &v, found[0]); err != nil {
		return err
	}
	if v.Page != "" && len(v.Found) == 0 {
		if err := s.lookAtLinks(r.Context(), &v); err != nil {
			return err
		}
	}
	return s.showAdd(w, r, http.StatusOK, v)
}

// offer takes over what was found: feeds, and patterns for a page without one.
// The first feed is picked.
func (v *addView) offer(found []source.Candidate) {
	for i := range found {
		c := &found[i]
		if c.Pattern != "" {
			v.Page = c.FeedURL
			v.Proposals = append(v.Proposals, proposal{Pattern: c.Pattern, Links: c.Items})
			if v.Pattern == "" {
				v.Pattern = c.Pattern
			}
			continue
		}
		v.Found = append(v.Found, candidate{
			URL: c.FeedURL, Title: c.Title, Format: c.Format, Items: c.Items, Newest: c.Newest,
			PerDay: candidatePace(c.PerDay), Comments: c.Comments, FullText: c.FullText, Example: firstExample(c.Examples),
			Picked: len(v.Found) == 0,
		})
	}
}

// lookAtLinks fills in what the pattern takes from the page now.
func (s *Server) lookAtLinks(ctx context.Context, v *addView) error {
	if v.Pattern == "" {
		v.Fault = noPattern()
		return nil
	}
	items, err := s.Preview(ctx, v.Page, v.Pattern)
	if invalid, ok := invalidOf(err); ok {
		v.Fault = &news.InvalidError{Field: "pattern", Reason: invalid.Reason}
		return nil
	}
	if err != nil {
		return err
	}
	for i := range items {
		v.Taken = append(v.Taken, wireLine{Heading: items[i].Headline, URL: items[i].URL})
	}
	return nil
}

// previewLinks shows what another pattern takes from the page.
func (s *Server) previewLinks(w http.ResponseWriter, r *http.Request) error {
	if s.Preview == nil {
		return errNoPage
	}
	v := addForm(r)
	if use := r.FormValue("use"); use != "" {
		v.Pattern = use
	}
	if err := s.lookAtLinks(r.Context(), &v); err != nil {
		return err
	}
	return s.showAdd(w, r, http.StatusOK, v)
}

// followOutlet follows what was picked.
func (s *Server) followOutlet(w http.ResponseWriter, r *http.Request) error {
	if s.Import == nil {
		return errNoPage
	}
	v := addForm(r)
	list := v.listings()
	v.Fault = faultOfOutlet(&v.Outlet)
	switch {
	case v.Fault != nil || len(list) > 0:
	case v.Page != "":
		v.Fault = noPattern()
	default:
		v.Fault = &news.InvalidError{Field: "feed", Reason: "Choose at least one feed to follow."}
	}
	if v.Fault != nil {
		return s.showAdd(w, r, http.StatusUnprocessableEntity, v)
	}
	sum, err := s.Import(r.Context(), list)
	if err != nil {
		return err
	}
	switch {
	case len(sum.Skipped) > 0:
		v.Fault = &news.InvalidError{Field: "feed", Reason: sum.Skipped[0].Reason}
	case sum.Added == 0:
		v.Fault = &news.InvalidError{Field: "feed", Reason: "You follow this already."}
	}
	if v.Fault != nil {
		return s.showAdd(w, r, http.StatusUnprocessableEntity, v)
	}
	err = s.tell(r.Context(), notice{Text: fmt.Sprintf("%s is followed: %s, polled next.", v.Outlet.Name, counted(sum.Added, "feed", "feeds"))})
	if err != nil {
		return err
	}
	to, err := s.outletAddress(r.Context(), v.Outlet.Name)
	if err != nil {
		return err
	}
	return seeOther(w, r, to)
}

func noPattern() *news.InvalidError {
	return &news.InvalidError{Field: "pattern", Reason: "Give a pattern for the links that are reports, such as /news/*."}
}

// listings returns what is to be followed, as lines of a list.
func (v *addView) listings() []source.Listing {
	var list []source.Listing
	for i := range v.Found {
		if c := &v.Found[i]; c.Picked {
			list = append(list, source.Listing{Outlet: v.Outlet, FeedURL: c.URL, Title: c.Title, Folder: v.Folder})
		}
	}
	if len(list) == 0 && v.Page != "" && v.Pattern != "" {
		list = append(list, source.Listing{Outlet: v.Outlet, FeedURL: v.Page, Folder: v.Folder, Pattern: v.Pattern})
	}
	return list
}

// outletAddress returns the page of the outlet of that name.
func (s *Server) outletAddress(ctx context.Context, name string) (string, error) {
	outlets, err := s.Outlets.ListOutlets(ctx)
	if err != nil {
		return "", err
	}
	for _, o := range outlets {
		if strings.EqualFold(o.Name, name) {
			return fmt.Sprintf("/desk/outlets/%d", o.ID), nil
		}
	}
	return "/desk/outlets", nil
}
