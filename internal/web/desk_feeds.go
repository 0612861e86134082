package web

import (
	"cmp"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"dateline/internal/news"
)

// feedsEach is how many feeds one page of the list shows.
const feedsEach = 100

// feedRow is one feed as a list shows it.
type feedRow struct {
	ID       news.FeedID
	OutletID news.OutletID
	Outlet   string
	URL      string
	Title    string
	Folder   string
	Word     string
	Success  moment
	Next     moment
	Newest   moment
	PerDay   string
	Fault    string
	Since    moment // it fails since then
	Warning  string
	MovedTo  string // its address now, when it moved lately
	MovedAt  moment
	Pushed   bool   // a hub tells of what is new
	Links    bool   // a page that is followed by its links
	Polled   bool   // polling goes on
	Outcome  string // what a try brought, just now
	Back     string // how the list it stands in is filtered
}

// tab is one of the views below Outlets on the rail.
type tab struct {
	frame
	Tab string
}

func (s *Server) tab(r *http.Request, name, title string) (tab, clock, error) {
	f, pub, err := s.frame(r, "outlets", title)
	if err != nil {
		return tab{}, clock{}, err
	}
	return tab{frame: f, Tab: name}, s.clock(pub), nil
}

type feedsView struct {
	tab
	Query   string
	Show    string
	Folder  string
	Folders []string
	Filters []filter
	Rows    []feedRow
	Pager   pager
	Total   string
	Any     bool // a feed is followed
	CutOff  int  // how many feeds cannot be reached while nearly none can, else 0
}

// feedList shows how all feeds do, those that need the editor first.
func (s *Server) feedList(w http.ResponseWriter, r *http.Request) error {
	t, c, err := s.tab(r, "feeds", "Feeds")
	if err != nil {
		return err
	}
	feeds, err := s.Feeds.FeedHealth(r.Context(), s.Now())
	if err != nil {
		return err
	}
	q := r.URL.Query()
	v := feedsView{
		tab: t, Query: q.Get("q"), Folder: q.Get("folder"), Any: len(feeds) > 0, CutOff: cutOff(feeds), Folders: foldersOf(feeds),
		Show:  shown(q.Get("show"), append([]string{"all", "to look at"}, feedWords...)),
		Total: counted(len(feeds), "feed", "feeds"),
	}
	listed := looked(feeds, v.Query, v.Folder, c.now)
	v.Filters = feedFilters(listed, q, v.Show)
	listed = slices.DeleteFunc(listed, func(f *worded) bool { return !f.shownIn(v.Show) })
	from, to, p := paged("/desk/feeds", q, len(listed), feedsEach)
	v.Pager = p
	for _, f := range listed[from:to] {
		v.Rows = append(v.Rows, feedRowOf(f.FeedHealth, c).shownAt(q.Encode()))
	}
	if wants(r, "found") {
		return s.render(w, http.StatusOK, "desk/feeds", "found", v)
	}
	return s.render(w, http.StatusOK, "desk/feeds", "page", v)
}

// worded is a feed with the word for how it does.
type worded struct {
	*news.FeedHealth
	word string
}

func (f *worded) shownIn(show string) bool {
	switch show {
	case "all":
		return true
	case "to look at":
		return needsEditor(f.word)
	case feedWarned:
		return f.Warning != "" && f.State == news.FeedActive && f.Fault == ""
	}
	return f.word == show
}

// looked returns the feeds that are searched for, what needs the editor first.
func looked(feeds []news.FeedHealth, search, folder string, now time.Time) []*worded {
	search = strings.ToLower(strings.TrimSpace(search))
	var out []*worded
	for i := range feeds {
		f := &feeds[i]
		if folder != "" && f.Folder != folder && !strings.HasPrefix(f.Folder, folder+"/") {
			continue
		}
		if search != "" && !strings.Contains(strings.ToLower(f.Outlet+"\n"+f.Title+"\n"+f.URL), search) {
			continue
		}
		out = append(out, &worded{FeedHealth: f, word: feedWord(f, now)})
	}
	rank := map[string]int{}
	for i, word := range feedWords {
		rank[word] = i
	}
	slices.SortStableFunc(out, func(a, b *worded) int {
		return cmp.Or(
			cmp.Compare(rank[a.word], rank[b.word]),
			strings.Compare(strings.ToLower(a.Outlet), strings.ToLower(b.Outlet)),
			strings.Compare(a.URL, b.URL),
		)
	})
	return out
}

// feedFilters offers the ways to look at the feeds that have any in them.
func feedFilters(feeds []*worded, q url.Values, show string) []filter {
	var out []filter
	for _, name := range append([]string{"all", "to look at"}, feedWords...) {
		n := 0
		for _, f := range feeds {
			if f.shownIn(name) {
				n++
			}
		}
		if n == 0 && name != "all" && name != show {
			continue
		}
		value := name
		if name == "all" {
			value = ""
		}
		out = append(out, filter{Name: name, Count: strconv.Itoa(n), Address: queryAddress("/desk/feeds", q, "show", value), On: name == show})
	}
	return out
}

// foldersOf returns the folders that feeds stand in, with those above them.
func foldersOf(feeds []news.FeedHealth) []string {
	seen := map[string]bool{}
	for i := range feeds {
		for path := feeds[i].Folder; path != ""; {
			seen[path] = true
			at := strings.LastIndexByte(path, '/')
			path = path[:max(at, 0)]
		}
	}
	var out []string
	for path := range seen {
		out = append(out, path)
	}
	slices.Sort(out)
	return out
}

func feedRowOf(f *news.FeedHealth, c clock) feedRow {
	row := feedRow{
		ID: f.ID, OutletID: f.OutletID, Outlet: f.Outlet, URL: f.URL, Title: titleBeside(&f.Feed), Folder: f.Folder,
		Word: feedWord(f, c.now), Success: c.ago(f.LastSuccessAt), Newest: c.ago(f.NewestAt), PerDay: perDay(f.PerDay),
		Fault: f.Fault, Since: c.at(f.FailingSince), Warning: f.Warning,
		Pushed: f.Pushed.After(c.now), Links: f.Pattern != "", Polled: f.State == news.FeedActive,
	}
	if row.Polled {
		row.Next = c.due(f.NextPollAt)
	}
	if f.Move.From != "" && c.now.Sub(f.Move.At) < movedFor {
		row.MovedTo, row.MovedAt = shortAddress(f.URL), c.ago(f.Move.At)
	}
	return row
}

// backToOutlet begins where a row leads back to when it stands on an outlet's
// page.
const backToOutlet = "outlet-"

// shownAt returns the row as it stands on the page that back names: on an
// outlet's own, the outlet is not named again.
func (f feedRow) shownAt(back string) feedRow {
	f.Back = back
	if strings.HasPrefix(back, backToOutlet) {
		f.Outlet = ""
	}
	return f
}

// Address returns where the feed's own page is.
func (f feedRow) Address() string { return fmt.Sprintf("/desk/feeds/%d", f.ID) }
