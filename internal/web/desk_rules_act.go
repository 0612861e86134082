package web

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"dateline/internal/news"
)

// appliedFor is how far back the rules are applied to what is stored.
const appliedFor = 30 * 24 * time.Hour

// mutedShown is how many of the reports that are kept away a page lists.
const mutedShown = 200

// deleteRule forgets a rule. What it kept away comes back.
func (s *Server) deleteRule(w http.ResponseWriter, r *http.Request) error {
	id, err := pathID(r, "id")
	if err != nil {
		return err
	}
	rules, err := s.Rules.ListRules(r.Context())
	if err != nil {
		return err
	}
	var gone *news.Rule
	for i := range rules {
		if rules[i].ID == news.RuleID(id) {
			gone = &rules[i]
		}
	}
	if gone == nil {
		return fmt.Errorf("rule %d: %w", id, news.ErrNotFound)
	}
	if err := s.Rules.DeleteRule(r.Context(), gone.ID); err != nil {
		return err
	}
	changed, err := s.applyRules(r.Context())
	if err != nil {
		return err
	}
	if err := s.tell(r.Context(), notice{Text: "The rule is gone. " + applied(changed), Undo: againAddress(gone)}); err != nil {
		return err
	}
	return seeOther(w, r, "/desk/rules")
}

// againAddress returns the address that makes a rule anew.
func againAddress(rule *news.Rule) string {
	q := url.Values{
		"action": {string(rule.Action)}, "field": {string(rule.Field)}, "pattern": {rule.Pattern},
		"feed": {strconv.FormatInt(int64(rule.FeedID), 10)}, "apply": {"yes"},
	}
	return "/desk/rules?" + q.Encode()
}

// applyAll applies the rules to what is stored.
func (s *Server) applyAll(w http.ResponseWriter, r *http.Request) error {
	changed, err := s.applyRules(r.Context())
	if err != nil {
		return err
	}
	if err := s.tell(r.Context(), notice{Text: applied(changed)}); err != nil {
		return err
	}
	return seeOther(w, r, "/desk/rules")
}

func (s *Server) applyRules(ctx context.Context) (int, error) {
	return s.Rules.ApplyRules(ctx, s.Now().Add(-appliedFor))
}

// applied says what came of applying the rules.
func applied(changed int) string {
	if changed == 0 {
		return "No report changed."
	}
	return counted(changed, "report", "reports") + " changed."
}

type mutedView struct {
	tab
	Rule  *ruleRow // nil when the page shows what all of them keep away
	Rows  []wireLine
	Full  bool // there may be more
	Limit int
}

// mutedList shows what is kept away, so that it can be looked through.
func (s *Server) mutedList(w http.ResponseWriter, r *http.Request) error {
	t, c, err := s.tab(r, "rules", "Kept away")
	if err != nil {
		return err
	}
	v := mutedView{tab: t, Limit: mutedShown}
	rules, err := s.Rules.ListRules(r.Context())
	if err != nil {
		return err
	}
	by, err := strconv.ParseInt(r.URL.Query().Get("rule"), 10, 64)
	if err != nil {
		by = 0 // all of them
	}
	for i := range rules {
		if rules[i].ID == news.RuleID(by) {
			row := ruleRowOf(&rules[i], c)
			v.Rule = &row
		}
	}
	if by != 0 && v.Rule == nil {
		return fmt.Errorf("rule %d: %w", by, news.ErrNotFound)
	}
	articles, err := s.Rules.ListMuted(r.Context(), news.RuleID(by), mutedShown)
	if err != nil {
		return err
	}
	v.Rows, v.Full = latestFirst(wireLines(articles, rules, c)), len(articles) == mutedShown
	return s.render(w, http.StatusOK, "desk/muted", "page", v)
}
