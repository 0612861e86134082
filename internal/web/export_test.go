package web

import "net/http"

// Route is one line of the route table, for tests that go through every one.
type Route struct {
	Pattern string
	Inside  bool // an editor has to be signed in
}

// Routes returns the route table.
func (s *Server) Routes() []Route {
	var routes []Route
	for _, r := range s.routes() {
		routes = append(routes, Route{Pattern: r.pattern, Inside: r.access == inside})
	}
	return routes
}

// NewLater returns what makes a server of o. What keeps the sessions is made at
// once: it starts a goroutine that never ends, which a test that waits for all
// of its own cannot have among them.
func NewLater(o Options) func() (*Server, error) {
	sessions := newSessions(o)
	return func() (*Server, error) { return newServer(o, sessions) }
}

// Page runs serve as every page is run.
func (s *Server) Page(serve func(http.ResponseWriter, *http.Request) error) http.Handler {
	return s.handler(serve)
}
