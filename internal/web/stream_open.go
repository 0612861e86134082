package web

import (
	"context"
	"net/http"
	"sync"
)

// openStreams counts the streams that are open, by session and in all. The
// zero value is ready; it is safe for concurrent use.
type openStreams struct {
	mu  sync.Mutex
	all int
	by  map[string]int
}

// take opens one more for a session, false when there are too many.
func (o *openStreams) take(session string) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.all >= streamsAll || o.by[session] >= streamsEach {
		return false
	}
	if o.by == nil {
		o.by = map[string]int{}
	}
	o.all++
	o.by[session]++
	return true
}

// leave ends what take opened.
func (o *openStreams) leave(session string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.all--
	if o.by[session]--; o.by[session] == 0 {
		delete(o.by, session)
	}
}

// holds says whether the session that a request began with still lets its
// editor in. It is read anew: what the request loaded is as old as the stream.
func (s *Server) holds(r *http.Request, token string) (bool, error) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	defer context.AfterFunc(r.Context(), cancel)()
	fresh, err := s.sessions.Load(ctx, token)
	if err != nil {
		return false, err
	}
	e, err := s.whoIs(fresh)
	return e != nil, err
}
