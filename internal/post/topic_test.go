package post_test

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"dateline/internal/post"
)

// marked is a headline's verb and what becomes of it: {Meets:Meeting}.
var marked = regexp.MustCompile(`\{([^:]+):([^}]+)\}`)

func TestTopic(t *testing.T) {
	for _, file := range []string{"testdata/topics-first.txt", "testdata/topics-second.txt", "testdata/topics-third.txt"} {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		wrong, all := 0, 0
		for line := range strings.Lines(string(text)) {
			line = strings.TrimSpace(line)
			if line == "" || line[0] == '#' {
				continue
			}
			all++
			headline, want := marked.ReplaceAllString(line, "$1"), marked.ReplaceAllString(line, "$2")
			if got := post.Topic(headline, "en"); got != want {
				wrong++
				t.Errorf("Topic(%q) = %q, want %q", headline, got, want)
			}
		}
		t.Logf("%s: %d of %d", file, all-wrong, all)
	}
}

func TestTopicForms(t *testing.T) {
	for _, tc := range []struct{ headline, language, want string }{
		{"Minister lies", "", "Minister lying"},
		{"Minister Ties Aid To Votes", "en-GB", "Minister Tying Aid To Votes"},
		{"MINISTER FLEES CAPITAL", "en", "MINISTER FLEEING CAPITAL"},
		{"Minister Refers Case To Court", "en", "Minister Referring Case To Court"},
		{"Minister Offers Help", "en", "Minister Offering Help"},
		{"Minister Traffics Weapons", "en", "Minister Trafficking Weapons"},
		{"Minister Quits", "en", "Minister Quitting"},
		{"Minister Criticises Generals", "en", "Minister Criticising Generals"},
		{"Minister Reopens Border", "en", "Minister Reopening Border"},
		{"Minister Fixes Price Of Bread", "en", "Minister Fixing Price Of Bread"},
		{"Minister Denies Charges", "en", "Minister Denying Charges"},
		{"Minister  Goes\tHome ", "en", "Minister  Going\tHome "},
		{"Minister trifft Bauern", "de", "Minister trifft Bauern"},
		{"Ministers Meet", "fr", "Ministers Meet"},
		{"", "en", ""},
		{": — '' ()", "en", ": — '' ()"},
	} {
		if got := post.Topic(tc.headline, tc.language); got != tc.want {
			t.Errorf("Topic(%q, %q) = %q, want %q", tc.headline, tc.language, got, tc.want)
		}
	}
}

func FuzzHeadline(f *testing.F) {
	for _, seed := range []string{"Iran Tests Missile, Says Israel", "\"a' to be or not: 's", "to to to is is", "\xff\xfe Meets \xf0", "May's, Who ("} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, headline string) {
		post.Topic(headline, "en")
		if s := post.Slug(headline); s == "" || len(s) > 39 || strings.Trim(s, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" {
			t.Errorf("Slug(%q) = %q", headline, s)
		}
	})
}
