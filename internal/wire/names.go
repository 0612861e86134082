package wire

import "strings"

// namespace is a vocabulary that feeds use.
type namespace uint8

const (
	nsCore    namespace = iota // RSS, Atom, CDF, sitemaps: what has no prefix
	nsOther                    // one we do not read
	nsAdmin                    // who made the feed
	nsCC                       // Creative Commons, both forms
	nsContent                  // content:encoded
	nsDC                       // Dublin Core
	nsDCTerms                  //
	nsFeed                     // feedburner
	nsITunes                   //
	nsMedia                    // Media RSS
	nsNews                     // news sitemaps
	nsPicture                  // pictures in sitemaps
	nsRDF                      //
	nsSy                       // syndication
	nsWFW                      // comments
	nsXHTML                    //
	nsYouTube                  //
	nsForeign                  // drawings and formulas: their titles are not ours
)

// prefixes are the customary prefixes, which feeds use even when they forget
// to declare them.
var prefixes = map[string]namespace{
	"rss": nsCore, "atom": nsCore, "atom10": nsCore, "a10": nsCore, "atom03": nsCore,
	"admin": nsAdmin, "cc": nsCC, "creativecommons": nsCC, "content": nsContent,
	"dc": nsDC, "dcterms": nsDCTerms, "feedburner": nsFeed,
	"itunes": nsITunes, "media": nsMedia, "news": nsNews, "image": nsPicture,
	"rdf": nsRDF, "sy": nsSy, "syn": nsSy, "wfw": nsWFW, "xhtml": nsXHTML,
	"yt": nsYouTube, "svg": nsForeign, "math": nsForeign, "mml": nsForeign,
}

// addresses are the vocabularies by their address, in lower case and without
// scheme and closing slash or number sign.
var addresses = map[string]namespace{
	"backend.userland.com/rss":                                nsCore,
	"backend.userland.com/rss2":                               nsCore,
	"backend.userland.com/rss091":                             nsCore,
	"blogs.law.harvard.edu/tech/rss":                          nsCore,
	"cyber.law.harvard.edu/rss":                               nsCore,
	"purl.org/rss/1.0":                                        nsCore,
	"purl.org/rss/1.0/modules/rss091":                         nsCore,
	"my.netscape.com/rdf/simple/0.9":                          nsCore,
	"channel.netscape.com/rdf/simple/0.9":                     nsCore,
	"my.netscape.com/publish/formats/rss-0.91.dtd":            nsCore,
	"purl.org/atom/ns":                                        nsCore,
	"purl.org/echo":                                           nsCore,
	"purl.org/pie":                                            nsCore,
	"www.w3.org/2005/atom":                                    nsCore,
	"www.sitemaps.org/schemas/sitemap/0.9":                    nsCore,
	"www.google.com/schemas/sitemap/0.84":                     nsCore,
	"webns.net/mvcb":                                          nsAdmin,
	"web.resource.org/cc":                                     nsCC,
	"creativecommons.org/ns":                                  nsCC,
	"backend.userland.com/creativecommonsrssmodule":           nsCC,
	"cyber.law.harvard.edu/rss/creativecommonsrssmodule.html": nsCC,
	"purl.org/rss/1.0/modules/content":                        nsContent,
	"purl.org/dc/elements/1.0":                                nsDC,
	"purl.org/dc/elements/1.1":                                nsDC,
	"purl.org/dc/terms":                                       nsDCTerms,
	"rssnamespace.org/feedburner/ext/1.0":                     nsFeed,
	"www.itunes.com/dtds/podcast-1.0.dtd":                     nsITunes,
	"example.com/dtds/podcast-1.0.dtd":                        nsITunes,
	"search.yahoo.com/mrss":                                   nsMedia,
	"search.yahoo.com/searchmonkey-datatype/media":            nsMedia,
	"www.google.com/schemas/sitemap-news/0.9":                 nsNews,
	"www.google.com/schemas/sitemap-image/1.1":                nsPicture,
	"www.w3.org/1999/02/22-rdf-syntax-ns":                     nsRDF,
	"purl.org/rss/1.0/modules/syndication":                    nsSy,
	"wellformedweb.org/commentapi":                            nsWFW,
	"www.w3.org/1999/xhtml":                                   nsXHTML,
	"www.youtube.com/xml/schemas/2015":                        nsYouTube,
	"www.w3.org/2000/svg":                                     nsForeign,
	"www.w3.org/1998/math/mathml":                             nsForeign,
}

// atom10 is the address by which an Atom feed says that it is of version 1.0.
const atom10 = "www.w3.org/2005/atom"

// binding says which vocabulary a prefix stands for from here on.
type binding struct {
	prefix string // "" for names without one
	ns     namespace
}

// normalAddress brings a vocabulary's address into the form of addresses.
func normalAddress(s string) string {
	s = strings.ToLower(strings.TrimSpace(s))
	s = strings.TrimPrefix(s, "https://")
	s = strings.TrimPrefix(s, "http://")
	return strings.TrimRight(s, "/#")
}

// vocabulary returns what a declared address stands for. An address we do not
// know says nothing; then the prefix does.
func vocabulary(prefix, address string) namespace {
	if ns, ok := addresses[normalAddress(address)]; ok {
		return ns
	}
	if prefix == "" {
		return nsCore
	}
	return customary(prefix)
}

func customary(prefix string) namespace {
	if ns, ok := prefixes[lower(prefix)]; ok {
		return ns
	}
	return nsOther
}

// lower returns s in lower case, itself when it is already.
func lower(s string) string {
	for i := range len(s) {
		if c := s[i]; c >= 'A' && c <= 'Z' {
			return strings.ToLower(s)
		}
	}
	return s
}
