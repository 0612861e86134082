package web

import (
	"fmt"
	"html/template"
	"slices"
	"strconv"
	"strings"

	"dateline/internal/desk"
	"dateline/internal/news"
	"dateline/internal/post"
)

// composerView is a post as its editor works on it: the post as it will look,
// each part a field, and the story's reports beside it.
type composerView struct {
	frame
	Address   string
	Version   int
	State     news.PostState
	Heading   string
	Day       string
	Blocks    []blockView
	Labels    string
	Story     string // the address of its story, "" when it has none
	StoryID   news.StoryID
	Earlier   []news.Post // posts that may be pointed back to
	Pulls     []pullView
	Hints     []desk.Hindrance
	Blocked   bool // something stops publishing
	Preview   template.HTML
	Saved     moment
	Public    string // its address on the site while it is published
	Published moment
	Mended    []correctionRow
	Fault     string
	Conflict  *conflictView
	Topic     string // the topic as it was saved, for the open form
	TopicKey  string
	Told      *notice
	TakeBack  string // the act that takes back what Told says, "" when it is none
}

// conflictView shows two texts of which only one can stand.
type conflictView struct {
	Theirs string
	Mine   string
}

type correctionRow struct {
	At   moment
	Text string
}

// blockView is one block as fields. Key begins their names.
type blockView struct {
	Key  string
	At   int
	Kind news.BlockKind

	Report     string // its key
	Heading    string
	Label      string
	URL        string
	Author     string // offered to be printed, "" when it cannot or always is
	ShowAuthor bool
	Choices    []choice
	Standfirst *passage
	Passages   []passage
	Rest       []passage // further paragraphs, folded
	ReadMore   string

	Title string
	More  string // the words before the topic
	Items []itemView

	Text      string
	Signature string
	Kept      string
	Video     string
	Prefix    string
}

// choice is a report that may lead instead.
type choice struct {
	Key  string
	Name string
}

// passage is a text that may be quoted.
type passage struct {
	Mark string
	Text string
	On   bool
}

// itemView is one report in a list.
type itemView struct {
	Key        string
	Heading    string
	Label      string
	URL        string
	Author     string
	ShowAuthor bool
	First      bool
	Last       bool
}

// pullView is one report of the story beside the post.
type pullView struct {
	reportView
	Key   string
	Used  string // how the post uses it, "" when it does not
	Video bool
	Copy  bool
}

// composerOf prepares the words of a post for its editor.
func (s *Server) composerOf(f frame, p *news.Post, m *material, pub *news.Publication) *composerView {
	c := s.clock(pub)
	v := &composerView{
		frame: f, Address: postAddress(p.ID), Version: p.Version, State: p.State, Heading: p.Headline,
		Labels: strings.Join(p.Labels, ", "), Hints: desk.Check(p), Preview: post.HTML(p, pub), Saved: c.ago(p.UpdatedAt),
	}
	v.Told, v.Notice = f.Notice, nil
	if v.Told != nil && strings.HasPrefix(v.Told.Undo, "do:") {
		v.TakeBack = strings.TrimPrefix(v.Told.Undo, "do:")
	}
	at := p.PublishedAt
	if at.IsZero() {
		at = c.now
	}
	v.Day = post.Day(at, pub)
	if p.StoryID != 0 {
		v.StoryID = p.StoryID
		v.Story = fmt.Sprintf("/desk/stories/%d?show=all", p.StoryID)
	}
	if p.State == news.PostPublished {
		v.Public, v.Published = news.PostPath(p.Year, p.Month, p.Slug), c.ago(p.PublishedAt)
	}
	for _, note := range p.Corrections {
		v.Mended = append(v.Mended, correctionRow{At: c.ago(note.At), Text: note.Text})
	}
	v.Blocked = slices.ContainsFunc(v.Hints, func(h desk.Hindrance) bool { return h.Stops })
	for i, b := range p.Blocks {
		v.Blocks = append(v.Blocks, m.view(i, b, pub))
		if b.Kind == news.BlockMore {
			v.Topic, v.TopicKey = b.Title, v.Blocks[i].Key
		}
	}
	v.Pulls = m.pulls(p.Blocks, c)
	return v
}

func (m *material) view(i int, b news.Block, pub *news.Publication) blockView {
	words := pub.Words()
	v := blockView{
		Key: "b" + strconv.Itoa(i), At: i, Kind: b.Kind, Title: b.Title, Text: b.Text,
		Signature: pub.Signature, ReadMore: words.ReadMore, More: words.MoreNews,
	}
	if r := b.Report; r != nil {
		v.Report, v.Heading, v.URL = reportKey(*r), r.Headline, r.URL
		v.Label = post.Label(*r, pub)
		v.Author, v.ShowAuthor = offeredAuthor(*r), r.ShowAuthor
	}
	switch b.Kind {
	case news.BlockLead:
		m.viewLead(&v, b)
	case news.BlockMore:
		for j, r := range b.Reports {
			v.Items = append(v.Items, itemView{
				Key: reportKey(r), Heading: r.Headline, Label: post.Label(r, pub), URL: r.URL,
				Author: offeredAuthor(r), ShowAuthor: r.ShowAuthor, First: j == 0, Last: j == len(b.Reports)-1,
			})
		}
	case news.BlockVideo:
		v.Video = b.Video.Provider
	case news.BlockUpdate:
		v.Prefix = words.Update
	case news.BlockPrevious:
		v.Prefix, v.Kept = words.Previous, blockMark(b)
	}
	return v
}

// offeredAuthor returns the author whom the editor may have printed: opinion
// and analysis name theirs anyway.
func offeredAuthor(r news.Report) string {
	if r.Form == news.FormOpinion || r.Form == news.FormAnalysis {
		return ""
	}
	return r.Author
}

// shownPassages is how many paragraphs stand open to be ticked.
const shownPassages = 5

func (m *material) viewLead(v *blockView, b news.Block) {
	a := m.article(v.Report)
	standfirst := b.Standfirst
	var texts []string
	if a != nil {
		texts = a.Paragraphs
		if standfirst == "" {
			standfirst = a.Standfirst
		}
	}
	if standfirst != "" {
		v.Standfirst = &passage{Mark: markOf(standfirst), Text: standfirst, On: b.Standfirst != ""}
	}
	var all []passage
	for _, q := range b.Quotes {
		if !slices.Contains(texts, q) {
			// The outlet has changed its page since: what was quoted stays.
			all = append(all, passage{Mark: markOf(q), Text: q, On: true})
		}
	}
	open := shownPassages
	for _, t := range texts {
		on := slices.Contains(b.Quotes, t)
		all = append(all, passage{Mark: markOf(t), Text: t, On: on})
		if on {
			open = max(open, len(all))
		}
	}
	open = min(open, len(all))
	v.Passages, v.Rest = all[:open], all[open:]
	for i := range m.articles {
		r := news.ReportOf(&m.articles[i])
		if key := reportKey(r); r.Form != news.FormVideo && key != v.Report {
			v.Choices = append(v.Choices, choice{Key: key, Name: m.articles[i].Label() + ": " + r.Headline})
		}
	}
}

// pulls lists the story's reports with what the post does with each.
func (m *material) pulls(blocks []news.Block, c clock) []pullView {
	used := map[string]string{}
	for _, b := range blocks {
		for _, r := range b.Reports {
			used[reportKey(r)] = "in the list"
		}
		if b.Report != nil {
			used[reportKey(*b.Report)] = map[news.BlockKind]string{
				news.BlockLead: "leads", news.BlockVideo: "video", news.BlockUpdate: "update",
			}[b.Kind]
		}
	}
	var out []pullView
	for i := range m.articles {
		a := &m.articles[i]
		key := reportKey(news.ReportOf(a))
		out = append(out, pullView{
			reportView: m.marks.on(a, reportOf(a, c)), Key: key, Used: used[key],
			Video: a.Video != (news.Video{}), Copy: a.CopyOf != 0,
		})
	}
	return out
}
