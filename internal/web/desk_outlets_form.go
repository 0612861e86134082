package web

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"dateline/internal/news"
)

// candidate is a feed that was found and may be followed. The form carries it
// along, so that a field that has to be corrected asks nobody a second time.
type candidate struct {
	URL      string
	Title    string
	Format   string
	Items    int
	Newest   time.Time
	When     moment // Newest, as it is printed
	PerDay   string // "" when it cannot be told
	FullText bool
	Comments bool        // it is of readers' comments
	Example  string      // its first headline
	Known    news.FeedID // the feed it is already, 0 for a new one
	Picked   bool
}

// candidatePace says how many items a day a feed brings, "" when that cannot be
// told.
func candidatePace(n float64) string {
	if n <= 0 {
		return ""
	}
	return perDay(n)
}

func firstExample(headlines []string) string {
	if len(headlines) == 0 {
		return ""
	}
	return headlines[0]
}

// mostCandidates bounds how many feeds a form may bring.
const mostCandidates = 50

// addForm returns the page as its form was sent.
func addForm(r *http.Request) addView {
	v := addView{
		Address: strings.TrimSpace(r.FormValue("url")), Page: r.FormValue("page"), Pattern: strings.TrimSpace(r.FormValue("pattern")),
		Outlet: outletTyped(r), Folder: folderOf(r.FormValue("folder")), Joins: oneLine(r.FormValue("joins")),
	}
	picked := r.Form["feed"]
	for i := range mostCandidates {
		n := strconv.Itoa(i)
		if r.FormValue("feed-url-"+n) == "" {
			break
		}
		c := candidate{
			URL: r.FormValue("feed-url-" + n), Title: oneLine(r.FormValue("feed-title-" + n)), Format: r.FormValue("feed-format-" + n),
			PerDay: r.FormValue("feed-pace-" + n), Example: r.FormValue("feed-example-" + n),
			Comments: r.FormValue("feed-comments-"+n) != "", FullText: r.FormValue("feed-full-"+n) != "",
			Picked: slices.Contains(picked, n),
		}
		c.Items, _ = strconv.Atoi(r.FormValue("feed-items-" + n))             // 0 for what is no number
		c.Newest, _ = time.Parse(time.RFC3339, r.FormValue("feed-newest-"+n)) // zero for what is no time
		v.Found = append(v.Found, c)
	}
	links := r.Form["proposal-links"]
	for i, p := range r.Form["proposal"] {
		if p != "" && i < len(links) && i < mostCandidates {
			n, _ := strconv.Atoi(links[i]) // 0 for what is no number
			v.Proposals = append(v.Proposals, proposal{Pattern: p, Links: n})
		}
	}
	return v
}
