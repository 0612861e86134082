package article

import (
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// A role is what an element's tag and names say of the text in it. Roles add
// up from the top of the page down.
type role uint32

const (
	roleArticle    role = 1 << iota // article or main
	roleBody                        // the names say that it is the text
	roleNav                         // nav, menu, breadcrumb
	roleAside                       // aside, sidebar
	roleFooter                      // footer
	roleHeader                      // header
	roleForm                        // form, fieldset
	roleFigure                      // figure, picture, gallery
	roleCaption                     // caption, credit of a picture
	roleTable                       // table
	roleQuote                       // blockquote, pull quote
	roleList                        // ul, ol
	roleByline                      // byline, author
	roleRelated                     // related, recommended, teaser
	roleShare                       // share, social
	roleSignup                      // newsletter, subscribe, paywall
	roleAdvert                      // advertisement, sponsored
	roleComment                     // comments
	roleTags                        // tags, topics
	roleTime                        // date, time
	roleLead                        // standfirst, summary, subtitle
	roleTitle                       // headline
	roleBox                         // infobox, factbox, embed, widget
	roleLive                        // entries of a live blog
	roleConsent                     // cookie banners, dialogues
	roleDisclaim                    // copyright, corrections, disclaimers
	roleTranscript                  // transcripts, translations
)

// tagRoles are the roles that a tag has by itself.
var tagRoles = map[atom.Atom]role{
	atom.Article: roleArticle, atom.Main: roleArticle, atom.Nav: roleNav,
	atom.Aside: roleAside, atom.Footer: roleFooter, atom.Header: roleHeader,
	atom.Form: roleForm, atom.Fieldset: roleForm, atom.Figure: roleFigure,
	atom.Picture: roleFigure, atom.Figcaption: roleCaption, atom.Caption: roleCaption,
	atom.Table: roleTable, atom.Blockquote: roleQuote, atom.Ul: roleList, atom.Ol: roleList,
	atom.H1: roleTitle, atom.Dialog: roleConsent, atom.Menu: roleNav,
}

// partRoles are the roles of parts of such words, for names written as one.
var partRoles = []struct {
	part string
	role role
}{
	{"articlebody", roleBody},
	{"article-body", roleBody},
	{"article_body", roleBody},
	{"storybody", roleBody},
	{"story-body", roleBody},
	{"story_body", roleBody},
	{"entry-content", roleBody},
	{"post-content", roleBody},
	{"article-content", roleBody},
	{"articlecontent", roleBody},
	{"article-text", roleBody},
	{"article__content", roleBody},
	{"article__body", roleBody},
	{"article-copy", roleBody},
	{"article_content", roleBody},
	{"article__text", roleBody},
	{"body-content", roleBody},
	{"content-body", roleBody},
	{"storycontent", roleBody},
	{"story-content", roleBody},
	{"richtext", roleBody},
	{"rich-text", roleBody},
	{"text-block", roleBody},
	{"post-body", roleBody},
	{"related", roleRelated},
	{"recommend", roleRelated},
	{"readmore", roleRelated},
	{"read-more", roleRelated},
	{"read_more", roleRelated},
	{"most-read", roleRelated},
	{"mostread", roleRelated},
	{"more-from", roleRelated},
	{"teaser", roleRelated},
	{"also-read", roleRelated},
	{"see-also", roleRelated},
	{"trending", roleRelated},
	{"popular", roleRelated},
	{"recirc", roleRelated},
	{"outbrain", roleRelated},
	{"taboola", roleRelated},
	{"read-also", roleRelated},
	{"linkbox", roleRelated},
	{"newsletter", roleSignup},
	{"subscri", roleSignup},
	{"paywall", roleSignup},
	{"signup", roleSignup},
	{"sign-up", roleSignup},
	{"piano", roleSignup},
	{"advert", roleAdvert},
	{"sponsor", roleAdvert},
	{"promo", roleAdvert},
	{"breadcrumb", roleNav},
	{"navigation", roleNav},
	{"sidebar", roleAside},
	{"footer", roleFooter},
	{"caption", roleCaption},
	{"gallery", roleFigure},
	{"byline", roleByline},
	{"author", roleByline},
	{"comment", roleComment},
	{"disqus", roleComment},
	{"standfirst", roleLead},
	{"subtitle", roleLead},
	{"subhead", roleLead},
	{"headline", roleTitle},
	{"infobox", roleBox},
	{"factbox", roleBox},
	{"cookie", roleConsent},
	{"consent", roleConsent},
	{"timestamp", roleTime},
	{"publish", roleTime},
	{"copyright", roleDisclaim},
	{"disclaimer", roleDisclaim},
	{"correction", roleDisclaim},
	{"screen-reader", roleConsent},
	{"visually-hidden", roleConsent},
	{"sr-only", roleConsent},
	{"liveblog", roleLive},
	{"live-blog", roleLive},
	{"translat", roleTranscript},
	{"transcript", roleTranscript},
	{"articlebody", roleBody},
	{"tooltip", roleConsent},
	{"social", roleShare},
}

// singleRoles are the words that count only when they stand alone between
// hyphens, underscores or changes of case.
var singleRoles = map[string]role{
	"nav": roleNav, "menu": roleNav, "navbar": roleNav, "skip": roleNav, "pagination": roleNav,
	"aside": roleAside, "rail": roleAside, "header": roleHeader, "masthead": roleHeader,
	"figure": roleFigure, "image": roleFigure, "photo": roleFigure, "picture": roleFigure,
	"video": roleFigure, "slideshow": roleFigure, "media": roleFigure, "player": roleFigure,
	"credit": roleCaption, "credits": roleCaption, "legend": roleCaption, "legende": roleCaption,
	"quote": roleQuote, "pullquote": roleQuote, "blockquote": roleQuote, "zitat": roleQuote,
	"autor": roleByline, "auteur": roleByline, "signature": roleByline, "bio": roleByline,
	"profile": roleByline, "writer": roleByline, "contributor": roleByline, "contributors": roleByline,
	"share": roleShare, "sharing": roleShare, "facebook": roleShare, "twitter": roleShare,
	"whatsapp": roleShare, "follow": roleShare, "toolbar": roleShare, "tools": roleShare,
	"ad": roleAdvert, "ads": roleAdvert, "adv": roleAdvert, "banner": roleAdvert, "cta": roleSignup,
	"login": roleSignup, "register": roleSignup, "offer": roleSignup, "abo": roleSignup,
	"tag": roleTags, "tags": roleTags, "topic": roleTags, "topics": roleTags, "keywords": roleTags,
	"category": roleTags, "categories": roleTags, "labels": roleTags,
	"date": roleTime, "time": roleTime, "datum": roleTime, "dateline": roleTime, "updated": roleTime,
	"lead": roleLead, "lede": roleLead, "lede__text": roleLead, "summary": roleLead, "intro": roleLead,
	"deck": roleLead, "dek": roleLead, "chapo": roleLead, "vorspann": roleLead, "kicker": roleTitle,
	"sottotitolo": roleLead, "bajada": roleLead, "teasertext": roleLead, "excerpt": roleLead,
	"abstract": roleLead, "description": roleLead, "ingress": roleLead, "entradilla": roleLead,
	"einleitung": roleLead, "anriss": roleLead, "untertitel": roleLead, "subline": roleLead,
	"chapeau": roleLead, "sommario": roleLead, "catenaccio": roleLead, "sumario": roleLead,
	"copete": roleLead, "perex": roleLead, "manchet": roleLead, "preamble": roleLead,
	"introduction": roleLead, "sapo": roleLead,
	"title": roleTitle, "heading": roleTitle, "box": roleBox, "embed": roleBox, "widget": roleBox,
	"fact": roleBox, "facts": roleBox, "card": roleBox, "callout": roleBox, "accordion": roleBox,
	"highlights": roleBox, "faq": roleBox, "modal": roleConsent, "popup": roleConsent,
	"overlay": roleConsent, "toast": roleConsent, "notice": roleDisclaim, "disclosure": roleDisclaim,
	"note": roleDisclaim, "footnote": roleDisclaim, "next": roleRelated, "more": roleRelated,
	"latest": roleRelated, "links": roleRelated, "list": roleList, "stories": roleRelated,
	"prose": roleBody, "wysiwyg": roleBody, "paragraph": roleBody, "paragraphs": roleBody,
	"hidden": roleConsent, "poll": roleBox, "quiz": roleBox, "live": roleLive, "rating": roleShare,
}

// roleBook remembers what names mean: a page says the same ones again and
// again.
type roleBook map[string]role

// of returns the roles that an element adds to what stands in it. The page's
// outermost elements carry names that describe the whole page: only tags of
// theirs count.
func (book roleBook) of(n *html.Node) role {
	r := tagRoles[n.DataAtom]
	if n.DataAtom == atom.Form && holdsHeadline(n) {
		r = 0
	}
	if n.DataAtom == atom.Body || n.DataAtom == atom.Html {
		return r
	}
	called := names(n)
	if called == "" {
		return r
	}
	known, ok := book[called]
	if !ok {
		known = meaning(n)
		book[called] = known
	}
	return r | known
}

// holdsHeadline says whether a form is one that some systems put around the
// whole page.
func holdsHeadline(form *html.Node) bool {
	for n := range form.Descendants() {
		if n.DataAtom == atom.H1 {
			return true
		}
	}
	return false
}

// meaning reads the roles out of an element's names.
func meaning(n *html.Node) role {
	var r role
	called := names(n)
	for _, p := range partRoles {
		if strings.Contains(called, p.part) {
			r |= p.role
		}
	}
	for _, a := range n.Attr {
		switch a.Key {
		case "class", "id", "itemprop", "role", "data-component", "data-testid":
			for _, w := range wordsOfName(a.Val) {
				r |= singleRoles[w]
			}
		}
	}
	return r
}

// wordsOfName parts a name where it changes case and where it holds neither
// letters nor digits.
func wordsOfName(name string) []string {
	var words []string
	var word strings.Builder
	flush := func() {
		if word.Len() > 0 {
			words = append(words, strings.ToLower(word.String()))
			word.Reset()
		}
	}
	before := ' '
	for _, r := range name {
		if !unicode.IsLetter(r) {
			flush()
		} else {
			if unicode.IsUpper(r) && unicode.IsLower(before) {
				flush()
			}
			word.WriteRune(r)
		}
		before = r
	}
	flush()
	return words
}
