package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// list takes over a list of outlets in folders, a tenth of them twice.
func list(ctx context.Context, o options) (bool, error) {
	var b strings.Builder
	b.WriteString(`<opml version="2.0"><body>`)
	for i := range o.outlets {
		if i%100 == 0 {
			fmt.Fprintf(&b, `<outline text="Folder %d">`, i/100)
		}
		line := fmt.Sprintf(`<outline type="rss" text="Outlet %d" xmlUrl="https://o%d.example/feed.xml" htmlUrl="https://o%d.example/"/>`, i, i, i)
		b.WriteString(line)
		if i%10 == 0 {
			b.WriteString(strings.Replace(line, "https://", "http://www.", 1))
		}
		if i%100 == 99 || i == o.outlets-1 {
			b.WriteString(`</outline>`)
		}
	}
	b.WriteString(`</body></opml>`)
	path := filepath.Join(o.work, "list.opml")
	if err := os.WriteFile(path, []byte(b.String()), 0o600); err != nil {
		return false, err
	}
	if err := o.newsroom(ctx, path); err != nil {
		return false, err
	}
	return true, nil
}
