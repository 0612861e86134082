package news

import "time"

// PublicationOrder is one press on Publish: which version of which post, when,
// and the addresses it may take, best first.
type PublicationOrder struct {
	PostID  PostID
	Version int
	At      time.Time
	Year    int // of At in the publication's time zone
	Month   int
	Slugs   []string
	Editor  EditorID
}
