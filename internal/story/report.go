// Package story puts articles into stories: which reports tell of the same
// event, in what order stories stand on the desk, which reports are copies of
// one another. It leaves reading pages to article and what is made of a story
// to desk.
package story

import (
	"cmp"
	"time"

	"dateline/internal/clean"
	"dateline/internal/news"
)

// Report is what the engine looks at of an article.
type Report struct {
	ID       news.ArticleID
	Outlet   news.OutletID // 0 when it is not known
	Language string        // BCP 47; "" when it is not known
	Headline string
	Summary  string
	Place    string // of its dateline
	Text     []string
	At       time.Time // when it was published, zero when that is unknown
	Found    time.Time // when it came in
}

// ReportOf returns what the engine looks at of an article.
//
// Of an article whose page has not been read it takes what the feed says. An
// address in place of a headline has no words: two reports of which no more is
// known than where they stand have nothing in common.
func ReportOf(a *news.Article) Report {
	r := Report{
		ID: a.ID, Outlet: a.OutletID, Language: a.Language,
		Headline: a.Headline, Summary: a.Standfirst, Place: a.Dateline.Place,
		Text: a.Paragraphs, At: a.Published, Found: a.FoundAt,
	}
	if news.IsAddress(r.Headline) {
		r.Headline = ""
	}
	if len(r.Text) == 0 {
		r.Text = clean.Paragraphs(a.Item.Content)
	}
	if r.Summary == "" && len(r.Text) == 0 {
		r.Summary = clean.Line(a.Item.Summary)
	}
	return r
}

// When returns the time that the report counts for: when it was published,
// and where that is unknown, when it came in.
func (r *Report) When() time.Time {
	if r.At.IsZero() {
		return r.Found
	}
	return r.At
}

// Move says that an article went from one story to another. From is 0 for an
// article that was in none.
type Move struct {
	Article  news.ArticleID
	From, To news.StoryID
}

// earlier orders by time, then by id.
func earlier[ID cmp.Ordered](at time.Time, id ID, otherAt time.Time, otherID ID) int {
	if c := at.Compare(otherAt); c != 0 {
		return c
	}
	return cmp.Compare(id, otherID)
}
