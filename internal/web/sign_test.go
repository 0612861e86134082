package web_test

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"dateline/internal/account"
	"dateline/internal/news"
)

func signInForm(password string) url.Values {
	return url.Values{"login": {sampleLogin}, "password": {password}, "next": {"/desk/wire"}}
}

func withEditor(t *testing.T) *newsroom {
	t.Helper()
	n := sample()
	hash, err := account.HashPassword(t.Context(), samplePassword)
	if err != nil {
		t.Fatal(err)
	}
	n.editors = []news.Editor{{ID: 1, Name: "Ida Field", Login: sampleLogin, PasswordHash: hash}}
	return n
}

func TestSignIn(t *testing.T) {
	n := withEditor(t)
	b, _ := open(t, n.options())
	if p := b.post("/desk/sign-in", signInForm("wrong password")); p.status != http.StatusUnprocessableEntity || !strings.Contains(p.body, "do not match") {
		t.Errorf("wrong password: got status %d, want 422 and words", p.status)
	}
	p := b.post("/desk/sign-in", signInForm(samplePassword))
	if p.status != http.StatusSeeOther || p.header.Get("Location") != "/desk/wire" {
		t.Fatalf("right password: got status %d to %q, want 303 to /desk/wire", p.status, p.header.Get("Location"))
	}
	cookie := p.header.Get("Set-Cookie")
	for _, want := range []string{"dateline=", "HttpOnly", "SameSite=Lax", "Path=/"} {
		if !strings.Contains(cookie, want) {
			t.Errorf("cookie %q lacks %q", cookie, want)
		}
	}
	if got := b.get("/desk/wire").status; got != http.StatusOK {
		t.Errorf("after sign-in: got status %d, want 200", got)
	}
}

func TestSecureCookie(t *testing.T) {
	o := withEditor(t).options()
	o.Secure = true
	b, _ := open(t, o)
	cookie := b.post("/desk/sign-in", signInForm(samplePassword)).header.Get("Set-Cookie")
	if !strings.HasPrefix(cookie, "__Host-dateline=") || !strings.Contains(cookie, "Secure") {
		t.Errorf("got cookie %q, want one bound to the host and secure", cookie)
	}
}

func TestSignOutEndsSession(t *testing.T) {
	b, _ := atDesk(t)
	u, err := url.Parse(b.base)
	if err != nil {
		t.Fatal(err)
	}
	kept := b.client.Jar.Cookies(u)
	if p := b.post("/desk/sign-out", nil); p.status != http.StatusSeeOther {
		t.Errorf("sign out: got status %d, want 303", p.status)
	}
	b.client.Jar.SetCookies(u, kept)
	if got := b.get("/desk/stories").status; got != http.StatusSeeOther {
		t.Errorf("the old cookie after signing out: got status %d, want 303 to the sign-in page", got)
	}
}

func TestNewPasswordEndsSessions(t *testing.T) {
	b, n := atDesk(t)
	if got := b.get("/desk/stories").status; got != http.StatusOK {
		t.Fatalf("signed in: got status %d, want 200", got)
	}
	n.editors[0].PasswordHash = "another"
	if got := b.get("/desk/stories").status; got != http.StatusSeeOther {
		t.Errorf("after a new password: got status %d, want 303 to the sign-in page", got)
	}
}

func TestOneTimeSignInIsSpentByPostOnly(t *testing.T) {
	n := sample()
	n.editors = []news.Editor{{ID: 1, Name: "Ida Field"}}
	o := n.options()
	b, _ := open(t, o)
	token, err := o.Accounts.NewSignIn(t.Context(), 1, 1)
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if p := b.get("/desk/enter?token=" + token); p.status != http.StatusOK || len(n.signIns) != 1 {
			t.Fatalf("looking at the address: got status %d and %d tokens, want 200 and 1", p.status, len(n.signIns))
		}
	}
	if p := b.post("/desk/enter", url.Values{"token": {token}}); p.status != http.StatusSeeOther {
		t.Errorf("the first press: got status %d, want 303", p.status)
	}
	if p := b.post("/desk/enter", url.Values{"token": {token}}); p.status != http.StatusUnprocessableEntity {
		t.Errorf("the second press: got status %d, want 422", p.status)
	}
}

func TestNextStaysOnTheDesk(t *testing.T) {
	b, _ := atDesk(t)
	for _, next := range []string{
		"//elsewhere.example", `/\elsewhere.example`, "https://elsewhere.example/desk/", "https:elsewhere.example",
		"/desk/\t/elsewhere", "javascript:alert(1)", "//elsewhere.example/desk/", "/somewhere", `\\elsewhere.example`, "/desk/../..//elsewhere.example\r\n",
	} {
		p := b.get("/desk/sign-in?next=" + url.QueryEscape(next))
		if got := p.header.Get("Location"); got != "/desk/stories" {
			t.Errorf("next=%q leads to %q, want /desk/stories", next, got)
		}
	}
	if got := b.get("/desk/sign-in?next=%2Fdesk%2Fwire").header.Get("Location"); got != "/desk/wire" {
		t.Errorf("a place on the desk leads to %q, want /desk/wire", got)
	}
}

func TestSetUpOnce(t *testing.T) {
	n := sample()
	n.pub = news.Publication{} // as the store has it before set-up
	b, _ := open(t, n.options())
	if got := b.get("/desk/sign-in").status; got != http.StatusOK {
		t.Errorf("the sign-in page before set-up: got status %d, want 200", got)
	}
	if got := b.get("/desk/enter?token=x").status; got != http.StatusOK {
		t.Errorf("the page of a one-time sign-in before set-up: got status %d, want 200", got)
	}
	if got := b.get("/desk/setup?token=wrong").status; got != http.StatusNotFound {
		t.Errorf("a wrong token: got status %d, want 404", got)
	}
	if p := b.get("/desk/setup?token=set-up-token"); p.status != http.StatusOK || !strings.Contains(p.body, "starter list") {
		t.Fatalf("the set-up page: got status %d, want 200 with the starter list", p.status)
	}
	form := url.Values{
		"token": {"set-up-token"}, "title": {"The Weir"}, "address": {"https://weir.example/"}, "zone": {"Europe/Oslo"},
		"language": {"en"}, "name": {"Odd Weir"}, "login": {"Odd"}, "password": {"short"}, "follow": {"yes"},
	}
	if p := b.post("/desk/setup", form); p.status != http.StatusUnprocessableEntity || !strings.Contains(p.body, "too short") || strings.Contains(p.body, "password again") || !strings.Contains(p.body, "Odd Weir") {
		t.Fatalf("a short password: got status %d, want 422 with the words kept", p.status)
	}
	form.Set("password", samplePassword)
	form.Set("zone", "Nowhere")
	if p := b.post("/desk/setup", form); !strings.Contains(p.body, "Type the password again, too.") {
		t.Error("it is not said that the password has to be typed again")
	}
	form.Set("zone", "Europe/Oslo")
	if p := b.post("/desk/setup", form); p.status != http.StatusSeeOther {
		t.Fatalf("set up: got status %d, want 303", p.status)
	}
	if n.pub.Title != "The Weir" || n.pub.Address != "https://weir.example" || len(n.editors) != 1 || n.editors[0].Login != "odd" {
		t.Errorf("got publication %+v and editors %+v", n.pub, n.editors)
	}
	if got := b.get("/desk/stories").status; got != http.StatusOK {
		t.Errorf("after set-up: got status %d, want the editor signed in", got)
	}
	form.Set("login", "second")
	if p := b.post("/desk/setup", form); p.status != http.StatusNotFound || len(n.editors) != 1 {
		t.Errorf("set up again: got status %d and %d editors, want 404 and 1", p.status, len(n.editors))
	}
}

// The newsroom is founded before the starter list is followed: a fault there
// must not leave the editor before a closed door.
func TestSetUpStandsWithoutTheStarterList(t *testing.T) {
	n := sample()
	n.pub = news.Publication{}
	o := n.options()
	o.FollowStarter = func(context.Context) (int, error) { return 0, errors.New("disk full") }
	b, _ := open(t, o)
	p := b.post("/desk/setup", url.Values{
		"token": {"set-up-token"}, "title": {"The Weir"}, "address": {"https://weir.example"}, "zone": {"Europe/Oslo"},
		"language": {"en"}, "name": {"Odd Weir"}, "login": {"odd"}, "password": {samplePassword}, "follow": {"yes"},
	})
	if p.status != http.StatusSeeOther {
		t.Fatalf("set up: got status %d, want 303", p.status)
	}
	if p := b.get("/desk/stories"); p.status != http.StatusOK || !strings.Contains(p.body, "could not be followed") {
		t.Errorf("after set-up: got status %d, want the editor signed in and told", p.status)
	}
}

func TestSetUpClosedWithoutToken(t *testing.T) {
	o := sample().options()
	o.SetUpToken = ""
	b, _ := open(t, o)
	if got := b.get("/desk/setup?token=").status; got != http.StatusNotFound {
		t.Errorf("no token given out: got status %d, want 404", got)
	}
}
