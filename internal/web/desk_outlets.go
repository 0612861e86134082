package web

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"dateline/internal/news"
)

// outletsEach is how many outlets one page of the list shows.
const outletsEach = 100

// outletRow is one outlet as a list shows it.
type outletRow struct {
	ID    news.OutletID
	Name  string
	About string // "agency · RU · en"
	Tags  []string
	Site  string
	Feeds string // "2 feeds"
	Bad   string // "1 failing", "" when all do well
	Word  string // of the feed that does worst
}

type outletsView struct {
	tab
	Query   string
	Filters []filter
	Rows    []outletRow
	Pager   pager
	Any     bool
	CanFind bool
}

// The ways to look at the outlets.
const (
	showAll      = "all"
	showNoFeed   = "without a feed"
	showStateRun = "state-run"
)

var outletFilters = []string{showAll, string(news.StandingPreferred), string(news.StandingIgnored), showStateRun, showNoFeed}

func (s *Server) outletList(w http.ResponseWriter, r *http.Request) error {
	t, c, err := s.tab(r, "outlets", "Outlets")
	if err != nil {
		return err
	}
	outlets, err := s.Outlets.ListOutlets(r.Context())
	if err != nil {
		return err
	}
	health, err := s.Feeds.FeedHealth(r.Context(), s.Now())
	if err != nil {
		return err
	}
	feeds := map[news.OutletID][]string{} // the words for how each one's feeds do
	for i := range health {
		id := health[i].OutletID
		feeds[id] = append(feeds[id], feedWord(&health[i], c.now))
	}
	q := r.URL.Query()
	v := outletsView{tab: t, Query: q.Get("q"), Any: len(outlets) > 0, CanFind: s.Finder != nil}
	show := shown(q.Get("show"), outletFilters)
	listed := namedLike(outlets, v.Query)
	for _, name := range outletFilters {
		n := 0
		for i := range listed {
			if outletShown(&listed[i], name, len(feeds[listed[i].ID])) {
				n++
			}
		}
		if n > 0 || name == showAll || name == show {
			value := strings.TrimPrefix(name, showAll)
			v.Filters = append(v.Filters, filter{Name: name, Count: strconv.Itoa(n), Address: queryAddress("/desk/outlets", q, "show", value), On: name == show})
		}
	}
	listed = slices.DeleteFunc(listed, func(o news.Outlet) bool { return !outletShown(&o, show, len(feeds[o.ID])) })
	from, to, p := paged("/desk/outlets", q, len(listed), outletsEach)
	v.Pager = p
	for i := range listed[from:to] {
		o := &listed[from+i]
		v.Rows = append(v.Rows, outletRowOf(o, feeds[o.ID]))
	}
	if wants(r, "found") {
		return s.render(w, http.StatusOK, "desk/outlets", "found", v)
	}
	return s.render(w, http.StatusOK, "desk/outlets", "page", v)
}

// namedLike returns the outlets that are searched for, by name.
func namedLike(outlets []news.Outlet, search string) []news.Outlet {
	search = strings.ToLower(strings.TrimSpace(search))
	var out []news.Outlet
	for _, o := range outlets {
		if search == "" || strings.Contains(strings.ToLower(o.Name+"\n"+o.Site), search) {
			out = append(out, o)
		}
	}
	slices.SortStableFunc(out, func(a, b news.Outlet) int {
		return strings.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name))
	})
	return out
}

func outletShown(o *news.Outlet, show string, feeds int) bool {
	switch show {
	case showAll:
		return true
	case showStateRun:
		return o.StateRun
	case showNoFeed:
		return feeds == 0
	}
	return string(o.Standing) == show
}

func outletRowOf(o *news.Outlet, words []string) outletRow {
	row := outletRow{
		ID: o.ID, Name: o.Name, Site: o.Site, About: aboutOutlet(o), Tags: outletTags(o),
		Feeds: counted(len(words), "feed", "feeds"),
	}
	for _, word := range feedWords {
		n := 0
		for _, w := range words {
			if w == word {
				n++
			}
		}
		if n == 0 {
			continue
		}
		row.Word = word
		if needsEditor(word) {
			row.Bad = fmt.Sprintf("%d %s", n, word)
		}
		break
	}
	return row
}

// outletTags are what the editor said of an outlet, as its reports carry it.
func outletTags(o *news.Outlet) []string {
	var tags []string
	if o.Standing != news.StandingPlain {
		tags = append(tags, string(o.Standing))
	}
	if o.StateRun {
		tags = append(tags, showStateRun)
	}
	return tags
}

func aboutOutlet(o *news.Outlet) string {
	var parts []string
	for _, part := range []string{string(o.Kind), o.Country, o.Language} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, " · ")
}

// outletMarks are the tags of the outlets that have any.
type outletMarks map[news.OutletID][]string

// outletMarks reads what the editor said of outlets, for the lists of their
// reports.
func (s *Server) outletMarks(ctx context.Context) (outletMarks, error) {
	outlets, err := s.Outlets.ListOutlets(ctx)
	if err != nil {
		return nil, err
	}
	marks := outletMarks{}
	for i := range outlets {
		if tags := outletTags(&outlets[i]); len(tags) > 0 {
			marks[outlets[i].ID] = tags
		}
	}
	return marks, nil
}

// on returns a report with the tags of its outlet before its own marks.
func (m outletMarks) on(a *news.Article, v reportView) reportView {
	v.Marks = append(slices.Clone(m[a.OutletID]), v.Marks...)
	return v
}
