package news

import "time"

// The kinds of event, as the desk's stream names them.
const (
	EventArticle = "article" // an article came in or was read
	EventStory   = "story"   // a story was made or changed
	EventPost    = "post"    // what readers see of a post changed
	EventDraft   = "draft"   // a post that readers do not see was saved
	EventComment = "comment" // a comment came in or was decided on
	EventFeed    = "feed"    // a feed was polled with a new result
	EventOutlet  = "outlet"  // an outlet was added or changed

	EventSettings = "settings" // the publication's settings were changed
)

// Event is one line of the newsroom's log: what happened to which thing.
// Cursor is where a reader of the log goes on after it.
type Event struct {
	ID      EventID
	Cursor  string
	At      time.Time
	Kind    string // one of the Event constants
	Subject int64  // the thing's identity, 0 when the event is about many
	Text    string // one line for people
}
