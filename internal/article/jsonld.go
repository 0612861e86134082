package article

import (
	"encoding/json"
	"html"
	"regexp"
	"strings"

	"dateline/internal/news"
)

// linkedData is what a page says of its report in JSON-LD.
type linkedData struct {
	types       []string
	headline    string
	description string
	body        string
	authors     []namedThing
	published   string
	modified    string
	images      []ldImage
	section     string
	language    string
	publisher   string
	source      []namedThing
	dateline    string
	url         string
	paywalled   bool
	video       ldNode // the VideoObject, nil when there is none
}

// namedThing is a person or an organisation.
type namedThing struct {
	name, kind, url string
}

type ldImage struct {
	url, caption, credit string
}

// ldNode is one object of JSON-LD.
type ldNode map[string]any

// articleTypes are the types of a report, with how much each says that it is
// the page's report and not one that the page only mentions.
var articleTypes = map[string]int{
	"NewsArticle": 10, "ReportageNewsArticle": 10, "AnalysisNewsArticle": 10,
	"OpinionNewsArticle": 10, "ReviewNewsArticle": 10, "BackgroundNewsArticle": 10,
	"AskPublicNewsArticle": 10, "LiveBlogPosting": 9, "Report": 9, "Article": 8,
	"SatiricalArticle": 8, "AdvertiserContentArticle": 8, "TechArticle": 8,
	"ScholarlyArticle": 8, "BlogPosting": 8, "SocialMediaPosting": 6, "Review": 6,
	"CreativeWork": 5, "VideoObject": 3, "WebPage": 2, "ItemPage": 2,
}

// readLinkedData gathers every JSON-LD object of a page's scripts and picks
// the report's.
func readLinkedData(scripts []string, pageKey string) linkedData {
	var nodes []ldNode
	for _, s := range scripts {
		gather(tolerantJSON(s), &nodes, 0)
	}
	byID := map[string]ldNode{}
	for _, n := range nodes {
		if id := n.text("@id"); id != "" && len(n) > len(byID[id]) {
			byID[id] = n
		}
	}
	best, top := ldNode(nil), 0
	for _, n := range nodes {
		if score := n.score(pageKey); score > top {
			best, top = n, score
		}
	}
	var d linkedData
	if best != nil {
		d = best.read(byID)
	}
	for _, n := range nodes {
		if n.is("VideoObject") && d.video == nil {
			d.video = n
		}
		d.complete(n, byID)
	}
	return d
}

// complete takes from the page's own node what the report's leaves out.
func (d *linkedData) complete(n ldNode, byID map[string]ldNode) {
	if !n.is("WebPage") && !n.is("ItemPage") && !n.is("NewsArticle") && !n.is("Article") {
		return
	}
	if d.published == "" && n.is("WebPage") {
		d.published = n.text("datePublished")
		d.modified = n.text("dateModified")
	}
	if d.language == "" {
		d.language = n.text("inLanguage")
	}
	if len(d.authors) == 0 && (n.is("NewsArticle") || n.is("Article")) {
		d.authors = things(n["author"], byID)
	}
}

// gather walks JSON and keeps its objects that have a type.
func gather(v any, nodes *[]ldNode, depth int) {
	if depth > 12 || len(*nodes) > 2000 {
		return
	}
	switch v := v.(type) {
	case []any:
		for _, e := range v {
			gather(e, nodes, depth+1)
		}
	case map[string]any:
		if _, typed := v["@type"]; typed || v["@id"] != nil {
			*nodes = append(*nodes, ldNode(v))
		}
		for k, e := range v {
			switch e.(type) {
			case []any, map[string]any:
				if k != "comment" && k != "itemListElement" {
					gather(e, nodes, depth+1)
				}
			}
		}
	}
}

// score says how likely a node is the page's report; 0 means that it is not.
func (n ldNode) score(pageKey string) int {
	top := 0
	for _, t := range n.kinds() {
		top = max(top, articleTypes[t])
	}
	if top == 0 {
		return 0
	}
	top *= 10
	for _, key := range []string{"headline", "datePublished", "author", "articleBody"} {
		if n[key] != nil {
			top += 3
		}
	}
	for _, key := range []string{"url", "mainEntityOfPage", "@id"} {
		own := news.AddressKey(n.address(key))
		switch {
		case own == "" || pageKey == "":
		case own == pageKey:
			return top + 40
		}
	}
	return top
}

// read takes from a report's node what is known by it.
func (n ldNode) read(byID map[string]ldNode) linkedData {
	d := linkedData{
		types:       n.kinds(),
		headline:    plainText(n.text("headline")),
		description: plainText(n.text("description")),
		body:        n.text("articleBody"),
		authors:     things(n["author"], byID),
		published:   n.text("datePublished"),
		modified:    n.text("dateModified"),
		images:      images(n["image"], byID),
		section:     plainText(n.text("articleSection")),
		language:    n.text("inLanguage"),
		dateline:    plainText(n.text("dateline")),
		url:         n.address("mainEntityOfPage"),
	}
	if d.headline == "" {
		d.headline = plainText(n.text("name"))
	}
	if d.published == "" {
		d.published = n.text("uploadDate")
	}
	if d.url == "" {
		d.url = n.address("url")
	}
	if len(d.authors) == 0 {
		d.authors = things(n["creator"], byID)
	}
	if len(d.images) == 0 {
		d.images = append(images(n["thumbnailUrl"], byID), images(n["thumbnail"], byID)...)
	}
	if p := things(n["publisher"], byID); len(p) > 0 {
		d.publisher = p[0].name
	}
	for _, key := range []string{"sourceOrganization", "copyrightHolder", "creditText", "isBasedOn"} {
		d.source = append(d.source, things(n[key], byID)...)
	}
	free := strings.ToLower(n.text("isAccessibleForFree"))
	d.paywalled = free == "false" || strings.HasSuffix(free, "/false") || free == "no"
	return d
}

func (n ldNode) kinds() []string {
	var kinds []string
	for _, t := range texts(n["@type"]) {
		kinds = append(kinds, t[strings.LastIndexAny(t, "/:#")+1:])
	}
	return kinds
}

func (n ldNode) is(kind string) bool {
	for _, k := range n.kinds() {
		if k == kind {
			return true
		}
	}
	return false
}

// text returns the first text of a property.
func (n ldNode) text(key string) string {
	if all := texts(n[key]); len(all) > 0 {
		return strings.TrimSpace(all[0])
	}
	return ""
}

// address returns the address in a property, or in the object it holds.
func (n ldNode) address(key string) string {
	switch v := n[key].(type) {
	case map[string]any:
		if id := ldNode(v).text("@id"); strings.HasPrefix(id, "http") {
			return id
		}
		return ldNode(v).text("url")
	default:
		return n.text(key)
	}
}

// texts returns the texts of a value, of the values in it, or of what stands
// for its text.
func texts(v any) []string {
	switch v := v.(type) {
	case string:
		if v != "" {
			return []string{v}
		}
	case bool:
		if v {
			return []string{"true"}
		}
		return []string{"false"}
	case json.Number:
		return []string{v.String()}
	case []any:
		var all []string
		for _, e := range v {
			all = append(all, texts(e)...)
		}
		return all
	case map[string]any:
		for _, key := range []string{"@value", "name", "alternateName", "url"} {
			if all := texts(v[key]); len(all) > 0 {
				return all[:1]
			}
		}
	}
	return nil
}

// things returns the persons or organisations of a value.
func things(v any, byID map[string]ldNode) []namedThing {
	switch v := v.(type) {
	case string:
		return []namedThing{{name: plainText(v)}}
	case []any:
		var all []namedThing
		for _, e := range v {
			all = append(all, things(e, byID)...)
		}
		return all
	case map[string]any:
		n := ldNode(v)
		if full := byID[n.text("@id")]; n["name"] == nil && full != nil {
			n = full
		}
		t := namedThing{url: n.text("url")}
		if kinds := n.kinds(); len(kinds) > 0 {
			t.kind = kinds[0]
		}
		var all []namedThing
		for _, name := range texts(n["name"]) {
			t.name = plainText(name)
			all = append(all, t)
		}
		return all
	}
	return nil
}

// images returns the pictures of a value.
func images(v any, byID map[string]ldNode) []ldImage {
	switch v := v.(type) {
	case string:
		return []ldImage{{url: v}}
	case []any:
		var all []ldImage
		for _, e := range v {
			all = append(all, images(e, byID)...)
		}
		return all
	case map[string]any:
		n := ldNode(v)
		if full := byID[n.text("@id")]; n["url"] == nil && full != nil {
			n = full
		}
		i := ldImage{url: n.text("url"), caption: plainText(n.text("caption")), credit: plainText(n.text("creditText"))}
		if i.url == "" {
			i.url = n.text("contentUrl")
		}
		if i.url == "" && strings.HasPrefix(n.text("@id"), "http") {
			i.url = n.text("@id")
		}
		if i.url != "" {
			return []ldImage{i}
		}
	}
	return nil
}

var (
	jsonWrapping  = regexp.MustCompile(`^\s*(?:<!--|<!\[CDATA\[|//\s*<!\[CDATA\[)\s*|\s*(?:-->|\]\]>|//\s*\]\]>)\s*$`)
	jsonTail      = regexp.MustCompile(`,\s*([}\]])`)
	jsonAnyEscape = regexp.MustCompile(`\\([^"\\/bfnrtu]|u[0-9A-Fa-f]{0,3}([^0-9A-Fa-f]|$))`)
)

// tolerantJSON decodes JSON as pages write it: in comments, with raw line
// breaks in texts, commas too many, entities for quotes, or several values
// one after the other. It returns nil when nothing can be made of it.
func tolerantJSON(s string) any {
	s = jsonWrapping.ReplaceAllString(s, "")
	if v := decodeAll(s); v != nil {
		return v
	}
	s = strings.Map(func(r rune) rune {
		if r < ' ' {
			return ' '
		}
		return r
	}, s)
	s = jsonTail.ReplaceAllString(s, "$1")
	if v := decodeAll(s); v != nil {
		return v
	}
	if v := decodeAll(jsonAnyEscape.ReplaceAllString(s, " $1")); v != nil {
		return v
	}
	if strings.Contains(s, "&quot;") {
		return decodeAll(html.UnescapeString(s))
	}
	return nil
}

// decodeAll decodes the values of a text, as far as they are JSON.
func decodeAll(s string) any {
	d := json.NewDecoder(strings.NewReader(s))
	d.UseNumber()
	var all []any
	for {
		var v any
		if err := d.Decode(&v); err != nil {
			break
		}
		all = append(all, v)
	}
	if len(all) == 0 {
		return nil
	}
	return all
}

var tagLike = regexp.MustCompile(`</?[a-zA-Z][^<>]*>`)

// plainText returns a text that may hold entities and tags as one plain line.
func plainText(s string) string {
	if strings.Contains(s, "&") {
		s = html.UnescapeString(s)
	}
	if strings.Contains(s, "&") && strings.Contains(s, ";") {
		s = html.UnescapeString(s)
	}
	if strings.Contains(s, "<") {
		s = tagLike.ReplaceAllString(s, "")
	}
	return line(s)
}
