package web

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"dateline/internal/news"
)

// itemsShown is how many of a feed's or an outlet's reports its page shows.
const itemsShown = 30

// fact is one thing that is known of something.
type fact struct {
	Name string
	Text string
	At   moment // beside the text, or instead of it
}

// wireLine is one report as a plain list of headlines shows it.
type wireLine struct {
	Heading  string
	URL      string
	Lang     string
	At       moment
	Label    string
	Story    string // the address of its story, "" while it is in none
	Muted    string // why it is kept away, "" when it is not
	Found    string // in what part of it a rule found what it looks for, "" for other lists
	Versions int    // how often it changed, 0 when it never did
}

type feedView struct {
	tab
	Row   feedRow
	Gone  bool
	Facts []fact
	Hours rhythm
	Items []wireLine
	Rules []ruleRow
	Feed  *news.Feed
	From  string // the address it moved from
	Fault *news.InvalidError
}

func (s *Server) feedPage(w http.ResponseWriter, r *http.Request) error {
	id, err := feedID(r)
	if err != nil {
		return err
	}
	f, err := s.feedHealth(r.Context(), id)
	if err != nil {
		return err
	}
	return s.showFeed(w, r, http.StatusOK, f, &f.Feed, &news.InvalidError{})
}

// showFeed renders a feed's page; typed is the feed as the form on it holds it,
// and fault is what is wrong with that.
func (s *Server) showFeed(w http.ResponseWriter, r *http.Request, status int, f *news.FeedHealth, typed *news.Feed, fault *news.InvalidError) error {
	t, c, err := s.tab(r, "feeds", feedTitle(&f.Feed))
	if err != nil {
		return err
	}
	v := feedView{tab: t, Row: feedRowOf(f, c), Gone: f.State == news.FeedGone, Feed: typed, From: shortAddress(f.Move.From), Facts: feedFacts(f, c), Fault: fault}
	v.Row.Title, v.Row.Back = feedTitle(&f.Feed), "feed"
	v.Hours = hoursOf(f.Rhythm, c)
	articles, err := s.Feeds.FeedArticles(r.Context(), f.ID, itemsShown)
	if err != nil {
		return err
	}
	rules, err := s.Rules.ListRules(r.Context())
	if err != nil {
		return err
	}
	v.Items = latestFirst(wireLines(articles, rules, c))
	for i := range rules {
		if rules[i].FeedID == f.ID {
			v.Rules = append(v.Rules, ruleRowOf(&rules[i], c))
		}
	}
	return s.render(w, status, "desk/feed", "page", v)
}

func feedFacts(f *news.FeedHealth, c clock) []fact {
	facts := []fact{
		{Name: "Last read", At: c.ago(f.LastSuccessAt), Text: orWord(f.LastSuccessAt.IsZero(), "never yet")},
		{Name: "Last asked", At: c.ago(f.LastPollAt), Text: orWord(f.LastPollAt.IsZero(), "never yet")},
	}
	if f.State == news.FeedActive {
		facts = append(facts, fact{Name: "Next poll", At: c.due(f.NextPollAt)})
	}
	add := func(name, text string) {
		if text != "" {
			facts = append(facts, fact{Name: name, Text: text})
		}
	}
	add("Polled every", every(f.Interval))
	add("It asks for", asks(f.Asked))
	add("Items a day", perDay(f.PerDay))
	add("Items so far", fmt.Sprint(f.Items))
	if !f.NewestAt.IsZero() {
		facts = append(facts, fact{Name: "Newest report", At: c.ago(f.NewestAt)})
	}
	if f.Pushed.After(c.now) {
		facts = append(facts, fact{Name: "Its hub tells us what is new", Text: "until", At: c.ago(f.Pushed)})
	}
	if f.LastStatus != 0 {
		add("Last answer", fmt.Sprintf("HTTP %d", f.LastStatus))
	}
	if f.Failures > 1 {
		add("Failed", counted(f.Failures, "time", "times")+" in a row")
	}
	return facts
}

func orWord(when bool, word string) string {
	if when {
		return word
	}
	return ""
}

// latestFirst returns lines in the order of the times that they show.
func latestFirst(lines []wireLine) []wireLine {
	slices.SortStableFunc(lines, func(a, b wireLine) int { return strings.Compare(b.At.ISO, a.At.ISO) })
	return lines
}

func wireLines(articles []news.Article, rules []news.Rule, c clock) []wireLine {
	lines := make([]wireLine, 0, len(articles))
	for i := range articles {
		a := &articles[i]
		line := wireLine{Heading: a.Headline, URL: a.URL, Lang: a.Language, At: c.at(a.Published), Label: a.Label(), Muted: mutedBy(a, rules)}
		if line.Heading == "" {
			line.Heading = shortAddress(a.URL)
		}
		if a.Published.IsZero() {
			line.At = c.at(a.FoundAt)
		}
		if a.Version > 1 {
			line.Versions = a.Version - 1
		}
		if a.StoryID != 0 {
			line.Story = fmt.Sprintf("/desk/stories/%d?show=all", a.StoryID)
		}
		lines = append(lines, line)
	}
	return lines
}

// mutedBy says why an article is kept away, "" when it is not.
func mutedBy(a *news.Article, rules []news.Rule) string {
	switch a.MutedBy {
	case 0:
		return ""
	case news.RuleOutlet:
		return "its outlet is ignored"
	case news.RuleJoined:
		return "it is a report met before, at another address"
	}
	for i := range rules {
		if rules[i].ID == a.MutedBy {
			return ruleReason(&rules[i])
		}
	}
	return "by a rule that is gone"
}

// editFeed keeps a feed's address, folder and pattern.
func (s *Server) editFeed(w http.ResponseWriter, r *http.Request) error {
	id, err := feedID(r)
	if err != nil {
		return err
	}
	f, err := s.feedHealth(r.Context(), id)
	if err != nil {
		return err
	}
	typed := f.Feed
	typed.URL = webAddress(r.FormValue("url"))
	typed.Folder = folderOf(r.FormValue("folder"))
	if f.Pattern != "" {
		typed.Pattern = strings.TrimSpace(r.FormValue("pattern"))
	}
	if f.Pattern != "" && typed.Pattern == "" {
		return s.showFeed(w, r, http.StatusUnprocessableEntity, f, &typed, noPattern())
	}
	err = s.Polling.EditFeed(r.Context(), typed)
	if invalid, ok := invalidOf(err); ok {
		return s.showFeed(w, r, http.StatusUnprocessableEntity, f, &typed, invalid)
	}
	if err != nil {
		return err
	}
	if err := s.tell(r.Context(), notice{Text: "The feed is changed."}); err != nil {
		return err
	}
	return seeOther(w, r, fmt.Sprintf("/desk/feeds/%d", id))
}

// folderOf returns a folder's path without what makes no difference.
func folderOf(text string) string {
	var parts []string
	for _, p := range strings.Split(text, "/") {
		if p = oneLine(p); p != "" {
			parts = append(parts, p)
		}
	}
	return strings.Join(parts, "/")
}
