package web

import (
	"net/http"

	"dateline/internal/account"
	"dateline/internal/news"
)

// signView is the sign-in page.
type signView struct {
	Publication string
	Next        string
	Login       string
	Token       string
	Fault       string
	Field       string
}

func (s *Server) signInPage(w http.ResponseWriter, r *http.Request) error {
	needed, err := s.Accounts.NeedsSetUp(r.Context())
	if err != nil {
		return err
	}
	if needed {
		return s.render(w, http.StatusOK, "desk/closed", "page", signView{})
	}
	e, err := s.whoIs(r.Context())
	if err != nil {
		return err
	}
	next := localPath(r.URL.Query().Get("next"))
	if e != nil {
		return seeOther(w, r, next)
	}
	return s.showSignIn(w, r, http.StatusOK, signView{Next: next})
}

func (s *Server) showSignIn(w http.ResponseWriter, r *http.Request, status int, v signView) error {
	pub, err := s.settingsOrNone(r.Context())
	if err != nil {
		return err
	}
	v.Publication = pub.Title
	return s.render(w, status, "desk/sign-in", "page", v)
}

func (s *Server) signIn(w http.ResponseWriter, r *http.Request) error {
	login, next := r.FormValue("login"), localPath(r.FormValue("next"))
	e, err := s.Accounts.SignIn(r.Context(), login, r.FormValue("password"), s.network(r))
	if invalid, ok := invalidOf(err); ok {
		return s.showSignIn(w, r, http.StatusUnprocessableEntity, signView{
			Next: next, Login: login, Fault: invalid.Reason, Field: invalid.Field,
		})
	}
	if err != nil {
		return err
	}
	if err := s.startSession(r.Context(), e); err != nil {
		return err
	}
	return seeOther(w, r, next)
}

func (s *Server) signOut(w http.ResponseWriter, r *http.Request) error {
	if err := s.sessions.Destroy(r.Context()); err != nil {
		return err
	}
	w.Header().Set("Clear-Site-Data", `"cache"`)
	return seeOther(w, r, "/desk/sign-in")
}

// enterPage asks for one press before it spends a one-time sign-in: programs
// that look at addresses in advance must not use it up.
func (s *Server) enterPage(w http.ResponseWriter, r *http.Request) error {
	pub, err := s.settingsOrNone(r.Context())
	if err != nil {
		return err
	}
	return s.render(w, http.StatusOK, "desk/enter", "page", signView{
		Publication: pub.Title, Token: r.URL.Query().Get("token"),
	})
}

func (s *Server) enter(w http.ResponseWriter, r *http.Request) error {
	e, err := s.Accounts.SignInOnce(r.Context(), r.FormValue("token"))
	if invalid, ok := invalidOf(err); ok {
		return s.showSignIn(w, r, http.StatusUnprocessableEntity, signView{
			Next: localPath(""), Fault: invalid.Reason, Field: invalid.Field,
		})
	}
	if err != nil {
		return err
	}
	if err := s.startSession(r.Context(), e); err != nil {
		return err
	}
	return seeOther(w, r, "/desk/stories")
}

func (s *Server) deskFront(w http.ResponseWriter, r *http.Request) error {
	return seeOther(w, r, "/desk/stories")
}

// minPassword is printed beside password fields.
const minPassword = account.MinPassword

// fieldFault names the field of a form that has to be corrected.
type fieldFault struct {
	Field  string
	Reason string
}

func faultOf(invalid *news.InvalidError) fieldFault {
	return fieldFault{Field: invalid.Field, Reason: invalid.Reason}
}
