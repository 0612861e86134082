package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"

	"dateline/internal/news"
	"dateline/internal/source"
)

type outletCommand struct {
	Add    outletAdd    `cmd:"" help:"Find the feed of a site and follow it."`
	Find   outletFind   `cmd:"" help:"Show what a site offers and follow nothing."`
	List   outletList   `cmd:"" help:"List the outlets."`
	Edit   outletEdit   `cmd:"" help:"Change what is said of an outlet."`
	Import outletImport `cmd:"" help:"Follow the outlets of an OPML file."`
	Export outletExport `cmd:"" help:"Write the outlets as OPML."`
}

func (p *program) printSummary(s source.Summary) error {
	fmt.Fprintf(p.stdout, "%d added, %d followed already, %d left out.\n", s.Added, s.Known, len(s.Skipped))
	for _, k := range s.Skipped {
		fmt.Fprintf(p.stderr, "left out: %s %s: %s\n", plain(k.Name), plain(k.FeedURL), k.Reason)
	}
	return nil
}

// openReaching opens the newsroom with addresses that the operator opened.
func (p *program) openReaching(allow, rules []string) (*newsroom, error) {
	var o openOptions
	var err error
	if o.fetch.Allow, err = parseAllow(allow); err != nil {
		return nil, err
	}
	if o.fetch.Rules, err = parseRules(rules); err != nil {
		return nil, err
	}
	return p.open(o)
}

type outletList struct {
	JSON bool `help:"Print JSON."`
}

// Run lists the outlets.
func (c *outletList) Run(p *program) error {
	n, err := p.open(openOptions{})
	if err != nil {
		return err
	}
	defer n.Close()
	outlets, err := n.db.ListOutlets(p.ctx)
	if err != nil {
		return err
	}
	if c.JSON {
		return p.printJSON(outletsJSON(outlets))
	}
	rows := make([][]string, 0, len(outlets))
	for _, o := range outlets {
		rows = append(rows, []string{strconv.FormatInt(int64(o.ID), 10), o.Name, string(o.Kind), o.Country, o.Language, string(o.Standing), o.Site})
	}
	return p.table([]string{"ID", "NAME", "KIND", "COUNTRY", "LANGUAGE", "STANDING", "SITE"}, rows)
}

type outletImport struct {
	File string `arg:"" help:"An OPML file, - for standard input."`
	JSON bool   `help:"Print JSON."`
}

// Run follows the outlets of a list.
func (c *outletImport) Run(p *program) error {
	list, err := p.readList(c.File)
	if err != nil {
		return err
	}
	n, err := p.open(openOptions{})
	if err != nil {
		return err
	}
	defer n.Close()
	sum, err := n.importListings(list)
	if err != nil {
		return err
	}
	if c.JSON {
		return p.printJSON(sum)
	}
	return p.printSummary(sum)
}

func (p *program) readList(name string) ([]source.Listing, error) {
	r := p.stdin
	if name != "-" {
		f, err := os.Open(name)
		if err != nil {
			return nil, &news.InvalidError{Field: "file", Reason: fmt.Sprintf("The file %s cannot be read. Check its name.", name)}
		}
		defer f.Close()
		r = f
	}
	return source.ReadOPML(r)
}

func (n *newsroom) importListings(list []source.Listing) (source.Summary, error) {
	step, end := n.p.progress("Following", len(list))
	defer end()
	shown := 0
	return source.ImportWith(n.p.ctx, n.db, list, n.now(), func(done int) {
		for ; shown < done; shown++ {
			step()
		}
	})
}

type outletExport struct {
	File string `arg:"" optional:"" help:"The file to write, standard output when left out."`
}

// Run writes the outlets as a list that other programs read.
func (c *outletExport) Run(p *program) (err error) {
	n, err := p.open(openOptions{})
	if err != nil {
		return err
	}
	defer n.Close()
	list, title, err := n.listings()
	if err != nil {
		return err
	}
	w := p.stdout
	if c.File != "" {
		f, err := os.OpenFile(c.File, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
		if err != nil {
			return &news.InvalidError{Field: "file", Reason: notWritten(c.File, err)}
		}
		defer func() { err = errors.Join(err, f.Close()) }()
		w = f
	}
	return source.WriteOPML(w, title, list)
}

// notWritten says why a new file cannot be made.
func notWritten(name string, err error) string {
	switch {
	case errors.Is(err, fs.ErrExist):
		return fmt.Sprintf("%s exists already. Name a new file.", name)
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Sprintf("There is no folder %s. Make it first, or name another.", filepath.Dir(name))
	}
	return fmt.Sprintf("%s cannot be written. Check the rights of its folder.", name)
}

func (n *newsroom) listings() ([]source.Listing, string, error) {
	outlets, err := n.db.ListOutlets(n.p.ctx)
	if err != nil {
		return nil, "", err
	}
	byID := map[news.OutletID]news.Outlet{}
	for _, o := range outlets {
		byID[o.ID] = o
	}
	feeds, err := n.db.ListFeeds(n.p.ctx)
	if err != nil {
		return nil, "", err
	}
	var list []source.Listing
	for _, f := range feeds {
		list = append(list, source.Listing{
			Outlet: byID[f.OutletID], FeedURL: f.URL, Title: f.Title, Folder: f.Folder, Pattern: f.Pattern,
		})
	}
	pub, err := n.db.Publication(n.p.ctx)
	if err != nil {
		return nil, "", err
	}
	return list, "Outlets of " + pub.Title, nil
}
