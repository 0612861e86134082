package news

import "time"

// OutletKind says what sort of publisher an outlet is.
type OutletKind string

// The kinds of outlet.
const (
	KindNewspaper   OutletKind = "newspaper"
	KindAgency      OutletKind = "agency"
	KindBroadcaster OutletKind = "broadcaster"
	KindVideo       OutletKind = "video" // a video channel
	KindAnalysis    OutletKind = "analysis"
	KindBlog        OutletKind = "blog"
)

// OutletKinds lists every kind of outlet, in the order a form offers them.
var OutletKinds = []OutletKind{
	KindNewspaper, KindAgency, KindBroadcaster, KindVideo, KindAnalysis, KindBlog,
}

// Outlet is who publishes: an agency, a newspaper, a blog, a video channel.
type Outlet struct {
	ID       OutletID
	Name     string     // as it is to be printed
	Site     string     // the address of its front page; may be empty
	Country  string     // ISO 3166 alpha-2, upper case; may be empty
	Language string     // BCP 47, lower case; may be empty
	Kind     OutletKind // never empty once stored
	AddedAt  time.Time
}

// FeedState says whether a feed is polled, and if not, why.
type FeedState string

// The states of a feed.
const (
	FeedActive  FeedState = "active"
	FeedGone    FeedState = "gone"    // the outlet answered 410: it is asked no more
	FeedStopped FeedState = "stopped" // the editor stopped it
)

// Feed is one address of an outlet that we poll.
type Feed struct {
	ID       FeedID
	OutletID OutletID
	Outlet   string // the outlet's name, as it is to be printed
	URL      string
	Title    string // what the feed calls itself
	State    FeedState

	// What the last answer left for the next conditional request, byte for
	// byte as it was received.
	ETag         string
	LastModified string
	BodyHash     string // hex SHA-256 of the last body read in full

	NextPollAt    time.Time     // editorial time of the next poll
	Interval      time.Duration // the interval now in force
	LastPollAt    time.Time     // zero: never polled
	LastSuccessAt time.Time     // zero: never read
	LastStatus    int           // HTTP status of the last answer, 0 when there was none
	Fault         string        // the last poll's fault in one plain sentence, "" when it went well
	Failures      int           // polls that failed, one after the other
	Items         int           // items seen in it so far
}

// FeedClaim is one worker's right to poll one feed. Epoch fences it: what a
// worker records under an older epoch than the feed's is refused.
type FeedClaim struct {
	Feed
	OutletLanguage string
	Epoch          int64
}

// Poll is what came of asking a feed once.
type Poll struct {
	At           time.Time // editorial time
	Status       int       // HTTP status, 0 when there was no answer
	Fault        string    // one plain sentence, "" when the feed was read or had not changed
	Gone         bool      // the outlet said that the feed is gone for good
	NotModified  bool      // nothing new: 304, or the same body as before
	ETag         string
	LastModified string
	BodyHash     string
	Title        string // what the feed calls itself
	Language     string // what the feed says of its language
	NextPollAt   time.Time
	Interval     time.Duration
	Arrivals     []Arrival
}
