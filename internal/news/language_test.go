package news_test

import (
	"testing"

	"dateline/internal/news"
)

func TestIsLanguage(t *testing.T) {
	for tag, want := range map[string]bool{
		"en": true, "gsw": true, "pt-BR": true, "es-419": true, "zh-hant": true, "zh-hant-tw": true,
		"": false, "e": false, "English": false, "en-": false, "en-english": false, "en us": false, "12": false,
	} {
		if got := news.IsLanguage(tag); got != want {
			t.Errorf("IsLanguage(%q) = %v, want %v", tag, got, want)
		}
	}
}
