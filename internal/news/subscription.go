package news

import "time"

// SubscriptionState says how far a subscription with a hub has come.
type SubscriptionState string

// The states of a subscription.
const (
	SubscriptionWanted  SubscriptionState = "wanted"  // the hub is to be asked
	SubscriptionAsked   SubscriptionState = "asked"   // asked, not confirmed by the hub yet
	SubscriptionActive  SubscriptionState = "active"  // the hub tells us of what is new
	SubscriptionRefused SubscriptionState = "refused" // the hub said no; asked again much later
	SubscriptionEnded   SubscriptionState = "ended"   // the feed is polled no more; taken up again when it is
)

// Subscription is our standing with the hub of one feed, as WebSub
// (W3C Recommendation, 2018) describes it.
type Subscription struct {
	FeedID   FeedID
	Hub      string
	Topic    string // the address under which the hub knows the feed
	Token    string // the secret part of our callback's address
	Secret   string // what the hub signs its messages with
	State    SubscriptionState
	Until    time.Time // the lease's end, zero before it was granted
	NextAt   time.Time // when the hub is to be asked (again)
	Failures int       // requests that failed, one after the other
	Fault    string    // the last of them in one plain sentence
	LastAt   time.Time // when the hub last told us something, zero for never
	MissedAt time.Time // when a poll found what the hub had not told, zero when none did since the hub was trusted
}

// HubMissed is the fault of a subscription whose hub kept something from us.
const HubMissed = "The hub did not tell of everything, so the feed is polled as often as without it."

// Words says in one plain sentence how a subscription stands at now, editorial
// time. Reachable is whether the newsroom has an address that hubs can reach.
func (s *Subscription) Words(now time.Time, reachable bool) string {
	active := s.State == SubscriptionActive && s.Until.After(now)
	switch {
	case s.State == SubscriptionEnded:
		return "The feed is polled no more, so its hub was told that we leave."
	case !reachable && !active:
		return "It has a hub, which is not asked to tell us what is new: the newsroom's address cannot be reached from outside."
	case s.Fault != "":
		return s.Fault
	case active && s.LastAt.IsZero():
		return "The hub has agreed to tell us what is new, and has not had to yet."
	case active:
		return "The hub tells us what is new."
	}
	return "The hub is being asked to tell us what is new."
}
