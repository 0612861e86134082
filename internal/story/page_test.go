package story

import (
	"strings"
	"testing"

	"dateline/internal/news"
)

func TestOwnWordsOfAPage(t *testing.T) {
	const (
		name   = "Kelmar's Foreign Minister Daria Anna Orlova"
		appeal = "Support independent reporting from Lakeside: readers keep newspapers alive."
	)
	tests := []struct {
		name  string
		texts []string // of an outlet's pages, the last of which is looked at
		heads []string // their headlines
		want  string
	}{
		{"a minister on every page", []string{name + " opened Tolva", name + " dined", name + " fell"}, nil, "kelmar foreign minist dari anna orlova fell"},
		{"an appeal on every page", []string{"Tolva " + appeal, "Dinner " + appeal, "Orlova fell. " + appeal + " Horses"}, nil, "orlova fell hors"},
		{"an appeal on two pages", []string{appeal, "Orlova fell. " + appeal}, nil, "orlova fell support independ report lakesid reader keep newspap aliv"},
		{"another page's headline", []string{"Frost", "Orlova fell. Coffee growers count frozen trees"}, []string{"Coffee growers count frozen trees", "Fall"}, "orlova fell"},
		{"its own headline", []string{"Frost", "Coffee growers count frozen trees. Dear"}, []string{"Frost", "Coffee growers count frozen trees"}, "coffe grower count frozen tree dear"},
		{"another page's short headline", []string{"Frost", "Orlova fell in Port Ansel"}, []string{"Orlova fell", "Fall"}, "orlova fell port ansel"},
	}
	for _, tt := range tests {
		v, h := newVocabulary(), &house{}
		var last *page
		for i, text := range tt.texts {
			r := Report{ID: news.ArticleID(i + 1), Language: "en", Text: []string{text}}
			if tt.heads != nil {
				r.Headline = tt.heads[i]
			}
			last = v.read(&r)
			h.add(last)
		}
		var words []string
		for w := range last.own {
			words = append(words, strings.TrimPrefix(v.terms[w.stem].text, "en:"))
		}
		if got := strings.Join(words, " "); got != tt.want {
			t.Errorf("%s: own words = %q, want %q", tt.name, got, tt.want)
		}
	}
}
