package account_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"dateline/internal/account"
	"dateline/internal/news"
	"dateline/internal/newstest"
)

// Tries at the same time are as many tries as one after the other.
func TestTriesAtOnceAreCounted(t *testing.T) {
	a, _ := door(t)
	var compared atomic.Int32
	var tries sync.WaitGroup
	for range 60 {
		tries.Go(func() {
			_, err := a.SignIn(ctx, "ada", "guess guess guess", "net")
			if invalid, ok := errors.AsType[*news.InvalidError](err); !ok {
				t.Errorf("guess = %v", err)
			} else if !strings.HasPrefix(invalid.Reason, "Too many") {
				compared.Add(1)
			}
		})
	}
	tries.Wait()
	if got := compared.Load(); got < 1 || got > 5 {
		t.Errorf("%d of 60 guesses at once were compared, want 1 to 5", got)
	}
}

func TestGuessingElsewhereKeepsNobodyOut(t *testing.T) {
	l := &account.Limiter{}
	now := newstest.Noon
	held := false
	for i := range 2000 {
		network := fmt.Sprint("far ", i%200)
		_, hold := l.Begin(now, "ada", network)
		held = held || hold > 0
		now = now.Add(time.Second)
	}
	wait, hold := l.Begin(now, "ada", "home")
	if wait != 0 {
		t.Errorf("the editor has to wait %v for what others guessed elsewhere", wait)
	}
	if !held || hold <= 0 || hold > 5*time.Second {
		t.Errorf("a name that is guessed at from everywhere is held for %v, want a few seconds", hold)
	}
	if _, hold := l.Begin(now, "bob", "home"); hold != 0 {
		t.Errorf("another name is held for %v", hold)
	}
}

func TestManyNamesFromOneNetwork(t *testing.T) {
	l := &account.Limiter{}
	begun := 0
	for i := range 1000 {
		if wait, _ := l.Begin(newstest.Noon, fmt.Sprint("name ", i), "net"); wait == 0 {
			begun++
		}
	}
	if begun < 10 || begun > 100 {
		t.Errorf("%d of 1000 names were tried at once from one network, want some tens", begun)
	}
}

// A password of one's own does not buy more guesses at others.
func TestPassingForgetsOneNameOnly(t *testing.T) {
	l := &account.Limiter{}
	for i := range 200 {
		if wait, _ := l.Begin(newstest.Noon, "ada", "net"); wait > 0 {
			if i < 5 {
				t.Errorf("refused after %d tries", i)
			}
			return
		}
		if wait, _ := l.Begin(newstest.Noon, "mallory", "net"); wait == 0 {
			l.Passed("mallory", "net")
		}
	}
	t.Error("guesses between sign-ins were never refused")
}

func TestManySignInsOfOneEditor(t *testing.T) {
	l := &account.Limiter{}
	for i := range 500 {
		wait, hold := l.Begin(newstest.Noon, "ada", "net")
		if wait != 0 || hold != 0 {
			t.Fatalf("right sign-in %d: wait %v, hold %v; want neither", i+1, wait, hold)
		}
		l.Passed("ada", "net")
	}
}

// nobody is a newsroom without editors, which counts who is looked for.
type nobody struct {
	account.Editors
	asked *int
}

func (n nobody) EditorByLogin(context.Context, string) (*news.Editor, error) {
	*n.asked++
	return nil, news.ErrNotFound
}

func TestLongNameIsRefusedUnseen(t *testing.T) {
	asked := 0
	a := &account.Accounts{Editors: nobody{asked: &asked}, Now: func() time.Time { return newstest.Noon }, Limiter: &account.Limiter{}}
	for range 100 {
		if _, err := a.SignIn(ctx, strings.Repeat("ж", 101), password, "net"); !errors.Is(err, news.ErrInvalid) || strings.HasPrefix(err.Error(), "Too many") {
			t.Fatalf("a name of 101 characters = %v; want that it does not match", err)
		}
	}
	if asked != 0 {
		t.Errorf("it was looked for %d times, want none", asked)
	}
}

func TestHeldTryIsAnsweredLater(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		asked := 0
		a := &account.Accounts{Editors: nobody{asked: &asked}, Now: time.Now, Limiter: &account.Limiter{}}
		for i := range 60 {
			a.Limiter.Begin(time.Now(), "ada", fmt.Sprint(i))
		}
		begun := time.Now()
		if _, err := a.SignIn(t.Context(), "ada", password, "home"); !errors.Is(err, news.ErrInvalid) || asked != 1 {
			t.Errorf("a held try = %v after %d look-ups; want it answered", err, asked)
		}
		if held := time.Since(begun); held < time.Second {
			t.Errorf("it was held for %v, want a few seconds", held)
		}
		gone, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := a.SignIn(gone, "ada", password, "office"); !errors.Is(err, context.Canceled) {
			t.Errorf("a held try of somebody who left = %v; want it broken off", err)
		}
	})
}
