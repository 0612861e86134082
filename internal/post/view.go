package post

import (
	"html/template"
	"net/url"
	"strings"

	"dateline/internal/clean"
	"dateline/internal/news"
)

// view is a post as the templates want it: every phrase put in, every address
// checked, nothing left to decide.
type view struct {
	Headline string
	Path     string // "" for a post that has no address yet
	Top      bool   // the headline is the page's own
	Blocks   []blockView
	Source   lineView // where the post was published, at its end
}

// blockView is one block that has something to show.
type blockView struct {
	Kind       string
	Mark       string // what stands before the line or above the list
	Line       lineView
	Lines      []lineView
	Standfirst string
	Quotes     []string
	Caption    string
	ReadMore   string
	HTML       template.HTML // the editor's words, cleaned
	Words      string        // the same as they were written, Markdown
}

// lineView is a line that links to a report or a post. The outlet's name is
// told apart from what stands before and after it.
type lineView struct {
	URL    string // "" when there is nothing safe to link to
	Away   bool   // the link leaves the site
	Before string
	Label  string
	After  string
}

// Text is the whole line.
func (l lineView) Text() string { return l.Before + l.Label + l.After }

// viewer makes views for one publication: for its own pages, or for readers
// elsewhere, who need absolute addresses and have no stylesheet of ours.
type viewer struct {
	pub       *news.Publication
	elsewhere bool
}

// blocks returns those blocks of a post that have something to show.
func (v viewer) blocks(p *news.Post) []blockView {
	var views []blockView
	count, total := 0, updates(p, v.pub)
	for _, b := range p.Blocks {
		bv, ok := v.block(b)
		if !ok {
			continue
		}
		if b.Kind == news.BlockUpdate {
			count++
			bv.Mark = counted(v.pub.Words().Update, count, total)
		}
		bv.Kind = string(b.Kind)
		views = append(views, bv)
	}
	return views
}

func (v viewer) block(b news.Block) (blockView, bool) {
	switch b.Kind {
	case news.BlockLead:
		return v.lead(b)
	case news.BlockVideo:
		return v.video(b)
	case news.BlockUpdate:
		if b.Report == nil {
			return blockView{}, false
		}
		line := v.reportLine(*b.Report, " (", ")")
		return blockView{Line: line}, line.Text() != ""
	case news.BlockPrevious:
		return v.previous(b)
	case news.BlockNote:
		html := v.words(b.Text)
		return blockView{HTML: v.sign(html), Words: b.Text}, html != ""
	case news.BlockMore:
		return v.more(b)
	case news.BlockText:
		html := v.words(b.Text)
		return blockView{HTML: html, Words: b.Text}, html != ""
	}
	return blockView{}, false
}

func (v viewer) lead(b news.Block) (blockView, bool) {
	bv := blockView{Standfirst: strings.TrimSpace(b.Standfirst), ReadMore: v.pub.Words().ReadMore}
	for _, q := range b.Quotes {
		if q = strings.TrimSpace(q); q != "" {
			bv.Quotes = append(bv.Quotes, q)
		}
	}
	if b.Report != nil {
		bv.Line = v.leadLine(*b.Report)
	}
	return bv, bv.Line.Text() != "" || bv.Standfirst != "" || len(bv.Quotes) > 0
}

func (v viewer) leadLine(r news.Report) lineView {
	line := lineView{URL: webAddress(r.URL), Away: true, Label: Label(r, v.pub), After: oneLine(r.Headline)}
	if line.Label != "" && line.After != "" {
		line.After = ": " + line.After
	}
	return line
}

// reportLine returns a line that begins with the headline; the signs stand
// around the label.
func (v viewer) reportLine(r news.Report, open, closing string) lineView {
	line := lineView{URL: webAddress(r.URL), Away: true, Before: oneLine(r.Headline), Label: Label(r, v.pub)}
	if line.Before != "" && line.Label != "" {
		line.Before += open
		line.After = closing
	}
	return line
}

func (v viewer) previous(b news.Block) (blockView, bool) {
	line := lineView{URL: v.ours(b.URL), Before: previousLine(b, v.pub)}
	return blockView{Mark: v.pub.Words().Previous + ":", Line: line}, line.Before != ""
}

// ours returns an address of ours. On our own pages a path of the site stays
// one, whatever the name by which a reader reached it.
func (v viewer) ours(address string) string {
	absolute := siteAddress(address, v.pub)
	if v.elsewhere || !strings.HasPrefix(address, "/") || strings.HasPrefix(address, "//") {
		return absolute
	}
	if u, err := url.Parse(address); err == nil {
		return u.String()
	}
	return ""
}

func (v viewer) more(b news.Block) (blockView, bool) {
	bv := blockView{Mark: moreHeading(b, v.pub)}
	for _, r := range b.Reports {
		if line := v.reportLine(r, v.pub.Words().Separator, ""); line.Text() != "" {
			bv.Lines = append(bv.Lines, line)
		}
	}
	return bv, len(bv.Lines) > 0
}

// video shows a link to where the video can be watched: a page of ours loads
// nothing from others.
func (v viewer) video(b news.Block) (blockView, bool) {
	bv := blockView{Caption: strings.TrimSpace(b.Text)}
	address := videoURL(b)
	if address == "" {
		return bv, bv.Caption != ""
	}
	bv.Line = lineView{URL: address, Away: true, Before: "Watch"}
	if name := videoProvider(b.Video); name != "" {
		bv.Line.Before += " on " + name
	}
	if b.Report != nil {
		report := v.reportLine(*b.Report, v.pub.Words().Separator, "")
		bv.Line.Before = joinFilled(": ", bv.Line.Before, report.Before)
		bv.Line.Label = report.Label
	}
	return bv, true
}

// words returns an editor's Markdown as safe HTML.
func (v viewer) words(markdown string) template.HTML {
	if strings.TrimSpace(markdown) == "" {
		return ""
	}
	html := clean.Markdown(markdown)
	if v.elsewhere && v.pub.Address != "" {
		html = clean.HTML(html, strings.TrimSuffix(v.pub.Address, "/")+"/")
	}
	return template.HTML(strings.TrimSpace(html)) // clean has made it safe
}

// sign puts the signature at the beginning of an editor's comment, within its
// first paragraph when it begins with one.
func (v viewer) sign(html template.HTML) template.HTML {
	if v.pub.Signature == "" {
		return html
	}
	name := template.HTMLEscapeString(oneLine(v.pub.Signature) + ":")
	class := ` class="signature"`
	if v.elsewhere {
		class = ""
	}
	signature := template.HTML("<b" + class + ">" + name + "</b>") // escaped above
	if rest, ok := strings.CutPrefix(string(html), "<p>"); ok {
		return "<p>" + signature + " " + template.HTML(rest) // it was safe before
	}
	return "<p>" + signature + "</p>\n" + html
}
