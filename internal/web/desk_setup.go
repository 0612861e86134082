package web

import (
	"cmp"
	"context"
	"crypto/subtle"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"dateline/internal/news"
)

// setUpView is the page on which a new newsroom is set up.
type setUpView struct {
	Token       string
	Publication news.Publication
	Name        string
	Login       string
	Starter     bool // the starter list is offered
	Follow      bool
	MinPassword int
	Fault       fieldFault
}

// maySetUp says whether a request carries the set-up token of a newsroom that
// has no editor. Anything else finds no page.
func (s *Server) maySetUp(r *http.Request) error {
	needed, err := s.Accounts.NeedsSetUp(r.Context())
	if err != nil {
		return err
	}
	token := r.FormValue("token")
	if !needed || s.SetUpToken == "" || subtle.ConstantTimeCompare([]byte(token), []byte(s.SetUpToken)) != 1 {
		return errNoPage
	}
	return nil
}

func (s *Server) setUpPage(w http.ResponseWriter, r *http.Request) error {
	if err := s.maySetUp(r); err != nil {
		return err
	}
	pub, err := s.settingsOrNone(r.Context())
	if err != nil {
		return err
	}
	v := setUpView{
		Token: s.SetUpToken, Publication: *pub, Starter: s.FollowStarter != nil, Follow: true, MinPassword: minPassword,
	}
	if v.Publication.Address == "" {
		v.Publication.Address = s.Address
	}
	if v.Publication.Zone == "" {
		v.Publication.Zone = "UTC"
	}
	if v.Publication.Language == "" {
		v.Publication.Language = "en"
	}
	return s.render(w, http.StatusOK, "desk/setup", "page", v)
}

func (s *Server) setUp(w http.ResponseWriter, r *http.Request) error {
	if err := s.maySetUp(r); err != nil {
		return err
	}
	pub, err := s.settingsOrNone(r.Context())
	if err != nil {
		return err
	}
	v := setUpView{
		Token: s.SetUpToken, Publication: *pub, Name: r.FormValue("name"), Login: r.FormValue("login"),
		Starter: s.FollowStarter != nil, Follow: r.FormValue("follow") != "", MinPassword: minPassword,
	}
	err = setIdentity(&v.Publication, r)
	// As the command line founds it: comments wait for the editor, who signs
	// with the own name until the settings say otherwise.
	v.Publication.Signature, v.Publication.HoldComment = cmp.Or(v.Publication.Signature, oneLine(v.Name)), true
	if err == nil {
		err = s.found(r, v)
	}
	if invalid, ok := invalidOf(err); ok {
		v.Fault = faultOf(invalid)
		return s.render(w, http.StatusUnprocessableEntity, "desk/setup", "page", v)
	}
	if err != nil {
		return err
	}
	return seeOther(w, r, "/desk/stories")
}

// found makes the newsroom in one act and signs its editor in. Of two presses
// one wins, and the other finds the page closed.
func (s *Server) found(r *http.Request, v setUpView) error {
	ctx := r.Context()
	id, err := s.Accounts.Found(ctx, v.Name, v.Login, r.FormValue("password"), v.Publication)
	if errors.Is(err, news.ErrConflict) {
		return errNoPage
	}
	if err != nil {
		return err
	}
	s.edition.drop()
	if v.Starter && v.Follow {
		if err := s.tell(ctx, s.followStarter(ctx)); err != nil {
			return err
		}
	}
	e, err := s.Accounts.Editor(ctx, id)
	if err != nil {
		return err
	}
	return s.startSession(ctx, e)
}

// followStarter takes up the starter list and says what came of it. The
// newsroom stands by now, so a fault here must not look like one of set-up.
func (s *Server) followStarter(ctx context.Context) notice {
	n, err := s.FollowStarter(ctx)
	if err != nil {
		s.Log.ErrorContext(ctx, "starter list not followed", "error", err)
		return notice{Text: "The newsroom is set up, but the starter list could not be followed. Add outlets on the outlets page."}
	}
	return notice{Text: fmt.Sprintf("%s of the starter list are followed. The first reports come in within minutes.", counted(n, "feed", "feeds"))}
}

// setIdentity takes a publication's name, address, zone and language from a
// form.
func setIdentity(pub *news.Publication, r *http.Request) error {
	pub.Title = oneLine(r.FormValue("title"))
	pub.Description = oneLine(r.FormValue("description"))
	pub.Address = strings.TrimRight(strings.TrimSpace(r.FormValue("address")), "/")
	pub.Zone = strings.TrimSpace(r.FormValue("zone"))
	pub.Language = strings.ToLower(strings.TrimSpace(r.FormValue("language")))
	u, err := url.Parse(pub.Address)
	switch {
	case pub.Title == "":
		return &news.InvalidError{Field: "title", Reason: "Give the publication a name."}
	case err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") || u.RawQuery != "" || u.Fragment != "":
		return &news.InvalidError{Field: "address", Reason: "Give the address where readers find it, with https:// before it."}
	case pub.Language == "" || len(pub.Language) > 35 || strings.ContainsAny(pub.Language, " \t<>\""):
		return &news.InvalidError{Field: "language", Reason: "Give the language as a short code: en, de, pt-br."}
	}
	if _, err := time.LoadLocation(pub.Zone); err != nil || pub.Zone == "" || pub.Zone == "Local" {
		return &news.InvalidError{Field: "zone", Reason: "Give the time zone as Europe/Berlin or America/New_York."}
	}
	return nil
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
