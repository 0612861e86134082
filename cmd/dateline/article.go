package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"dateline/internal/article"
	"dateline/internal/news"
)

type articleCommand struct {
	Add  articleAdd  `cmd:"" help:"Put a report on the wire by its address."`
	Read articleRead `cmd:"" help:"Read a page on standard input, or a folder of pages, and print what was understood as JSON."`
}

type articleAdd struct {
	URL  string `arg:"" help:"The report's address."`
	JSON bool   `help:"Print JSON."`
}

// Run puts one report on the wire. Reading its page is the running newsroom's
// work.
func (c *articleAdd) Run(p *program) error {
	n, err := p.open(openOptions{})
	if err != nil {
		return err
	}
	defer n.Close()
	began := n.now().Truncate(time.Microsecond) // as fine as the store keeps times
	id, err := n.desk.Take(p.ctx, c.URL)
	if err != nil {
		return err
	}
	if c.JSON {
		return p.printJSON(map[string]int64{"id": int64(id)})
	}
	a, err := n.db.Article(p.ctx, id)
	if err != nil {
		return err
	}
	if a.FoundAt.Before(began) {
		fmt.Fprintf(p.stdout, "Report %d is on the wire already.\n", id)
		return nil
	}
	fmt.Fprintf(p.stdout, "Report %d is on the wire. Its page is read when dateline serve runs.\n", id)
	return nil
}

type articleRead struct {
	URL string `help:"The page's address." env:"PAGE_URL"`
	ID  string `help:"A name to print with it." env:"PAGE_ID"`
	Dir string `help:"A folder with manifest.jsonl, one {id, url, file} a line, instead of standard input." type:"path"`
	Out string `help:"With --dir, the file to write, one JSON object a line. Left out: standard output." type:"path"`
}

// maxPage bounds a page on standard input.
const maxPage = 64 << 20

// Run reads pages.
func (c *articleRead) Run(p *program) error {
	if c.Dir != "" {
		return c.folder(p)
	}
	page, err := io.ReadAll(io.LimitReader(p.stdin, maxPage))
	if err != nil {
		return fmt.Errorf("read standard input: %w", err)
	}
	r, err := article.Extract(page, "text/html", c.URL, article.Hint{})
	if errors.Is(err, news.ErrInvalid) {
		return &news.InvalidError{Field: "page", Reason: "Standard input is not an HTML page."}
	}
	if err != nil && !errors.Is(err, news.ErrNotFound) {
		return err
	}
	return errors.Join(p.printJSON(articleJSON(c.ID, r)), noText(err))
}

// noText says of a page that was read that it holds no text of a report.
func noText(err error) error {
	if err == nil {
		return nil
	}
	return &news.InvalidError{Field: "page", Reason: "The page holds no text of a report."}
}

// manifestLine is one page of a folder.
type manifestLine struct {
	ID   string `json:"id"`
	URL  string `json:"url"`
	File string `json:"file"`
}

func (c *articleRead) folder(p *program) (err error) {
	root, err := os.OpenRoot(c.Dir)
	if err != nil {
		return &news.InvalidError{Field: "dir", Reason: fmt.Sprintf("There is no folder %s.", c.Dir)}
	}
	defer root.Close()
	manifest, err := root.Open("manifest.jsonl")
	if err != nil {
		return &news.InvalidError{Field: "dir", Reason: fmt.Sprintf("%s has no manifest.jsonl.", c.Dir)}
	}
	defer manifest.Close()
	w := p.stdout
	if c.Out != "" {
		f, err := os.Create(c.Out)
		if err != nil {
			return &news.InvalidError{Field: "out", Reason: fmt.Sprintf("%s cannot be written.", c.Out)}
		}
		defer func() { err = errors.Join(err, f.Close()) }()
		w = f
	}
	buffered := bufio.NewWriter(w)
	if err := readManifest(root, manifest, json.NewEncoder(buffered)); err != nil {
		return err
	}
	return buffered.Flush()
}

// readManifest reads every page of a manifest. A page that holds no report is
// answered with what there is.
func readManifest(root *os.Root, manifest io.Reader, out *json.Encoder) error {
	out.SetEscapeHTML(false)
	lines := json.NewDecoder(manifest)
	for {
		var m manifestLine
		if err := lines.Decode(&m); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return &news.InvalidError{Field: "dir", Reason: "manifest.jsonl is not one JSON object a line."}
		}
		page, err := root.ReadFile(m.File)
		if err != nil {
			return &news.InvalidError{Field: "dir", Reason: fmt.Sprintf("The page %s cannot be read.", m.File)}
		}
		r, err := article.Extract(page, "text/html", m.URL, article.Hint{})
		if err != nil && r == nil {
			r = &news.Reading{}
		}
		if err := out.Encode(articleJSON(m.ID, r)); err != nil {
			return fmt.Errorf("write: %w", err)
		}
	}
}
