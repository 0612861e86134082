package article

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// FuzzPage reads pages without the engines, so that it is fast. Pages take
// long to be made smaller: run it with -fuzzminimizetime 1x.
func FuzzPage(f *testing.F) {
	pages, err := filepath.Glob("testdata/*.html")
	if err != nil {
		f.Fatal(err)
	}
	for _, name := range pages {
		body, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(body, "text/html")
	}
	f.Add([]byte(`<div hidden id="S:1"><template id="B:1"></template></div><p>x`), "")
	f.Add([]byte("<h1>a</h1><meta name=author content='By, and'><p>\xff\x00"), "text/html; charset=utf-16")
	f.Fuzz(func(t *testing.T, body []byte, contentType string) {
		p, err := readPage(body, contentType, "https://wire.example/a", Hint{})
		if err != nil {
			return
		}
		p.elements = maxElements + 1
		r := p.read()
		for _, text := range append([]string{r.Headline, r.Standfirst}, r.Paragraphs...) {
			if strings.ContainsAny(text, "\n\r\x00") || text != strings.TrimSpace(text) {
				t.Errorf("%q is not one line of text", text)
			}
		}
		for _, text := range r.Paragraphs {
			if text == "" {
				t.Error("an empty paragraph")
			}
		}
	})
}
