package news

import "time"

// Publication is what the newsroom publishes and how it prints: its name,
// zone, language, and the fixed phrases of a post.
type Publication struct {
	Title       string `json:"title"`
	Description string `json:"description"`
	Address     string `json:"address"` // the site's public address, without a slash at its end
	Zone        string `json:"zone"`    // IANA name
	Language    string `json:"language"`
	Signature   string `json:"signature"` // "WNU Editor"
	Contact     string `json:"contact"`   // a mail address or page, told to the outlets we poll
	HoldComment bool   `json:"hold_comments"`

	Phrases Phrases `json:"phrases"`

	About       string `json:"about"` // Markdown
	ContactPage string `json:"contact_page"`
	Privacy     string `json:"privacy"`
}

// Phrases are the fixed words of a post. Empty ones stand for the defaults.
type Phrases struct {
	ReadMore  string `json:"read_more"`  // "Read more ...."
	MoreNews  string `json:"more_news"`  // "More News On"
	Separator string `json:"separator"`  // " -- "
	Update    string `json:"update"`     // "Update"
	Previous  string `json:"previous"`   // "Previous Post"
	Said      string `json:"said"`       // "said..."
	Comment   string `json:"comment"`    // "comment:"
	Comments  string `json:"comments"`   // "comments:"
	Editorial string `json:"editorial"`  // "editorial"
	DayFormat string `json:"day_format"` // Go layout: "Monday, January 2, 2006"
}

// DefaultPhrases are the phrases of a publication that sets none.
var DefaultPhrases = Phrases{
	ReadMore: "Read more ....", MoreNews: "More News On", Separator: " -- ",
	Update: "Update", Previous: "Previous Post", Said: "said...",
	Comment: "comment:", Comments: "comments:", Editorial: "editorial",
	DayFormat: "Monday, January 2, 2006",
}

// Location returns the publication's time zone, UTC when it names none that
// is known.
func (p *Publication) Location() *time.Location {
	if loc, err := time.LoadLocation(p.Zone); err == nil {
		return loc
	}
	return time.UTC
}

// Words returns the publication's phrases with defaults for those it leaves
// empty.
func (p *Publication) Words() Phrases {
	w, d := p.Phrases, DefaultPhrases
	for _, f := range []struct{ own, def *string }{
		{&w.ReadMore, &d.ReadMore},
		{&w.MoreNews, &d.MoreNews},
		{&w.Separator, &d.Separator},
		{&w.Update, &d.Update},
		{&w.Previous, &d.Previous},
		{&w.Said, &d.Said},
		{&w.Comment, &d.Comment},
		{&w.Comments, &d.Comments},
		{&w.Editorial, &d.Editorial},
		{&w.DayFormat, &d.DayFormat},
	} {
		if *f.own == "" {
			*f.own = *f.def
		}
	}
	return w
}
