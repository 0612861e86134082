package web

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"dateline/internal/news"
)

type outletView struct {
	tab
	Name   string       // as it is kept
	Site   string       // as it is kept
	Outlet *news.Outlet // as the form holds it
	About  string
	Tags   []string
	Kinds  []news.OutletKind
	Stands []standing
	Feeds  []feedRow
	Items  []wireLine
	Fault  *news.InvalidError
}

// standing is one of the standings that an outlet may have.
type standing struct {
	Value news.Standing
	Words string
}

var standings = []standing{
	{news.StandingPlain, "as any other"},
	{news.StandingPreferred, "preferred: leads a story before others"},
	{news.StandingIgnored, "ignored: its reports are kept, but not shown"},
}

func (s *Server) outletPage(w http.ResponseWriter, r *http.Request) error {
	o, err := s.pathOutlet(r)
	if err != nil {
		return err
	}
	return s.showOutlet(w, r, http.StatusOK, o, o, &news.InvalidError{})
}

func (s *Server) pathOutlet(r *http.Request) (*news.Outlet, error) {
	id, err := pathID(r, "id")
	if err != nil {
		return nil, err
	}
	return s.Outlets.Outlet(r.Context(), news.OutletID(id))
}

// showOutlet renders an outlet's page; typed is the outlet as the form on it
// holds it, and fault is what is wrong with that.
func (s *Server) showOutlet(w http.ResponseWriter, r *http.Request, status int, o, typed *news.Outlet, fault *news.InvalidError) error {
	t, c, err := s.tab(r, "outlets", o.Name)
	if err != nil {
		return err
	}
	v := outletView{tab: t, Name: o.Name, Site: o.Site, Outlet: typed, About: aboutOutlet(o), Tags: outletTags(o), Kinds: news.OutletKinds, Stands: standings, Fault: fault}
	feeds, err := s.Feeds.FeedHealth(r.Context(), s.Now())
	if err != nil {
		return err
	}
	for i := range feeds {
		if feeds[i].OutletID == o.ID {
			v.Feeds = append(v.Feeds, feedRowOf(&feeds[i], c).shownAt(fmt.Sprintf("%s%d", backToOutlet, o.ID)))
		}
	}
	articles, err := s.Outlets.OutletArticles(r.Context(), o.ID, itemsShown)
	if err != nil {
		return err
	}
	rules, err := s.Rules.ListRules(r.Context())
	if err != nil {
		return err
	}
	v.Items = latestFirst(wireLines(articles, rules, c))
	return s.render(w, status, "desk/outlet", "page", v)
}

// editOutlet keeps what an editor says of an outlet.
func (s *Server) editOutlet(w http.ResponseWriter, r *http.Request) error {
	o, err := s.pathOutlet(r)
	if err != nil {
		return err
	}
	typed := outletTyped(r)
	typed.ID, typed.AddedAt = o.ID, o.AddedAt
	typed.StateRun = r.FormValue("state_run") == "yes"
	if at := news.Standing(r.FormValue("standing")); slices.ContainsFunc(standings, func(s standing) bool { return s.Value == at }) {
		typed.Standing = at
	}
	fault := faultOfOutlet(&typed)
	if fault == nil {
		err = s.Outlets.EditOutlet(r.Context(), typed)
		fault, _ = invalidOf(err)
	}
	if fault != nil {
		return s.showOutlet(w, r, http.StatusUnprocessableEntity, o, &typed, fault)
	}
	if err != nil {
		return err
	}
	if typed.Standing != o.Standing {
		if _, err := s.applyRules(r.Context()); err != nil {
			return err
		}
	}
	if err := s.tell(r.Context(), notice{Text: toldOfOutlet(o, &typed)}); err != nil {
		return err
	}
	return seeOther(w, r, fmt.Sprintf("/desk/outlets/%d", o.ID))
}

func toldOfOutlet(was, is *news.Outlet) string {
	switch {
	case is.Standing == news.StandingIgnored && was.Standing != is.Standing:
		return fmt.Sprintf("%s is ignored. What comes from it is kept, but not shown.", is.Name)
	case was.Standing == news.StandingIgnored && was.Standing != is.Standing:
		return fmt.Sprintf("%s is taken again.", is.Name)
	}
	return fmt.Sprintf("%s is changed.", is.Name)
}

// outletTyped returns the outlet that a form describes.
func outletTyped(r *http.Request) news.Outlet {
	o := news.Outlet{
		Name: oneLine(r.FormValue("name")), Site: webAddress(r.FormValue("site")),
		Country:  strings.ToUpper(strings.TrimSpace(r.FormValue("country"))),
		Language: strings.ToLower(strings.TrimSpace(r.FormValue("language"))),
		Kind:     news.KindNewspaper,
	}
	if kind := news.OutletKind(r.FormValue("kind")); slices.Contains(news.OutletKinds, kind) {
		o.Kind = kind
	}
	return o
}

// faultOfOutlet returns what is wrong with what was typed of an outlet.
func faultOfOutlet(o *news.Outlet) *news.InvalidError {
	switch {
	case o.Name == "":
		return &news.InvalidError{Field: "name", Reason: "Give the outlet's name as it is to be printed."}
	case o.Site != "" && news.CleanAddress(o.Site) == "":
		return &news.InvalidError{Field: "site", Reason: "The site's address has to begin with http:// or https://."}
	case o.Country != "" && !isCountry(o.Country):
		return &news.InvalidError{Field: "country", Reason: "Give the country as two letters, such as DE."}
	case o.Language != "" && !isLanguage(o.Language):
		return &news.InvalidError{Field: "language", Reason: "Give the language as its short tag, such as en or pt-br."}
	}
	return nil
}

func isCountry(code string) bool {
	return len(code) == 2 && strings.Trim(code, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == ""
}

func isLanguage(tag string) bool {
	return len(tag) >= 2 && len(tag) <= 35 && strings.Trim(tag, "abcdefghijklmnopqrstuvwxyz0123456789-") == ""
}
