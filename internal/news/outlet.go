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
	Standing Standing   // what the editor thinks of it
	StateRun bool       // the editor marked it as run by a state
	AddedAt  time.Time
}

// Standing is what the editor thinks of an outlet.
type Standing string

// The standings of an outlet.
const (
	StandingPlain     Standing = ""
	StandingPreferred Standing = "preferred" // leads a story before others
	StandingIgnored   Standing = "ignored"   // its reports are kept but not read, grouped or listed
)

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
	Site     string // the site the feed says that it belongs to; may be empty
	Folder   string // where it stands in the editor's list, nested folders joined by "/"; may be empty
	State    FeedState

	// Pattern is set for a page without a feed that is followed by its links:
	// the addresses that count as reports, "*" standing for anything within
	// one part of the path, "#" for a number, "**" for anything. It is empty
	// for a feed.
	Pattern string

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
	FaultKind     string        // the same in one fixed word, as fetch names it
	Failures      int           // polls that failed, one after the other
	FailingSince  time.Time     // the first of them; zero when the last poll went well
	Warning       string        // what an editor should know of a feed that was read, one plain sentence; may be empty
	Items         int           // items seen in it so far
	NewestAt      time.Time     // when its newest report was published; zero when it never had one

	// What the feed last asked for in its body, kept because an answer that
	// nothing has changed does not repeat it.
	Asked Pace

	// Rhythm counts the new items that came in each hour of the day, UTC, with
	// older days weighing less; nil while nothing is known.
	Rhythm   []float64
	RhythmAt time.Time // the time that the counts hold for

	// Move is where the feed may be going.
	Move FeedMove

	// Pushed says until when the feed's hub tells us of what is new, so that
	// polling is only a safety net; zero when no hub does.
	Pushed time.Time
}

// Pace is how a feed asks to be polled.
type Pace struct {
	Every     time.Duration  // no more often than this, 0 when it does not say
	SkipHours []int          // hours of the day, UTC, in which it asks not to be polled
	SkipDays  []time.Weekday // days, UTC
	At        time.Time      // when it last said so, which is when its last whole body came
}

// FeedMove is a permanent redirect of a feed that is being watched, or that
// was followed and can be undone.
type FeedMove struct {
	To    string    // the address it leads to; "" when there is none
	Count int       // polls in a row that were led there and read a feed
	Since time.Time // the first of them
	From  string    // the address before the last move, "" when there was none
	At    time.Time // when it was moved
	// Refused is an address that the editor took the feed back from: it is
	// not moved there again.
	Refused string
}

// FeedClaim is one worker's right to poll one feed. Epoch fences it: what a
// worker records under an older epoch than the feed's is refused.
type FeedClaim struct {
	Feed
	OutletLanguage string
	Epoch          int64
	Stood          string    // hash of all items that stood in it at the last poll, "" for none
	TakenFrom      time.Time // after a flood: older items are not taken
}

// Poll is what came of asking a feed once.
type Poll struct {
	At           time.Time // editorial time
	Status       int       // HTTP status, 0 when there was no answer
	Fault        string    // one plain sentence, "" when the feed was read or had not changed
	FaultKind    string    // the same in one fixed word
	Warning      string    // what was wrong with a feed that could be read all the same, one plain sentence
	Gone         bool      // the outlet said that the feed is gone for good
	Move         FeedMove  // as it stands after this poll
	MovedTo      string    // the address to poll from now on, "" to leave it
	NotModified  bool      // nothing new: 304, or the same body as before
	ETag         string
	LastModified string
	BodyHash     string
	Title        string // what the feed calls itself
	Language     string // what the feed says of its language
	Site         string // the site it says that it belongs to
	Hub          string // the WebSub hub that tells of what is new, "" when there is none
	Topic        string // the address under which the hub knows the feed
	Asked        Pace   // what the feed asks for; as before when the poll brought no body
	NextPollAt   time.Time
	Interval     time.Duration
	// HostUntil is the time before which the feed's host asked not to be asked
	// again; zero when it did not.
	HostUntil time.Time
	Arrivals  []Arrival
}

// Taken says what the store made of a poll's arrivals.
type Taken struct {
	New     int `json:"new"`     // articles that were not there before
	Known   int `json:"known"`   // items of articles that were
	Changed int `json:"changed"` // articles of which the feed changed headline or text
	Muted   int `json:"muted"`   // new articles that a rule or an ignored outlet keeps away
}
