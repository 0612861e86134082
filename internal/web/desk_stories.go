package web

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"dateline/internal/news"
)

// storyRow is one story as a list shows it.
type storyRow struct {
	ID      news.StoryID
	Address string // keeps the list's filter
	Heading string
	Lang    string
	State   news.StoryState
	Outlets string // "6 outlets"
	Own     string // "4 independent"
	First   string // who reported first
	FirstAt moment
	Tongues string // "en ru"
	Rhythm  rhythm
	Open    bool // it is the one on the right
	Listed  bool // it belongs to the list as it is filtered
}

// filter is one way to look at a list.
type filter struct {
	Name    string
	Count   string // "" where nothing is counted
	Address string
	On      bool
}

// storyFilters are the ways to look at the stories; "all" hides none.
var storyFilters = []string{"new", "drafted", "posted", "spiked", "all"}

// storiesView is the page of stories, with the open one on the right.
type storiesView struct {
	frame
	Show    string
	Filters []filter
	Rows    []storyRow
	Open    *storyView
}

func (s *Server) storyList(w http.ResponseWriter, r *http.Request) error {
	v, err := s.stories(r, 0)
	if err != nil {
		return err
	}
	if wants(r, "list") {
		return s.render(w, http.StatusOK, "desk/stories", "list", v)
	}
	return s.render(w, http.StatusOK, "desk/stories", "page", v)
}

// stories prepares the list; open marks the story on the right.
func (s *Server) stories(r *http.Request, open news.StoryID) (*storiesView, error) {
	f, pub, err := s.frame(r, "stories", "Stories")
	if err != nil {
		return nil, err
	}
	v := &storiesView{frame: f, Show: shown(r.URL.Query().Get("show"), storyFilters)}
	for _, name := range storyFilters {
		v.Filters = append(v.Filters, filter{Name: name, Address: "/desk/stories?show=" + name, On: name == v.Show})
	}
	stories, err := s.Desk.Open(r.Context())
	if err != nil {
		return nil, err
	}
	c := s.clock(pub)
	for i := range stories {
		if row := rowOf(&stories[i], c, v.Show); row.Listed {
			row.Open = row.ID == open
			v.Rows = append(v.Rows, row)
		}
	}
	return v, nil
}

// shown returns the filter that was asked for, the first when it is unknown.
func shown(asked string, known []string) string {
	for _, name := range known {
		if asked == name {
			return name
		}
	}
	return known[0]
}

func rowOf(st *news.Story, c clock, show string) storyRow {
	row := storyRow{
		ID: st.ID, Heading: st.Headline, State: st.State,
		Address: fmt.Sprintf("/desk/stories/%d?show=%s", st.ID, url.QueryEscape(show)),
		Outlets: counted(st.Outlets, "outlet", "outlets"),
		Own:     fmt.Sprintf("%d independent", st.Independent),
		First:   st.FirstOutlet, FirstAt: c.at(st.FirstAt),
		Tongues: tongues(st.Languages), Rhythm: rhythmOf(st.Rhythm),
		Listed: show == "all" || string(st.State) == show,
	}
	if len(st.Languages) > 0 {
		row.Lang = st.Languages[0]
	}
	if row.Heading == "" {
		row.Heading = "A story without a headline yet"
	}
	return row
}

// tongues returns the languages of a story without their regions, each once.
func tongues(tags []string) string {
	var out []string
	for _, tag := range tags {
		tag, _, _ = strings.Cut(tag, "-")
		if tag != "" && !slices.Contains(out, tag) {
			out = append(out, tag)
		}
	}
	return strings.Join(out, " ")
}

// storyView is a story with its reports in order of time.
type storyView struct {
	storyRow
	Latest  moment
	Reports []reportView
	Posted  string // the address of its draft or post, "" when there is none
	Spiked  bool
}

// reportView is one report of a story.
type reportView struct {
	ID         news.ArticleID
	URL        string
	Heading    string
	Label      string
	Lang       string // as pages mark it
	Tongue     string // as it is printed
	At         moment
	Standfirst string
	Paragraphs []string
	More       int      // paragraphs that are not shown
	Note       string   // why it is not all there, in short
	Why        string   // the same in full
	Marks      []string // "video", "paywall", "AP text"
	Copies     []reportView
}

func (s *Server) storyPage(w http.ResponseWriter, r *http.Request) error {
	id, err := pathID(r, "id")
	if err != nil {
		return err
	}
	st, err := s.Desk.Story(r.Context(), news.StoryID(id))
	if err != nil {
		return err
	}
	show := shown(r.URL.Query().Get("show"), storyFilters)
	if st.ID != news.StoryID(id) {
		return seeOther(w, r, fmt.Sprintf("/desk/stories/%d?show=%s", st.ID, show))
	}
	pub, err := s.Settings.Publication(r.Context())
	if err != nil {
		return err
	}
	marks, err := s.outletMarks(r.Context())
	if err != nil {
		return err
	}
	open := openStory(st, s.clock(pub), show, marks)
	if wants(r, "open") {
		return s.render(w, http.StatusOK, "desk/stories", "opened-alone", &storiesView{Open: open})
	}
	v, err := s.stories(r, st.ID)
	if err != nil {
		return err
	}
	v.Open, v.Title = open, st.Headline
	return s.render(w, http.StatusOK, "desk/stories", "page", v)
}

func openStory(st *news.Story, c clock, show string, marks outletMarks) *storyView {
	v := &storyView{
		storyRow: rowOf(st, c, show), Latest: c.ago(st.LatestAt), Spiked: st.State == news.StorySpiked,
		Reports: timeline(st.Articles, c, marks),
	}
	if st.PostID != 0 {
		v.Posted = fmt.Sprintf("/desk/posts/%d", st.PostID)
	}
	return v
}

// timeline lists reports by time, copies under the report whose text they run.
// A copy whose original is not in the story stands by itself.
func timeline(articles []news.Article, c clock, marks outletMarks) []reportView {
	place := map[news.ArticleID]int{}
	var out []reportView
	for i := range articles {
		if a := &articles[i]; a.CopyOf == 0 {
			place[a.ID] = len(out)
			out = append(out, marks.on(a, reportOf(a, c)))
		}
	}
	for i := range articles {
		a := &articles[i]
		if a.CopyOf == 0 {
			continue
		}
		if at, ok := place[a.CopyOf]; ok {
			out[at].Copies = append(out[at].Copies, marks.on(a, reportOf(a, c)))
			continue
		}
		out = append(out, marks.on(a, reportOf(a, c)))
	}
	return out
}

// shownParagraphs is how much of a report the timeline shows.
const shownParagraphs = 3

func reportOf(a *news.Article, c clock) reportView {
	v := reportView{
		ID: a.ID, URL: a.URL, Heading: a.Headline, Label: a.Label(), Lang: a.Language, Tongue: tongues([]string{a.Language}),
		At: c.at(a.Published), Standfirst: a.Standfirst, Note: noteOf(a), Why: a.Note,
		Paragraphs: a.Paragraphs[:min(shownParagraphs, len(a.Paragraphs))],
	}
	v.More = len(a.Paragraphs) - len(v.Paragraphs)
	if v.Heading == "" {
		v.Heading = a.URL
	}
	if a.Form != news.FormReport && a.Form != "" {
		v.Marks = append(v.Marks, string(a.Form))
	}
	if agency := a.Agency(); agency != "" {
		v.Marks = append(v.Marks, agency+" text")
	}
	if a.Paywalled {
		v.Marks = append(v.Marks, "paywall")
	}
	return v
}

// noteOf says why a report is not all there.
func noteOf(a *news.Article) string {
	switch a.State {
	case news.ArticleWaiting:
		return "Its page is being read"
	case news.ArticleFeed:
		if a.Form == news.FormVideo {
			return "" // its mark says so
		}
		return shortNote(a.Note)
	}
	return ""
}

// shortNote returns the first clause of the sentence that says why a report's
// page could not be read: what was asked for and answered is not said.
func shortNote(note string) string {
	short, _, _ := strings.Cut(note, ":")
	short, _, _ = strings.Cut(short, " (")
	if short = strings.TrimRight(short, ". "); short == "" {
		return "Its page could not be read"
	}
	return short
}

func (s *Server) compose(w http.ResponseWriter, r *http.Request) error {
	id, err := pathID(r, "id")
	if err != nil {
		return err
	}
	p, err := s.Desk.Compose(r.Context(), news.StoryID(id), editor(r).ID)
	if err != nil {
		return err
	}
	return seeOther(w, r, postAddress(p.ID))
}

func (s *Server) spike(w http.ResponseWriter, r *http.Request) error {
	return s.setSpiked(w, r, true)
}

func (s *Server) unspike(w http.ResponseWriter, r *http.Request) error {
	return s.setSpiked(w, r, false)
}

func (s *Server) setSpiked(w http.ResponseWriter, r *http.Request, spiked bool) error {
	id, err := pathID(r, "id")
	if err != nil {
		return err
	}
	st, err := s.Desk.Story(r.Context(), news.StoryID(id))
	if err != nil {
		return err
	}
	if err := s.Desk.Spike(r.Context(), st.ID, spiked); err != nil {
		return err
	}
	if !spiked {
		return seeOther(w, r, fmt.Sprintf("/desk/stories/%d", st.ID))
	}
	err = s.tell(r.Context(), notice{
		Text: fmt.Sprintf("Spiked “%s”.", st.Headline), Undo: fmt.Sprintf("/desk/stories/%d/unspike", st.ID),
	})
	if err != nil {
		return err
	}
	return seeOther(w, r, "/desk/stories")
}
