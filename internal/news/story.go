package news

import "time"

// StoryState says what the editor did with a story.
type StoryState string

// The states of a story.
const (
	StoryNew     StoryState = "new"
	StoryDrafted StoryState = "drafted"
	StoryPosted  StoryState = "posted"
	StorySpiked  StoryState = "spiked"
)

// Story is one event, told by one or more articles.
type Story struct {
	ID          StoryID
	Headline    string // proposed, or the editor's
	State       StoryState
	Languages   []string // of its articles, most frequent first
	Reports     int      // articles in it
	Outlets     int      // outlets that report it
	Independent int      // outlets with a text of their own
	FirstAt     time.Time
	FirstOutlet string
	LatestAt    time.Time
	UpdatedAt   time.Time
	PostID      PostID // the draft or post made of it, 0 when there is none
	Rhythm      []int  // reports in each hour, the last hour last, 24 of them
	Articles    []Article
}
