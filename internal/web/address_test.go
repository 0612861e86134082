package web_test

import (
	"net/http"
	"strings"
	"testing"

	"dateline/internal/news"
)

// A proxy may hand on another Host than the browser asked. Which address is
// the site's own is what the settings say now.
func TestOwnAddressFollowsTheSettings(t *testing.T) {
	b, n := atDesk(t)
	from := func(origin, site string) int {
		b.t.Helper()
		return b.do(http.MethodPost, "/desk/stories/3/spike", nil, map[string]string{"Origin": origin, "Sec-Fetch-Site": site}).status
	}
	for _, tc := range []struct {
		address, origin string
		want            int
	}{
		{"https://review.example", "https://review.example", http.StatusSeeOther},
		{"https://review.example", "https://other.example", http.StatusForbidden},
		{"https://review.example", "http://review.example", http.StatusForbidden},
		{"https://review.example", "https://review.example.evil.example", http.StatusForbidden},
		{"https://review.example", "null", http.StatusForbidden},
		{"https://Other.example:443/paper", "https://other.example", http.StatusSeeOther},
		{"https://other.example", "https://review.example", http.StatusForbidden},
		{"", "https://review.example", http.StatusForbidden},
	} {
		n.mu.Lock()
		n.pub.Address = tc.address
		n.mu.Unlock()
		for _, site := range []string{"", "cross-site"} {
			if got := from(tc.origin, site); got != tc.want {
				t.Errorf("a form from %q (%s) while the address is %q: got status %d, want %d", tc.origin, site, tc.address, got, tc.want)
			}
		}
	}
}

func TestGivenAddressStandsForThePublications(t *testing.T) {
	n := harbourDay()
	n.editors = []news.Editor{{ID: 1, Name: "Ida Field"}}
	o := n.options()
	o.Address = "http://127.0.0.1:4000/"
	b, _ := open(t, o)
	b.enter(o)
	for _, path := range []string{"/", "/robots.txt", "/desk/take"} {
		if body := b.get(path).body; !strings.Contains(body, "127.0.0.1:4000") && !strings.Contains(body, "127.0.0.1%3A4000") || strings.Contains(body, "review.example") {
			t.Errorf("%s does not go by the address that was given", path)
		}
	}
}
