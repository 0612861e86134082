package news

import "time"

// Grouping is what one round of grouping decided, to be recorded as a whole or
// not at all.
type Grouping struct {
	// Placements say where articles are now. An article is named once.
	Placements []Placement
	// Stories are all stories that changed, as they are after the round.
	// Those whose id is unknown are new.
	Stories []StorySummary
	// Copies are the articles whose standing as a copy changed.
	Copies []Copy
	// Forwards are the stories that the round emptied, and where their
	// reports went. They have no summary.
	Forwards []Forward
}

// Placement says which story an article is in.
type Placement struct {
	ArticleID ArticleID
	// Revision is the article's revision that the placement was made for: an
	// article that has a newer one by now still waits.
	Revision int
	StoryID  StoryID // 0 for one that is kept away and left its story
}

// Copy says whose text an article is.
type Copy struct {
	ArticleID ArticleID
	CopyOf    ArticleID // 0: the text is its outlet's own
}

// Forward sends those who ask for one story to the one that took its reports.
// To is 0 when none did, because all of them are kept away.
type Forward struct {
	From, To StoryID
}

// StorySummary is what a story list shows of a story, made from its reports.
type StorySummary struct {
	ID          StoryID
	Headline    string   // proposed
	Languages   []string // of its reports, most frequent first
	Reports     int      // never 0
	Outlets     int      // outlets that report it
	Independent int      // outlets with a text of their own
	FirstAt     time.Time
	FirstOutlet string
	LatestAt    time.Time
	Rhythm      []int // reports in each hour, the last hour last, 24 of them
}
