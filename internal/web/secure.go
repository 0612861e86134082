package web

import (
	"net"
	"net/http"
	"net/url"
	"strings"
)

// policy is what pages may load and where they may send: only ourselves, no
// inline script or style, no frames.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; " +
	"img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// maxBody bounds what most requests may send, in bytes.
const maxBody = 1 << 20

// headers sets what every response carries.
func headers(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "strict-origin-when-cross-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		next.ServeHTTP(w, r)
	})
}

func limitBody(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.Body = http.MaxBytesReader(w, r.Body, bodyLimit(r))
		next.ServeHTTP(w, r)
	})
}

// ownForms refuses forms that other sites send. A proxy before us may hand on
// another Host than the browser asked, so the site's own address, as the
// settings say it now, is trusted too.
func (s *Server) ownForms(next http.Handler) http.Handler {
	guard := http.NewCrossOriginProtection()
	refuse := s.handler(refuseForeign)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if guard.Check(r) != nil && !s.fromOwnAddress(r) {
			refuse.ServeHTTP(w, r)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// fromOwnAddress says whether a browser sent a form from a page at the site's
// own address. What cannot be known is not.
func (s *Server) fromOwnAddress(r *http.Request) bool {
	pub, err := s.settingsOrNone(r.Context())
	if err != nil {
		s.Log.WarnContext(r.Context(), "own address not known", "error", err)
		return false
	}
	own := originOf(s.siteAddress(pub))
	return own != "" && own == originOf(r.Header.Get("Origin"))
}

// originOf returns an address's scheme, host and port, "" when it is not one
// that pages are at.
func originOf(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Hostname() == "" {
		return ""
	}
	port := u.Port()
	switch {
	case u.Scheme != "http" && u.Scheme != "https":
		return ""
	case port == "" && u.Scheme == "https":
		port = "443"
	case port == "":
		port = "80"
	}
	return u.Scheme + "://" + net.JoinHostPort(strings.ToLower(u.Hostname()), port)
}

// private marks what only a signed-in editor may see: nothing on the way may
// keep it, and addresses of the desk are told to nobody.
func private(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "no-store")
		w.Header().Set("Referrer-Policy", "same-origin")
		w.Header().Set("X-Robots-Tag", "noindex")
		next.ServeHTTP(w, r)
	})
}
