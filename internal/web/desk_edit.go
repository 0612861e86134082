package web

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"dateline/internal/desk"
	"dateline/internal/news"
	"dateline/internal/post"
)

// editOf makes an edit of the composer's form.
func editOf(form url.Values, id news.PostID, m *material, by news.EditorID) desk.Edit {
	version, _ := strconv.Atoi(form.Get("version"))
	return desk.Edit{
		PostID: id, Version: version, Headline: oneLine(form.Get("headline")), Blocks: blocksOf(form, m),
		Labels: strings.Split(form.Get("labels"), ","), Correction: form.Get("correction"), Editor: by,
	}
}

// blocksOf rebuilds a post's blocks from the form: "block" names each block's
// key and kind in order, and the fields of a block begin with its key.
func blocksOf(form url.Values, m *material) []news.Block {
	var blocks []news.Block
	for _, named := range form["block"] {
		key, kind, _ := strings.Cut(named, ":")
		f := blockForm{form: form, key: key, m: m}
		if b, ok := f.block(news.BlockKind(kind)); ok {
			blocks = append(blocks, b)
		}
	}
	return blocks
}

// blockForm reads the fields of one block.
type blockForm struct {
	form url.Values
	key  string
	m    *material
}

func (f blockForm) get(name string) string { return f.form.Get(f.key + "." + name) }

// block returns the block of the given kind that the form describes, false
// when it names nothing that exists.
func (f blockForm) block(kind news.BlockKind) (news.Block, bool) {
	switch kind {
	case news.BlockLead:
		return f.lead()
	case news.BlockMore:
		return f.more(), true
	case news.BlockNote, news.BlockText:
		return news.Block{Kind: kind, Text: written(f.get("text"))}, true
	case news.BlockVideo:
		r, ok := f.m.reports[f.get("report")]
		return news.Block{Kind: kind, Report: &r, Video: f.m.videos[f.get("report")], Text: written(f.get("text"))}, ok
	case news.BlockUpdate:
		r, ok := f.m.reports[f.get("report")]
		return news.Block{Kind: kind, Report: &r}, ok
	}
	b, ok := f.m.kept[f.get("kept")]
	return b, ok
}

// lead quotes what was ticked of the report that the form was made with.
// Choosing another report is an act of its own; see chosenLead.
func (f blockForm) lead() (news.Block, bool) {
	key := f.get("was")
	r, ok := f.m.reports[key]
	if !ok {
		return news.Block{}, false
	}
	r.ShowAuthor = f.get("author") != ""
	b := news.Block{Kind: news.BlockLead, Report: &r, Standfirst: f.m.texts[key][f.get("standfirst")]}
	for _, mark := range f.form[f.key+".quote"] {
		if text := f.m.texts[key][mark]; text != "" {
			b.Quotes = append(b.Quotes, text)
		}
	}
	return b, true
}

// chosenLead returns the key of the report that the form chooses to lead
// instead of the one it was made with, "" when it chooses no other.
func chosenLead(form url.Values) string {
	for _, named := range form["block"] {
		key, kind, _ := strings.Cut(named, ":")
		chosen := form.Get(key + ".report")
		if kind == string(news.BlockLead) && chosen != "" && chosen != form.Get(key+".was") {
			return chosen
		}
	}
	return ""
}

func (f blockForm) more() news.Block {
	b := news.Block{Kind: news.BlockMore, Title: oneLine(f.get("title"))}
	for _, key := range f.form[f.key+".item"] {
		r, ok := f.m.reports[key]
		if !ok {
			continue
		}
		if headline := oneLine(f.get("headline." + key)); headline != "" {
			r.Headline = headline
		}
		r.ShowAuthor = f.get("author."+key) != ""
		b.Reports = append(b.Reports, r)
	}
	return b
}

func written(text string) string { return strings.ReplaceAll(text, "\r\n", "\n") }

// sameWords says whether an edit asks for what the post says already. A topic
// that follows the headline is the same whether the form had it yet or not.
func sameWords(p *news.Post, e desk.Edit, language string) bool {
	if p.Headline != strings.TrimSpace(e.Headline) || len(p.Blocks) != len(e.Blocks) || strings.TrimSpace(e.Correction) != "" {
		return false
	}
	if !slices.Equal(desk.Labels(e.Labels), p.Labels) {
		return false
	}
	followed := post.Topic(p.Headline, language)
	for i := range p.Blocks {
		if !sameBlock(p.Blocks[i], e.Blocks[i], followed) {
			return false
		}
	}
	return true
}

func sameBlock(a, b news.Block, followed string) bool {
	if a.Kind == news.BlockMore && a.Title == followed {
		b.Title = a.Title
	}
	if (a.Report == nil) != (b.Report == nil) || (a.Report != nil && *a.Report != *b.Report) {
		return false
	}
	return a.Kind == b.Kind && a.Standfirst == b.Standfirst && slices.Equal(a.Quotes, b.Quotes) &&
		a.Title == b.Title && a.Text == b.Text && a.URL == b.URL && a.Date.Equal(b.Date) &&
		slices.Equal(a.Reports, b.Reports) && a.Video == b.Video
}
