package account_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"dateline/internal/account"
	"dateline/internal/news"
	"dateline/internal/newstest"
)

var ctx = context.Background()

const password = "correct horse battery"

func door(t *testing.T) (*account.Accounts, *time.Time) {
	t.Helper()
	db := newstest.DB(t)
	now := newstest.Noon
	a := &account.Accounts{Editors: db, SignIns: db, Now: func() time.Time { return now }, Limiter: &account.Limiter{}}
	if _, err := a.Found(ctx, "Ada Quill", " Ada ", password, news.Publication{Title: "The Quill"}); err != nil {
		t.Fatal(err)
	}
	return a, &now
}

func TestSignIn(t *testing.T) {
	a, _ := door(t)
	if e, err := a.SignIn(ctx, "ADA", password, "net"); err != nil || e.Name != "Ada Quill" {
		t.Errorf("right password = %v, %v", e, err)
	}
	_, wrong := a.SignIn(ctx, "ada", "not it at all", "net")
	_, nobody := a.SignIn(ctx, "bob", "not it at all", "net")
	if wrong == nil || nobody == nil || wrong.Error() != nobody.Error() {
		t.Errorf("wrong password says %v, unknown name %v; want the same", wrong, nobody)
	}
}

func TestGuessingIsSlowedAndNeverLocked(t *testing.T) {
	a, now := door(t)
	tries := 0
	for range 30 {
		_, err := a.SignIn(ctx, "ada", "guess guess guess", "net")
		var invalid *news.InvalidError
		if !errors.As(err, &invalid) {
			t.Fatalf("guess = %v", err)
		}
		if strings.HasPrefix(invalid.Reason, "Too many") {
			break
		}
		tries++
	}
	if tries == 0 || tries == 30 {
		t.Fatalf("slowed down after %d guesses", tries)
	}
	*now = now.Add(time.Minute)
	if _, err := a.SignIn(ctx, "ada", password, "elsewhere"); err != nil {
		t.Errorf("the editor is shut out: %v", err)
	}
}

func TestOneTimeSignIn(t *testing.T) {
	a, now := door(t)
	e, err := a.SignIn(ctx, "ada", password, "net")
	if err != nil {
		t.Fatal(err)
	}
	token, err := a.NewSignIn(ctx, e.ID, time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := a.SignInOnce(ctx, token); err != nil || got.ID != e.ID {
		t.Errorf("first use = %v, %v", got, err)
	}
	if _, err := a.SignInOnce(ctx, token); !errors.Is(err, news.ErrInvalid) {
		t.Errorf("second use = %v; want refused", err)
	}
	late, err := a.NewSignIn(ctx, e.ID, time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	*now = now.Add(2 * time.Hour)
	if _, err := a.SignInOnce(ctx, late); !errors.Is(err, news.ErrInvalid) {
		t.Errorf("late use = %v; want refused", err)
	}
}

func TestNewPasswordEndsOpenSignIns(t *testing.T) {
	a, _ := door(t)
	e, err := a.SignIn(ctx, "ada", password, "net")
	if err != nil {
		t.Fatal(err)
	}
	token, err := a.NewSignIn(ctx, e.ID, time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	if err := a.SetPassword(ctx, "ada", "a brand new password"); err != nil {
		t.Fatal(err)
	}
	if _, err := a.SignInOnce(ctx, token); !errors.Is(err, news.ErrInvalid) {
		t.Errorf("an old sign-in = %v; want refused", err)
	}
	if _, err := a.SignIn(ctx, "ada", password, "net"); !errors.Is(err, news.ErrInvalid) {
		t.Errorf("the old password = %v; want refused", err)
	}
}

func TestAddRefuses(t *testing.T) {
	a, _ := door(t)
	for _, tc := range []struct{ name, login, password, field string }{
		{"", "bob", password, "name"},
		{"Bob", "", password, "login"},
		{"Bob", "bob smith", password, "login"},
		{"Bob", "bob", "short", "password"},
		{"Bob", "bob", strings.Repeat("x", 2000), "password"},
		{"Bob", "ADA", password, "login"},
	} {
		_, err := a.Add(ctx, tc.name, tc.login, tc.password)
		var invalid *news.InvalidError
		if !errors.As(err, &invalid) || invalid.Field != tc.field {
			t.Errorf("Add(%q, %q) = %v; want a fault of %s", tc.name, tc.login, err, tc.field)
		}
	}
	if _, err := a.Found(ctx, "Bob", "bob", password, news.Publication{Title: "Other"}); !errors.Is(err, news.ErrConflict) {
		t.Errorf("founding again = %v; want a conflict", err)
	}
}
