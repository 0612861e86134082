package web_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"dateline/internal/news"
	"dateline/internal/web"
)

// listening is an open stream on a clock that only the test moves.
type listening struct {
	*httptest.ResponseRecorder
	ended    bool
	mu       sync.Mutex
	deadline []time.Time
}

// SetWriteDeadline notes what the stream asks of its connection.
func (l *listening) SetWriteDeadline(t time.Time) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.deadline = append(l.deadline, t)
	return nil
}

// streaming is a newsroom with an editor who is signed in.
type streaming struct {
	*newsroom
	pages  http.Handler
	cookie string
}

// onStream runs a test of streams. All of it is in memory, so that the clock
// stands still while anything can happen.
func onStream(t *testing.T, test func(t *testing.T, d *streaming)) {
	t.Helper()
	n := sample()
	n.editors = []news.Editor{{ID: 1, Name: "Ida Field", PasswordHash: "unusable"}}
	o := n.options()
	o.Machine = time.Now
	newServer := web.NewLater(o)
	synctest.Test(t, func(t *testing.T) {
		s, err := newServer()
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		d := &streaming{newsroom: n, pages: s.Handler()}
		token, err := o.Accounts.NewSignIn(t.Context(), 1, time.Hour)
		if err != nil {
			t.Fatal(err)
		}
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/desk/enter", strings.NewReader(url.Values{"token": {token}}.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		w := httptest.NewRecorder()
		d.pages.ServeHTTP(w, r)
		d.cookie, _, _ = strings.Cut(w.Header().Get("Set-Cookie"), ";")
		test(t, d)
	})
}

// listen opens a stream, which ends with ctx.
func (d *streaming) listen(ctx context.Context) *listening {
	l := &listening{ResponseRecorder: httptest.NewRecorder()}
	r := httptest.NewRequestWithContext(ctx, http.MethodGet, "/desk/stream?after=0", nil)
	r.Header.Set("Cookie", d.cookie)
	go func() {
		d.pages.ServeHTTP(l, r)
		l.mu.Lock()
		defer l.mu.Unlock()
		l.ended = true
	}()
	synctest.Wait()
	return l
}

func (l *listening) hasEnded() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.ended
}

func (d *streaming) poke() {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, w := range d.watchers {
		select {
		case w <- struct{}{}:
		default:
		}
	}
}

func TestStreamEndsWithItsSession(t *testing.T) {
	onStream(t, func(t *testing.T, d *streaming) {
		l := d.listen(t.Context())
		time.Sleep(2 * time.Minute)
		synctest.Wait()
		if l.hasEnded() || strings.Count(l.Body.String(), "event: now") < 4 {
			t.Fatalf("the stream of a session that holds: ended %v, said %q", l.hasEnded(), l.Body)
		}
		d.mu.Lock()
		d.editors[0].PasswordHash = "another"
		d.mu.Unlock()
		time.Sleep(30 * time.Second)
		synctest.Wait()
		if !l.hasEnded() {
			t.Error("the stream goes on after the password was changed")
		}
	})
}

func TestStreamEndsWithSignOut(t *testing.T) {
	onStream(t, func(t *testing.T, d *streaming) {
		l := d.listen(t.Context())
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/desk/sign-out", nil)
		r.Header.Set("Cookie", d.cookie)
		w := httptest.NewRecorder()
		if d.pages.ServeHTTP(w, r); w.Code != http.StatusSeeOther {
			t.Fatalf("sign out: got status %d, want 303", w.Code)
		}
		time.Sleep(30 * time.Second)
		synctest.Wait()
		if !l.hasEnded() {
			t.Error("the stream goes on after signing out")
		}
	})
}

// A reader who takes nothing in is given up on; one who does never meets a
// deadline, since it cannot be moved once it has passed.
func TestStreamHasAWriteDeadline(t *testing.T) {
	onStream(t, func(t *testing.T, d *streaming) {
		ctx, cancel := context.WithCancel(t.Context())
		l := d.listen(ctx)
		time.Sleep(time.Minute)
		cancel()
		synctest.Wait()
		begun := time.Now().Add(-time.Minute)
		if len(l.deadline) < 3 || !l.deadline[0].After(begun) || l.deadline[0].After(begun.Add(time.Minute)) {
			t.Fatalf("deadlines %v, want one within a minute of %v and more with each beat", l.deadline, begun)
		}
		for i := 1; i < len(l.deadline); i++ {
			set := l.deadline[i].Add(-l.deadline[0].Sub(begun))
			if !set.Before(l.deadline[i-1]) {
				t.Errorf("deadline %d was set at %v, when the one before it had passed", i, set)
			}
		}
	})
}

func TestStreamsAreCapped(t *testing.T) {
	onStream(t, func(t *testing.T, d *streaming) {
		ctx, cancel := context.WithCancel(t.Context())
		open := 0
		for open < 100 {
			if l := d.listen(ctx); l.hasEnded() {
				if l.Code != http.StatusServiceUnavailable || l.Header().Get("Retry-After") == "" {
					t.Errorf("one too many: got status %d, want 503 and when to try again", l.Code)
				}
				break
			}
			open++
		}
		if open < 5 || open == 100 {
			t.Errorf("%d streams of one session are open, want a bound of some tens", open)
		}
		cancel()
		synctest.Wait()
		if l := d.listen(t.Context()); l.hasEnded() {
			t.Errorf("after all were closed: got status %d, want a stream", l.Code)
		}
	})
}

// An event may be seen only after its poke.
func TestStreamLooksAgainAfterAPoke(t *testing.T) {
	onStream(t, func(t *testing.T, d *streaming) {
		l := d.listen(t.Context())
		time.Sleep(2 * time.Second)
		d.poke()
		time.Sleep(500 * time.Millisecond)
		d.mu.Lock()
		d.events = append(d.events, news.Event{ID: 1, Cursor: "1", Kind: news.EventComment, Subject: 1})
		d.mu.Unlock()
		time.Sleep(2 * time.Second)
		synctest.Wait()
		if got := l.Body.String(); !strings.Contains(got, "event: comment") {
			t.Errorf("said %q, want the comment within two seconds", got)
		}
	})
}

func TestDraftIsToldAsAPost(t *testing.T) {
	onStream(t, func(t *testing.T, d *streaming) {
		l := d.listen(t.Context())
		time.Sleep(2 * time.Second)
		d.mu.Lock()
		d.event(news.EventDraft, 7)
		d.mu.Unlock()
		time.Sleep(2 * time.Second)
		synctest.Wait()
		if got := l.Body.String(); !strings.Contains(got, "event: post\ndata: 7") {
			t.Errorf("said %q, want the draft as a post", got)
		}
	})
}
