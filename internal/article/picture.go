package article

import (
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"dateline/internal/news"
)

// picture returns the report's lead picture with caption and credit, and
// where its address came from. What the page declares for sharing says which
// picture it is; the address is the one under which the page shows it, where
// it does.
func (p *page) picture(headline *html.Node) (news.Picture, string) {
	shown := p.shownPictures(headline)
	for _, c := range p.declaredPictures() {
		full := p.resolve(c.text)
		if full == "" || placeholder.MatchString(full) {
			continue
		}
		pic := news.Picture{URL: full}
		own := pictureParts(full)
		for _, n := range shown {
			if same := p.shownAs(n, own); same != "" {
				pic.URL = same
				p.caption(n, &pic)
				return pic, c.origin
			}
		}
		if lead := p.leadPicture(shown, headline); lead != nil {
			return *lead, "page"
		}
		p.caption(nil, &pic)
		return pic, c.origin
	}
	if lead := p.leadPicture(shown, headline); lead != nil {
		return *lead, "page"
	}
	return news.Picture{}, ""
}

// shownAs returns the address under which an element shows the picture with
// these parts, "" when it shows another one.
func (p *page) shownAs(n *html.Node, parts map[string]bool) string {
	for _, address := range pictureAddresses(n) {
		if full := p.resolve(address); full != "" && sharesPart(parts, pictureParts(full)) {
			return full
		}
	}
	return ""
}

func (p *page) declaredPictures() []fact {
	all := []fact{{p.meta.first("og:image", "og:image:url", "og:image:secure_url"), "og"}}
	for _, i := range p.ld.images {
		all = append(all, fact{i.url, "json-ld"})
	}
	all = append(all, fact{p.meta.first("twitter:image", "twitter:image:src", "parsely-image-url", "sailthru.image.full", "thumbnail", "image"), "meta"})
	for _, i := range p.hint.pictures() {
		all = append(all, fact{i, "feed"})
	}
	return all
}

// placeholder are pictures that stand for none: logos and the like.
var placeholder = regexp.MustCompile(`(?i)/(?:[a-z0-9]{1,12}[_-])?(?:logo|placeholder|default|fallback|blank|spacer|pixel|no-?image|avatar|favicon|site-?icon)s?(?:[_-][a-z0-9]{1,12})?(?:\.(?:png|jpe?g|gif|svg|webp)|/[^/]*$)|\.svg(?:$|\?)`)

func (h Hint) pictures() []string {
	var all []string
	if h.Item.Image.URL != "" {
		all = append(all, h.Item.Image.URL)
	}
	for _, e := range h.Item.Enclosures {
		if strings.HasPrefix(e.Type, "image/") {
			all = append(all, e.URL)
		}
	}
	for _, t := range h.Item.Thumbnails {
		all = append(all, t.URL)
	}
	return all
}

// shownPictures returns the pictures that the page shows where a report's
// can stand, in their order.
func (p *page) shownPictures(headline *html.Node) []*html.Node {
	top := p.doc
	for n := headline; n != nil; n = n.Parent {
		if n.DataAtom == atom.Article || n.DataAtom == atom.Main {
			top = n
			break
		}
	}
	var all []*html.Node
	for n := range top.Descendants() {
		if n.DataAtom == atom.Img && len(all) < 40 && p.worthy(n) {
			all = append(all, n)
		}
	}
	return all
}

// worthy says whether a picture can be a report's: not small, not beside it.
func (p *page) worthy(n *html.Node) bool {
	src := pictureAddress(n)
	if src == "" || placeholder.MatchString(src) {
		return false
	}
	if w := attr(n, "width"); w != "" && len(w) < 3 {
		return false
	}
	for a := n.Parent; a != nil; a = a.Parent {
		switch a.DataAtom {
		case atom.Nav, atom.Aside, atom.Footer:
			return false
		}
	}
	return !portrait(n)
}

// portrait says whether a picture shows who wrote the report: what stands
// closest around it is marked so, or leads to an author's page.
func portrait(n *html.Node) bool {
	for range 5 {
		if n == nil || n.DataAtom == atom.Article || n.DataAtom == atom.Main || n.DataAtom == atom.Body {
			return false
		}
		if strings.HasSuffix(attr(n, "itemtype"), "schema.org/Person") || n.DataAtom == atom.A && authorLink(attr(n, "href")) {
			return true
		}
		if slices.ContainsFunc(strings.Fields(names(n)), portraitMark.MatchString) {
			return true
		}
		n = n.Parent
	}
	return false
}

var portraitMark = regexp.MustCompile(`(?:^|[_-])(?:author|autor|byline|profile|avatar|contributor|portrait|headshot)s?(?:[_-]|$)`)

// leadPicture returns the first picture shown, where it stands in a figure
// between the headline and the text: readers take it for the report's.
func (p *page) leadPicture(shown []*html.Node, headline *html.Node) *news.Picture {
	if len(shown) == 0 {
		return nil
	}
	n := shown[0]
	full := p.resolve(pictureAddress(n))
	if full == "" || !inFigure(n) || !p.beforeText(n, headline) {
		return nil
	}
	pic := &news.Picture{URL: full}
	p.caption(n, pic)
	return pic
}

// beforeText says whether a picture stands above the text: not more than a
// standfirst lies between the headline and it.
func (p *page) beforeText(picture, headline *html.Node) bool {
	below, long := headline == nil, 0
	for n := range p.doc.Descendants() {
		switch {
		case n == picture:
			return true
		case n == headline:
			below = true
		case below && n.DataAtom == atom.P && utf8.RuneCountInString(textOf(n)) > 100:
			if long++; long > 1 {
				return false
			}
		}
	}
	return false
}

func inFigure(n *html.Node) bool {
	for a := n.Parent; a != nil; a = a.Parent {
		switch a.DataAtom {
		case atom.Figure, atom.Picture:
			return true
		case atom.A, atom.Li:
			return false
		}
	}
	return false
}

var (
	partBreak  = regexp.MustCompile(`[^a-z0-9]+`)
	manyDigits = regexp.MustCompile(`^(?:\w*\d){5}\w*$`)
	measure    = regexp.MustCompile(`^[a-z]{0,6}\d+x\d+`)
	// cropMark is what outlets put behind a file's name for one of its sizes.
	cropMark = regexp.MustCompile(`(?:[-_]\d{2,4}(?:x\d{2,4})?)+$`)
	dayPart  = regexp.MustCompile(`^(19|20)\d{6}$`)
)

// pictureParts returns what in a picture's address can name the picture
// whatever its size and shape: long numbers, identities, file names.
func pictureParts(address string) map[string]bool {
	parts := map[string]bool{}
	u, err := url.Parse(strings.ToLower(address))
	if err != nil {
		return parts
	}
	segments := strings.Split(strings.Trim(u.Path, "/"), "/")
	for i, segment := range segments {
		name := strings.TrimSuffix(segment, path.Ext(segment))
		if i == len(segments)-1 {
			if name = cropMark.ReplaceAllString(name, ""); len(name) >= 8 {
				parts[name] = true
			}
		}
		for _, part := range partBreak.Split(name, -1) {
			if manyDigits.MatchString(part) && !dayPart.MatchString(part) && !measure.MatchString(part) {
				parts[part] = true
			}
		}
	}
	return parts
}

func sharesPart(a, b map[string]bool) bool {
	for part := range a {
		if b[part] {
			return true
		}
	}
	return false
}

// pictureAddress returns the address of a picture, also of one that is loaded
// late.
func pictureAddress(n *html.Node) string {
	all := pictureAddresses(n)
	if len(all) == 0 {
		return ""
	}
	return all[0]
}

// pictureAddresses returns the addresses under which an element shows its
// picture: its own, then those that a picture element offers beside it.
func pictureAddresses(n *html.Node) []string {
	var all []string
	add := func(address string) {
		if address != "" && !strings.HasPrefix(address, "data:") && !strings.HasPrefix(address, "blob:") {
			all = append(all, address)
		}
	}
	for _, key := range []string{"src", "data-src", "data-original", "data-lazy-src"} {
		add(attr(n, key))
	}
	add(firstOfSet(n))
	if n.Parent != nil && n.Parent.DataAtom == atom.Picture {
		for s := range n.Parent.ChildNodes() {
			if s.DataAtom == atom.Source {
				add(firstOfSet(s))
			}
		}
	}
	return all
}

// firstOfSet returns the first address of a set of sizes.
func firstOfSet(n *html.Node) string {
	set := attr(n, "srcset")
	if set == "" {
		set = attr(n, "data-srcset")
	}
	first, _, _ := strings.Cut(strings.TrimSpace(set), " ")
	return strings.TrimSuffix(first, ",")
}

// caption finds caption and credit of a picture: at the figure around the
// element that shows it, else what JSON-LD says of it.
func (p *page) caption(shown *html.Node, pic *news.Picture) {
	for n := shown; n != nil; n = n.Parent {
		if n.DataAtom == atom.Figure {
			readCaption(n, pic)
			break
		}
	}
	own := pictureParts(pic.URL)
	for _, i := range p.ld.images {
		if i.url != pic.URL && !sharesPart(own, pictureParts(i.url)) {
			continue
		}
		if pic.Caption == "" {
			pic.Caption = i.caption
		}
		if pic.Credit == "" {
			pic.Credit = i.credit
		}
	}
	if pic.Caption == "" {
		pic.Caption = plainText(p.meta.first("og:image:alt", "twitter:image:alt"))
	}
}

var creditMark = regexp.MustCompile(`(?i)\s*[(\[]?\s*(?:photo(?:graph)?(?: credit| by)?|foto|bild|image(?: credit| source)?|credit|crédit(?: photo)?|picture|quelle|source|fuente|créditos?)\s*:\s*([^)\]]{2,80})[)\]]?\s*\.?$|\s*[(\[]((?:AP|AFP|Reuters|Getty|dpa|EPA|EFE|TASS|Xinhua|Kyodo|Yonhap|ANSA|ANP|Keystone|picture alliance|IMAGO)[^)\]]{0,60})[)\]]\s*\.?$|\s+©\s*(.{2,80})$`)

// readCaption reads a figure's caption and takes the credit out of it.
func readCaption(figure *html.Node, pic *news.Picture) {
	for n := range figure.Descendants() {
		if n.DataAtom != atom.Figcaption && !strings.Contains(strings.ToLower(attr(n, "class")), "caption") {
			continue
		}
		text := textOf(n)
		for c := range n.Descendants() {
			called := strings.ToLower(attr(c, "class"))
			if c.Type == html.ElementNode && (strings.Contains(called, "credit") || strings.Contains(called, "copyright") || strings.Contains(called, "source") || c.DataAtom == atom.Cite) {
				pic.Credit = textOf(c)
				text = strings.TrimSpace(strings.Replace(text, pic.Credit, "", 1))
				break
			}
		}
		if m := creditMark.FindStringSubmatch(text); m != nil && pic.Credit == "" {
			pic.Credit = strings.TrimSpace(m[1] + m[2] + m[3])
			text = strings.TrimSpace(strings.TrimSuffix(text, m[0]))
		}
		pic.Caption = text
		return
	}
}
