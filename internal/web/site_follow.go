package web

import (
	"context"
	"time"

	"dateline/internal/news"
)

// How the site follows the newsroom's log.
const (
	followBatch = 500
	followBeat  = 10 * time.Second // a poke is a hint: it may be missed
	// An event can be seen only after the poke that hints at it: the log is
	// looked at once more.
	followAgain = time.Second
)

// followLog drops the public pages when a post or a comment changes anywhere
// in the newsroom, until ctx ends. It never gives up: while the log cannot be
// read nothing older than one beat is shown.
func (s *Server) followLog(ctx context.Context) {
	poke, stop := s.Events.Watch()
	defer stop()
	beat := time.NewTicker(followBeat)
	defer beat.Stop()
	again := time.NewTimer(followAgain)
	defer again.Stop()
	cursor := ""
	for {
		cursor = s.catchUp(ctx, cursor)
		select {
		case <-ctx.Done():
			return
		case <-poke:
			again.Reset(followAgain)
		case <-again.C:
		case <-beat.C:
		}
	}
}

// catchUp reads the log from a cursor, drops the pages when they have to be,
// and returns where to go on. Without a cursor it begins at the log's end;
// what was made before that may be stale already.
func (s *Server) catchUp(ctx context.Context, cursor string) string {
	next, changed, err := s.changes(ctx, cursor)
	if ctx.Err() != nil {
		return cursor
	}
	if err != nil {
		s.Log.WarnContext(ctx, "site cannot follow the log", "error", err)
		next, changed = "", true
	}
	if changed {
		s.edition.drop()
	}
	return next
}

func (s *Server) changes(ctx context.Context, cursor string) (next string, changed bool, err error) {
	if cursor == "" {
		next, err = s.Events.Cursor(ctx)
		return next, true, err
	}
	for {
		events, err := s.Events.EventsAfter(ctx, cursor, followBatch)
		if err != nil {
			return "", false, err
		}
		for i := range events {
			changed = changed || shownOnSite(events[i].Kind)
		}
		if len(events) > 0 {
			cursor = events[len(events)-1].Cursor
		}
		if len(events) < followBatch {
			return cursor, changed, nil
		}
	}
}

// shownOnSite says whether readers see what an event of this kind is about.
func shownOnSite(kind string) bool {
	return kind == news.EventPost || kind == news.EventComment || kind == news.EventSettings
}
