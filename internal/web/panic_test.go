package web_test

import (
	"bytes"
	"context"
	"io"
	"log"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"dateline/internal/news"
	"dateline/internal/source"
	"dateline/internal/web"
)

// said is a log that may be read while it is written.
type said struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *said) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *said) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}

func TestPanicIsAnErrorPage(t *testing.T) {
	n := sample()
	n.editors = []news.Editor{{ID: 1, Name: "Ida Field"}}
	o := n.options()
	noted := &said{}
	o.Log = slog.New(slog.NewTextHandler(noted, nil))
	var with any = "a fault of ours"
	o.Finder = func(context.Context, string) ([]source.Candidate, error) { panic(with) }
	b, _ := open(t, o)
	b.enter(o)
	p := b.get("/desk/outlets/add?url=daily.example")
	if p.status != http.StatusInternalServerError || !strings.Contains(p.body, "Something went wrong here") {
		t.Errorf("got status %d and %q, want 500 and the error page", p.status, p.body)
	}
	if got := noted.String(); !strings.Contains(got, "level=ERROR") || !strings.Contains(got, "a fault of ours") || !strings.Contains(got, "panic_test.go") || strings.Count(got, "level=ERROR") != 1 {
		t.Errorf("the log says %q, want one error with the stack", got)
	}
	if got := b.get("/desk/stories").status; got != http.StatusOK {
		t.Errorf("the next page: got status %d, want 200", got)
	}
	with = http.ErrAbortHandler
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, b.base+"/desk/outlets/add?url=x", nil)
	if err != nil {
		t.Fatal(err)
	}
	if res, err := b.client.Do(req); err == nil {
		res.Body.Close()
		t.Errorf("an answer that was broken off on purpose: got status %d, want none", res.StatusCode)
	}
	if got := strings.Count(noted.String(), "level=ERROR"); got != 1 {
		t.Errorf("the log has %d errors, want none for an answer that was broken off on purpose", got)
	}
}

// Half an answer must not be taken for the whole.
func TestPanicInTheMiddleBreaksTheAnswerOff(t *testing.T) {
	o := sample().options()
	s, err := web.New(o)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	server := httptest.NewServer(s.Page(func(w http.ResponseWriter, _ *http.Request) error {
		if _, err := io.WriteString(w, "half"); err != nil {
			return err
		}
		if err := http.NewResponseController(w).Flush(); err != nil {
			return err
		}
		panic("a fault of ours")
	}))
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	defer server.Close()
	res, err := server.Client().Get(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if body, err := io.ReadAll(res.Body); err == nil {
		t.Errorf("got %q as a whole answer, want it broken off", body)
	}
}
