package article

import (
	"net/url"
	"regexp"
	"strings"

	"github.com/abadojack/whatlanggo"
	"golang.org/x/net/html/atom"
	"golang.org/x/net/publicsuffix"
	"golang.org/x/text/language"

	"dateline/internal/news"
)

// canonical returns the address that the page gives as its own, where that
// can be true: an address of the same site, and not a front page.
func (p *page) canonical() (address, origin string) {
	for _, c := range []fact{
		{p.meta.canonical, "page"}, {p.meta.first("og:url"), "og"}, {p.ld.url, "json-ld"},
	} {
		full := p.resolve(c.text)
		if full != "" && p.plausibleAddress(full) {
			return news.CleanAddress(full), c.origin
		}
	}
	return "", ""
}

func (p *page) plausibleAddress(address string) bool {
	// What a redirector's address carries is what counts, as for the key.
	key := news.AddressKey(address)
	u, err := url.Parse("https://" + key)
	if err != nil || key == "" {
		return false
	}
	own := p.url.Hostname()
	if own != "" && siteOf(u.Hostname()) != siteOf(own) {
		return false
	}
	front := strings.Trim(u.Path, "/") == "" && u.RawQuery == ""
	return !front || strings.Trim(p.url.Path, "/") == "" && p.url.RawQuery == ""
}

// siteOf returns the name under which a site is registered.
func siteOf(host string) string {
	host = strings.ToLower(host)
	if site, err := publicsuffix.EffectiveTLDPlusOne(host); err == nil {
		return site
	}
	return host
}

// language returns the language of the report as BCP 47 in lower case. A text
// long enough is believed before what page and feed say of it.
func (p *page) language(paragraphs []string) (tag, origin string) {
	declared, origin := "", ""
	for _, c := range []fact{
		{p.meta.language, "page"},
		{p.ld.language, "json-ld"},
		{p.meta.first("og:locale", "content-language", "language", "dc.language", "dcterms.language"), "meta"},
		{p.hint.Item.Language, "feed"},
		{p.hint.Outlet.Language, "outlet"},
	} {
		if t := languageTag(c.text); t != "" {
			declared, origin = t, c.origin
			break
		}
	}
	spoken := spokenLanguage(strings.Join(paragraphs, " "))
	base, _, _ := strings.Cut(declared, "-")
	if spoken != "" && spoken != base && !(declared != "" && !detectable[base]) {
		return spoken, "text"
	}
	return declared, origin
}

// detectable are the languages that are told from each other with certainty
// enough to contradict a page.
var detectable = wordSet(`en de fr es pt it nl pl ru uk cs sv fi hu tr el ar he fa hi bn ta te ko ja zh th vi ro ka hy am ka ur gu pa ml kn`)

// surest is the confidence from which a text's language is believed.
const surest = 0.85

func spokenLanguage(text string) string {
	if len(text) < 250 {
		return ""
	}
	if len(text) > 3000 {
		text = text[:3000]
	}
	info := whatlanggo.Detect(text)
	code := info.Lang.Iso6391()
	if info.Confidence < surest || !detectable[code] {
		return ""
	}
	return code
}

func languageTag(s string) string {
	s, _, _ = strings.Cut(strings.TrimSpace(s), ",")
	s = strings.ReplaceAll(strings.TrimSpace(s), "_", "-")
	if known, ok := languageNames[strings.ToLower(s)]; ok {
		return known
	}
	tag, err := language.Parse(s)
	if err != nil || tag == language.Und || len(s) < 2 {
		return ""
	}
	return strings.ToLower(tag.String())
}

var languageNames = map[string]string{
	"english": "en", "deutsch": "de", "german": "de", "français": "fr", "french": "fr", "español": "es",
	"spanish": "es", "português": "pt", "italiano": "it", "русский": "ru", "arabic": "ar", "chinese": "zh",
}

// section returns what the outlet filed the report under.
func (p *page) section() (section, origin string) {
	for _, c := range []fact{
		{p.ld.section, "json-ld"},
		{plainText(p.meta.first("article:section", "parsely-section", "sailthru.section", "section", "og:section", "category", "dc.subject.section", "cxenseparse:recs:category", "vr:category", "articlesection", "article:section:name")), "meta"},
	} {
		if c.text != "" && len(c.text) < 80 {
			return c.text, c.origin
		}
	}
	return "", ""
}

// embedded are the players that pages embed, with where their addresses hold
// the video's name.
var embedded = []struct {
	provider string
	pattern  *regexp.Regexp
}{
	{"youtube", regexp.MustCompile(`(?i)(?:youtube(?:-nocookie)?\.com/(?:embed/|v/|watch\?(?:[^"]*&)?v=|shorts/|live/)|youtu\.be/)([A-Za-z0-9_-]{11})`)},
	{"vimeo", regexp.MustCompile(`(?i)(?:player\.)?vimeo\.com/(?:video/)?(\d{6,})`)},
	{"dailymotion", regexp.MustCompile(`(?i)(?:dailymotion\.com/(?:embed/)?video/|dai\.ly/|dailymotion\.com/player[^"]*[?&]video=)([A-Za-z0-9]{5,})`)},
	{"brightcove", regexp.MustCompile(`(?i)players\.brightcove\.net/[^"]*videoId=(\w+)`)},
	{"jwplayer", regexp.MustCompile(`(?i)(?:cdn|content)\.jwplat(?:form|ayer)\.com/(?:players|previews)/([A-Za-z0-9]{8})`)},
	{"rumble", regexp.MustCompile(`(?i)rumble\.com/embed/([A-Za-z0-9]+)`)},
	{"rutube", regexp.MustCompile(`(?i)rutube\.ru/(?:play/embed|video)/([a-f0-9]{20,})`)},
	{"facebook", regexp.MustCompile(`(?i)facebook\.com/(?:[^"/]+/videos/|watch/\?v=)(\d{8,})`)},
	{"tiktok", regexp.MustCompile(`(?i)tiktok\.com/(?:embed/(?:v2/)?|@[^/"]+/video/)(\d{10,})`)},
}

// videoAt returns the video that an address leads to.
func videoAt(address string) news.Video {
	for _, e := range embedded {
		if m := e.pattern.FindStringSubmatch(address); m != nil {
			return news.Video{Provider: e.provider, ID: m[1]}
		}
	}
	return news.Video{}
}

// video returns the first video that the page embeds.
func (p *page) video() (v news.Video, origin string) {
	if p.hint.Item.Video.ID != "" {
		return p.hint.Item.Video, "feed"
	}
	if v := videoAt(p.url.String()); v.ID != "" {
		return v, "page"
	}
	for n := range p.doc.Descendants() {
		if n.DataAtom != atom.Iframe && n.Data != "amp-youtube" && n.Data != "lite-youtube" {
			continue
		}
		if n.DataAtom != atom.Iframe {
			for _, key := range []string{"data-videoid", "videoid"} {
				if id := attr(n, key); id != "" {
					return news.Video{Provider: "youtube", ID: id}, "page"
				}
			}
		}
		for _, key := range []string{"src", "data-src", "data-lazy-src"} {
			if v := videoAt(attr(n, key)); v.ID != "" {
				return v, "page"
			}
		}
	}
	if v := videoAt(p.meta.first("og:video", "og:video:url", "og:video:secure_url", "twitter:player")); v.ID != "" {
		return v, "og"
	}
	for _, key := range []string{"embedUrl", "contentUrl", "url"} {
		if v := videoAt(p.ld.video.text(key)); v.ID != "" {
			return v, "json-ld"
		}
	}
	return news.Video{}, ""
}
