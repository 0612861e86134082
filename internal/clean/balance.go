package clean

import (
	"bytes"
	"errors"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// maxGrowth bounds what balancing may add to a fragment, in bytes for each
// byte: unclosed marks are opened again in every paragraph that follows.
const maxGrowth = 8

// maxBalanced is the longest fragment that is worth building a tree for.
const maxBalanced = 4 << 20

var errTooLong = errors.New("rendering grew too long")

// balance closes what was left open, so that a fragment cannot reach out of
// the place where it is shown. It reports false for a fragment that is nested
// too deeply or would grow too long.
func balance(s string) (string, bool) {
	if !strings.ContainsAny(s, "<&\r") {
		return html.EscapeString(s), true
	}
	if len(s) > maxBalanced {
		return "", false
	}
	body := &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body}
	nodes, err := html.ParseFragment(strings.NewReader(s), body)
	if err != nil {
		return "", false
	}
	out := limitedBuffer{left: maxGrowth*len(s) + 1<<12}
	for _, n := range nodes {
		if err := html.Render(&out, n); err != nil {
			return "", false
		}
	}
	return out.String(), true
}

// limitedBuffer is a buffer that refuses to grow past what is left.
type limitedBuffer struct {
	bytes.Buffer
	left int
}

// Write appends p, or fails when the limit is reached.
func (b *limitedBuffer) Write(p []byte) (int, error) {
	if b.left -= len(p); b.left < 0 {
		return 0, errTooLong
	}
	return b.Buffer.Write(p)
}

// WriteString appends s, or fails when the limit is reached.
func (b *limitedBuffer) WriteString(s string) (int, error) {
	if b.left -= len(s); b.left < 0 {
		return 0, errTooLong
	}
	return b.Buffer.WriteString(s)
}
