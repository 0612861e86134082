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
}
