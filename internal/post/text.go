package post

import (
	"strconv"
	"strings"

	"dateline/internal/news"
)

// Page returns a published post as it reads in print: the day above it, the
// post, and its comments, a blank line between the parts and none at the end.
// The day is left out for a post that was never published.
func Page(p *news.Post, comments []news.Comment, pub *news.Publication) string {
	day := ""
	if !p.PublishedAt.IsZero() {
		day = Day(p.PublishedAt, pub)
	}
	return joinFilled("\n\n", day, Text(p, pub), CommentsText(comments, pub))
}

// Text returns a post as plain text: its headline and its blocks with a blank
// line between the parts and none for parts that are empty. Links are not
// printed. It ends without a newline.
func Text(p *news.Post, pub *news.Publication) string {
	parts := []string{oneLine(p.Headline)}
	count, total := 0, updates(p, pub)
	var before news.BlockKind
	for _, b := range p.Blocks {
		text := ""
		if b.Kind == news.BlockUpdate && b.Report != nil {
			if text = updateLine(*b.Report, pub); text != "" {
				count++
				text = counted(pub.Words().Update, count, total) + " " + text
			}
		} else {
			text = blockText(b, pub)
		}
		if text == "" {
			continue
		}
		// Update lines that follow each other stand together, as a list does.
		if last := len(parts) - 1; b.Kind == before && isLine(b.Kind) {
			parts[last] += "\n" + text
		} else {
			parts = append(parts, text)
		}
		before = b.Kind
	}
	return joinFilled("\n\n", parts...)
}

func isLine(k news.BlockKind) bool {
	return k == news.BlockUpdate || k == news.BlockPrevious
}

// blockText returns every kind of block but updates, which need to be counted.
func blockText(b news.Block, pub *news.Publication) string {
	switch b.Kind {
	case news.BlockLead:
		return leadText(b, pub)
	case news.BlockVideo:
		return strings.TrimSpace(b.Text)
	case news.BlockPrevious:
		if line := previousLine(b, pub); line != "" {
			return pub.Words().Previous + ": " + line
		}
	case news.BlockNote:
		return signed(plain(b.Text), pub)
	case news.BlockMore:
		return moreText(b, pub)
	case news.BlockText:
		return plain(b.Text)
	}
	return ""
}

func leadText(b news.Block, pub *news.Publication) string {
	var parts []string
	if b.Report != nil {
		parts = append(parts, leadLine(*b.Report, pub))
	}
	parts = append(parts, strings.TrimSpace(b.Standfirst))
	for _, q := range b.Quotes {
		parts = append(parts, strings.TrimSpace(q))
	}
	if b.Report != nil && b.Report.URL != "" {
		parts = append(parts, pub.Words().ReadMore)
	}
	return joinFilled("\n\n", parts...)
}

// signed puts the publication's signature before an editor's comment.
func signed(text string, pub *news.Publication) string {
	if text == "" || pub.Signature == "" {
		return text
	}
	return oneLine(pub.Signature) + ": " + text
}

func moreText(b news.Block, pub *news.Publication) string {
	lines := make([]string, 0, len(b.Reports))
	for _, r := range b.Reports {
		lines = append(lines, listLine(r, pub))
	}
	list := joinFilled("\n", lines...)
	if list == "" {
		return ""
	}
	return joinFilled("\n\n", moreHeading(b, pub), list)
}

// CommentsText returns what readers said, "2 comments:" and then each
// comment's name and text, or "" when there is nothing that readers may see.
// Comments that are held or deleted are left out and not counted.
func CommentsText(comments []news.Comment, pub *news.Publication) string {
	said := shown(comments)
	if len(said) == 0 {
		return ""
	}
	words := pub.Words()
	parts := []string{commentCount(len(said), words)}
	for _, c := range said {
		parts = append(parts, joinFilled(" ", oneLine(c.Name), words.Said), paragraphs(c.Text))
	}
	return joinFilled("\n\n", parts...)
}

func commentCount(n int, words news.Phrases) string {
	if n == 1 {
		return "1 " + words.Comment
	}
	return strconv.Itoa(n) + " " + words.Comments
}

// shown returns the comments that readers may see, in their order.
func shown(comments []news.Comment) []news.Comment {
	var said []news.Comment
	for _, c := range comments {
		if c.State != news.CommentHeld && c.State != news.CommentDeleted {
			said = append(said, c)
		}
	}
	return said
}

// paragraphs returns a plain text with its line ends made one kind and no
// more than one blank line anywhere.
func paragraphs(text string) string {
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text)
	var lines []string
	for line := range strings.SplitSeq(strings.TrimSpace(text), "\n") {
		line = strings.TrimRight(line, " \t")
		if line == "" && len(lines) > 0 && lines[len(lines)-1] == "" {
			continue
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}
