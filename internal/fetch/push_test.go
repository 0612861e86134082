package fetch_test

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"dateline/internal/fetch"
	"dateline/internal/news"
)

const tenDays = 10 * 24 * time.Hour

func TestHubIsAskedConfirmsAndIsAskedAgain(t *testing.T) {
	r := newRig(t)
	if s := r.subscription(); s.State != news.SubscriptionWanted || len(s.Token) != 43 || len(s.Secret) != 43 || s.Token == s.Secret {
		t.Fatalf("subscription = %+v; want it wanted, with a token and a secret of 32 bytes", s)
	}
	r.round(1)
	s := r.subscription()
	if s.State != news.SubscriptionActive || !s.Until.Equal(noon.Add(tenDays)) || s.Failures != 0 || s.Fault != "" {
		t.Fatalf("subscription = %+v; want it active for ten days", s)
	}
	if f := r.stands(); !f.Pushed.Equal(s.Until) {
		t.Errorf("pushed until %v; want the lease's end", f.Pushed)
	}
	form := r.hub.requests()[0]
	for name, want := range map[string]string{
		"hub.mode": "subscribe", "hub.topic": "http://harbour.example/self", "hub.callback": r.callback + s.Token,
		"hub.lease_seconds": "864000", "hub.secret": s.Secret, "hub.verify": "async",
	} {
		if got := form.Get(name); got != want {
			t.Errorf("the hub was asked with %s=%q, want %q", name, got, want)
		}
	}
	r.round(0)
	r.clock.move(tenDays*4/5 - time.Minute)
	r.round(0)
	r.clock.move(time.Minute)
	r.round(1)
	if again := r.subscription(); again.State != news.SubscriptionActive || !again.Until.Equal(r.clock.Now().Add(tenDays)) || again.Token != s.Token {
		t.Errorf("subscription = %+v; want the lease renewed under the same token", again)
	}
	// Nothing was heard in the first lease, so the second is not relied on.
	if f := r.stands(); !f.Pushed.Equal(s.Until) {
		t.Errorf("pushed until %v; want %v, the first lease's end", f.Pushed, s.Until)
	}
}

func TestLeaseIsBounded(t *testing.T) {
	for granted, want := range map[string]time.Duration{
		"86400": 24 * time.Hour, "1": time.Hour, "-5": time.Hour, "0": time.Hour,
		"3155760000": 30 * 24 * time.Hour, "99999999999999999999999": 30 * 24 * time.Hour, "1e400": 30 * 24 * time.Hour,
		"NaN": tenDays, "soon": tenDays, " ": tenDays,
	} {
		t.Run(granted, func(t *testing.T) {
			r := newRig(t)
			r.hub.lease = granted
			r.round(1)
			if s := r.subscription(); !s.Until.Equal(noon.Add(want)) {
				t.Errorf("a lease of %q ends after %v, want %v", granted, s.Until.Sub(noon), want)
			}
		})
	}
}

func TestHubsThatDoNotAgree(t *testing.T) {
	for _, tc := range []struct {
		manner string
		state  news.SubscriptionState
		fault  string
		again  time.Duration
	}{
		{"deny", news.SubscriptionRefused, "The hub refused: No xxx", 7 * 24 * time.Hour},
		{"silent", news.SubscriptionAsked, "has not confirmed", time.Hour},
		{"500", news.SubscriptionWanted, "fault of its own", 5 * time.Minute},
		{"404", news.SubscriptionWanted, "nothing at this address", 5 * time.Minute},
		{"302", news.SubscriptionWanted, "drops what we ask for", 5 * time.Minute},
		{"303", news.SubscriptionWanted, "drops what we ask for", 5 * time.Minute},
		{"307", news.SubscriptionActive, "", tenDays * 4 / 5},
		{"308", news.SubscriptionActive, "", tenDays * 4 / 5},
	} {
		t.Run(tc.manner, func(t *testing.T) {
			r := newRig(t)
			r.hub.set(tc.manner)
			r.round(1)
			s := r.subscription()
			if s.State != tc.state || !strings.Contains(s.Fault, tc.fault) || len(s.Fault) > 300 || !s.NextAt.Equal(noon.Add(tc.again)) {
				t.Errorf("subscription = %+v; want it %s, %q, asked again after %v", s, tc.state, tc.fault, tc.again)
			}
			if on := !r.stands().Pushed.IsZero(); on != (tc.state == news.SubscriptionActive) {
				t.Errorf("the hub is relied on: %v", on)
			}
		})
	}
}

func TestHubThatFailsIsAskedLessAndLess(t *testing.T) {
	r := newRig(t)
	r.hub.set("500")
	var gaps []time.Duration
	for range 12 {
		r.round(1)
		gap := r.subscription().NextAt.Sub(r.clock.Now())
		gaps = append(gaps, gap)
		r.clock.move(gap)
	}
	for i, gap := range gaps {
		if want := min(5*time.Minute<<i, 24*time.Hour); gap != want {
			t.Errorf("after %d failures the hub is asked after %v, want %v", i+1, gap, want)
		}
	}
	r.hub.set("")
	r.round(1)
	if s := r.subscription(); s.State != news.SubscriptionActive || s.Failures != 0 {
		t.Errorf("subscription = %+v; want it active and the failures forgotten", s)
	}
}

func TestHubInPrivateNetworkIsNotAsked(t *testing.T) {
	r := newRig(t)
	private := witness(t)
	r.poll(news.Poll{Hub: private.URL, Topic: "http://harbour.example/self"})
	r.round(1)
	if s := r.subscription(); s.State != news.SubscriptionWanted || !strings.Contains(s.Fault, "private") {
		t.Errorf("subscription = %+v; want the guard's fault", s)
	}
	r.hub.set("308")
	client := r.Client
	if _, err := client.Post(t.Context(), "ftp://hub.example/", nil); faultOf(err) != fetch.KindRefused {
		t.Errorf("Post to ftp = %v; want it refused", err)
	}
	if _, err := client.Post(t.Context(), private.URL, nil); faultOf(err) != fetch.KindRefused {
		t.Errorf("Post to a private address = %v; want it refused", err)
	}
}

func TestPostIsNotRedirectedInwards(t *testing.T) {
	private := witness(t)
	hub := serve(t, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, private.URL, http.StatusTemporaryRedirect)
	})
	_, err := clientFor(t, fetch.Options{}, hub).Post(t.Context(), hub.URL, url.Values{"a": {"b"}})
	if faultOf(err) != fetch.KindRefused {
		t.Errorf("Post = %v; want it refused", err)
	}
	endless := serve(t, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/", http.StatusPermanentRedirect) })
	_, err = clientFor(t, fetch.Options{}, endless).Post(t.Context(), endless.URL, url.Values{"a": {"b"}})
	if faultOf(err) != fetch.KindRedirects {
		t.Errorf("Post = %v; want the redirects to end", err)
	}
}

func TestHubThatIsDownIsAskedOnceForAll(t *testing.T) {
	r := newRig(t)
	for i := range 5 {
		address := "http://harbour.example/feed" + strconv.Itoa(i)
		if _, _, err := r.db.Follow(t.Context(), news.Outlet{Name: "Harbour Post"}, address, "", noon); err != nil {
			t.Fatal(err)
		}
	}
	claims, err := r.db.ClaimFeeds(t.Context(), noon, 10, time.Minute)
	if err != nil || len(claims) != 5 {
		t.Fatalf("claims = %v, %v", claims, err)
	}
	for _, c := range claims {
		if _, err := r.db.RecordPoll(t.Context(), c, news.Poll{At: noon, Status: 200, NextPollAt: noon.Add(time.Hour), Hub: r.hub.URL}); err != nil {
			t.Fatal(err)
		}
	}
	r.hub.set("503")
	r.round(6)
	if n := len(r.hub.requests()); n != 1 {
		t.Errorf("a hub that is down was asked %d times, want once", n)
	}
	list, err := r.db.ListSubscriptions(t.Context())
	failed := 0
	for _, s := range list {
		failed += s.Failures
	}
	if err != nil || failed != 1 {
		t.Errorf("%d failures are held against six subscriptions (%v), want one", failed, err)
	}
}

func TestNothingIsAskedWhereNobodyReachesUs(t *testing.T) {
	r := newRig(t)
	r.callback = ""
	r.round(0)
	s := r.subscription()
	if n := len(r.hub.requests()); n != 0 {
		t.Errorf("the hub was asked %d times", n)
	}
	if got := s.Words(r.clock.Now(), false); !strings.Contains(got, "cannot be reached from outside") {
		t.Errorf("Words = %q; want them to say why", got)
	}
}

func TestReachable(t *testing.T) {
	for address, want := range map[string]bool{
		"https://news.example": true, "http://news.example:8443/x": true, "http://93.184.216.34": true, "https://[2606:4700::1111]": true,
		"": false, "news.example": false, "ftp://news.example": false, "http://localhost:8080": false, "https://127.0.0.1": false,
		"http://192.168.1.5": false, "http://newsroom": false, "http://newsroom.local": false, "http://[::1]": false,
		"http://0x7f.1": false, "http://10.0.0.1": false, "http://[fe80::1%25eth0]": false,
	} {
		if got := fetch.Reachable(address); got != want {
			t.Errorf("Reachable(%q) = %v, want %v", address, got, want)
		}
	}
}

func TestYouTubesHubIsKnownByHeart(t *testing.T) {
	const hub, topic = "https://pubsubhubbub.appspot.com/subscribe", "https://www.youtube.com/xml/feeds/videos.xml?channel_id=UC1-_x"
	for address, known := range map[string]bool{
		"https://www.youtube.com/feeds/videos.xml?channel_id=UC1-_x":       true,
		"https://youtube.com/xml/feeds/videos.xml?channel_id=UC1-_x":       true,
		"https://www.youtube.com/feeds/videos.xml?playlist_id=PL1":         false,
		"https://www.youtube.com/channel/UC1-_x":                           false,
		"https://notyoutube.com/feeds/videos.xml?channel_id=UC1-_x":        false,
		"https://youtube.com.example/feeds/videos.xml?channel_id=UC1-_x":   false,
		"https://www.youtube.com/feeds/videos.xml?channel_id=&user=x":      false,
		"https://harbour.example/feeds/videos.xml?channel_id=UC1-_x":       false,
		"https://www.youtube.com/feeds/videos.xml/more?channel_id=UC1-_x":  false,
		"https://www.youtube.com/feeds/videos.xml?channel_id=UC1-_x&x=%zz": true,
	} {
		gotHub, gotTopic := fetch.KnownHub(address)
		if known && (gotHub != hub || gotTopic != topic) || !known && (gotHub != "" || gotTopic != "") {
			t.Errorf("KnownHub(%q) = %q, %q; known: %v", address, gotHub, gotTopic, known)
		}
	}
}

func TestHubIsLeftWithTheFeed(t *testing.T) {
	r := newRig(t)
	r.round(1)
	token := r.subscription().Token
	if err := r.db.SetFeedStopped(t.Context(), r.feed, true); err != nil {
		t.Fatal(err)
	}
	r.round(1)
	asked := r.hub.requests()
	if last := asked[len(asked)-1]; last.Get("hub.mode") != "unsubscribe" || last.Get("hub.callback") != r.callback+token {
		t.Errorf("the hub was asked %v; want it told that we leave", last)
	}
	if got := r.hub.agreed; len(got) != 2 || got[1] != "unsubscribe" {
		t.Errorf("confirmed: %v; want the leaving confirmed", got)
	}
	if s := r.subscription(); s.State != news.SubscriptionEnded || !r.stands().Pushed.IsZero() {
		t.Errorf("subscription = %+v, pushed until %v; want it ended", s, r.stands().Pushed)
	}
	if status := r.push("x"); status != http.StatusGone {
		t.Errorf("a delivery after the end was answered with %d, want 410", status)
	}
	r.round(0)
	if err := r.db.SetFeedStopped(t.Context(), r.feed, false); err != nil {
		t.Fatal(err)
	}
	r.round(1)
	if s := r.subscription(); s.State != news.SubscriptionActive || r.stands().Pushed.IsZero() {
		t.Errorf("subscription = %+v; want it taken up again", s)
	}
}

func TestOnlyWhatFitsIsConfirmed(t *testing.T) {
	r := newRig(t)
	r.hub.set("silent")
	r.round(1)
	s := r.subscription()
	for _, tc := range []struct{ name, token, mode, topic, challenge string }{
		{"another token", "x" + s.Token[1:], "subscribe", s.Topic, "c"},
		{"another topic", s.Token, "subscribe", s.Topic + "/", "c"},
		{"no topic", s.Token, "subscribe", "", "c"},
		{"a leaving that was not asked for", s.Token, "unsubscribe", s.Topic, "c"},
		{"no challenge", s.Token, "subscribe", s.Topic, ""},
		{"an endless challenge", s.Token, "subscribe", s.Topic, strings.Repeat("c", 1<<16)},
		{"another mode", s.Token, "publish", s.Topic, "c"},
		{"a refusal of another topic", s.Token, "denied", s.Topic + "/", ""},
	} {
		q := url.Values{"hub.mode": {tc.mode}, "hub.topic": {tc.topic}, "hub.challenge": {tc.challenge}, "hub.lease_seconds": {"86400"}}
		if got, err := r.Verify(t.Context(), tc.token, q); err == nil || got != "" {
			t.Errorf("%s: Verify = %q, %v; want it not found", tc.name, got, err)
		}
	}
	if after := r.subscription(); after != s {
		t.Errorf("subscription = %+v, want %+v, untouched", after, s)
	}
}

func TestAnotherHubIsANewSubscription(t *testing.T) {
	r := newRig(t)
	r.round(1)
	before := r.subscription()
	r.poll(news.Poll{})
	r.poll(news.Poll{Hub: before.Hub, Topic: before.Topic})
	if s := r.subscription(); s != before {
		t.Errorf("subscription = %+v, want %+v: nothing changed", s, before)
	}
	r.poll(news.Poll{Hub: before.Hub, Topic: "http://harbour.example/other"})
	s := r.subscription()
	if s.State != news.SubscriptionWanted || s.Token == before.Token || s.Secret == before.Secret || !s.Until.IsZero() {
		t.Errorf("subscription = %+v; want a new one for the new topic", s)
	}
	if !r.stands().Pushed.IsZero() {
		t.Error("the hub is still relied on")
	}
}
