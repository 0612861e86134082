package story

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

func words(text string) []string {
	var out []string
	tokens(text, func(t token) bool {
		out = append(out, t.text)
		return true
	})
	return out
}

func TestTokens(t *testing.T) {
	for _, tc := range []struct {
		name, text string
		want       []string
	}{
		{"possessive", "Ostrania's vote", []string{"Ostrania", "vote"}},
		{"typographic possessive", "the ship’s crew", []string{"the", "ship", "crew"}},
		{"abbreviation with points", "U.S. troops", []string{"US", "troops"}},
		{"initial", "N. Velmark agrees", []string{"N", "Velmark", "agrees"}},
		{"end of sentence", "It sank. Then rain", []string{"It", "sank", "Then", "rain"}},
		{"decimals and thousands", "13.5 of 30,000", []string{"13.5", "of", "30,000"}},
		{"hyphen", "half-point cut", []string{"half", "point", "cut"}},
		{"elided article", "l’accord de Genève", []string{"accord", "de", "Genève"}},
		{"pairs of letters", "首相訪問", []string{"首相", "相訪", "訪問"}},
		{"mixed scripts", "NATO首相", []string{"NATO", "首相"}},
		{"nothing", " ... !? ", nil},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := words(tc.text); !slices.Equal(got, tc.want) {
				t.Errorf("tokens(%q) = %q, want %q", tc.text, got, tc.want)
			}
		})
	}
}

func TestTokensStopWhenAsked(t *testing.T) {
	for _, text := range []string{"one two three", "首相訪問", "a首相訪問"} {
		n := 0
		tokens(text, func(token) bool { n++; return false })
		if n != 1 {
			t.Errorf("tokens(%q) went on for %d words after being told to stop", text, n)
		}
	}
}

func FuzzTokens(f *testing.F) {
	for _, s := range []string{"U.S.", "a.b.C", "l'x", "''", "1,000.5", "首相a訪", "\xff\xfe.", "А.Б.", "é́", "x’s’s"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, w := range words(text) {
			if w == "" {
				t.Errorf("tokens(%q) has an empty word", text)
			}
			if utf8.ValidString(text) && !utf8.ValidString(w) {
				t.Errorf("tokens(%q) cuts a letter: %q", text, w)
			}
			if strings.ContainsAny(w, " \n") {
				t.Errorf("tokens(%q) joins words: %q", text, w)
			}
		}
		v := newVocabulary()
		for _, language := range []string{"en", "de", "ru", "zh", ""} {
			s := v.read(&Report{Headline: text, Language: language})
			for _, m := range s.sketch().mentions {
				if m.weight <= 0 || m.weight > weightUnit {
					t.Errorf("weight of a term of %q = %d, want 1 to %d", text, m.weight, weightUnit)
				}
			}
		}
	})
}
