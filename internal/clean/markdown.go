package clean

import (
	"html"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/renderer"
	mdhtml "github.com/yuin/goldmark/renderer/html"
)

// maxMarkdown is the longest Markdown that is read as such, in bytes.
const maxMarkdown = 1 << 20

// maxMarkdownDepth is how many marks of quotation or lists a line may begin
// with: the reading of Markdown takes time that grows with their square.
const maxMarkdownDepth = 64

// markdown is built once and only read afterwards. It lets HTML pass, because
// all it makes goes through the policy.
var markdown = newMarkdown()

func newMarkdown() goldmark.Markdown {
	options := []renderer.Option{mdhtml.WithUnsafe(), mdhtml.WithHardWraps()}
	return goldmark.New(
		goldmark.WithExtensions(extension.Strikethrough, extension.Linkify, extension.Table),
		goldmark.WithRendererOptions(options...),
	)
}

// Markdown returns Markdown as safe HTML, line breaks kept. What is too long
// or too deeply nested to be read as Markdown comes back as escaped text.
func Markdown(src string) string {
	src = scrub(src)
	if len(src) > maxMarkdown || tooDeep(src) {
		return asWritten(src)
	}
	var b strings.Builder
	if err := markdown.Convert([]byte(src), &b); err != nil {
		return asWritten(src)
	}
	return HTML(b.String(), "")
}

func asWritten(src string) string {
	return "<p>" + html.EscapeString(strings.TrimSpace(src)) + "</p>"
}

// tooDeep says whether a line begins with more marks of quotation or lists
// than anybody writes. A rule of dashes has no spaces and does not count.
func tooDeep(src string) bool {
	for line := range strings.Lines(src) {
		depth, before := 0, byte(' ')
		for _, c := range []byte(line) {
			if !strings.ContainsRune(" \t>-*+", rune(c)) {
				break
			}
			if c == '>' || (c == ' ' && before != ' ' && before != '>') {
				depth++
			}
			before = c
		}
		if depth > maxMarkdownDepth {
			return true
		}
	}
	return false
}
