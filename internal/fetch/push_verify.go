package fetch

import (
	"context"
	"fmt"
	"math"
	"net/url"
	"strconv"
	"time"

	"dateline/internal/news"
)

// longestChallenge is how many bytes of a hub's challenge are given back.
const longestChallenge = 4 << 10

// Verify answers a hub that asks at our callback whether we meant what we
// asked of it, or says that it refuses. It returns the challenge to give back,
// "" for a refusal, which needs none. What does not fit what we asked for is
// an error of kind news.ErrNotFound.
func (s *Subscriber) Verify(ctx context.Context, token string, query url.Values) (challenge string, err error) {
	sub, err := s.Subscriptions.Subscription(ctx, token)
	if err != nil {
		return "", err
	}
	challenge = query.Get("hub.challenge")
	mode, ended := query.Get("hub.mode"), sub.State == news.SubscriptionEnded
	asked := challenge != "" && len(challenge) <= longestChallenge
	switch {
	case query.Get("hub.topic") != sub.Topic:
	case mode == "subscribe" && asked && !ended:
		return challenge, s.granted(ctx, *sub, leaseOf(query.Get("hub.lease_seconds")))
	case mode == "unsubscribe" && asked && ended:
		return challenge, nil
	case mode == "denied" && !ended:
		return "", s.denied(ctx, *sub, query.Get("hub.reason"))
	}
	return "", fmt.Errorf("nothing like that was asked of the hub: %w", news.ErrNotFound)
}

// granted notes that the hub tells us of the feed for as long as the lease.
func (s *Subscriber) granted(ctx context.Context, sub news.Subscription, lease time.Duration) error {
	now := s.Now()
	before := sub.Until
	sub.State, sub.Failures, sub.Fault = news.SubscriptionActive, 0, ""
	sub.Until = now.Add(lease)
	sub.NextAt = now.Add(lease*4/5 - s.part(lease/20))
	return s.Subscriptions.RecordAnswer(ctx, trusted(&sub, before), pushedUntil(&sub, before))
}

// pushedUntil says until when the polling of a feed may rely on its hub, zero
// for not at all. In its first lease a hub is given credit; after that it must
// have told us something; and one that kept something from us must have told
// us something since.
func pushedUntil(sub *news.Subscription, before time.Time) time.Time {
	switch {
	case !sub.MissedAt.IsZero() && !sub.LastAt.After(sub.MissedAt):
		return time.Time{}
	case before.IsZero(), !sub.LastAt.IsZero():
		return sub.Until
	}
	return before
}

// trusted forgets what a hub once kept from us when it is relied on again, and
// says it otherwise.
func trusted(sub *news.Subscription, before time.Time) news.Subscription {
	kept := *sub
	switch {
	case kept.MissedAt.IsZero():
	case pushedUntil(sub, before).IsZero():
		kept.Fault = news.HubMissed
	default:
		kept.MissedAt = time.Time{}
	}
	return kept
}

// denied notes that the hub refuses. It is asked again much later.
func (s *Subscriber) denied(ctx context.Context, sub news.Subscription, reason string) error {
	sub.State, sub.Fault, sub.Until = news.SubscriptionRefused, "The hub refused.", time.Time{}
	if reason = cutLine(cleanText(reason), longestRefusal); reason != "" {
		sub.Fault = "The hub refused: " + reason
	}
	sub.NextAt = s.Now().Add(hubRefusedFor + s.part(hubRefusedFor/10))
	sub.Failures = 0
	return s.Subscriptions.RecordAnswer(ctx, sub, time.Time{})
}

// leaseOf reads how long a hub grants, within what we believe. One that does
// not say grants what we asked for.
func leaseOf(seconds string) time.Duration {
	n, err := strconv.ParseFloat(seconds, 64)
	if seconds == "" || (err != nil && n == 0) || math.IsNaN(n) {
		return leaseWanted
	}
	n = min(max(n, leaseShortest.Seconds()), leaseLongest.Seconds())
	return time.Duration(n) * time.Second
}
