package web

import (
	"context"
	"log/slog"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"dateline/internal/news"
)

// lateLog is a log whose event is seen a moment after its poke.
type lateLog struct {
	poke chan struct{}

	mu   sync.Mutex
	seen []news.Event
}

func (l *lateLog) Cursor(context.Context) (string, error) { return "0", nil }

func (l *lateLog) EventsAfter(_ context.Context, cursor string, _ int) ([]news.Event, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if cursor != "0" {
		return nil, nil
	}
	return l.seen, nil
}

func (l *lateLog) Watch() (<-chan struct{}, func()) { return l.poke, func() {} }

func (l *lateLog) show(kind string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.seen = append(l.seen, news.Event{Cursor: "1", Kind: kind})
}

func TestEventAfterItsPoke(t *testing.T) {
	for _, tc := range []struct {
		kind string
		want bool
	}{
		{news.EventPost, true},
		{news.EventComment, true},
		{news.EventSettings, true},
		{news.EventDraft, false},
		{news.EventArticle, false},
	} {
		synctest.Test(t, func(t *testing.T) {
			log := &lateLog{poke: make(chan struct{}, 1)}
			s := &Server{Options: Options{Events: log, Log: slog.New(slog.DiscardHandler)}, edition: newEdition()}
			ctx, stop := context.WithCancel(t.Context())
			defer stop()
			go s.followLog(ctx)
			time.Sleep(3 * followAgain)
			keepSheet(t, s.edition)
			log.poke <- struct{}{}
			time.Sleep(followAgain / 2)
			if !keeps(s.edition) {
				t.Fatalf("%s: the page was dropped by a poke about nothing", tc.kind)
			}
			log.show(tc.kind)
			time.Sleep(followAgain)
			synctest.Wait()
			if dropped := !keeps(s.edition); dropped != tc.want {
				t.Errorf("%s: dropped = %v a second after the poke, want %v", tc.kind, dropped, tc.want)
			}
		})
	}
}

func keepSheet(t *testing.T, e *edition) {
	t.Helper()
	_, err := e.get(t.Context(), "front", time.Now(), func(context.Context) (*sheet, error) {
		return newSheet(http.StatusOK, "text/plain", []byte("page"))
	})
	if err != nil {
		t.Fatal(err)
	}
}

func keeps(e *edition) bool {
	found, _ := e.find("front", time.Now())
	return found != nil
}
