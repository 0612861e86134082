package news_test

import (
	"strings"
	"testing"

	"dateline/internal/news"
)

func TestAddressKey(t *testing.T) {
	for _, tc := range []struct{ name, address, want string }{
		{"plain", "https://example.org/world/1", "example.org/world/1"},
		{"scheme does not matter", "http://example.org/world/1", "example.org/world/1"},
		{"no scheme at all but slashes", "//example.org/a", "example.org/a"},
		{"spaces around", "  https://example.org/a \n", "example.org/a"},
		{"upper case scheme and host", "HTTPS://Example.ORG/World", "example.org/World"},
		{"front page", "https://example.org", "example.org"},
		{"front page with slash", "https://example.org/", "example.org"},
		{"www", "https://www.example.org/a", "example.org/a"},
		{"www2", "https://www2.example.org/a", "example.org/a"},
		{"m", "https://m.example.org/a", "example.org/a"},
		{"mobile", "https://mobile.example.org/a", "example.org/a"},
		{"amp host", "https://amp.example.org/a", "example.org/a"},
		{"amp and www", "https://amp.www.example.org/a", "example.org/a"},
		{"m inside", "https://en.m.example.org/wiki/A", "en.example.org/wiki/A"},
		{"m is all there is", "https://m.org/a", "m.org/a"},
		{"news is part of the name", "https://news.example.org/a", "news.example.org/a"},
		{"dot after host", "https://example.org./a", "example.org/a"},
		{"default port", "http://example.org:80/a", "example.org/a"},
		{"default secure port", "https://example.org:443/a", "example.org/a"},
		{"other port", "http://example.org:8080/a", "example.org:8080/a"},
		{"loopback", "http://127.0.0.1:8000/a", "127.0.0.1:8000/a"},
		{"IPv6", "http://[::1]:8000/a", "[::1]:8000/a"},
		{"user and password", "https://me:secret@example.org/a", "example.org/a"},
		{"fragment", "https://example.org/a#comments", "example.org/a"},
		{"fragment that counts", "https://example.org/a#xtor=RSS-1", "example.org/a"},
		{"slash at the end", "https://example.org/a/", "example.org/a"},
		{"slashes doubled", "https://example.org//a//b", "example.org/a/b"},
		{"dots", "https://example.org/a/./b/../c", "example.org/a/c"},
		{"utm family", "https://example.org/a?utm_source=rss&utm_medium=feed&utm_new=1", "example.org/a"},
		{"utm in upper case", "https://example.org/a?UTM_Source=rss", "example.org/a"},
		{"click identifiers", "https://example.org/a?fbclid=1&gclid=2&msclkid=3", "example.org/a"},
		{"kept and dropped", "https://example.org/a?id=7&utm_source=x", "example.org/a?id=7"},
		{"sorted", "https://example.org/a?b=2&a=1", "example.org/a?a=1&b=2"},
		{"the same name twice", "https://example.org/a?a=2&a=1", "example.org/a?a=1&a=2"},
		{"empty parameters", "https://example.org/a?&&a=1&", "example.org/a?a=1"},
		{"empty query", "https://example.org/a?", "example.org/a"},
		{"name without value", "https://example.org/?p", "example.org?p"},
		{"article number in the query", "https://example.org/story.php?id=12&lang=en", "example.org/story.php?id=12&lang=en"},
		{"entity in the query", "https://example.org/a?x=1&amp;utm_source=y&amp;z=2", "example.org/a?x=1&z=2"},
		{"ref says rss", "https://example.org/a?ref=rss", "example.org/a"},
		{"ref says something else", "https://example.org/a?ref=12345", "example.org/a?ref=12345"},
		{"source says twitter", "https://example.org/a?source=twitter", "example.org/a"},
		{"service is what is asked for", "https://example.org/news/?service=rss", "example.org/news?service=rss"},
		{"feed is what is asked for", "https://example.org/?feed=rss2", "example.org?feed=rss2"},
		{"output is what is asked for", "https://example.org/feeds/?outputType=xml", "example.org/feeds?outputType=xml"},
		{"AMP as output", "https://example.org/a?outputType=amp", "example.org/a"},
		{"amp parameter", "https://example.org/a?amp=1", "example.org/a"},
		{"a host that calls itself a redirector", "https://example.net/out.php?to=http://www.example.org/a/", "example.net/out.php?to=http://www.example.org/a/"},
		{"amp without end", "https://example.org/a" + strings.Repeat("/amp", 1000), "example.org/a"},
		{"a maze of amp", "https://example.org/a" + strings.Repeat("/amp.amp.html/b", 20) + "/amp", "example.org/a" + strings.Repeat("/amp.amp.html/b", 20)},
		{"too long", "https://example.org/" + strings.Repeat("a", 9000), ""},
		{"a page that is shared", "https://example.net/comments?url=https://example.org/a", "example.net/comments?url=https://example.org/a"},
		{"a way to its own pages", "https://example.net/go?url=https://example.net/a", "example.net/go?url=https://example.net/a"},
		{"an address in base64", "https://news.google.com/rss/articles/CBMiFWh0dHBzOi8vZXhhbXBsZS5vcmcvYdIBAA?oc=5", "example.org/a"},
		{"base64 of something else", "https://news.google.com/rss/articles/CBMiAAAA", "news.google.com/rss/articles/CBMiAAAA"},
		{"amp at the end", "https://example.org/a/amp/", "example.org/a"},
		{"amp at the front", "https://example.org/amp/a", "example.org/a"},
		{"amp before html", "https://example.org/a.amp.html", "example.org/a.html"},
		{"dot amp", "https://example.org/a.amp", "example.org/a"},
		{"amp as a word", "https://example.org/guitar-amp-review", "example.org/guitar-amp-review"},
		{"camp is no amp", "https://example.org/summer-camp", "example.org/summer-camp"},
		{"AMP cache", "https://example-org.cdn.ampproject.org/c/s/www.example.org/a/amp", "example.org/a"},
		{"AMP viewer", "https://www.google.com/amp/s/www.example.org/a", "example.org/a"},
		{"redirector", "https://www.google.com/url?q=https://example.org/a&sa=D", "example.org/a"},
		{"redirector of a network", "https://l.facebook.com/l.php?u=https%3A%2F%2Fexample.org%2Fa%3Ffbclid%3D1&h=x", "example.org/a"},
		{"short address of a video", "https://youtu.be/abcdefghijk?si=x", "youtube.com/watch?v=abcdefghijk"},
		{"video", "https://www.youtube.com/watch?v=abcdefghijk&feature=youtu.be", "youtube.com/watch?v=abcdefghijk"},
		{"escaped letter", "https://example.org/%61bc", "example.org/abc"},
		{"lower-case escape", "https://example.org/a%c3%a9", "example.org/a%C3%A9"},
		{"letter beyond ASCII", "https://example.org/aé", "example.org/a%C3%A9"},
		{"escaped slash stays", "https://example.org/a%2fb", "example.org/a%2Fb"},
		{"stray percent sign", "https://example.org/100%-sure", "example.org/100%25-sure"},
		{"space", "https://example.org/a b", "example.org/a%20b"},
		{"plus in the query is a space", "https://example.org/?q=a+b", "example.org?q=a%20b"},
		{"host beyond ASCII", "https://bücher.example/a", "xn--bcher-kva.example/a"},
		{"host in ASCII form", "https://xn--bcher-kva.example/a", "xn--bcher-kva.example/a"},
		{"session in the path", "https://example.org/a;jsessionid=1F?x=1", "example.org/a?x=1"},
		{"line break inside", "https://example.org/a\n/b", "example.org/a/b"},
		{"mail", "mailto:desk@example.org", ""},
		{"script", "javascript:alert(1)", ""},
		{"ftp", "ftp://example.org/a", ""},
		{"path only", "/a/b", ""},
		{"words", "no address", ""},
		{"no host", "https:///a", ""},
		{"empty", "", ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := news.AddressKey(tc.address); got != tc.want {
				t.Errorf("AddressKey(%q) = %q, want %q", tc.address, got, tc.want)
			}
		})
	}
}

func TestCleanAddress(t *testing.T) {
	for _, tc := range []struct{ name, address, want string }{
		{"nothing to take away", "http://WWW.Example.org/a/?b=2&a=1", "http://WWW.Example.org/a/?b=2&a=1"},
		{"only tracking", "https://example.org/a?utm_source=rss&utm_medium=x", "https://example.org/a"},
		{"order and spelling stay", "https://m.example.org/a?z=%7e&utm_id=1&a=+", "https://m.example.org/a?z=%7e&a=+"},
		{"fragment that leads somewhere", "https://example.org/a#part-2", "https://example.org/a#part-2"},
		{"fragment that counts", "https://example.org/a?x=1#xtor=RSS-3208", "https://example.org/a?x=1"},
		{"fragment of a campaign", "https://example.org/a#utm_source=rss&utm_medium=x", "https://example.org/a"},
		{"spaces around", " https://example.org/a ", "https://example.org/a"},
		{"script", "javascript:alert(1)", ""},
		{"data", "data:text/html,x", ""},
		{"empty", "", ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := news.CleanAddress(tc.address); got != tc.want {
				t.Errorf("CleanAddress(%q) = %q, want %q", tc.address, got, tc.want)
			}
		})
	}
}

func FuzzAddressKey(f *testing.F) {
	for _, s := range []string{
		"https://www.example.org/a?utm_source=x&b=1#c", "http://[::1]:80/%zz",
		"https://example.org/amp/amp/x.amp", "//a.b", "https://a.b/%25%2f;sid=1",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, address string) {
		key := news.AddressKey(address)
		if key == "" {
			return
		}
		if strings.ContainsAny(key, " \n\t#") {
			t.Errorf("AddressKey(%q) = %q holds a space or a fragment", address, key)
		}
		if again := news.AddressKey("https://" + key); again != key {
			t.Errorf("AddressKey(%q) = %q, but of that %q", address, key, again)
		}
		if clean := news.CleanAddress(address); news.AddressKey(clean) != key {
			t.Errorf("CleanAddress(%q) = %q has another key", address, clean)
		}
	})
}

func TestLongAddressKeepsAShortKey(t *testing.T) {
	long := "https://herald.example/" + strings.Repeat("a", 3000)
	one, two := news.AddressKey(long+"?a=1"), news.AddressKey(long+"?a=2")
	if len(one) > 1000 || one == two || one != news.AddressKey("http://www."+long[len("https://"):]+"?a=1") {
		t.Errorf("keys of %d and %d bytes, the same: %v; want two short ones", len(one), len(two), one == two)
	}
	if !strings.HasPrefix(one, "herald.example/aaa") {
		t.Errorf("key = %.40s...; want it to begin with the host", one)
	}
}

func TestAddressInPlaceOfAHeadline(t *testing.T) {
	for text, want := range map[string]bool{
		"https://herald.example/1": true, " http://herald.example ": true,
		"": false, "Ferry runs": false, "https://herald.example/1 is gone": false, "herald.example": false,
	} {
		if got := news.IsAddress(text); got != want {
			t.Errorf("IsAddress(%q) = %v, want %v", text, got, want)
		}
	}
}

func TestCompleteAddress(t *testing.T) {
	for typed, want := range map[string]string{
		"herald.example":             "https://herald.example",
		" herald.example/feed?a=b ":  "https://herald.example/feed?a=b",
		"herald.example:8080/feed":   "https://herald.example:8080/feed",
		"//herald.example/feed":      "https://herald.example/feed",
		"127.0.0.1:8080/feed":        "https://127.0.0.1:8080/feed",
		"zeitung.müller.example/a":   "https://zeitung.müller.example/a",
		"http://herald.example/feed": "http://herald.example/feed",
		"ftp://herald.example":       "ftp://herald.example",
		"mailto:anna@herald.example": "mailto:anna@herald.example",
		"javascript:alert(1)":        "javascript:alert(1)",
		"anna@herald.example":        "anna@herald.example",
		"two words.example":          "two words.example",
		"word":                       "word",
		"":                           "",
	} {
		if got := news.CompleteAddress(typed); got != want {
			t.Errorf("CompleteAddress(%q) = %q, want %q", typed, got, want)
		}
	}
}
