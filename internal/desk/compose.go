package desk

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"dateline/internal/news"
	"dateline/internal/post"
)

// defaultQuotes is how many paragraphs of the lead a fresh draft quotes.
const defaultQuotes = 2

// Compose makes a draft of a story, or returns the one it has already.
func (d *Desk) Compose(ctx context.Context, id news.StoryID, editor news.EditorID) (*news.Post, error) {
	s, err := d.Stories.Story(ctx, id)
	if err != nil {
		return nil, err
	}
	if s.PostID != 0 {
		return d.Posts.Post(ctx, s.PostID)
	}
	pub, err := d.Settings(ctx)
	if err != nil {
		return nil, err
	}
	headline := s.Headline
	if news.IsAddress(headline) {
		headline = "" // nobody could read what it leads to
	}
	now := d.Now()
	return d.Posts.AddDraft(ctx, news.Post{
		StoryID: s.ID, State: news.PostDraft, Headline: headline,
		Blocks: Arrange(s, Choice{}, headline, pub.Language), Version: 1,
		CreatedAt: now, UpdatedAt: now, EditorID: editor,
	})
}

// NewDraft makes an empty draft that belongs to no story.
func (d *Desk) NewDraft(ctx context.Context, editor news.EditorID) (*news.Post, error) {
	now := d.Now()
	return d.Posts.AddDraft(ctx, news.Post{
		State: news.PostDraft, Version: 1, CreatedAt: now, UpdatedAt: now, EditorID: editor,
		Blocks: []news.Block{{Kind: news.BlockText}},
	})
}

// Choice is what an editor wants of a draft. The zero value leaves everything
// to the program.
type Choice struct {
	Lead  news.ArticleID   // the quoted report
	Quote int              // paragraphs quoted from it, 0: the usual number
	Note  string           // the editor's comment
	Order []news.ArticleID // the list's reports in order; nil: all of them in the program's order
	Video news.ArticleID   // the video to put in
}

// Arrange makes the blocks of a roundup from a story's reports: video if one
// was chosen, lead, note, and the list of the other reports.
func Arrange(s *news.Story, c Choice, headline, language string) []news.Block {
	lead := find(s.Articles, c.Lead)
	if lead == nil {
		lead = ProposeLead(s.Articles, language)
	}
	var blocks []news.Block
	if v := find(s.Articles, c.Video); v != nil {
		blocks = append(blocks, VideoBlock(v))
	}
	if lead != nil {
		blocks = append(blocks, LeadBlock(lead, cmp.Or(c.Quote, defaultQuotes)))
	}
	blocks = append(blocks, news.Block{Kind: news.BlockNote, Text: c.Note})
	if more := moreReports(s.Articles, lead, c); len(more) > 0 {
		blocks = append(blocks, news.Block{
			Kind: news.BlockMore, Title: post.Topic(headline, language), Reports: more,
		})
	}
	return blocks
}

// LeadBlock quotes the first n paragraphs of an article.
func LeadBlock(a *news.Article, n int) news.Block {
	r := news.ReportOf(a)
	return news.Block{
		Kind: news.BlockLead, Report: &r, Standfirst: a.Standfirst,
		Quotes: slices.Clone(a.Paragraphs[:min(n, len(a.Paragraphs))]),
	}
}

// VideoBlock shows the video of an article.
func VideoBlock(a *news.Article) news.Block {
	r := news.ReportOf(a)
	return news.Block{Kind: news.BlockVideo, Report: &r, Video: a.Video}
}

// moreReports lists the story's other reports: as the editor ordered them, or
// those with words of their own first, then by time.
func moreReports(articles []news.Article, lead *news.Article, c Choice) []news.Report {
	if c.Order != nil {
		var more []news.Report
		for _, id := range c.Order {
			if a := find(articles, id); a != nil {
				more = append(more, news.ReportOf(a))
			}
		}
		return more
	}
	rest := slices.Clone(articles)
	slices.SortStableFunc(rest, func(a, b news.Article) int {
		return cmp.Or(order(!a.OwnText(), !b.OwnText()), a.Published.Compare(b.Published), cmp.Compare(a.URL, b.URL))
	})
	var more []news.Report
	for i := range rest {
		if (lead != nil && rest[i].ID == lead.ID) || rest[i].ID == c.Video {
			continue
		}
		more = append(more, news.ReportOf(&rest[i]))
	}
	return more
}

// ProposeLead picks the report to quote: one in the publication's language
// with words of its own, two paragraphs or more, a straight report; of these
// one of an outlet that the editor prefers, one with a standfirst, the earliest.
func ProposeLead(articles []news.Article, language string) *news.Article {
	var best *news.Article
	for i := range articles {
		a := &articles[i]
		if a.Form == news.FormVideo {
			continue
		}
		if best == nil || compareLeads(a, best, language) < 0 {
			best = a
		}
	}
	return best
}

func compareLeads(a, b *news.Article, language string) int {
	return cmp.Or(
		order(!sameLanguage(a.Language, language), !sameLanguage(b.Language, language)),
		order(len(a.Paragraphs) == 0, len(b.Paragraphs) == 0),
		order(a.Form != news.FormReport, b.Form != news.FormReport),
		order(!a.OwnText(), !b.OwnText()),
		order(a.Standing != news.StandingPreferred, b.Standing != news.StandingPreferred),
		order(len(a.Paragraphs) < defaultQuotes, len(b.Paragraphs) < defaultQuotes),
		order(a.Paywalled, b.Paywalled),
		order(a.Standfirst == "", b.Standfirst == ""),
		a.Published.Compare(b.Published),
		cmp.Compare(a.URL, b.URL),
	)
}

// order puts false before true.
func order(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}

// sameLanguage compares the primary subtags of two BCP 47 tags.
func sameLanguage(a, b string) bool {
	a, _, _ = strings.Cut(a, "-")
	b, _, _ = strings.Cut(b, "-")
	return a == "" || strings.EqualFold(a, b)
}

func find(articles []news.Article, id news.ArticleID) *news.Article {
	for i := range articles {
		if id != 0 && articles[i].ID == id {
			return &articles[i]
		}
	}
	return nil
}
