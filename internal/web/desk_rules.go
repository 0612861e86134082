package web

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"dateline/internal/news"
)

// ruleRow is one rule as a list shows it.
type ruleRow struct {
	ID     news.RuleID
	Words  string // "Keep away what has “golf” in its words"
	Where  string // "every feed", or the feed's name
	FeedID news.FeedID
	Fits   string // "12 reports kept away", "" for a rule that takes
	Muted  string // the address of the list of them, "" when there are none
	At     moment
}

type rulesView struct {
	tab
	Rows   []ruleRow
	Rule   news.Rule // as the form holds it
	Feeds  []feedChoice
	Many   bool // there are more feeds than a list can offer
	Fields []ruleField
	Fault  *news.InvalidError
	Tried  bool
	Fits   int
	Hidden int        // of those, how many are kept away already
	Fit    []wireLine // some of the reports that the rule in the form fits
	More   int        // further ones
	Looked string     // in how many it was looked
}

// ruleField is what a rule may look at.
type ruleField struct {
	Value news.RuleField
	Words string
	Hint  string
}

var ruleFields = []ruleField{
	{news.RuleWords, "headline and text", "golf, horse racing"},
	{news.RuleAuthor, "author", "Jane Doe"},
	{news.RuleLabel, "what the outlet files it under", "Sport"},
	{news.RuleAddress, "address", "*/sport/*"},
}

func (s *Server) ruleList(w http.ResponseWriter, r *http.Request) error {
	v := rulesView{Rule: news.Rule{Action: news.RuleMute, Field: news.RuleWords}}
	if id, err := strconv.ParseInt(r.URL.Query().Get("feed"), 10, 64); err == nil && id > 0 {
		v.Rule.FeedID = news.FeedID(id)
	}
	return s.showRules(w, r, http.StatusOK, v)
}

func (s *Server) showRules(w http.ResponseWriter, r *http.Request, status int, v rulesView) error {
	t, c, err := s.tab(r, "rules", "Rules")
	if err != nil {
		return err
	}
	v.tab, v.Fields = t, ruleFields
	if v.Fault == nil {
		v.Fault = &news.InvalidError{}
	}
	if err := s.offerFeeds(r.Context(), &v); err != nil {
		return err
	}
	rules, err := s.Rules.ListRules(r.Context())
	if err != nil {
		return err
	}
	for i := range rules {
		v.Rows = append(v.Rows, ruleRowOf(&rules[i], c))
	}
	return s.render(w, status, "desk/rules", "page", v)
}

// feedChoice is a feed that a rule may be for.
type feedChoice struct {
	ID   news.FeedID
	Name string
}

// feedsOffered is how many feeds a list can offer to choose from.
const feedsOffered = 200

// offerFeeds fills in which feeds a rule may be for: all of them, or where they
// are many only the one that is chosen. One that is not there gives an error of
// kind news.ErrNotFound.
func (s *Server) offerFeeds(ctx context.Context, v *rulesView) error {
	feeds, err := s.Feeds.ListFeeds(ctx)
	if err != nil {
		return err
	}
	v.Many = len(feeds) > feedsOffered
	chosen := v.Rule.FeedID == 0
	for i := range feeds {
		f := &feeds[i]
		chosen = chosen || f.ID == v.Rule.FeedID
		if !v.Many || f.ID == v.Rule.FeedID {
			v.Feeds = append(v.Feeds, feedChoice{ID: f.ID, Name: f.Outlet + ": " + titleBeside(f)})
		}
	}
	if !chosen {
		return fmt.Errorf("feed %d: %w", v.Rule.FeedID, news.ErrNotFound)
	}
	return nil
}

func ruleRowOf(rule *news.Rule, c clock) ruleRow {
	row := ruleRow{ID: rule.ID, Words: ruleWords(rule), Where: "every feed", FeedID: rule.FeedID, At: c.ago(rule.AddedAt)}
	if rule.FeedID != 0 {
		row.Where = rule.Feed
		if row.Where == "" {
			row.Where = "one feed"
		}
	}
	if rule.Action == news.RuleMute || rule.Fits > 0 {
		row.Fits = counted(rule.Fits, "report", "reports") + " kept away"
	}
	if rule.Fits > 0 {
		row.Muted = fmt.Sprintf("/desk/rules/muted?rule=%d", rule.ID)
	}
	return row
}

// ruleWords says what a rule does.
func ruleWords(rule *news.Rule) string {
	verb := "Keep away"
	if rule.Action == news.RuleTake {
		verb = "Take only"
	}
	switch rule.Field {
	case news.RuleAuthor:
		return verb + " what is by " + looksFor(rule)
	case news.RuleLabel:
		return verb + " what is filed under " + looksFor(rule)
	case news.RuleAddress:
		return verb + " what has an address like " + looksFor(rule)
	}
	return verb + " what has " + looksFor(rule) + " in it"
}

// ruleReason says why a rule keeps a report away.
func ruleReason(rule *news.Rule) string {
	is, has := "it is ", "it has "
	if rule.Action == news.RuleTake {
		is, has = "it is not ", "it does not have "
	}
	switch rule.Field {
	case news.RuleAuthor:
		return is + "by " + looksFor(rule)
	case news.RuleLabel:
		return is + "filed under " + looksFor(rule)
	case news.RuleAddress:
		return has + "an address like " + looksFor(rule)
	}
	return has + looksFor(rule) + " in it"
}

// looksFor says what a rule looks for, in quotation marks where it is words.
func looksFor(rule *news.Rule) string {
	if rule.Field == news.RuleAddress {
		return rule.Pattern
	}
	var parts []string
	for _, p := range strings.Split(rule.Pattern, ",") {
		if p = oneLine(p); p != "" {
			parts = append(parts, "“"+p+"”")
		}
	}
	return strings.Join(parts, " or ")
}
