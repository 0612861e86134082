package source

import (
	"strings"
	"unicode"

	"golang.org/x/net/publicsuffix"
	"golang.org/x/text/language"
)

// nameMarks part the pieces of a title, one of which names the outlet.
var nameMarks = []string{" | ", " - ", " – ", " — ", " :: ", " » ", " « ", " › ", " • ", " · ", ": "}

// feedWords are what a feed calls itself and an outlet does not.
var feedWords = map[string]bool{
	"rss": true, "feed": true, "feeds": true, "rss feed": true, "news feed": true, "newsfeed": true,
	"atom": true, "xml": true, "home": true, "homepage": true, "front page": true, "latest": true,
	"latest news": true, "top stories": true, "all": true, "all news": true, "rss 2.0": true,
}

// PrintedName proposes how an outlet is to be called, from what its feed calls
// itself: of the pieces of the title the one that the site's host is named
// after, else the first that is more than a word for a feed. It returns "" for
// a title that holds none.
func PrintedName(title, site string) string {
	pieces := []string{strings.Join(strings.Fields(title), " ")}
	for _, mark := range nameMarks {
		var finer []string
		for _, p := range pieces {
			finer = append(finer, strings.Split(p, mark)...)
		}
		pieces = finer
	}
	label := ownLabel(hostOf(site))
	first := ""
	for _, p := range pieces {
		p = withoutFeedWord(strings.Trim(p, " |-–—:»«›•·"))
		if p == "" || feedWords[strings.ToLower(p)] {
			continue
		}
		letters := lettersOf(p)
		if len(label) >= 3 && len(letters) >= 3 && (strings.Contains(label, letters) || strings.HasPrefix(letters, label)) {
			return p
		}
		first = firstOf(first, p)
	}
	return first
}

// ownLabel returns what the owner of a host called it, without the endings
// that anybody's name may have.
func ownLabel(host string) string {
	domain, err := publicsuffix.EffectiveTLDPlusOne(host)
	if err != nil {
		return ""
	}
	label, _, _ := strings.Cut(domain, ".")
	return lettersOf(label)
}

// withoutFeedWord drops the words for a feed from a name's end.
func withoutFeedWord(name string) string {
	for _, word := range []string{" RSS Feed", " RSS feed", " News Feed", " RSS", " Feed", " feed", " (RSS)", " Atom"} {
		name = strings.TrimSuffix(name, word)
	}
	return strings.TrimSpace(name)
}

// lettersOf returns the letters and digits of a text in lower case.
func lettersOf(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}

// soldEndings are the endings of countries that are sold to everybody and say
// nothing of where a site is.
var soldEndings = map[string]bool{
	"ac": true, "ag": true, "ai": true, "am": true, "bz": true, "cc": true, "cd": true, "co": true, "cx": true,
	"fm": true, "gg": true, "gs": true, "im": true, "io": true, "je": true, "la": true, "li": true, "ly": true,
	"me": true, "ms": true, "mn": true, "nu": true, "pw": true, "sc": true, "sh": true, "st": true, "su": true,
	"tk": true, "to": true, "tv": true, "vc": true, "vg": true, "ws": true, "eu": true,
}

// CountryFor proposes an outlet's country, as ISO 3166 in upper case: by the
// ending of its site's host, else by the region of its language. It returns ""
// when neither tells.
func CountryFor(tag, site string) string {
	host := hostOf(site)
	ending := host[strings.LastIndexByte(host, '.')+1:]
	if len(ending) == 2 && ending != host && !soldEndings[ending] {
		if code := knownCountry(ending); code != "" {
			return code
		}
	}
	for i, part := range strings.Split(tag, "-") {
		if i > 0 && len(part) == 2 {
			return knownCountry(part)
		}
	}
	return ""
}

// knownCountry returns a code of two letters in its canonical form, "" when it
// is no country's.
func knownCountry(code string) string {
	region, err := language.ParseRegion(code)
	if err != nil || !region.IsCountry() {
		return ""
	}
	return region.Canonicalize().String()
}
