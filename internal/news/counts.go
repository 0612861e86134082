package news

// Counts is what waits at the desk.
type Counts struct {
	NewStories   int // with a report in the desk's window, neither drafted nor spiked
	Drafts       int
	HeldComments int
	FailingFeeds int // whose last poll failed
}
