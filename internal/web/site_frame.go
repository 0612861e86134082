package web

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"dateline/internal/news"
	"dateline/internal/post"
	"dateline/internal/site"
)

// errClosed is said while the newsroom has no publication.
var errClosed = errors.New("the newsroom is not set up yet")

// sidebarMonths is how many months stand beside every page.
const sidebarMonths = 12

// siteFrame is what every public page shows around its own matter.
type siteFrame struct {
	Title       string // of the page, "" on the front page
	Publication string
	Description string
	Language    string
	Direction   string // "rtl" where the language is written from the right
	Address     string // the site's own, "" when it has none
	Path        string // the page's, "" for one that has no lasting address
	Today       string
	Months      []monthLink
	Hidden      bool // search engines are asked to leave the page out
	Card        card
}

// card is what others show of a page that they link to.
type card struct {
	Kind        string // "article" or "website"
	Title       string
	Description string
	Published   string // RFC 3339, "" when the page is no post
	Modified    string
}

// monthLink is one month of the archive.
type monthLink struct {
	Name  string
	Path  string
	Year  int
	Posts string
}

// Canonical is the page's lasting address.
func (f siteFrame) Canonical() string {
	if f.Address == "" || f.Path == "" {
		return ""
	}
	return f.Address + f.Path
}

// FullTitle is the title of the browser's window.
func (f siteFrame) FullTitle() string {
	if f.Title == "" {
		return f.Publication
	}
	return f.Title + " - " + f.Publication
}

// publication returns what readers read, with an address where any is known.
// It returns errClosed while there is none.
func (s *Server) publication(ctx context.Context) (*news.Publication, error) {
	pub, err := s.Settings.Publication(ctx)
	if errors.Is(err, news.ErrNotFound) || (err == nil && pub.Title == "") {
		return nil, errClosed
	}
	if err != nil {
		return nil, err
	}
	own := *pub
	own.Address = s.siteAddress(pub)
	return &own, nil
}

// siteFrame prepares a public page.
func (s *Server) siteFrame(ctx context.Context, title, path string) (siteFrame, *news.Publication, error) {
	pub, err := s.publication(ctx)
	if err != nil {
		return siteFrame{}, nil, err
	}
	months, err := s.Site.Posts.Months(ctx)
	if err != nil {
		return siteFrame{}, nil, err
	}
	f := siteFrame{
		Title: title, Publication: pub.Title, Description: pub.Description, Language: pub.Language,
		Direction: direction(pub.Language), Address: pub.Address, Path: path, Today: post.Day(s.Now(), pub),
		Months: monthLinks(months[:min(len(months), sidebarMonths)], pub),
		Card:   card{Kind: "website", Title: title, Description: pub.Description},
	}
	if f.Language == "" {
		f.Language = "en"
	}
	if title == "" {
		f.Card.Title = pub.Title
	}
	return f, pub, nil
}

// direction returns how a language is written.
func direction(language string) string {
	base, _, _ := strings.Cut(strings.ToLower(language), "-")
	switch base {
	case "ar", "fa", "he", "ur", "ps", "yi", "ckb", "dv", "ug":
		return "rtl"
	}
	return "ltr"
}

func monthLinks(months []site.Month, pub *news.Publication) []monthLink {
	links := make([]monthLink, 0, len(months))
	for _, m := range months {
		links = append(links, monthLink{
			Name: monthName(m.Year, m.Month, pub), Path: monthPath(m.Year, m.Month), Year: m.Year,
			Posts: counted(m.Posts, "post", "posts"),
		})
	}
	return links
}

func monthPath(year, month int) string { return fmt.Sprintf("/%04d/%02d/", year, month) }

// monthName returns a month in the publication's language: "May 2018".
func monthName(year, month int, pub *news.Publication) string {
	own := *pub
	own.Phrases.DayFormat = "January 2006"
	return post.Day(time.Date(year, time.Month(month), 1, 12, 0, 0, 0, pub.Location()), &own)
}

func labelPath(label string) string { return "/label/" + url.PathEscape(label) }

// print answers with a page of the edition under a key, which has to say all
// that the page depends on besides the newsroom itself.
func (s *Server) print(w http.ResponseWriter, r *http.Request, key string, set func(context.Context) (*sheet, error)) error {
	sh, err := s.edition.get(r.Context(), key, s.Machine(), set)
	if errors.Is(err, errClosed) {
		return s.closed(w, r)
	}
	if errors.Is(err, news.ErrNotFound) {
		return s.missing(w, r)
	}
	if err != nil {
		return err
	}
	return sh.send(w, r)
}

// setPage makes the sheet of a page of the site.
func (s *Server) setPage(status int, page string, view any) (*sheet, error) {
	body, err := s.block("site/"+page, "page", view)
	if err != nil {
		return nil, err
	}
	return newSheet(status, "text/html; charset=utf-8", body)
}

// closed says that there is nothing to read yet. It is kept by nobody, so that
// the first page is seen the moment there is one.
func (s *Server) closed(w http.ResponseWriter, r *http.Request) error {
	status := http.StatusOK
	if r.URL.Path != "/" {
		status = http.StatusNotFound
	}
	w.Header().Set("Cache-Control", "no-store")
	return s.render(w, status, "site/closed", "closed", nil)
}

// missingView is the page for addresses that name none.
type missingView struct {
	siteFrame
	Latest []headlineView
}

// missing says that there is no such page and where to look instead. It is one
// sheet for all such addresses.
func (s *Server) missing(w http.ResponseWriter, r *http.Request) error {
	sh, err := s.edition.get(r.Context(), "missing", s.Machine(), func(ctx context.Context) (*sheet, error) {
		f, pub, err := s.siteFrame(ctx, "There is nothing at this address", "")
		if err != nil {
			return nil, err
		}
		f.Hidden = true
		latest, err := s.Site.Posts.LatestPosts(ctx, 5)
		if err != nil {
			return nil, err
		}
		return s.setPage(http.StatusNotFound, "missing", missingView{f, headlines(latest, pub)})
	})
	if errors.Is(err, errClosed) {
		return s.closed(w, r)
	}
	if err != nil {
		return err
	}
	return sh.send(w, r)
}
