package post

import (
	"embed"
	"html/template"
	"strings"
	"sync"

	"dateline/internal/news"
)

//go:embed templates/*.html
var templateFiles embed.FS

// templates are the parsed templates; they are parsed once and never changed.
var templates = sync.OnceValue(func() *template.Template {
	return template.Must(template.ParseFS(templateFiles, "templates/*.html"))
})

// HTML returns a post as an article of one of the site's pages that shows
// several: its headline is a second-level heading that links to its own page
// once it has one. Nothing in it loads from elsewhere.
//
// Its classes are post, headline, lead, lead-line, outlet, standfirst, quoted,
// read-more, update, previous, mark, note, signature, text, more-news, video
// and watch.
func HTML(p *news.Post, pub *news.Publication) template.HTML {
	v := view{Headline: oneLine(p.Headline), Blocks: viewer{pub: pub}.blocks(p)}
	if p.Slug != "" {
		v.Path = news.PostPath(p.Year, p.Month, p.Slug)
	}
	return template.HTML(render("site", v)) // html/template has escaped it
}

// PageHTML returns a post as HTML does, for the page that is its own: its
// headline is the page's first-level heading.
func PageHTML(p *news.Post, pub *news.Publication) template.HTML {
	v := view{Headline: oneLine(p.Headline), Top: true, Blocks: viewer{pub: pub}.blocks(p)}
	return template.HTML(render("site", v)) // html/template has escaped it
}

// Standalone returns the HTML of a post's body for an editor to publish
// elsewhere, in simple tags that need no stylesheet and with absolute links.
// The headline, which other platforms keep in a field of its own, is not in
// it. address, when it is not empty, is where the post stands on our site: it
// is linked to at the end.
func Standalone(p *news.Post, pub *news.Publication, address string) string {
	v := view{Blocks: viewer{pub: pub, elsewhere: true}.blocks(p)}
	if address = siteAddress(address, pub); address != "" {
		v.Source = lineView{URL: address, Before: joinFilled(pub.Words().Separator, oneLine(p.Headline), oneLine(pub.Title))}
	}
	return render("elsewhere", v)
}

// Entry returns the HTML of a post's body as a feed carries it: simple tags,
// absolute links, nothing that runs or loads.
func Entry(p *news.Post, pub *news.Publication) string {
	return render("elsewhere", view{Blocks: viewer{pub: pub, elsewhere: true}.blocks(p)})
}

// render executes one of the embedded templates. They are data of ours that
// the tests execute in full, and a strings.Builder takes every write, so an
// error can only be a fault of this package; what was written stands.
func render(name string, v view) string {
	var out strings.Builder
	if err := templates().ExecuteTemplate(&out, name, v); err != nil {
		return ""
	}
	return out.String()
}
