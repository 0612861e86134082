package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

func TestWhatIsNoTextIsDropped(t *testing.T) {
	b, n := atDesk(t)
	b.post("/desk/posts", nil)
	const typed, kept = "Bridge\x00 reopens \xff\xfeagain é", "Bridge reopens again é"
	form := fields(t, b.get("/desk/posts/1").body)
	form.Set("headline", typed)
	form.Set("labels", "Ports\x00")
	form.Set("do", "save")
	if p := b.post("/desk/posts/1", form); p.status != http.StatusSeeOther {
		t.Fatalf("got status %d, want 303", p.status)
	}
	if got := n.posts[0]; got.Headline != kept || len(got.Labels) != 1 || got.Labels[0] != "Ports" {
		t.Errorf("saved %q and %q, want %q and Ports", got.Headline, got.Labels, kept)
	}
	if body := b.get("/desk/take?url=" + url.QueryEscape("https://a.example/\x00x\xff")).body; !strings.Contains(body, `value="https://a.example/x"`) {
		t.Error("an address in a query keeps what is no text")
	}
	for _, path := range []string{"/desk/posts/%00", "/label/a%00b", "/label/%ff", "/2031/05/a%00.html", "/%00"} {
		if p := b.get(path); p.status != http.StatusNotFound {
			t.Errorf("%s: got status %d, want 404", path, p.status)
		}
	}
}

func TestNameWithNULSignsIn(t *testing.T) {
	n := withEditor(t)
	b, _ := open(t, n.options())
	form := signInForm(samplePassword)
	form.Set("login", sampleLogin+"\x00")
	if p := b.post("/desk/sign-in", form); p.status != http.StatusSeeOther {
		t.Errorf("got status %d, want the NUL dropped and 303", p.status)
	}
}

// Forms come in one of two shapes; what holds for one holds for the other.
func TestFormInPartsIsReadTheSameWay(t *testing.T) {
	n := withEditor(t)
	b, _ := open(t, n.options())
	var body strings.Builder
	for _, f := range [][2]string{{"login", sampleLogin + "\x00"}, {"password", samplePassword}, {"next", "/desk/wire"}} {
		body.WriteString("--cut\r\nContent-Disposition: form-data; name=\"" + f[0] + "\"\r\n\r\n" + f[1] + "\r\n")
	}
	body.WriteString("--cut--\r\n")
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, b.base+"/desk/sign-in", strings.NewReader(body.String()))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "multipart/form-data; boundary=cut")
	res, err := b.client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusSeeOther {
		t.Errorf("got status %d, want the NUL dropped and 303", res.StatusCode)
	}
}
