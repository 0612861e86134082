package news

import "time"

// Wire is a parsed feed: what it says of itself and the items on it, in the
// feed's own order. HTML in it is raw and must go through clean before anyone
// sees it.
type Wire struct {
	Format      string // "rss", "atom", "json", "rdf", "sitemap", "cdf"
	ID          string
	Title       string // HTML
	Link        string // the site's address, absolute when a base was known
	Subtitle    string // HTML
	Language    string // BCP 47 as the feed wrote it
	Updated     time.Time
	Published   time.Time
	Rights      string // HTML
	Generator   string
	Icon        string
	Logo        string
	Image       Image
	Authors     []Person
	Links       []Link
	Categories  []Category
	TTL         time.Duration // how long the feed asks to be left alone, 0 when it does not say
	SkipHours   []int         // hours of the day, UTC, in which it asks not to be polled
	SkipDays    []time.Weekday
	UpdateEvery time.Duration // sy:updatePeriod / sy:updateFrequency, 0 when it does not say
	Hub         string        // WebSub hub, "" when there is none
	Self        string        // the address the feed gives as its own
	Truncated   bool          // the document was cut or damaged: what could be read was kept
	Damage      string        // the first damage met, in one fixed word of wire's, "" for none
	Items       []Item
}

// Item is one thing on a wire before its page is read.
type Item struct {
	GUID       string // the feed's own name for it, "" when it gives none
	URL        string // the report's address, absolute when a base was known
	Headline   string // HTML as the feed wrote it, entities still in place
	Summary    string // HTML
	Content    string // HTML
	ContentSrc string // where the content stands instead, for Atom's content src
	Authors    []Person
	Published  time.Time // zero when the feed does not say
	Updated    time.Time // zero when the feed does not say
	Categories []Category
	Enclosures []Enclosure
	Thumbnails []Image
	Image      Image
	Links      []Link
	Comments   string // the address of its comments
	Rights     string // HTML
	Language   string
	Source     Source // where the item came from, when a feed carries another's
	Credit     string // who the publisher says the text is by: dc:source, media:credit and the like
	Video      Video  // the video it is, for the feeds of video channels
}

// Person is an author as a feed or a page names one.
type Person struct {
	Name  string `json:"name"`
	Email string `json:"email,omitempty"`
	URL   string `json:"url,omitempty"`
}

// Category is what a publisher filed an item under.
type Category struct {
	Term   string `json:"term"`
	Scheme string `json:"scheme,omitempty"`
	Label  string `json:"label,omitempty"`
}

// Enclosure is a file that comes with an item.
type Enclosure struct {
	URL    string `json:"url"`
	Type   string `json:"type,omitempty"`
	Length string `json:"length,omitempty"` // bytes, as the feed wrote it
}

// Image is a picture's address and what is known of it.
type Image struct {
	URL    string `json:"url"`
	Title  string `json:"title,omitempty"`
	Link   string `json:"link,omitempty"`
	Width  string `json:"width,omitempty"`
	Height string `json:"height,omitempty"`
}

// Link is one link of a feed or an item.
type Link struct {
	Href     string `json:"href"`
	Rel      string `json:"rel,omitempty"`
	Type     string `json:"type,omitempty"`
	Title    string `json:"title,omitempty"`
	HrefLang string `json:"hreflang,omitempty"`
	Length   string `json:"length,omitempty"`
}

// Source is the feed that an item was taken over from.
type Source struct {
	Title string `json:"title,omitempty"`
	Link  string `json:"link,omitempty"`
	ID    string `json:"id,omitempty"`
	Links []Link `json:"links,omitempty"`
}

// Video names a video at its provider: {"youtube", "dQw4w9WgXcQ"}.
type Video struct {
	Provider string `json:"provider,omitempty"`
	ID       string `json:"id,omitempty"`
}

// Arrival is an item as a poll hands it to the store: named, cleaned, and made
// into what an article is before its page is read.
type Arrival struct {
	// GUID is the item's identity within its feed, never empty: the feed's
	// own, else its address, else a hash of its words.
	GUID string
	// Key is the AddressKey of the item's address, "" when it has none.
	Key string
	// Content is a hash of the item's words where they are long enough to tell
	// it from others, else "". Two items of one outlet with the same words are
	// one article.
	Content string
	// Publisher is the outlet that published the item when it is another than
	// the feed's: its name and site. The zero value means the feed's own.
	Publisher Outlet
	// Article holds the address, the plain-text headline, the language, the
	// times and the Item with its HTML cleaned.
	Article Article
}
