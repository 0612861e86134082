package web

import (
	"html/template"
	"strings"
	"time"

	"dateline/internal/news"
	"dateline/internal/post"
	"dateline/internal/site"
)

// dayView is a day of the front page.
type dayView struct {
	Name    string
	Entries []entryView
}

// entryView is a post with what stands below it.
type entryView struct {
	Path        string
	HTML        template.HTML
	At          moment
	Changed     moment // zero unless it was corrected
	Comments    string // "3 comments", "" when there are none
	Labels      []labelLink
	Corrections []correctionView
}

type labelLink struct{ Name, Path string }

type correctionView struct{ ISO, Date, Text string }

// headlineView is a post in a list.
type headlineView struct {
	Headline string
	Path     string
	At       moment
	Comments string
}

// dayHeadlines is a day of the archive.
type dayHeadlines struct {
	Name  string
	Posts []headlineView
}

func entriesByDay(days []site.Day, pub *news.Publication) []dayView {
	views := make([]dayView, 0, len(days))
	for _, d := range days {
		v := dayView{Name: post.Day(d.Date, pub)}
		for i := range d.Posts {
			v.Entries = append(v.Entries, entryOf(&d.Posts[i], post.HTML(&d.Posts[i], pub), pub))
		}
		views = append(views, v)
	}
	return views
}

func headlinesByDay(days []site.Day, pub *news.Publication) []dayHeadlines {
	views := make([]dayHeadlines, 0, len(days))
	for _, d := range days {
		views = append(views, dayHeadlines{post.Day(d.Date, pub), headlines(d.Posts, pub)})
	}
	return views
}

func headlines(posts []news.Post, pub *news.Publication) []headlineView {
	views := make([]headlineView, 0, len(posts))
	for i := range posts {
		views = append(views, headlineOf(&posts[i], pub))
	}
	return views
}

func headlineOf(p *news.Post, pub *news.Publication) headlineView {
	return headlineView{
		Headline: oneLine(p.Headline), Path: pathOf(p), At: publicMoment(p.PublishedAt, pub),
		Comments: commentCount(p.Comments, pub),
	}
}

func entryOf(p *news.Post, html template.HTML, pub *news.Publication) entryView {
	v := entryView{
		Path: pathOf(p), HTML: html, At: publicMoment(p.PublishedAt, pub), Comments: commentCount(p.Comments, pub),
	}
	for _, l := range p.Labels {
		v.Labels = append(v.Labels, labelLink{l, labelPath(l)})
	}
	for _, c := range p.Corrections {
		at := publicMoment(c.At, pub)
		v.Corrections = append(v.Corrections, correctionView{at.ISO, post.Date(c.At, pub), c.Text})
		v.Changed = at
	}
	return v
}

func pathOf(p *news.Post) string { return news.PostPath(p.Year, p.Month, p.Slug) }

// publicMoment says a time as readers see it: the time of day, and in full
// with the date. A page stands for as long as nothing changes, so it says
// nothing relative.
func publicMoment(t time.Time, pub *news.Publication) moment {
	if t.IsZero() {
		return moment{}
	}
	local := t.In(pub.Location())
	return moment{
		ISO: local.Format(time.RFC3339), Exact: post.Date(t, pub) + ", " + local.Format("15:04"),
		Short: local.Format("15:04"),
	}
}

// commentCount returns "1 comment" or "3 comments" in the publication's words,
// and "" when there are none.
func commentCount(n int, pub *news.Publication) string {
	if n == 0 {
		return ""
	}
	w := pub.Words()
	return counted(n, bare(w.Comment), bare(w.Comments))
}

// bare drops the colon of a phrase that stands above a list.
func bare(phrase string) string { return strings.TrimRight(phrase, " :") }

// summaryOf returns a sentence or two that say what a post is about: the
// lead's standfirst, what it quotes, or the editor's words.
func summaryOf(p *news.Post) string {
	for _, b := range p.Blocks {
		if b.Kind != news.BlockLead {
			continue
		}
		if text := oneLine(b.Standfirst); text != "" {
			return cut(text, 200)
		}
		for _, q := range b.Quotes {
			if text := oneLine(q); text != "" {
				return cut(text, 200)
			}
		}
	}
	for _, b := range p.Blocks {
		if text := oneLine(b.Text); text != "" && b.Kind != news.BlockMore {
			return cut(text, 200)
		}
	}
	return ""
}

// cut shortens a text to at most n characters, at a word's end.
func cut(s string, n int) string {
	runes := []rune(s)
	if len(runes) <= n {
		return s
	}
	short := string(runes[:n-1])
	if i := strings.LastIndexByte(short, ' '); i > 0 {
		short = short[:i]
	}
	return strings.TrimRight(short, " ,;:-") + "…"
}
