package fetch

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"time"

	"dateline/internal/clean"
	"dateline/internal/news"
)

// How long an item's words have to be, in letters and digits, to tell it from
// others. Outlets send the same few words under many reports (a programme's
// description, say); below the second bound the day of publishing has to be
// the same as well.
const (
	tellingWords   = 200
	certainWords   = 1000
	wordsOfContent = 64 << 10 // bytes of a text that are looked at
)

// contentOf returns a hash of an item's words, headline and text, "" when they
// are too few. Case, signs, spaces and markup do not count, so that an item
// that comes again under another name and address is known by what it says.
func contentOf(headline string, item *news.Item, published time.Time) string {
	text := item.Content
	if len(item.Summary) > len(text) {
		text = item.Summary
	}
	if len(text) < tellingWords {
		return ""
	}
	sum := sha256.New()
	add := func(words []string) (letters int) {
		for _, w := range words {
			letters += len([]rune(w))
			_, _ = io.WriteString(sum, w+" ")
		}
		return letters
	}
	add(wordsOf(headline))
	letters := add(wordsOf(clean.Text(cutBytes(text, wordsOfContent))))
	if letters < tellingWords {
		return ""
	}
	if letters < certainWords && !published.IsZero() {
		_, _ = io.WriteString(sum, published.UTC().Format(time.DateOnly))
	}
	return hex.EncodeToString(sum.Sum(nil)[:16])
}
