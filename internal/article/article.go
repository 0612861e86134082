// Package article makes of a news page what an editor can quote without
// opening it: headline, standfirst, paragraphs, authors, dateline, agency
// credit, picture and times. Where a page cannot be read, the feed's own
// content serves. Fetching pages and storing readings are left to others.
package article

import (
	"time"

	"dateline/internal/news"
)

// Hint is what is known of a report before its page is read.
type Hint struct {
	Item   news.Item
	Outlet news.Outlet
	// Agencies are the names, as printed, of the agencies that the newsroom
	// follows. They are known beside those that every newsroom knows.
	Agencies []string
	// Now is when the page was read; a report dated well after it is not
	// believed. The zero time believes all.
	Now time.Time
}
