package web

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"dateline/internal/news"
)

// How a stream behaves.
const (
	streamPause = time.Second      // at most one batch in this time
	streamBeat  = 20 * time.Second // something is said at least this often
	streamBatch = 500              // events read at once
	// How long a reader may take nothing in. It is more than a beat, because a
	// deadline that has passed cannot be moved.
	streamStall = 2 * streamBeat
	// An event can be seen only after the poke that hints at it: the log is
	// looked at once more after the next pause.
	streamLooks = 2
	streamsEach = 20  // open at a time in one session
	streamsAll  = 500 // open at a time in all
)

// stream tells an open page of the desk what happens: the numbers on the rail,
// the rows of stories that changed, and how many reports and comments came in.
func (s *Server) stream(w http.ResponseWriter, r *http.Request) error {
	f := follower{
		s: s, w: w, r: r, out: http.NewResponseController(w), token: s.sessions.Token(r.Context()),
		cursor: r.URL.Query().Get("after"), show: shown(r.URL.Query().Get("show"), storyFilters),
	}
	if id := r.Header.Get("Last-Event-ID"); id != "" {
		f.cursor = id
	}
	if _, err := s.Events.EventsAfter(r.Context(), f.cursor, 1); err != nil {
		return err // nobody can go on from there: the page has to be loaded anew
	}
	if !s.open.take(f.token) {
		w.Header().Set("Retry-After", "60")
		return errBusy
	}
	defer s.open.leave(f.token)
	// A stream lasts longer than the server gives other requests: a read that
	// times out would end it.
	if err := f.out.SetReadDeadline(time.Time{}); err != nil && !errors.Is(err, http.ErrNotSupported) {
		return err
	}
	poke, stop := s.Events.Watch()
	defer stop()
	w.Header().Set("Content-Type", "text/event-stream; charset=utf-8")
	w.Header().Set("X-Accel-Buffering", "no")
	if err := f.follow(poke); err != nil && r.Context().Err() == nil {
		// The answer has begun: the browser connects anew and hears the rest.
		s.Log.WarnContext(r.Context(), "stream ended", "error", err)
	}
	return nil
}

// follower is one page that follows the newsroom's log.
type follower struct {
	s      *Server
	w      http.ResponseWriter
	r      *http.Request
	out    *http.ResponseController
	token  string // of the session
	cursor string
	show   string
}

func (f *follower) follow(poke <-chan struct{}) error {
	if err := f.batch(true); err != nil {
		return err
	}
	beat := time.NewTicker(streamBeat)
	defer beat.Stop()
	pause := time.NewTimer(0)
	defer pause.Stop()
	looks, ready, due := 0, false, false // looks at the log still to take; the page may be told; it has to be
	for {
		select {
		case <-f.r.Context().Done():
			return nil
		case <-f.s.done:
			return nil
		case <-beat.C:
			if holds, err := f.s.holds(f.r, f.token); err != nil || !holds {
				return err
			}
			looks, due = max(looks, 1), true
		case <-poke:
			looks = streamLooks
		case <-pause.C:
			ready = true
		}
		if looks == 0 || !ready {
			continue
		}
		if err := f.batch(due); err != nil {
			return err
		}
		looks, ready, due = looks-1, false, false
		pause.Reset(streamPause)
	}
}

// batch sends what happened since the last one, and the time. A poke may be
// about nothing: then it says something only when that is due.
func (f *follower) batch(due bool) error {
	ctx := f.r.Context()
	var all []news.Event
	for {
		events, err := f.s.Events.EventsAfter(ctx, f.cursor, streamBatch)
		if err != nil {
			return err
		}
		all = append(all, events...)
		if len(events) > 0 {
			f.cursor = events[len(events)-1].Cursor
		}
		if len(events) < streamBatch {
			break
		}
	}
	if len(all) == 0 && !due {
		return nil
	}
	// A reader who takes nothing in must not hold us for good.
	err := f.out.SetWriteDeadline(f.s.Machine().Add(streamStall))
	if err != nil && !errors.Is(err, http.ErrNotSupported) {
		return err
	}
	pub, err := f.s.Settings.Publication(ctx)
	if err != nil {
		return err
	}
	c := f.s.clock(pub)
	if err := f.tell("now", []byte(c.stamp())); err != nil {
		return err
	}
	if len(all) > 0 {
		if err := f.report(ctx, all, c); err != nil {
			return err
		}
	}
	return f.out.Flush()
}

// report tells what a batch of events means for the page.
func (f *follower) report(ctx context.Context, events []news.Event, c clock) error {
	changed := map[string]map[int64]bool{}
	for _, e := range events {
		kind := e.Kind
		if kind == news.EventDraft {
			kind = news.EventPost // the desk shows drafts as it shows posts
		}
		if changed[kind] == nil {
			changed[kind] = map[int64]bool{}
		}
		changed[kind][e.Subject] = true
	}
	if len(changed[news.EventStory]) > 0 {
		if err := f.rows(ctx, changed[news.EventStory], c); err != nil {
			return err
		}
	}
	for _, kind := range []string{news.EventArticle, news.EventComment, news.EventFeed, news.EventPost} {
		if len(changed[kind]) == 0 {
			continue
		}
		if err := f.tell(kind, idsOf(changed[kind])); err != nil {
			return err
		}
	}
	numbers, err := f.s.recent(ctx)
	if err != nil {
		return err
	}
	body, err := f.s.block("desk/stories", "counts", numbers)
	if err != nil {
		return err
	}
	return f.tell("counts", body)
}

// rows sends the rows of the stories that changed; the page knows which of
// them it shows. Stories beyond the list's end are of no concern to it.
func (f *follower) rows(ctx context.Context, ids map[int64]bool, c clock) error {
	stories, err := f.s.Desk.Open(ctx)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	for i := range stories {
		if !ids[int64(stories[i].ID)] {
			continue
		}
		row, err := f.s.block("desk/stories", "row", rowOf(&stories[i], c, f.show))
		if err != nil {
			return err
		}
		b.Write(row)
	}
	if b.Len() == 0 {
		return nil
	}
	return f.tell("rows", b.Bytes())
}

func idsOf(set map[int64]bool) []byte {
	ids := make([]string, 0, len(set))
	for id := range set {
		ids = append(ids, strconv.FormatInt(id, 10))
	}
	slices.Sort(ids)
	return []byte(strings.Join(ids, " "))
}

// tell writes one event. Its id is where the page goes on after a break.
func (f *follower) tell(name string, data []byte) error {
	var b bytes.Buffer
	fmt.Fprintf(&b, "id: %s\nevent: %s\n", strings.NewReplacer("\n", "", "\r", "").Replace(f.cursor), name)
	for line := range bytes.Lines(data) {
		line = bytes.TrimRight(line, "\r\n")
		b.WriteString("data: ")
		b.Write(bytes.ReplaceAll(line, []byte("\r"), []byte(" ")))
		b.WriteByte('\n')
	}
	if len(data) == 0 {
		b.WriteString("data:\n")
	}
	b.WriteByte('\n')
	_, err := f.w.Write(b.Bytes())
	return err
}
