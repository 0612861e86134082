package web

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"

	"dateline/internal/news"
)

// addRule keeps a rule, or only shows what it would fit.
func (s *Server) addRule(w http.ResponseWriter, r *http.Request) error {
	v := rulesView{Rule: ruleTyped(r)}
	v.Fault, _ = invalidOf(v.Rule.Check())
	if v.Fault == nil && r.FormValue("do") == "preview" {
		if err := s.tryRule(r, &v); err != nil {
			return err
		}
		return s.showRules(w, r, http.StatusOK, v)
	}
	if v.Fault != nil {
		return s.showRules(w, r, http.StatusUnprocessableEntity, v)
	}
	id, err := s.keepRule(r.Context(), v.Rule)
	if invalid, ok := invalidOf(err); ok {
		v.Fault = invalid
		return s.showRules(w, r, http.StatusUnprocessableEntity, v)
	}
	if err != nil {
		return err
	}
	n := notice{Text: "The rule holds from now on.", Undo: fmt.Sprintf("/desk/rules/%d/delete", id)}
	if r.FormValue("apply") == "yes" {
		changed, err := s.applyRules(r.Context())
		if err != nil {
			return err
		}
		n.Text = "The rule holds. " + applied(changed)
	}
	if err := s.tell(r.Context(), n); err != nil {
		return err
	}
	return seeOther(w, r, "/desk/rules")
}

func (s *Server) keepRule(ctx context.Context, rule news.Rule) (news.RuleID, error) {
	rule.AddedAt = s.Now()
	return s.Rules.AddRule(ctx, rule)
}

// ruleTyped returns the rule that a form describes.
func ruleTyped(r *http.Request) news.Rule {
	rule := news.Rule{Action: news.RuleMute, Field: news.RuleWords, Pattern: oneLine(r.FormValue("pattern"))}
	if r.FormValue("action") == string(news.RuleTake) {
		rule.Action = news.RuleTake
	}
	for _, f := range ruleFields {
		if r.FormValue("field") == string(f.Value) {
			rule.Field = f.Value
		}
	}
	if id, err := strconv.ParseInt(r.FormValue("feed"), 10, 64); err == nil && id > 0 {
		rule.FeedID = news.FeedID(id)
	}
	return rule
}

// In how many of the latest reports a rule is tried, and how many of those that
// it fits are listed.
const (
	triedIn   = 300
	fitsShown = 10
)

// tryRule looks for what a rule would fit among the latest reports, those that
// are hidden already among them.
func (s *Server) tryRule(r *http.Request, v *rulesView) error {
	ctx := r.Context()
	latest, err := s.latest(ctx, v.Rule.FeedID)
	if err != nil {
		return err
	}
	pub, err := s.Settings.Publication(ctx)
	if err != nil {
		return err
	}
	rules, err := s.Rules.ListRules(ctx)
	if err != nil {
		return err
	}
	fit, found, err := s.fitting(ctx, v.Rule, latest)
	if err != nil {
		return err
	}
	v.Tried, v.Fits, v.Looked = true, len(fit), counted(len(latest), "report", "reports")
	for i := range fit {
		if fit[i].MutedBy != 0 {
			v.Hidden++
		}
	}
	v.More = max(0, len(fit)-fitsShown)
	v.Fit = wireLines(fit[:min(fitsShown, len(fit))], rules, s.clock(pub))
	for i := range v.Fit {
		v.Fit[i].Found = found[i]
	}
	return nil
}

// latest returns the latest reports of a feed, or with 0 of all, hidden ones
// among them, newest first.
func (s *Server) latest(ctx context.Context, feed news.FeedID) ([]news.Article, error) {
	if feed != 0 {
		return s.Feeds.FeedArticles(ctx, feed, triedIn)
	}
	shown, err := s.Desk.Articles.ListArticles(ctx, triedIn)
	if err != nil {
		return nil, err
	}
	hidden, err := s.Rules.ListMuted(ctx, 0, triedIn)
	if err != nil {
		return nil, err
	}
	hidden = slices.DeleteFunc(hidden, func(a news.Article) bool { return a.MutedBy == news.RuleJoined })
	all := slices.Concat(shown, hidden)
	slices.SortStableFunc(all, func(a, b news.Article) int { return b.FoundAt.Compare(a.FoundAt) })
	return all[:min(triedIn, len(all))], nil
}

// fitting returns those of the listed reports that a rule fits, each looked at
// with its texts, and where in each it found what it looks for.
func (s *Server) fitting(ctx context.Context, rule news.Rule, listed []news.Article) (fit []news.Article, found []string, err error) {
	rule.ID, rule.Action = 1, news.RuleMute // what mutes is what fits
	ruling := news.NewRuling([]news.Rule{rule})
	for i := range listed {
		a, err := s.Desk.Articles.Article(ctx, listed[i].ID)
		if errors.Is(err, news.ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, nil, err
		}
		if where := foundIn(ruling, &rule, a); where != "" {
			fit, found = append(fit, *a), append(found, where)
		}
	}
	return fit, found, nil
}

// foundIn says in what part of a report a rule finds what it looks for, ""
// when it does not.
func foundIn(ruling *news.Ruling, rule *news.Rule, a *news.Article) string {
	fits := func(a *news.Article) bool { return ruling.MutedBy(rule.FeedID, a) != 0 }
	if !fits(a) {
		return ""
	}
	switch rule.Field {
	case news.RuleAuthor, news.RuleLabel, news.RuleAddress:
		return string(rule.Field)
	}
	text := *a
	text.Headline = ""
	inHeadline := fits(&news.Article{Reading: news.Reading{Headline: a.Headline}})
	switch inText := fits(&text); {
	case inHeadline && inText:
		return "headline and text"
	case inHeadline:
		return "headline"
	}
	return "text"
}
