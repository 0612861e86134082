package news

import (
	"fmt"
	"time"
)

// PostState says where a post is in its life.
type PostState string

// The states of a post.
const (
	PostDraft     PostState = "draft"
	PostPublished PostState = "published"
	PostWithdrawn PostState = "withdrawn"
)

// Post is what is published: a list of blocks under a headline.
type Post struct {
	ID          PostID
	StoryID     StoryID // 0 when it was not made of a story
	State       PostState
	Headline    string
	Blocks      []Block
	Labels      []string
	Slug        string // fixed when first published
	Year        int    // of first publication, in the publication's time zone
	Month       int
	Version     int // grows with every save; a save names the version it changes
	CreatedAt   time.Time
	UpdatedAt   time.Time
	PublishedAt time.Time // first publication
	EditorID    EditorID
	Corrections []Correction
	Comments    int // comments shown
}

// Correction is a dated public note that something published was changed.
type Correction struct {
	At   time.Time `json:"at"`
	Text string    `json:"text"`
}

// Revision is a post as one save left it.
type Revision struct {
	ID       int64
	Lost     bool // somebody else saved first: these words were kept and are not what stands
	PostID   PostID
	Version  int
	Headline string
	Blocks   []Block
	SavedAt  time.Time
	Editor   string
}

// BlockKind says what a block of a post is.
type BlockKind string

// The kinds of block.
const (
	BlockLead     BlockKind = "lead"     // Report, Standfirst, Quotes
	BlockVideo    BlockKind = "video"    // Report, Video, Text as its caption
	BlockUpdate   BlockKind = "update"   // Report: a line "Update: Headline (Outlet)"
	BlockPrevious BlockKind = "previous" // Title, URL, Date: an earlier post of ours
	BlockNote     BlockKind = "note"     // Text: the editor's comment, Markdown
	BlockMore     BlockKind = "more"     // Title as topic, Reports
	BlockText     BlockKind = "text"     // Text: Markdown
)

// Block is one part of a post. It refers to articles and holds their words as
// they were quoted, so that a post never changes because an outlet changed
// its page.
type Block struct {
	Kind       BlockKind `json:"kind"`
	Report     *Report   `json:"report,omitempty"`
	Standfirst string    `json:"standfirst,omitempty"`
	Quotes     []string  `json:"quotes,omitempty"`
	Title      string    `json:"title,omitempty"`
	Text       string    `json:"text,omitempty"`
	URL        string    `json:"url,omitempty"`
	Date       time.Time `json:"date,omitzero"`
	Reports    []Report  `json:"reports,omitempty"`
	Video      Video     `json:"video,omitzero"`
}

// Report is a reference to an article as a post prints it.
type Report struct {
	ArticleID  ArticleID `json:"article,omitempty"`
	URL        string    `json:"url"`
	Headline   string    `json:"headline"`
	Outlet     string    `json:"outlet"`
	Agency     string    `json:"agency,omitempty"`
	Author     string    `json:"author,omitempty"`
	Form       Form      `json:"form,omitempty"`
	ShowAuthor bool      `json:"show_author,omitempty"` // the editor wants the author printed
}

// ReportOf returns the reference that a post keeps of an article.
func ReportOf(a *Article) Report {
	return Report{
		ArticleID: a.ID, URL: a.URL, Headline: a.Headline, Outlet: a.Outlet,
		Agency: a.Agency(), Author: a.Byline(), Form: a.Form,
	}
}

// Label returns how the report is attributed after its headline in a list.
func (r Report) Label() string {
	if r.ShowAuthor && r.Author != "" {
		return r.Author + ", " + r.Outlet
	}
	return Attribution(r.Outlet, r.Author, r.Agency, r.Form)
}

// PostPath returns a post's address on the site, "/2018/05/slug.html", or ""
// for a post that was never published.
func PostPath(year, month int, slug string) string {
	if slug == "" {
		return ""
	}
	return fmt.Sprintf("/%04d/%02d/%s.html", year, month, slug)
}
