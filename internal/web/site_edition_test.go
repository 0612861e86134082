package web

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

var morning = time.Date(2031, 5, 6, 8, 0, 0, 0, time.UTC)

func sheetOf(t *testing.T, text string) func(context.Context) (*sheet, error) {
	t.Helper()
	return func(context.Context) (*sheet, error) { return newSheet(http.StatusOK, "text/plain", []byte(text)) }
}

func TestEditionIsBounded(t *testing.T) {
	e := newEdition()
	for i := range 3 * editionSheets {
		size := 100
		if i%8 == 0 {
			size = 200 << 10
		}
		if i == 9 {
			size = editionBytes // one page that would leave no room for others
		}
		_, err := e.get(t.Context(), fmt.Sprint(i), morning, func(context.Context) (*sheet, error) {
			return &sheet{packed: make([]byte, size)}, nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if e.bytes > editionBytes || len(e.sheets) > editionSheets || len(e.sheets) != e.order.Len() {
			t.Fatalf("after %d pages: %d sheets of %d bytes", i+1, len(e.sheets), e.bytes)
		}
	}
}

// TestSheetBegunBeforeADropIsNotKept is the race of a reader with an editor: a
// page whose making began before the change must not outlive it.
func TestSheetBegunBeforeADropIsNotKept(t *testing.T) {
	e := newEdition()
	_, err := e.get(t.Context(), "front", morning, func(ctx context.Context) (*sheet, error) {
		e.drop()
		return sheetOf(t, "old")(ctx)
	})
	if err != nil {
		t.Fatal(err)
	}
	fresh, err := e.get(t.Context(), "front", morning, sheetOf(t, "new"))
	if err != nil {
		t.Fatal(err)
	}
	body, err := fresh.unpacked()
	if err != nil || string(body) != "new" {
		t.Errorf("got %q (%v), want what stands after the change", body, err)
	}
}

func TestReadersWaitForOneMaking(t *testing.T) {
	e := newEdition()
	var made atomic.Int32
	begun, release := make(chan bool, 1), make(chan bool)
	slow := func(ctx context.Context) (*sheet, error) {
		made.Add(1)
		begun <- true
		<-release
		return sheetOf(t, "page")(ctx)
	}
	var readers sync.WaitGroup
	for range 20 {
		readers.Go(func() {
			if _, err := e.get(t.Context(), "front", morning, slow); err != nil {
				t.Error(err)
			}
		})
	}
	<-begun
	close(release)
	readers.Wait()
	if got := made.Load(); got != 1 {
		t.Errorf("the page was made %d times, want once", got)
	}
}

func TestFaultIsNotKept(t *testing.T) {
	e := newEdition()
	fault := errors.New("the disk is gone")
	if _, err := e.get(t.Context(), "front", morning, func(context.Context) (*sheet, error) { return nil, fault }); !errors.Is(err, fault) {
		t.Fatalf("got %v, want the fault", err)
	}
	if _, err := e.get(t.Context(), "front", morning, sheetOf(t, "page")); err != nil {
		t.Errorf("got %v after the fault was over", err)
	}
}

func TestPace(t *testing.T) {
	p := &pace{}
	for i := range paceBurst {
		if wait := p.take(morning, "192.0.2.1"); wait != 0 {
			t.Fatalf("comment %d has to wait %v", i+1, wait)
		}
	}
	if wait := p.take(morning, "192.0.2.1"); wait <= 0 || wait > paceEvery {
		t.Errorf("one more than the burst: got a wait of %v, want up to %v", wait, paceEvery)
	}
	if wait := p.take(morning, "192.0.2.2"); wait != 0 {
		t.Errorf("another network has to wait %v", wait)
	}
	if wait := p.take(morning.Add(paceEvery), "192.0.2.1"); wait != 0 {
		t.Errorf("after a pause there is still a wait of %v", wait)
	}
}

func TestPaceOfManyNetworks(t *testing.T) {
	p := &pace{}
	passed := 0
	for i := range 3 * paceNetworks {
		if p.take(morning.Add(time.Duration(i)*time.Millisecond), fmt.Sprint(i)) == 0 {
			passed++
		}
		if len(p.next) > paceNetworks+1 {
			t.Fatalf("%d networks are remembered", len(p.next))
		}
	}
	if most := paceAllBurst + int(3*paceNetworks*time.Millisecond/paceAllEvery) + 1; passed > most {
		t.Errorf("%d comments passed in 30 s, want at most %d", passed, most)
	}
}
