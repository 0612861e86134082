package web

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"dateline/internal/news"
	"dateline/internal/source"
)

// feedRow is one feed as the outlets' page shows it.
type feedRow struct {
	ID      news.FeedID
	URL     string
	Title   string
	Word    string // "well", "failing", "waiting", "stopped", "gone"
	Success moment
	Next    moment
	Fault   string
	Items   int
	Polled  bool // polling goes on
	Gone    bool
}

// outletRow is one outlet with its feeds.
type outletRow struct {
	Name  string
	About string // "agency · RU · en"
	Site  string
	Feeds []feedRow
	fault bool
}

type outletsView struct {
	frame
	Show    string
	Filters []filter
	Rows    []outletRow
	Total   string
	CanFind bool
	Address string
	Fault   string
	Found   []candidate
	Kinds   []news.OutletKind
}

// candidate is a feed that was found and may be followed.
type candidate struct {
	source.Candidate
	Name   string
	Newest moment
}

var outletFilters = []string{"all", "failing", "stopped"}

func (s *Server) outletList(w http.ResponseWriter, r *http.Request) error {
	return s.showOutlets(w, r, http.StatusOK, outletsView{Address: r.URL.Query().Get("url")})
}

// showOutlets renders the page; v brings what was looked for and found.
func (s *Server) showOutlets(w http.ResponseWriter, r *http.Request, status int, v outletsView) error {
	f, pub, err := s.frame(r, "outlets", "Outlets")
	if err != nil {
		return err
	}
	v.frame, v.CanFind, v.Kinds = f, s.Finder != nil && s.Follow != nil, news.OutletKinds
	v.Show = shown(r.URL.Query().Get("show"), outletFilters)
	for _, name := range outletFilters {
		v.Filters = append(v.Filters, filter{Name: name, Address: "/desk/outlets?show=" + name, On: name == v.Show})
	}
	rows, err := s.outletRows(r.Context(), s.clock(pub))
	if err != nil {
		return err
	}
	feeds := 0
	for _, row := range rows {
		feeds += len(row.Feeds)
		if row.Feeds = slices.DeleteFunc(row.Feeds, func(f feedRow) bool { return !feedListed(f, v.Show) }); len(row.Feeds) > 0 || v.Show == "all" {
			v.Rows = append(v.Rows, row)
		}
	}
	v.Total = counted(len(rows), "outlet", "outlets") + ", " + counted(feeds, "feed", "feeds")
	return s.render(w, status, "desk/outlets", "page", v)
}

func feedListed(f feedRow, show string) bool {
	return show == "all" || f.Word == show || (show == "stopped" && f.Gone)
}

// outletRows lists every outlet with its feeds: those with a fault first, then
// by name.
func (s *Server) outletRows(ctx context.Context, c clock) ([]outletRow, error) {
	outlets, err := s.Outlets.ListOutlets(ctx)
	if err != nil {
		return nil, err
	}
	feeds, err := s.Outlets.ListFeeds(ctx)
	if err != nil {
		return nil, err
	}
	byOutlet := map[news.OutletID][]feedRow{}
	for i := range feeds {
		byOutlet[feeds[i].OutletID] = append(byOutlet[feeds[i].OutletID], feedRowOf(&feeds[i], c))
	}
	rows := make([]outletRow, 0, len(outlets))
	for _, o := range outlets {
		row := outletRow{Name: o.Name, Site: o.Site, About: aboutOutlet(o), Feeds: byOutlet[o.ID]}
		row.fault = slices.ContainsFunc(row.Feeds, func(f feedRow) bool { return f.Word == "failing" })
		rows = append(rows, row)
	}
	slices.SortStableFunc(rows, func(a, b outletRow) int {
		if a.fault != b.fault {
			if a.fault {
				return -1
			}
			return 1
		}
		return strings.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name))
	})
	return rows, nil
}

func aboutOutlet(o news.Outlet) string {
	var parts []string
	for _, part := range []string{string(o.Kind), o.Country, o.Language} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, " · ")
}

func feedRowOf(f *news.Feed, c clock) feedRow {
	row := feedRow{
		ID: f.ID, URL: f.URL, Title: f.Title, Fault: f.Fault, Items: f.Items,
		Success: c.ago(f.LastSuccessAt), Next: c.ago(f.NextPollAt),
		Polled: f.State == news.FeedActive, Gone: f.State == news.FeedGone,
	}
	if row.Title == "" {
		row.Title = strings.TrimPrefix(strings.TrimPrefix(f.URL, "https://"), "http://")
	}
	switch {
	case f.State == news.FeedStopped:
		row.Word = "stopped"
	case f.State == news.FeedGone:
		row.Word = "gone"
	case f.Fault != "":
		row.Word = "failing"
	case f.LastPollAt.IsZero():
		row.Word = "waiting"
	default:
		row.Word = "well"
	}
	return row
}

func (s *Server) findOutlet(w http.ResponseWriter, r *http.Request) error {
	if s.Finder == nil || s.Follow == nil {
		return errNoPage
	}
	v := outletsView{Address: strings.TrimSpace(r.FormValue("url"))}
	found, err := s.Finder(r.Context(), v.Address)
	if invalid, ok := invalidOf(err); ok {
		v.Fault = invalid.Reason
		return s.showOutlets(w, r, http.StatusUnprocessableEntity, v)
	}
	if err != nil {
		return err
	}
	pub, err := s.Settings.Publication(r.Context())
	if err != nil {
		return err
	}
	c := s.clock(pub)
	for _, one := range found {
		v.Found = append(v.Found, candidate{Candidate: one, Name: nameFor(one), Newest: c.ago(one.Newest)})
	}
	if len(v.Found) == 0 {
		v.Fault = "No feed was found there. Give the address of the feed itself."
	}
	return s.showOutlets(w, r, http.StatusOK, v)
}

// nameFor proposes an outlet's name: what stands before the first dash or bar
// in the feed's title, else the host.
func nameFor(c source.Candidate) string {
	title := oneLine(c.Title)
	for _, mark := range []string{" | ", " - ", " – ", " — ", ": "} {
		title, _, _ = strings.Cut(title, mark)
	}
	if title != "" {
		return title
	}
	u, err := url.Parse(c.FeedURL)
	if err != nil {
		return ""
	}
	return strings.TrimPrefix(u.Hostname(), "www.")
}

func (s *Server) followOutlet(w http.ResponseWriter, r *http.Request) error {
	if s.Follow == nil {
		return errNoPage
	}
	name := oneLine(r.FormValue("name"))
	err := s.Follow(r.Context(), source.Listing{
		Outlet: news.Outlet{
			Name: name, Site: r.FormValue("site"), Kind: news.OutletKind(r.FormValue("kind")),
			Country: strings.ToUpper(strings.TrimSpace(r.FormValue("country"))), Language: r.FormValue("language"),
		},
		FeedURL: r.FormValue("feed"), Title: oneLine(r.FormValue("feedtitle")),
	})
	if invalid, ok := invalidOf(err); ok {
		return s.showOutlets(w, r, http.StatusUnprocessableEntity, outletsView{
			Address: r.FormValue("feed"), Fault: invalid.Reason,
		})
	}
	if err != nil {
		return err
	}
	if err := s.tell(r.Context(), notice{Text: fmt.Sprintf("%s is followed. Its feed is polled next.", name)}); err != nil {
		return err
	}
	return seeOther(w, r, "/desk/outlets")
}

func (s *Server) pollFeed(w http.ResponseWriter, r *http.Request) error {
	return s.onFeed(w, r, notice{Text: "The feed is polled next."}, s.Outlets.PollNow)
}

func (s *Server) stopFeed(w http.ResponseWriter, r *http.Request) error {
	return s.onFeed(w, r, notice{Text: "The feed is stopped. What came from it is kept.", Undo: "/desk/feeds/%d/resume"},
		func(ctx context.Context, id news.FeedID) error { return s.Outlets.SetFeedStopped(ctx, id, true) })
}

func (s *Server) resumeFeed(w http.ResponseWriter, r *http.Request) error {
	return s.onFeed(w, r, notice{Text: "The feed is polled again.", Undo: "/desk/feeds/%d/stop"},
		func(ctx context.Context, id news.FeedID) error { return s.Outlets.SetFeedStopped(ctx, id, false) })
}

func (s *Server) onFeed(w http.ResponseWriter, r *http.Request, n notice, do func(context.Context, news.FeedID) error) error {
	id, err := pathID(r, "id")
	if err != nil {
		return err
	}
	if err := do(r.Context(), news.FeedID(id)); err != nil {
		return err
	}
	if n.Undo != "" {
		n.Undo = fmt.Sprintf(n.Undo, id)
	}
	if err := s.tell(r.Context(), n); err != nil {
		return err
	}
	return seeOther(w, r, "/desk/outlets?show="+shown(r.FormValue("show"), outletFilters))
}
