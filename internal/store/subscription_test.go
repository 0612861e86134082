package store_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"dateline/internal/news"
	"dateline/internal/newstest"
	"dateline/internal/store"
)

const someHub, someTopic = "http://hub.example/", "http://herald.example/self"

// hubbed returns a newsroom that follows a feed whose poll named a hub.
func hubbed(t *testing.T, o store.Options, p news.Poll) (*store.DB, news.FeedID) {
	t.Helper()
	db := newstest.Open(t, o)
	id := follow(t, db, "Herald", "http://herald.example/feed")
	pollWith(t, db, p)
	return db, id
}

// pollWith records a poll of the one feed that is followed, which is due again
// an hour later.
func pollWith(t *testing.T, db *store.DB, p news.Poll) {
	t.Helper()
	p.At, p.NextPollAt = newstest.Noon, newstest.Noon.Add(time.Hour)
	claims, err := db.ClaimFeeds(ctx, newstest.Noon, 10, time.Minute)
	if err != nil || len(claims) != 1 {
		t.Fatalf("claims = %v, %v; want one", claims, err)
	}
	if _, err := db.RecordPoll(ctx, claims[0], p); err != nil {
		t.Fatal(err)
	}
}

func mustClaimHubs(t *testing.T, db *store.DB, at time.Time, want int) []news.Subscription {
	t.Helper()
	claims, err := db.ClaimSubscriptions(ctx, at, 10, 10*time.Minute)
	if err != nil || len(claims) != want {
		t.Fatalf("claimed subscriptions = %v, %v; want %d", claims, err, want)
	}
	return claims
}

func TestSubscriptionIsClaimedOnce(t *testing.T) {
	o := newstest.Options(t)
	db, id := hubbed(t, o, news.Poll{Status: 200, Hub: someHub, Topic: someTopic})
	other := newstest.Open(t, o)
	claim := mustClaimHubs(t, db, newstest.Noon, 1)[0]
	if claim.FeedID != id || claim.Hub != someHub || claim.Topic != someTopic || claim.State != news.SubscriptionAsked {
		t.Errorf("claim = %+v; want the feed's, as asked", claim)
	}
	mustClaimHubs(t, other, newstest.Noon.Add(9*time.Minute), 0)
	mustClaimHubs(t, other, newstest.Noon.Add(10*time.Minute), 1) // whoever claimed it died
}

func TestHubsAnswerStandsAgainstLateRecord(t *testing.T) {
	db, id := hubbed(t, newstest.Options(t), news.Poll{Status: 200, Hub: someHub, Topic: someTopic})
	claim := mustClaimHubs(t, db, newstest.Noon, 1)[0]
	granted := claim
	granted.State, granted.Until, granted.NextAt = news.SubscriptionActive, newstest.Noon.Add(48*time.Hour), newstest.Noon.Add(36*time.Hour)
	if err := db.RecordAnswer(ctx, granted, granted.Until); err != nil {
		t.Fatal(err)
	}
	late := claim
	late.State, late.Fault, late.NextAt = news.SubscriptionWanted, "The hub took too long.", newstest.Noon.Add(time.Minute)
	if err := db.RecordAsked(ctx, claim, late); err != nil {
		t.Fatal(err)
	}
	s, err := db.Subscription(ctx, claim.Token)
	if err != nil || *s != granted || s.FeedID != id {
		t.Errorf("subscription = %+v, %v; want %+v", s, err, granted)
	}
	unknown := granted
	unknown.Token = "x"
	if err := db.RecordAnswer(ctx, unknown, time.Time{}); !errors.Is(err, news.ErrNotFound) {
		t.Errorf("an answer for no subscription = %v; want not found", err)
	}
	if _, err := db.Subscription(ctx, "x"); !errors.Is(err, news.ErrNotFound) {
		t.Errorf("no subscription = %v; want not found", err)
	}
}

func TestHubsThatCannotBeKept(t *testing.T) {
	for name, hub := range map[string]string{
		"none": "", "a script": "javascript:alert(1)", "too long": "http://hub.example/" + strings.Repeat("a", 3000),
		"NUL": "http://hub.example/\x00", "no text": "http://hub.example/\xff",
	} {
		db, _ := hubbed(t, newstest.Options(t), news.Poll{Status: 200, Hub: hub})
		if list, err := db.ListSubscriptions(ctx); err != nil || len(list) != 0 {
			t.Errorf("%s: subscriptions = %v, %v; want none", name, list, err)
		}
	}
}

func TestPingLeavesASiteAloneThatAsksForIt(t *testing.T) {
	at := newstest.Noon.Add(30 * time.Minute)
	for _, tc := range []struct {
		name string
		poll news.Poll
		want time.Time
	}{
		{"all is well", news.Poll{Status: 200}, at},
		{"it broke down", news.Poll{Status: 500, Fault: "A fault.", FaultKind: "http_5xx"}, at},
		{"too often", news.Poll{Status: 429, Fault: "Too often.", FaultKind: "http_429"}, newstest.Noon.Add(time.Hour)},
		{"away", news.Poll{Status: 503, Fault: "Away.", FaultKind: "http_503"}, newstest.Noon.Add(time.Hour)},
		{"left alone", news.Poll{Fault: "Waiting.", FaultKind: "waiting"}, newstest.Noon.Add(time.Hour)},
	} {
		t.Run(tc.name, func(t *testing.T) {
			tc.poll.Hub, tc.poll.Topic = someHub, someTopic
			db, id := hubbed(t, newstest.Options(t), tc.poll)
			if err := db.RecordPing(ctx, id, at, time.Minute); err != nil {
				t.Fatal(err)
			}
			feeds, err := db.ListFeeds(ctx)
			if err != nil || !feeds[0].NextPollAt.Equal(tc.want) {
				t.Errorf("next poll at %v (%v), want %v", feeds[0].NextPollAt, err, tc.want)
			}
		})
	}
	db := newstest.DB(t)
	if err := db.RecordPing(ctx, 7, at, time.Minute); !errors.Is(err, news.ErrNotFound) {
		t.Errorf("a ping for no feed = %v; want not found", err)
	}
}

func TestSubscriptionGoesWithItsFeed(t *testing.T) {
	db, id := hubbed(t, newstest.Options(t), news.Poll{Status: 200, Hub: someHub, Topic: someTopic})
	if err := db.SetFeedStopped(ctx, id, true); err != nil {
		t.Fatal(err)
	}
	mustClaimHubs(t, db, newstest.Noon, 0)
	if left, err := db.EndSubscriptions(ctx, newstest.Noon, 10); err != nil || len(left) != 0 {
		t.Errorf("ended = %v, %v; want none: the hub was never asked", left, err)
	}
	if err := db.SetFeedStopped(ctx, id, false); err != nil {
		t.Fatal(err)
	}
	mustClaimHubs(t, db, newstest.Noon, 1)
	if err := db.SetFeedStopped(ctx, id, true); err != nil {
		t.Fatal(err)
	}
	for _, want := range []int{1, 0} {
		left, err := db.EndSubscriptions(ctx, newstest.Noon, 10)
		if err != nil || len(left) != want {
			t.Errorf("ended = %v, %v; want %d", left, err, want)
		}
	}
	if _, err := db.PushedFeed(ctx, id); !errors.Is(err, news.ErrNotFound) {
		t.Errorf("a stopped feed = %v; want not found", err)
	}
}
