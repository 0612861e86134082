package web

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"dateline/internal/fetch"
	"dateline/internal/news"
)

const (
	// hubPath is below what hubs call us at; the rest is a token of ours.
	hubPath = "/hub/"
	// maxDelivery bounds what a hub may send at once, in bytes.
	maxDelivery = 4 << 20
	// hubTime is how long a delivery may take to arrive.
	hubTime = 10 * time.Second
	// tokenLength is how long the tokens are that we give out.
	tokenLength = 43
)

// Hubs is our standing with the hubs that tell us what is new in feeds.
type Hubs interface {
	// Verify answers a hub that asks whether we meant what we asked of it,
	// with the challenge to give back. What does not fit is an error of kind
	// news.ErrNotFound.
	Verify(ctx context.Context, token string, query url.Values) (challenge string, err error)
	// Take takes what a hub delivers. A token that is not known is an error of
	// kind news.ErrNotFound; fetch.ErrBusy says that the hub may come again.
	Take(ctx context.Context, d fetch.Delivery) error
}

// HubCallback returns the address at which hubs reach a site at that address
// for a token.
func HubCallback(site, token string) string {
	return strings.TrimRight(site, "/") + hubPath + token
}

// bodyLimit returns what a request may send: hubs may send more than forms do,
// and so may an editor who brings a list.
func bodyLimit(r *http.Request) int64 {
	switch {
	case strings.HasPrefix(r.URL.Path, hubPath):
		return maxDelivery + 1 // so that one that is too long is seen to be
	case r.URL.Path == listsPath:
		return maxList
	}
	return maxBody
}

// verifyHub answers a hub that asks whether we meant what we asked of it.
func (s *Server) verifyHub(w http.ResponseWriter, r *http.Request) error {
	token := r.PathValue("token")
	if s.Hubs == nil || r.Method != http.MethodGet || len(token) != tokenLength || !isText(token) {
		return tellHub(w, http.StatusNotFound, "")
	}
	challenge, err := s.Hubs.Verify(r.Context(), token, r.URL.Query())
	if errors.Is(err, news.ErrNotFound) {
		return tellHub(w, http.StatusNotFound, "")
	}
	if err != nil {
		return s.failHub(w, r, err)
	}
	return tellHub(w, http.StatusOK, challenge)
}

// takeFromHub takes what a hub delivers. A hub that delivers for a token which
// we do not know, or know no more, is told that it need not come again.
func (s *Server) takeFromHub(w http.ResponseWriter, r *http.Request) error {
	token := r.PathValue("token")
	if s.Hubs == nil || len(token) != tokenLength || !isText(token) {
		return tellHub(w, http.StatusGone, "")
	}
	// A hub sends at once what it has to say. Where no deadline can be set, the
	// server's own holds.
	http.NewResponseController(w).SetReadDeadline(s.Machine().Add(hubTime)) //nolint:errcheck // see above
	err := s.Hubs.Take(r.Context(), fetch.Delivery{
		Token: token, Signature: r.Header.Get("X-Hub-Signature"), ContentType: r.Header.Get("Content-Type"), Body: r.Body,
	})
	switch {
	case errors.Is(err, news.ErrNotFound):
		return tellHub(w, http.StatusGone, "")
	case errors.Is(err, fetch.ErrBusy):
		w.Header().Set("Retry-After", "60")
		return tellHub(w, http.StatusServiceUnavailable, "")
	case err != nil:
		return s.failHub(w, r, err)
	}
	return tellHub(w, http.StatusAccepted, "")
}

// failHub ends an error of ours. The log is not told the request's path, for
// it holds a token.
func (s *Server) failHub(w http.ResponseWriter, r *http.Request, err error) error {
	s.Log.ErrorContext(r.Context(), "hub not served", "method", r.Method, "error", err)
	return tellHub(w, http.StatusInternalServerError, "")
}

// tellHub answers a hub in plain text.
func tellHub(w http.ResponseWriter, status int, text string) error {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, err := io.WriteString(w, text)
	return err
}
