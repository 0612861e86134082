package news

// Following is a feed that is to be followed from now on, and who publishes
// it. An outlet is known by its name, a feed by its address.
type Following struct {
	Outlet  Outlet
	FeedURL string
	Title   string // what the feed calls itself; may be empty
	Folder  string // as in Feed
	Pattern string // as in Feed
}

// Followed says what came of a Following.
type Followed struct {
	FeedID FeedID // 0 when it could not be followed
	Added  bool   // false when the feed was followed already
	Reason string // why it could not be followed, one sentence; "" when it was
}
