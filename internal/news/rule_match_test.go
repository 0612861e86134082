package news_test

import (
	"errors"
	"strings"
	"testing"

	"dateline/internal/news"
)

func TestRulesFit(t *testing.T) {
	article := news.Article{
		URL: "https://www.herald.example/world/2026/flood-in-the-north.html",
		Item: news.Item{
			Summary:    "<p>The dam at <b>Eldra</b> broke &amp; the valley is under water.</p>",
			Authors:    []news.Person{{Name: "José Núñez"}},
			Categories: []news.Category{{Term: "World"}, {Term: "w-12", Label: "Natural disasters"}},
		},
		Reading: news.Reading{
			Headline: "Straße unter Wasser: 東京で大雨", Standfirst: "Elections are off",
			Paragraphs: []string{"ΟΔΟΣ was closed."}, Authors: []string{"Ann Lee"}, Section: "Weather",
		},
	}
	for _, tc := range []struct {
		name    string
		field   news.RuleField
		pattern string
		want    bool
	}{
		{"a word", news.RuleWords, "valley", true},
		{"its case does not matter", news.RuleWords, "VALLEY", true},
		{"only whole words", news.RuleWords, "vall", false},
		{"the beginning of a word", news.RuleWords, "vall*", true},
		{"the star alone is no word", news.RuleWords, "*, nothing", false},
		{"one of several", news.RuleWords, "avalanche, dam", true},
		{"none of several", news.RuleWords, "avalanche, drought", false},
		{"a phrase", news.RuleWords, "under water", true},
		{"a phrase across tags", news.RuleWords, "at Eldra broke", true},
		{"a phrase in another order", news.RuleWords, "water under", false},
		{"a phrase with a beginning", news.RuleWords, "elect* are", true},
		{"no phrase across headline and text", news.RuleWords, "大雨 elections", false},
		{"sharp s", news.RuleWords, "STRASSE", true},
		{"final sigma", news.RuleWords, "οδός, οδος", true},
		{"Japanese within a sentence", news.RuleWords, "東京", true},
		{"Japanese in another order", news.RuleWords, "京東", false},
		{"an entity", news.RuleWords, "broke the valley", true},
		{"a tag is no word", news.RuleWords, "b", false},
		{"an author", news.RuleAuthor, "lee", true},
		{"an author of the feed", news.RuleAuthor, "josé núñez", true},
		{"an author in words", news.RuleAuthor, "dam", false},
		{"a label", news.RuleLabel, "sport, disasters", true},
		{"a section", news.RuleLabel, "weather", true},
		{"a label in words", news.RuleLabel, "dam", false},
		{"an address", news.RuleAddress, "*/world/*", true},
		{"an address from its beginning", news.RuleAddress, "https://herald.example/world/*", true},
		{"an address that only begins so", news.RuleAddress, "herald.example/wor*/2025/*", false},
		{"a part of an address", news.RuleAddress, "/world/", true},
		{"the end of an address", news.RuleAddress, "*.html", true},
		{"another end", news.RuleAddress, "*.pdf", false},
		{"parts that overlap", news.RuleAddress, "herald.example/world*world/2026/*", false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			r := news.NewRuling([]news.Rule{{ID: 3, Action: news.RuleMute, Field: tc.field, Pattern: tc.pattern}})
			if got := r.MutedBy(1, &article) == 3; got != tc.want {
				t.Errorf("%s %q fits = %v, want %v", tc.field, tc.pattern, got, tc.want)
			}
		})
	}
}

func TestMuteBeatsTake(t *testing.T) {
	words := func(id news.RuleID, feed news.FeedID, action news.RuleAction, pattern string) news.Rule {
		return news.Rule{ID: id, FeedID: feed, Action: action, Field: news.RuleWords, Pattern: pattern}
	}
	rules := []news.Rule{
		words(5, 0, news.RuleMute, "football"), words(6, 2, news.RuleMute, "weather"),
		words(7, 3, news.RuleTake, "election"), words(8, 3, news.RuleTake, "parliament"),
	}
	for _, tc := range []struct {
		name     string
		feed     news.FeedID
		headline string
		want     news.RuleID
	}{
		{"no rule fits", 1, "Bridge opened", 0},
		{"a rule for all feeds", 1, "Football is over", 5},
		{"a rule for another feed", 1, "Weather", 0},
		{"a rule for this feed", 2, "Weather", 6},
		{"taken", 3, "Election called", 0},
		{"taken by the second", 3, "Parliament sits", 0},
		{"not taken", 3, "Bridge opened", 7},
		{"taken and muted", 3, "Election day football", 5},
		{"no feed at all", 0, "Weather", 0},
	} {
		t.Run(tc.name, func(t *testing.T) {
			a := news.Article{Reading: news.Reading{Headline: tc.headline}}
			if got := news.NewRuling(rules).MutedBy(tc.feed, &a); got != tc.want {
				t.Errorf("muted by %d, want %d", got, tc.want)
			}
		})
	}
}

func TestRuleCheck(t *testing.T) {
	good := news.Rule{Action: news.RuleMute, Field: news.RuleWords, Pattern: "a"}
	if err := good.Check(); err != nil {
		t.Errorf("a good rule: %v", err)
	}
	for name, change := range map[string]func(*news.Rule){
		"action":          func(r *news.Rule) { r.Action = "burn" },
		"field":           func(r *news.Rule) { r.Field = "smell" },
		"no words":        func(r *news.Rule) { r.Pattern = " , *" },
		"any address":     func(r *news.Rule) { r.Field, r.Pattern = news.RuleAddress, "*" },
		"a long pattern":  func(r *news.Rule) { r.Pattern = strings.Repeat("a", 3000) },
		"no sign of word": func(r *news.Rule) { r.Pattern = "--" },
	} {
		r := good
		change(&r)
		if err := r.Check(); !errors.Is(err, news.ErrInvalid) {
			t.Errorf("%s: Check = %v, want invalid", name, err)
		}
	}
}

func TestAlikeHeadlines(t *testing.T) {
	for _, tc := range []struct {
		a, b string
		want bool
	}{
		{"Dam breaks in the north", "DAM BREAKS IN THE NORTH!", true},
		{"Dam breaks in the north", "Dam breaks in the north, valley under water", true},
		{"Dam breaks in the north", "Minister resigns in the north", true},
		{"Dam breaks", "Minister resigns", false},
		{"", "", false},
		{"東京で大雨", "東京で大雪", true},
	} {
		if got := news.AlikeHeadlines(tc.a, tc.b); got != tc.want {
			t.Errorf("%q and %q alike = %v, want %v", tc.a, tc.b, got, tc.want)
		}
	}
}

func TestPlainText(t *testing.T) {
	for in, want := range map[string]string{
		"":                             "",
		"no tags &amp; no fuss":        "no tags & no fuss",
		"<p>One</p><p>two\n three</p>": "One two three",
		"a <b":                         "a",
	} {
		if got := news.PlainText(in); got != want {
			t.Errorf("PlainText(%q) = %q, want %q", in, got, want)
		}
	}
}
