package web

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/alexedwards/scs/v2"

	"dateline/internal/news"
)

// sessionLife is how long a sign-in lasts.
const sessionLife = 14 * 24 * time.Hour

// What a session holds.
const (
	keyEditor = "editor" // the editor's identity
	keySeal   = "seal"   // made of the password: a new password ends the session
	keyNotice = "notice" // a line for the next page, with its undo
	keyAside  = "aside"  // what the composer's last act took out
)

func newSessions(o Options) *scs.SessionManager {
	m := scs.New()
	m.Store = o.Sessions
	m.HashTokenInStore = true
	m.Lifetime = sessionLife
	m.Cookie.Name = "dateline"
	m.Cookie.HttpOnly = true
	m.Cookie.SameSite = http.SameSiteLaxMode
	m.Cookie.Path = "/"
	if o.Secure {
		m.Cookie.Name = "__Host-dateline"
		m.Cookie.Secure = true
	}
	m.ErrorFunc = func(w http.ResponseWriter, r *http.Request, err error) {
		o.Log.ErrorContext(r.Context(), "session failed", "error", err)
		http.Error(w, "Your sign-in cannot be read just now. Try again in a moment.", http.StatusInternalServerError)
	}
	return m
}

// editorKey is the context's key of the editor who is signed in.
type editorKey struct{}

// editor returns who is signed in. Pages inside always have one.
func editor(r *http.Request) *news.Editor {
	e, _ := r.Context().Value(editorKey{}).(*news.Editor)
	return e
}

// signedIn lets editors in and sends others to the sign-in page.
func (s *Server) signedIn(serve func(http.ResponseWriter, *http.Request) error) func(http.ResponseWriter, *http.Request) error {
	return func(w http.ResponseWriter, r *http.Request) error {
		e, err := s.whoIs(r.Context())
		if err != nil {
			return err
		}
		if e == nil {
			return s.askSignIn(w, r)
		}
		return serve(w, r.WithContext(context.WithValue(r.Context(), editorKey{}, e)))
	}
}

// whoIs returns the editor of the session, nil when nobody is signed in or the
// password was changed since.
func (s *Server) whoIs(ctx context.Context) (*news.Editor, error) {
	id := s.sessions.GetInt64(ctx, keyEditor)
	if id == 0 {
		return nil, nil
	}
	e, err := s.Accounts.Editor(ctx, news.EditorID(id))
	if errors.Is(err, news.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	seal := s.sessions.GetString(ctx, keySeal)
	if subtle.ConstantTimeCompare([]byte(seal), []byte(sealOf(e))) != 1 {
		return nil, nil
	}
	return e, nil
}

func sealOf(e *news.Editor) string {
	sum := sha256.Sum256([]byte("session:" + e.PasswordHash))
	return base64.RawURLEncoding.EncodeToString(sum[:16])
}

// askSignIn sends a browser to the sign-in page and remembers where it wanted
// to go. A script is told to go there by a header.
func (s *Server) askSignIn(w http.ResponseWriter, r *http.Request) error {
	to := "/desk/sign-in"
	if r.Method == http.MethodGet && r.Header.Get("HX-Request") == "" {
		to += "?next=" + url.QueryEscape(r.URL.RequestURI())
	}
	if r.Header.Get("HX-Request") != "" {
		w.Header().Set("HX-Redirect", to)
		w.WriteHeader(http.StatusUnauthorized)
		return nil
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}

// startSession signs an editor in under a new token.
func (s *Server) startSession(ctx context.Context, e *news.Editor) error {
	if err := s.sessions.RenewToken(ctx); err != nil {
		return err
	}
	s.sessions.Put(ctx, keyEditor, int64(e.ID))
	s.sessions.Put(ctx, keySeal, sealOf(e))
	s.Log.InfoContext(ctx, "editor signed in", slog.Int64("editor", int64(e.ID)))
	return nil
}

// localPath returns a place within the desk to go on to, the desk's front for
// anything that might lead elsewhere.
func localPath(next string) string {
	const front = "/desk/stories"
	u, err := url.Parse(next)
	if err != nil || u.IsAbs() || u.Host != "" || !strings.HasPrefix(u.Path, "/desk/") {
		return front
	}
	if strings.HasPrefix(next, "//") || strings.ContainsAny(next, "\\\r\n\t") {
		return front
	}
	return next
}
