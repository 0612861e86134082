// Package post knows what a post is made of and how it reads: as plain text,
// HTML, Markdown, JSON and a feed entry; how its address is made of its
// headline, and how its headline becomes a topic. It decides nothing about
// when a post runs, and leaves the page around it to the site's templates.
package post

import (
	"net/url"
	"strconv"
	"strings"

	"dateline/internal/news"
)

// Label returns how a report is attributed in this publication's words:
// "Outlet", "Outlet/Agency", "Author, Outlet" or "Outlet editorial".
func Label(r news.Report, pub *news.Publication) string {
	if r.Outlet == "" {
		return oneLine(r.Author)
	}
	if r.Form == news.FormEditorial && !(r.ShowAuthor && r.Author != "") {
		return oneLine(r.Outlet + " " + pub.Words().Editorial)
	}
	return oneLine(r.Label())
}

// leadLine returns "Outlet: headline", or the one half there is.
func leadLine(r news.Report, pub *news.Publication) string {
	return joinFilled(": ", Label(r, pub), oneLine(r.Headline))
}

// listLine returns "Headline -- Label", or the one half there is, so that
// nothing ever stands after a separator.
func listLine(r news.Report, pub *news.Publication) string {
	return joinFilled(pub.Words().Separator, oneLine(r.Headline), Label(r, pub))
}

// updateLine returns what follows "Update:", "Headline (Outlet)".
func updateLine(r news.Report, pub *news.Publication) string {
	headline, label := oneLine(r.Headline), Label(r, pub)
	if headline == "" || label == "" {
		return headline + label
	}
	return headline + " (" + label + ")"
}

// previousLine returns what follows "Previous Post:", "Headline (Month D,
// YYYY)".
func previousLine(b news.Block, pub *news.Publication) string {
	title := oneLine(b.Title)
	if title == "" || b.Date.IsZero() {
		return title
	}
	return title + " (" + Date(b.Date, pub) + ")"
}

// moreHeading returns "More News On <topic>", or "" when the block has no
// topic.
func moreHeading(b news.Block, pub *news.Publication) string {
	if oneLine(b.Title) == "" {
		return ""
	}
	return pub.Words().MoreNews + " " + oneLine(b.Title)
}

// counted returns what stands before each update line: "Update:" for the only
// one, "Update #2:" for the second of several.
func counted(word string, n, of int) string {
	if of == 1 {
		return word + ":"
	}
	return word + " #" + strconv.Itoa(n) + ":"
}

// updates counts the update lines of a post.
func updates(p *news.Post, pub *news.Publication) int {
	n := 0
	for _, b := range p.Blocks {
		if b.Kind == news.BlockUpdate && b.Report != nil && updateLine(*b.Report, pub) != "" {
			n++
		}
	}
	return n
}

// providers gives the addresses of videos before and after the identity,
// and the providers' names as they are printed.
var providers = map[string]struct{ name, before, after string }{
	"youtube":     {"YouTube", "https://www.youtube.com/watch?v=", ""},
	"vimeo":       {"Vimeo", "https://vimeo.com/", ""},
	"dailymotion": {"Dailymotion", "https://www.dailymotion.com/video/", ""},
	"rumble":      {"Rumble", "https://rumble.com/", ".html"},
	"odysee":      {"Odysee", "https://odysee.com/", ""},
	"facebook":    {"Facebook", "https://www.facebook.com/watch/?v=", ""},
	"twitch":      {"Twitch", "https://www.twitch.tv/videos/", ""},
}

// videoProvider returns the provider's name as it is printed, "" when the
// block does not say.
func videoProvider(v news.Video) string {
	if p, ok := providers[strings.ToLower(v.Provider)]; ok {
		return p.name
	}
	return oneLine(v.Provider)
}

// videoURL returns where a video can be watched: at its provider when it is
// one we know, or else on the outlet's page; "" when neither is known.
func videoURL(b news.Block) string {
	if p, ok := providers[strings.ToLower(b.Video.Provider)]; ok && b.Video.ID != "" {
		return p.before + url.QueryEscape(b.Video.ID) + p.after
	}
	if b.URL != "" {
		return webAddress(b.URL)
	}
	if b.Report != nil {
		return webAddress(b.Report.URL)
	}
	return ""
}

// webAddress returns an address that may be linked to, and "" for one that is
// not an absolute http or https address: what comes from outside must not
// become a link that runs a script.
func webAddress(address string) string {
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil || u.Host == "" {
		return ""
	}
	if s := strings.ToLower(u.Scheme); s != "http" && s != "https" {
		return ""
	}
	return u.String()
}

// siteAddress returns an address of ours, which may be a path of the site, as
// one that readers elsewhere can follow. It returns "" for one that cannot be
// linked to.
func siteAddress(address string, pub *news.Publication) string {
	address = strings.TrimSpace(address)
	if !strings.HasPrefix(address, "/") || strings.HasPrefix(address, "//") {
		return webAddress(address)
	}
	return webAddress(strings.TrimSuffix(pub.Address, "/") + address)
}

// oneLine returns s without line breaks and without space around it; the
// spaces within stay as they were written.
func oneLine(s string) string {
	if strings.ContainsAny(s, "\r\n\u2028\u2029\v\f\t") {
		s = strings.Join(strings.FieldsFunc(s, isBreak), " ")
	}
	return strings.TrimSpace(s)
}

func isBreak(r rune) bool {
	switch r {
	case '\r', '\n', '\t', '\v', '\f', '\u2028', '\u2029':
		return true
	}
	return false
}

// joinFilled joins those parts that are not empty.
func joinFilled(separator string, parts ...string) string {
	filled := parts[:0:0]
	for _, p := range parts {
		if p != "" {
			filled = append(filled, p)
		}
	}
	return strings.Join(filled, separator)
}
