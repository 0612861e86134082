package web

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
