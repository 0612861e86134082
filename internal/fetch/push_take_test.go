package fetch_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"dateline/internal/news"
)

// activeRig is a rig whose hub has agreed.
func activeRig(t *testing.T) *rig {
	t.Helper()
	r := newRig(t)
	r.round(1)
	r.clock.move(30 * time.Minute)
	return r
}

func TestSignedDeliveryIsKept(t *testing.T) {
	for method := range methods {
		t.Run(method, func(t *testing.T) {
			r := activeRig(t)
			before, s := r.stands(), r.subscription()
			body := rss(item("Harbour opens", "http://harbour.example/1", "1", morning))
			if status := deliver(t, r.callback+s.Token, sign(method, s.Secret, body), body); status != http.StatusAccepted {
				t.Fatalf("answered with %d, want 202", status)
			}
			if got := r.headlines(); !slices.Equal(got, []string{"Harbour opens"}) {
				t.Errorf("articles = %q, want the one delivered", got)
			}
			f := r.stands()
			if f.ETag != before.ETag || f.BodyHash != before.BodyHash || !f.NextPollAt.Equal(before.NextPollAt) || !f.LastPollAt.Equal(before.LastPollAt) {
				t.Errorf("feed = %+v, want validators and schedule of %+v", f, before)
			}
			if !f.LastSuccessAt.Equal(r.clock.Now()) || f.Items != 1 {
				t.Errorf("last read %v with %d items, want now with 1", f.LastSuccessAt, f.Items)
			}
			if s := r.subscription(); !s.LastAt.Equal(r.clock.Now()) {
				t.Errorf("the hub was last heard at %v, want now", s.LastAt)
			}
		})
	}
}

func TestUnsignedDeliveryIsDroppedInSilence(t *testing.T) {
	r := activeRig(t)
	before, s := r.stands(), r.subscription()
	body := rss(item("Harbour sold", "http://harbour.example/1", "1", morning))
	for name, signature := range map[string]string{
		"none": "", "another secret": sign("sha256", "x", body), "another body": sign("sha256", s.Secret, body+" "),
		"another method": strings.Replace(sign("sha256", s.Secret, body), "sha256", "sha512", 1),
		"an unknown one": "md5=00", "no hex": "sha256=zz", "empty": "sha256=", "only the sum": sign("sha1", s.Secret, body)[5:],
		"half of it": sign("sha256", s.Secret, body)[:39], "no secret": sign("sha256", "", body),
	} {
		if status := deliver(t, r.callback+s.Token, signature, body); status != http.StatusAccepted {
			t.Errorf("%s: answered with %d, want 202", name, status)
		}
	}
	if got := r.headlines(); len(got) != 0 {
		t.Errorf("articles = %q, want none", got)
	}
	if after := r.subscription(); after != s || !r.stands().NextPollAt.Equal(before.NextPollAt) {
		t.Errorf("subscription = %+v, want %+v, untouched", after, s)
	}
	if status := deliver(t, r.callback+"nobody's", sign("sha256", s.Secret, body), body); status != http.StatusGone {
		t.Errorf("an unknown token was answered with %d, want 410", status)
	}
}

func TestHugeDeliveryIsDropped(t *testing.T) {
	r := activeRig(t)
	body := rss(item("Harbour opens", "http://harbour.example/1", "1", morning)) + strings.Repeat(" ", 4<<20)
	if status := r.push(body); status != http.StatusAccepted {
		t.Errorf("answered with %d, want 202", status)
	}
	if got := r.headlines(); len(got) != 0 {
		t.Errorf("articles = %q, want none", got)
	}
}

func TestThinDeliveryMakesDue(t *testing.T) {
	for name, body := range map[string]string{"nothing": "", "no feed": "<html>hello", "no items": rss()} {
		t.Run(name, func(t *testing.T) {
			r := activeRig(t)
			if status := r.push(body); status != http.StatusAccepted {
				t.Fatalf("answered with %d, want 202", status)
			}
			if f := r.stands(); !f.NextPollAt.Equal(r.clock.Now()) {
				t.Errorf("next poll at %v, want now", f.NextPollAt)
			}
			if s := r.subscription(); !s.LastAt.Equal(r.clock.Now()) {
				t.Errorf("the hub was last heard at %v, want now", s.LastAt)
			}
		})
	}
}

func TestThinDeliveryRespectsTheSite(t *testing.T) {
	r := newRig(t)
	r.round(1)
	r.push("one")
	if f := r.stands(); !f.NextPollAt.Equal(noon.Add(time.Minute)) {
		t.Errorf("next poll at %v, want a minute after the last", f.NextPollAt)
	}
}

func TestFloodOfDeliveriesIsCoalesced(t *testing.T) {
	r := activeRig(t)
	s := r.subscription()
	var wg sync.WaitGroup
	for i := range 60 {
		wg.Go(func() {
			body := rss(item(fmt.Sprint("Part ", i), fmt.Sprint("http://harbour.example/", i), fmt.Sprint(i), morning))
			// All places may be taken: then the hub is to come again.
			if status := deliver(t, r.callback+s.Token, sign("sha256", s.Secret, body), body); status != http.StatusAccepted && status != http.StatusInternalServerError {
				t.Errorf("answered with %d, want 202 or to come again", status)
			}
		})
	}
	wg.Wait()
	if n := len(r.headlines()); n == 0 || n > 12 {
		t.Errorf("%d of 60 deliveries at once were recorded, want 1 to 12", n)
	}
	if f := r.stands(); f.NextPollAt.After(r.clock.Now().Add(time.Minute)) {
		t.Errorf("next poll at %v, want within the minute", f.NextPollAt)
	}
}

func TestSameDeliveryTwiceIsOne(t *testing.T) {
	r := activeRig(t)
	old := rss(item("Harbour opens", "http://harbour.example/1", "1", morning))
	r.push(old)
	r.clock.move(time.Minute)
	r.push(rss(item("Harbour opens, then closes", "http://harbour.example/1", "1", morning)))
	r.clock.move(time.Minute)
	r.push(old)
	if got := r.headlines(); !slices.Equal(got, []string{"Harbour opens, then closes"}) {
		t.Errorf("articles = %q, want the later words", got)
	}
}

func TestVideoDeliveryAndTombstone(t *testing.T) {
	r := activeRig(t)
	video := `<?xml version="1.0" encoding="UTF-8"?><feed xmlns:yt="http://www.youtube.com/xml/schemas/2015" xmlns="http://www.w3.org/2005/Atom">
		<link rel="hub" href="https://hub.example"/><link rel="self" href="https://video.example/feed?channel_id=UC1"/>
		<title>Harbour video</title><updated>2026-05-04T09:00:00+00:00</updated>
		<entry><id>yt:video:abcdefghijk</id><yt:videoId>abcdefghijk</yt:videoId><yt:channelId>UC1</yt:channelId><title>Boats leave</title>
		<link rel="alternate" href="https://www.youtube.com/watch?v=abcdefghijk"/><author><name>Harbour</name></author>
		<published>2026-05-04T09:00:00+00:00</published><updated>2026-05-04T09:00:00+00:00</updated></entry></feed>`
	r.push(video)
	list, err := r.db.ListArticles(t.Context(), 10)
	if err != nil || len(list) != 1 || list[0].Video != (news.Video{Provider: "youtube", ID: "abcdefghijk"}) {
		t.Fatalf("articles = %+v, %v; want the video", list, err)
	}
	r.clock.move(time.Minute)
	r.push(`<?xml version="1.0" encoding="UTF-8"?><feed xmlns:at="http://purl.org/atompub/tombstones/1.0" xmlns="http://www.w3.org/2005/Atom">
		<at:deleted-entry ref="yt:video:abcdefghijk" when="2026-05-04T10:00:00+00:00">
		<link href="https://www.youtube.com/watch?v=abcdefghijk"/><at:by><name>Harbour</name><uri>https://video.example/</uri></at:by></at:deleted-entry></feed>`)
	if got := r.headlines(); !slices.Equal(got, []string{"Boats leave"}) {
		t.Errorf("articles = %q after a tombstone, want the video still there and nothing else", got)
	}
}

func TestHubInTheClearIsNoWitnessForASecureFeed(t *testing.T) {
	r := activeRig(t)
	id, _, err := r.db.Follow(t.Context(), news.Outlet{Name: "Secure"}, "https://secure.example/feed", "", r.clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	claims, err := r.db.ClaimFeeds(t.Context(), r.clock.Now(), 10, time.Minute)
	if err != nil || len(claims) != 1 {
		t.Fatalf("claims = %v, %v", claims, err)
	}
	next := r.clock.Now().Add(time.Hour)
	if _, err := r.db.RecordPoll(t.Context(), claims[0], news.Poll{At: r.clock.Now(), Status: 200, NextPollAt: next, Hub: r.hub.URL}); err != nil {
		t.Fatal(err)
	}
	r.round(1)
	list, err := r.db.ListSubscriptions(t.Context())
	if err != nil || len(list) != 2 || list[1].FeedID != id {
		t.Fatalf("subscriptions = %v, %v", list, err)
	}
	r.clock.move(5 * time.Minute)
	body := rss(item("Forged", "http://harbour.example/1", "1", morning))
	deliver(t, r.callback+list[1].Token, sign("sha256", list[1].Secret, body), body)
	feeds, err := r.db.ListFeeds(t.Context())
	if err != nil || len(r.headlines()) != 0 {
		t.Fatalf("articles = %q, %v; want none", r.headlines(), err)
	}
	for _, f := range feeds {
		if f.ID == id && !f.NextPollAt.Equal(r.clock.Now()) {
			t.Errorf("next poll at %v, want now", f.NextPollAt)
		}
	}
}

func TestHubThatKeepsThingsBackIsNotReliedOn(t *testing.T) {
	for _, tc := range []struct {
		name  string
		heard string // what the hub delivered since the last poll
		age   time.Duration
		want  bool // it is still relied on
	}{
		{"an old item, nothing heard", "", time.Hour, false},
		{"an item without a time, nothing heard", "", 0, false},
		{"an item that is just out", "", time.Minute, true},
		{"an old item, another one heard of", rss(item("Other", "http://harbour.example/9", "9", morning)), time.Hour, false},
		{"an item without a time, another heard of", rss(item("Other", "http://harbour.example/9", "9", morning)), 0, true},
		{"an old item, a ping heard", "ping", time.Hour, true},
		{"the item was heard of", rss(item("One", "http://harbour.example/1", "1", morning)), time.Hour, true},
	} {
		t.Run(tc.name, func(t *testing.T) {
			r := activeRig(t)
			if tc.heard != "" {
				r.push(tc.heard)
			}
			r.clock.move(time.Hour)
			r.poll(r.found(tc.age, "1"))
			if got := !r.stands().Pushed.IsZero(); got != tc.want {
				t.Errorf("relied on: %v, want %v", got, tc.want)
			}
			if got := r.subscription().Fault == news.HubMissed; got == tc.want {
				t.Errorf("the fault says so: %v", got)
			}
		})
	}
}

func TestHubWinsTrustBack(t *testing.T) {
	r := activeRig(t)
	r.clock.move(time.Hour)
	r.poll(r.found(time.Hour, "1"))
	r.clock.move(time.Hour)
	r.push(rss(item("Two", "http://harbour.example/2", "2", morning)))
	if s := r.stands(); !s.Pushed.IsZero() {
		t.Errorf("pushed until %v within the same lease, want it not relied on", s.Pushed)
	}
	r.clock.move(tenDays * 4 / 5)
	r.round(1)
	if s := r.subscription(); !r.stands().Pushed.Equal(s.Until) || s.Fault != "" || !s.MissedAt.IsZero() {
		t.Errorf("subscription = %+v, pushed until %v; want it relied on in its next lease", s, r.stands().Pushed)
	}
	r.clock.move(time.Hour)
	r.poll(r.found(time.Hour, "3"))
	r.clock.move(tenDays * 4 / 5)
	r.round(1)
	if s := r.subscription(); !r.stands().Pushed.IsZero() || s.Fault != news.HubMissed || s.State != news.SubscriptionActive {
		t.Errorf("subscription = %+v, pushed until %v; want it not relied on: it said nothing since", s, r.stands().Pushed)
	}
}
