package web

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"dateline/internal/news"
	"dateline/internal/site"
)

// frontView is the front page, or one of the pages of older posts.
type frontView struct {
	siteFrame
	Days  []dayView
	Older string // where older posts are, "" at the end
	Later bool   // this is not the front page
}

func (s *Server) frontPage(w http.ResponseWriter, r *http.Request) error {
	text := r.URL.Query().Get("before")
	if text == "" {
		return s.print(w, r, "front", func(ctx context.Context) (*sheet, error) { return s.setFront(ctx, nil) })
	}
	from, ok := placeOf(text)
	if !ok {
		return s.missing(w, r)
	}
	return s.print(w, r, "front "+placeText(from), func(ctx context.Context) (*sheet, error) {
		return s.setFront(ctx, &from)
	})
}

func (s *Server) setFront(ctx context.Context, from *site.Place) (*sheet, error) {
	title, path := "", "/"
	if from != nil {
		title, path = "Older posts", "/?before="+placeText(*from)
	}
	f, pub, err := s.siteFrame(ctx, title, path)
	if err != nil {
		return nil, err
	}
	var page site.Page
	if from == nil {
		page, err = s.Site.Front(ctx, pub.Location())
	} else {
		page, err = s.Site.Older(ctx, *from, pub.Location())
	}
	if err != nil {
		return nil, err
	}
	v := frontView{siteFrame: f, Days: entriesByDay(page.Days, pub), Later: from != nil}
	v.Hidden = v.Later // its address moves with every post
	if page.Older != nil {
		v.Older = "/?before=" + placeText(*page.Older)
	}
	return s.setPage(http.StatusOK, "front", v)
}

// placeText writes a place in the run of posts as an address names it, the
// time in microseconds.
func placeText(p site.Place) string {
	return fmt.Sprintf("%d.%d", p.At.UnixMicro(), p.ID)
}

func placeOf(text string) (site.Place, bool) {
	at, id, ok := strings.Cut(text, ".")
	micros, err := strconv.ParseInt(at, 10, 64)
	number, iderr := strconv.ParseInt(id, 10, 64)
	if !ok || err != nil || iderr != nil || micros < 0 || number < 0 {
		return site.Place{}, false
	}
	return site.Place{At: time.UnixMicro(micros).UTC(), ID: news.PostID(number)}, true
}

// archiveView lists the months, by year.
type archiveView struct {
	siteFrame
	Years []yearView
}

type yearView struct {
	Year   int
	Months []monthLink
}

func (s *Server) archivePage(w http.ResponseWriter, r *http.Request) error {
	return s.print(w, r, "archive", func(ctx context.Context) (*sheet, error) {
		f, pub, err := s.siteFrame(ctx, "Archive", "/archive")
		if err != nil {
			return nil, err
		}
		months, err := s.Site.Posts.Months(ctx)
		if err != nil {
			return nil, err
		}
		v := archiveView{siteFrame: f}
		for _, m := range monthLinks(months, pub) {
			if n := len(v.Years); n == 0 || v.Years[n-1].Year != m.Year {
				v.Years = append(v.Years, yearView{Year: m.Year})
			}
			year := &v.Years[len(v.Years)-1]
			year.Months = append(year.Months, m)
		}
		return s.setPage(http.StatusOK, "archive", v)
	})
}

// monthView is a month of the archive.
type monthView struct {
	siteFrame
	Days  []dayHeadlines
	Older *monthLink
	Newer *monthLink
}

func (s *Server) monthPage(w http.ResponseWriter, r *http.Request, year, month int) error {
	return s.print(w, r, monthPath(year, month), func(ctx context.Context) (*sheet, error) {
		f, pub, err := s.siteFrame(ctx, "", monthPath(year, month))
		if err != nil {
			return nil, err
		}
		days, err := s.Site.Month(ctx, year, month, pub.Location())
		if err != nil {
			return nil, err
		}
		months, err := s.Site.Posts.Months(ctx)
		if err != nil {
			return nil, err
		}
		f.Title = monthName(year, month, pub)
		f.Card.Title = f.Title
		v := monthView{siteFrame: f, Days: headlinesByDay(days, pub)}
		v.Older, v.Newer = beside(monthLinks(months, pub), f.Path)
		return s.setPage(http.StatusOK, "month", v)
	})
}

// beside returns the months before and after one in a list that begins with
// the newest.
func beside(months []monthLink, path string) (older, newer *monthLink) {
	for i := range months {
		if months[i].Path != path {
			continue
		}
		if i+1 < len(months) {
			older = &months[i+1]
		}
		if i > 0 {
			newer = &months[i-1]
		}
	}
	return older, newer
}

// labelView lists the newest posts under a label.
type labelView struct {
	siteFrame
	Days []dayHeadlines
	More bool // there are older ones
}

// maxLabel is the longest label that is looked for, in bytes.
const maxLabel = 200

func (s *Server) labelPage(w http.ResponseWriter, r *http.Request) error {
	label := oneLine(r.PathValue("name"))
	if label == "" || len(label) > maxLabel || strings.ContainsRune(label, 0) {
		return s.missing(w, r)
	}
	return s.print(w, r, "label "+strings.ToLower(label), func(ctx context.Context) (*sheet, error) {
		f, pub, err := s.siteFrame(ctx, "", "")
		if err != nil {
			return nil, err
		}
		posts, name, more, err := s.Site.Labelled(ctx, label)
		if err != nil {
			return nil, err
		}
		f.Title, f.Path = name, labelPath(name)
		f.Card.Title = name
		v := labelView{siteFrame: f, Days: headlinesByDay(site.ByDay(posts, pub.Location()), pub), More: more}
		return s.setPage(http.StatusOK, "label", v)
	})
}

// dated serves what stands under a year and a month, and says of all other
// addresses that there is nothing.
func (s *Server) dated(w http.ResponseWriter, r *http.Request) error {
	at, ok := datedOf(r.URL.Path)
	if !ok {
		return s.missing(w, r)
	}
	switch {
	case r.Method == http.MethodPost && at.slug != "":
		return s.addComment(w, r, at)
	case r.Method != http.MethodGet && r.Method != http.MethodHead:
		return s.missing(w, r)
	case at.slug != "":
		return s.postPage(w, r, at)
	case !strings.HasSuffix(r.URL.Path, "/"):
		http.Redirect(w, r, (&url.URL{Path: r.URL.Path + "/"}).String(), http.StatusMovedPermanently)
		return nil
	}
	return s.monthPage(w, r, at.year, at.month)
}

// address is a place in the archive: a month, or a post of it.
type address struct {
	year, month int
	slug        string // "" for the month itself
}

// datedOf reads "/2018/05/" and "/2018/05/slug.html".
func datedOf(path string) (address, bool) {
	parts := strings.Split(strings.TrimPrefix(path, "/"), "/")
	if len(parts) == 2 {
		parts = append(parts, "")
	}
	if len(parts) != 3 {
		return address{}, false
	}
	year, okYear := digits(parts[0], 4)
	month, okMonth := digits(parts[1], 2)
	if !okYear || !okMonth || year == 0 || month < 1 || month > 12 {
		return address{}, false
	}
	if parts[2] == "" {
		return address{year: year, month: month}, true
	}
	slug, ok := strings.CutSuffix(parts[2], ".html")
	return address{year, month, slug}, ok && slugLike(slug)
}

func digits(s string, n int) (int, bool) {
	if len(s) != n || strings.Trim(s, "0123456789") != "" {
		return 0, false
	}
	v, err := strconv.Atoi(s)
	return v, err == nil
}

// slugLike says whether a slug may be one of ours, so that nothing else is
// asked of the database.
func slugLike(s string) bool {
	return s != "" && len(s) <= 200 && strings.Trim(s, "abcdefghijklmnopqrstuvwxyz0123456789-_") == ""
}
