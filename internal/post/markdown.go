package post

import (
	"regexp"
	"strings"

	"dateline/internal/news"
)

// Markdown returns a post as Markdown: the headline as a heading, quoted
// paragraphs as a quotation, the list as a list, every report linked. The
// editor's own words are Markdown already and stand as they were written; the
// words of others are escaped. It ends without a newline.
func Markdown(p *news.Post, pub *news.Publication) string {
	parts := []string{marked("# ", p.Headline)}
	var before string
	for _, b := range (viewer{pub: pub, elsewhere: true}).blocks(p) {
		text := b.markdown(pub)
		// Lines that stand together end in a forced break.
		if last := len(parts) - 1; b.Kind == before && isLine(news.BlockKind(b.Kind)) {
			parts[last] += "\\\n" + text
		} else {
			parts = append(parts, text)
		}
		before = b.Kind
	}
	return joinFilled("\n\n", parts...)
}

func (b blockView) markdown(pub *news.Publication) string {
	switch news.BlockKind(b.Kind) {
	case news.BlockLead:
		return b.leadMarkdown()
	case news.BlockVideo:
		return joinFilled("\n\n", b.Line.markdown(), escaped(b.Caption))
	case news.BlockUpdate, news.BlockPrevious:
		return "**" + escaped(b.Mark) + "** " + b.Line.markdown()
	case news.BlockMore:
		parts := []string{marked("## ", b.Mark), ""}
		for _, line := range b.Lines {
			parts[1] += "\n- " + line.markdown()
		}
		return joinFilled("\n", parts...)
	case news.BlockNote:
		return signedMarkdown(strings.TrimSpace(b.Words), pub)
	}
	return strings.TrimSpace(b.Words)
}

// signedMarkdown puts the signature before an editor's comment: on its first
// line, or above it when that line begins a list, a heading or the like.
func signedMarkdown(words string, pub *news.Publication) string {
	if pub.Signature == "" {
		return words
	}
	signature := "**" + escaped(oneLine(pub.Signature)+":") + "**"
	if blockStart.MatchString(words) {
		return signature + "\n\n" + words
	}
	return signature + " " + words
}

func (b blockView) leadMarkdown() string {
	var parts []string
	if line := b.Line.markdown(); line != "" {
		parts = append(parts, "**"+line+"**")
	}
	if s := escaped(b.Standfirst); s != "" {
		parts = append(parts, "*"+s+"*")
	}
	var quoted []string
	for _, q := range b.Quotes {
		quoted = append(quoted, "> "+escaped(q))
	}
	parts = append(parts, strings.Join(quoted, "\n>\n"))
	if b.Line.URL != "" {
		parts = append(parts, lineView{URL: b.Line.URL, Before: b.ReadMore}.markdown())
	}
	return joinFilled("\n\n", parts...)
}

func (l lineView) markdown() string {
	text := escaped(l.Text())
	if l.URL == "" || text == "" {
		return text
	}
	return "[" + text + "](" + linkSafe.Replace(l.URL) + ")"
}

// marked returns a line under a mark of heading, or "" when the line is empty.
func marked(mark, line string) string {
	if line = escaped(line); line == "" {
		return ""
	}
	return mark + line
}

var (
	// linkSafe keeps an address from ending its link early.
	linkSafe = strings.NewReplacer("(", "%28", ")", "%29", "<", "%3C", ">", "%3E", " ", "%20", `\`, "%5C")
	// special are the signs that mean something anywhere in Markdown, and an
	// ampersand that begins an entity.
	special = regexp.MustCompile("[\\\\`*_{}\\[\\]<>~|]|&(?:[a-zA-Z]|#)")
	// blockStart is what begins another block than a paragraph.
	blockStart = regexp.MustCompile("^(?:[-+*>#] |>|#+ |\\d+[.)] |```|~~~|\\||<)")
	// lineStart are the signs that mean something at the beginning of a line.
	lineStart = regexp.MustCompile(`^(?:[#+=-]|(\d+)([.)]))`)
)

// escaped returns plain text as one line of Markdown that reads the same.
func escaped(text string) string {
	text = special.ReplaceAllString(oneLine(text), `\$0`)
	return lineStart.ReplaceAllStringFunc(text, func(s string) string {
		return s[:len(s)-1] + `\` + s[len(s)-1:]
	})
}
