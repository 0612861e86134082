package web

import (
	"context"
	"errors"
	"net/http"
	"runtime/debug"
	"strings"

	"dateline/internal/news"
)

// errNoPage is said for addresses that name no page.
var errNoPage = errors.Join(news.ErrNotFound, errors.New("no such page"))

// errForeign is said for a form that another site sent.
var errForeign = errors.Join(news.ErrForbidden, errors.New("request from another site"))

func refuseForeign(http.ResponseWriter, *http.Request) error { return errForeign }

// errBusy is said when more asks to be kept open than we hold.
var errBusy = errors.New("too many streams are open")

// errPanic is said to whoever met a fault of ours that broke a page off.
var errPanic = errors.New("the page panicked")

// handler runs a page and ends its errors.
func (s *Server) handler(serve func(http.ResponseWriter, *http.Request) error) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		a := &answer{ResponseWriter: w}
		defer s.recovered(a, r)
		if err := serve(a, r); err != nil {
			s.end(a, r, err)
		}
	})
}

// recovered ends a page's panic as an error of ours. An answer that has begun
// is broken off, so that nobody takes half of it for the whole.
func (s *Server) recovered(a *answer, r *http.Request) {
	v := recover()
	if v == nil {
		return
	}
	if err, ok := v.(error); ok && errors.Is(err, http.ErrAbortHandler) {
		panic(v)
	}
	s.Log.ErrorContext(r.Context(), "page panicked",
		"method", r.Method, "path", r.URL.Path, "panic", v, "stack", string(debug.Stack()))
	if a.begun {
		panic(http.ErrAbortHandler)
	}
	s.end(a, r, errPanic)
}

// answer knows whether anything was sent.
type answer struct {
	http.ResponseWriter
	begun bool
}

// WriteHeader begins the answer.
func (a *answer) WriteHeader(status int) {
	a.begun = true
	a.ResponseWriter.WriteHeader(status)
}

// Write sends a part of the answer.
func (a *answer) Write(b []byte) (int, error) {
	a.begun = true
	return a.ResponseWriter.Write(b)
}

// Unwrap gives http.ResponseController what it looks for.
func (a *answer) Unwrap() http.ResponseWriter { return a.ResponseWriter }

// end is where errors end: it picks the status, the words and the log line.
func (s *Server) end(w http.ResponseWriter, r *http.Request, err error) {
	if errors.Is(err, context.Canceled) && r.Context().Err() != nil {
		return // the browser left; nobody reads what we would say
	}
	v := failureOf(err)
	if v.Status == http.StatusInternalServerError && !errors.Is(err, errPanic) {
		s.Log.ErrorContext(r.Context(), "request failed",
			"method", r.Method, "path", r.URL.Path, "error", err)
	}
	name := "error"
	if strings.HasPrefix(r.URL.Path, "/desk") {
		name = "desk/error"
	}
	block := "page"
	if name == "desk/error" && r.Header.Get("HX-Request") != "" {
		block = "part"
	}
	if err := s.render(w, v.Status, name, block, v); err != nil {
		s.Log.ErrorContext(r.Context(), "error page failed", "error", err)
	}
}

// failure is what an error page says.
type failure struct {
	Status int
	Title  string
	Text   string
	Next   string // what to do now
}

func failureOf(err error) failure {
	var invalid *news.InvalidError
	var tooLong *http.MaxBytesError
	switch {
	case errors.As(err, &invalid):
		return failure{
			http.StatusUnprocessableEntity, "That cannot be taken", invalid.Reason,
			"Nothing was changed. Go back, correct it, and send it again.",
		}
	case errors.As(err, &tooLong):
		return failure{
			http.StatusRequestEntityTooLarge, "That is too long", "What was sent is larger than one form may be.",
			"Nothing was changed. Go back and send less at once.",
		}
	case errors.Is(err, errBusy):
		return failure{
			http.StatusServiceUnavailable, "Too many pages are open", "No more pages of the desk can be kept up to date at once.",
			"Close some of them. This one works, but has to be loaded anew to show what is new.",
		}
	case errors.Is(err, news.ErrNotFound):
		return failure{
			http.StatusNotFound, "There is nothing here", "No page has this address. It may have been mistyped, or what was here is gone.",
			"Go to the front and look for it there.",
		}
	case errors.Is(err, news.ErrConflict):
		return failure{
			http.StatusConflict, "Somebody was faster", "This was changed since you opened it. What you sent is kept among the revisions.",
			"Open it again to see how it stands now.",
		}
	case errors.Is(err, news.ErrForbidden):
		return failure{
			http.StatusForbidden, "That is refused", "The request did not come from a page of this newsroom.",
			"Nothing was changed. Open the page here and press the button there.",
		}
	case errors.Is(err, news.ErrInvalid):
		return failure{
			http.StatusBadRequest, "That cannot be understood", "The request is incomplete or damaged.",
			"Nothing was changed. Go back, load the page anew, and try again.",
		}
	}
	return failure{
		http.StatusInternalServerError, "Something went wrong here", "The fault is ours, and it is in the log. What you saved before is kept.",
		"Try again in a moment.",
	}
}

// invalidOf returns the field and the words of an error that a form can show
// beside its fields.
func invalidOf(err error) (*news.InvalidError, bool) {
	var invalid *news.InvalidError
	ok := errors.As(err, &invalid)
	return invalid, ok
}
