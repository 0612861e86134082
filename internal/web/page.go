package web

import (
	"bytes"
	"context"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"html/template"
	"io/fs"
	"net/http"
	"path"
	"strconv"
	"strings"

	"dateline/internal/news"
)

//go:embed templates
var templateFiles embed.FS

// pages are the parsed templates by name: "desk/stories", "error".
type pages map[string]*template.Template

// parsePages reads every page. A folder's parts/*.html are known to all its
// pages.
func parsePages(files *assets) (pages, error) {
	set := pages{}
	funcs := template.FuncMap{"static": files.address}
	for _, folder := range []string{"desk", "site"} {
		if err := set.add(folder, funcs); err != nil {
			return nil, err
		}
	}
	t, err := template.New("error").Funcs(funcs).ParseFS(templateFiles, "templates/error.html")
	if err != nil {
		return nil, fmt.Errorf("read the error page: %w", err)
	}
	set["error"] = t
	return set, nil
}

func (set pages) add(folder string, funcs template.FuncMap) error {
	base, err := template.New(folder).Funcs(funcs).ParseFS(templateFiles, path.Join("templates", folder, "parts/*.html"))
	if err != nil {
		return fmt.Errorf("read the parts of %s: %w", folder, err)
	}
	names, err := fs.Glob(templateFiles, path.Join("templates", folder, "*.html"))
	if err != nil {
		return fmt.Errorf("list the pages of %s: %w", folder, err)
	}
	for _, name := range names {
		page, err := base.Clone()
		if err == nil {
			page, err = page.ParseFS(templateFiles, name)
		}
		if err != nil {
			return fmt.Errorf("read the page %s: %w", name, err)
		}
		set[folder+"/"+strings.TrimSuffix(path.Base(name), ".html")] = page
	}
	return nil
}

// render sends a block of a page. It is made in full first, so that a fault
// never leaves half a page.
func (s *Server) render(w http.ResponseWriter, status int, page, block string, view any) error {
	body, err := s.block(page, block, view)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, err = w.Write(body)
	return err
}

func (s *Server) block(page, block string, view any) ([]byte, error) {
	t := s.pages[page]
	if t == nil {
		return nil, fmt.Errorf("no page %s", page)
	}
	var b bytes.Buffer
	if err := t.ExecuteTemplate(&b, block, view); err != nil {
		return nil, fmt.Errorf("render %s of %s: %w", block, page, err)
	}
	return b.Bytes(), nil
}

// frame is what every page of the desk shows around its own matter.
type frame struct {
	Section     string // which part of the rail is open
	Title       string
	Editor      string
	Publication string
	Site        string // the site's address
	Cursor      string // where the page's stream goes on
	Now         string // editorial time at rendering, for the relative times
	Zone        string
	Counts      news.Counts
	Notice      *notice
}

// notice is a line at the bottom of the next page.
type notice struct {
	Text string `json:"text"`
	Link string `json:"link,omitempty"` // where the words of LinkText lead
	Name string `json:"name,omitempty"` // the link's words
	Undo string `json:"undo,omitempty"` // the address that takes it back
}

// frame prepares a page of the desk. The cursor is taken first, so that
// nothing that happens while the page is made is missed.
func (s *Server) frame(r *http.Request, section, title string) (frame, *news.Publication, error) {
	ctx := r.Context()
	cursor, err := s.Events.Cursor(ctx)
	if err != nil {
		return frame{}, nil, err
	}
	pub, err := s.Settings.Publication(ctx)
	if err != nil {
		return frame{}, nil, err
	}
	numbers, err := s.countAll(ctx)
	if err != nil {
		return frame{}, nil, err
	}
	f := frame{
		Section: section, Title: title, Editor: editor(r).Name, Publication: pub.Title,
		Site: s.siteAddress(pub), Cursor: cursor, Counts: numbers, Notice: s.takeNotice(ctx),
		Now: s.clock(pub).stamp(), Zone: pub.Zone,
	}
	return f, pub, nil
}

// settingsOrNone returns what the newsroom publishes under, empty while it is
// not set up: the pages at the door are shown before there is anything.
func (s *Server) settingsOrNone(ctx context.Context) (*news.Publication, error) {
	pub, err := s.Settings.Publication(ctx)
	if errors.Is(err, news.ErrNotFound) {
		return &news.Publication{}, nil
	}
	return pub, err
}

// siteAddress returns where readers and editors reach us, without a slash at
// its end: the address that this server was told, else the publication's.
func (s *Server) siteAddress(pub *news.Publication) string {
	if s.Address != "" {
		return strings.TrimSuffix(s.Address, "/")
	}
	return strings.TrimSuffix(pub.Address, "/")
}

// tell keeps a notice for the next page.
func (s *Server) tell(ctx context.Context, n notice) error {
	data, err := json.Marshal(n)
	if err != nil {
		return fmt.Errorf("keep a notice: %w", err)
	}
	s.sessions.Put(ctx, keyNotice, string(data))
	return nil
}

func (s *Server) takeNotice(ctx context.Context) *notice {
	data := s.sessions.PopString(ctx, keyNotice)
	var n notice
	if data == "" || json.Unmarshal([]byte(data), &n) != nil {
		return nil
	}
	return &n
}

// keepAside tells what an act took out and keeps it, to be put back.
func (s *Server) keepAside(ctx context.Context, id news.PostID, out *aside) error {
	out.Post = id
	data, err := json.Marshal(out)
	if err != nil {
		return fmt.Errorf("keep what was taken out: %w", err)
	}
	s.sessions.Put(ctx, keyAside, string(data))
	return s.tell(ctx, notice{Text: out.Text, Undo: "do:put"})
}

// asideOf returns what the last act took out of a post, nil when nothing is
// kept of it.
func (s *Server) asideOf(ctx context.Context, id news.PostID) *aside {
	data := s.sessions.GetString(ctx, keyAside)
	var out aside
	if data == "" || json.Unmarshal([]byte(data), &out) != nil || out.Post != id {
		return nil
	}
	return &out
}

// pathID returns the identity in an address. One that is no number names no
// page.
func pathID(r *http.Request, name string) (int64, error) {
	id, err := strconv.ParseInt(r.PathValue(name), 10, 64)
	if err != nil || id <= 0 {
		return 0, errNoPage
	}
	return id, nil
}

// wants says whether a script asks for one part of a page only, by the id of
// the element that will hold it.
func wants(r *http.Request, id string) bool {
	_, target, found := strings.Cut(r.Header.Get("HX-Target"), "#")
	return found && target == id && r.Header.Get("HX-History-Restore-Request") == ""
}

// seeOther sends the browser on after a form was taken.
func seeOther(w http.ResponseWriter, r *http.Request, to string) error {
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}
