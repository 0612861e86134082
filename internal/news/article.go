package news

import "time"

// ArticleState says how far the reading of an article has come.
type ArticleState string

// The states of an article.
const (
	ArticleWaiting ArticleState = "waiting" // its page has not been read yet
	ArticleRead    ArticleState = "read"    // its page was read
	ArticleFeed    ArticleState = "feed"    // its page cannot be read: the feed's own content serves
)

// Form says what form a report has; it decides how the report is attributed.
type Form string

// The forms of a report.
const (
	FormReport    Form = "report"
	FormOpinion   Form = "opinion"   // a signed opinion: printed with its author
	FormAnalysis  Form = "analysis"  // a signed analysis: printed with its author
	FormEditorial Form = "editorial" // the outlet's own opinion: printed "Outlet editorial"
	FormVideo     Form = "video"     // a video, nothing to quote
)

// Article is one outlet's report.
type Article struct {
	ID       ArticleID
	OutletID OutletID
	Outlet   string     // the outlet's name, as it is to be printed
	Kind     OutletKind // the outlet's kind
	Standing Standing   // what the editor thinks of the outlet
	FeedID   FeedID     // the feed it was first seen in, 0 when an editor sent its address
	URL      string     // where readers are sent
	State    ArticleState
	Note     string // why the page could not be read, one plain sentence
	FoundAt  time.Time
	StoryID  StoryID // 0 while it is in no story
	CopyOf   ArticleID
	MutedBy  RuleID    // the rule that keeps it away, RuleOutlet when its outlet is ignored, RuleJoined for a double, 0 when nothing does
	JoinedTo ArticleID // the article that this one turned out to be, 0 for none
	Version  int       // how often its headline or text changed, 1 at first
	Revision int       // grows with every change that grouping has to look at
	Item     Item
	Reading
}

// Reading is what was learnt of an article from its page and its feed. Texts
// are plain text, verbatim: the outlet's quotation marks, bracketed insertions
// and dateline are kept.
type Reading struct {
	Headline   string // as the page prints it
	ShareTitle string // as the page declares it for sharing, without the outlet's name
	Standfirst string // the sentence below the headline, "" when there is none
	Paragraphs []string
	Authors    []string // persons only
	Bodies     []string // desks, agencies and others that the byline names beside persons or instead of them
	Credit     []string // short names of the agencies it comes from: "AP"
	Dateline   Dateline
	Form       Form
	Section    string
	Language   string // BCP 47, lower case
	Published  time.Time
	Modified   time.Time
	Canonical  string // the address the page gives as its own, checked for plausibility
	Landed     string // where the page was found in the end, "" when that was not noted; it is not kept
	Picture    Picture
	Video      Video
	Paywalled  bool
	// Origins says for each fact above where it came from: "json-ld",
	// "og", "page", "feed". Keys are lower-case field names.
	Origins map[string]string
}

// ArticleVersion is an article's text as it was before it changed.
type ArticleVersion struct {
	Version    int
	Until      time.Time // when the next version was seen
	Headline   string
	Standfirst string
	Paragraphs []string
}

// VersionsKept is how many former versions of an article are kept: the first
// and the latest.
const VersionsKept = 20

// Dateline is where and when a report was filed, and by which agency.
type Dateline struct {
	Place  string `json:"place,omitempty"`
	Date   string `json:"date,omitempty"` // as it was written: "May 31"
	Agency string `json:"agency,omitempty"`
}

// Picture is an article's lead picture. Its address is the outlet's: no page
// of ours may load it from there.
type Picture struct {
	URL     string `json:"url,omitempty"`
	Caption string `json:"caption,omitempty"`
	Credit  string `json:"credit,omitempty"`
}

// Label returns how the article is attributed in a list: "Outlet",
// "Outlet/Agency", "Author, Outlet" or "Outlet editorial".
func (a *Article) Label() string {
	return Attribution(a.Outlet, a.Byline(), a.Agency(), a.Form)
}

// Agency returns the short name of the agency whose text the article runs, or
// "" when the text is the outlet's own.
func (a *Article) Agency() string {
	for _, c := range a.Credit {
		if c != "" && !SameName(c, a.Outlet) {
			return c
		}
	}
	return ""
}

// Byline returns the authors as one phrase, "A", "A and B" or "A, B and C".
func (a *Article) Byline() string { return JoinNames(a.Authors) }

// OwnText says whether the outlet reports in words of its own: not agency
// copy, not a copy of another article, and not a video.
func (a *Article) OwnText() bool {
	return a.Form != FormVideo && a.CopyOf == 0 && a.Agency() == ""
}
