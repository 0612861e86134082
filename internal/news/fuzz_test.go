package news_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"dateline/internal/news"
)

func FuzzAddress(f *testing.F) {
	for _, s := range []string{
		"https://www.outlet.test:443/a/../b//c.amp.html?utm_source=rss&b=2&a=%7e#x", "//m.outlet.test/amp/a", "http://[::1]:8080/x",
		"https://l.facebook.com/l.php?u=https%3A%2F%2Foutlet.test%2Fa", "https://www.google.com/amp/s/amp.outlet.test/a/amp",
		"https://youtu.be/abc?t=1", "https://bücher.test/ä?ö=%", "javascript:alert(1)", "http://outlet.test/%zz;jsessionid=1", "http://a.b./?&amp;c==+",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, address string) {
		key := news.AddressKey(address)
		if again := news.AddressKey("https://" + key); key != "" && again != key {
			t.Errorf("key of %q is %q, whose key is %q", address, key, again)
		}
		if strings.ContainsAny(key, " \t\r\n\x00") || !utf8.ValidString(key) || len(key) > 9*len(address)+64 {
			t.Errorf("key of %q is %q", address, key)
		}
		clean := news.CleanAddress(address)
		if (clean == "") != (news.CleanAddress(clean) == "") || news.CleanAddress(clean) != clean {
			t.Errorf("%q is sent to %q, which is sent to %q", address, clean, news.CleanAddress(clean))
		}
		if clean != "" && !strings.HasPrefix(strings.ToLower(clean), "http") || len(clean) > 9*len(address)+64 {
			t.Errorf("%q is sent to %q", address, clean)
		}
	})
}
