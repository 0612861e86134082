package main

import (
	"bufio"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"dateline/internal/news"
	"dateline/internal/source"
)

type outletAdd struct {
	URL     string   `arg:"" help:"The address of a site, a feed, or a page to follow by its links."`
	Name    string   `help:"The outlet's name as it is to be printed."`
	Feed    string   `help:"Which of several feeds to follow: its number in the list, or its address." placeholder:"NUMBER|ADDRESS"`
	Pattern string   `help:"Follow the page by its links whose address fits: * is anything between two slashes, # a number, ** anything." placeholder:"/news/*"`
	Folder  string   `help:"The folder to file the feed in." placeholder:"FOLDER"`
	All     bool     `help:"Follow every feed found."`
	Yes     bool     `short:"y" help:"Follow the best of what is found without asking."`
	Allow   []string `help:"A private address that the site may be on." placeholder:"ADDRESS:PORT" env:"DATELINE_ALLOW"`
	Rules   []string `name:"resolve" help:"Dial a host elsewhere." placeholder:"HOST=ADDRESS:PORT" env:"DATELINE_RESOLVE"`
	JSON    bool     `help:"Print JSON."`
}

// Run finds and follows the feeds of a site.
func (c *outletAdd) Run(p *program) error {
	n, err := p.openReaching(c.Allow, c.Rules)
	if err != nil {
		return err
	}
	defer n.Close()
	found, err := n.find(c.URL, c.Pattern)
	if err != nil {
		return err
	}
	picked, err := c.pick(p, found)
	if err != nil {
		return err
	}
	var list []source.Listing
	for _, f := range picked {
		l := f.Listing()
		l.Folder = c.Folder
		if c.Name != "" {
			l.Outlet.Name = c.Name
		}
		list = append(list, l)
	}
	sum, err := source.Import(p.ctx, n.db, list, n.now())
	if err != nil {
		return err
	}
	if c.JSON {
		return p.printJSON(map[string]any{"found": found, "summary": sum})
	}
	for _, l := range list {
		fmt.Fprintf(p.stdout, "%s: %s\n", plain(l.Outlet.Name), plain(strings.TrimSpace(l.FeedURL+" "+l.Pattern)))
	}
	return p.printSummary(sum)
}

// find looks for what an address offers, or for what a pattern takes from it.
func (n *newsroom) find(address, pattern string) ([]source.Candidate, error) {
	if pattern == "" {
		return source.Discover(n.p.ctx, outside{n.client}, address)
	}
	one, err := source.FollowPage(n.p.ctx, outside{n.client}, address, pattern)
	if err != nil {
		return nil, err
	}
	return []source.Candidate{one}, nil
}

// pick returns which of the candidates are to be followed. A single feed needs
// no question; nobody follows a page by a guessed pattern unasked.
func (c *outletAdd) pick(p *program, found []source.Candidate) ([]source.Candidate, error) {
	feeds := slices.DeleteFunc(slices.Clone(found), func(f source.Candidate) bool { return f.Pattern != "" })
	switch {
	case c.Feed != "":
		return named(found, c.Feed)
	case c.Pattern != "", c.Yes, len(found) == 1 && len(feeds) == 1:
		return found[:1], nil
	case c.All && len(feeds) > 0:
		return feeds, nil
	}
	if !terminalInput(p) {
		reason := "Several feeds were found. See them with dateline outlet find, then name one with --feed or take the best with --yes."
		if len(feeds) == 0 {
			reason = "There is no feed, but the page can be followed by its links. See how with dateline outlet find, then give a --pattern or take the best with --yes."
		}
		return nil, &news.InvalidError{Field: "feed", Reason: reason}
	}
	if err := p.printCandidates(found); err != nil {
		return nil, err
	}
	fmt.Fprint(p.stderr, "Which one? [1] ")
	answer, err := bufio.NewReader(p.stdin).ReadString('\n')
	if err != nil {
		return nil, &news.InvalidError{Field: "feed", Reason: "Nothing was chosen."}
	}
	if answer = strings.TrimSpace(answer); answer == "" {
		answer = "1"
	}
	return named(found, answer)
}

// named returns the candidate of that number or address.
func named(found []source.Candidate, which string) ([]source.Candidate, error) {
	if i, err := strconv.Atoi(which); err == nil && i >= 1 && i <= len(found) {
		return found[i-1 : i], nil
	}
	for i := range found {
		if key := news.AddressKey(which); key != "" && key == news.AddressKey(found[i].FeedURL) {
			return found[i : i+1], nil
		}
	}
	return nil, &news.InvalidError{Field: "feed", Reason: fmt.Sprintf("%q is none of what was found. Give its number in the list or its address.", plain(which))}
}

// printCandidates lists what was found, the best first.
func (p *program) printCandidates(found []source.Candidate) error {
	rows := make([][]string, 0, len(found))
	for i, c := range found {
		what := c.Format
		switch {
		case c.Pattern != "":
			what = "links " + c.Pattern
		case c.Comments:
			what += ", comments"
		case c.FullText:
			what += ", full text"
		}
		rows = append(rows, []string{strconv.Itoa(i + 1), c.Title, what, strconv.Itoa(c.Items), ago(c.Newest), perDay(c.PerDay), c.FeedURL})
	}
	return p.table([]string{"NO", "TITLE", "WHAT", "ITEMS", "NEWEST", "A DAY", "ADDRESS"}, rows)
}

// ago is how long ago something was, in its largest unit, "-" when it is not
// known.
func ago(at time.Time) string {
	since := time.Since(at)
	switch {
	case at.IsZero():
		return "-"
	case since < time.Minute:
		return "just now"
	case since < time.Hour:
		return fmt.Sprintf("%d min ago", int(since.Minutes()))
	case since < 48*time.Hour:
		return fmt.Sprintf("%d h ago", int(since.Hours()))
	}
	return fmt.Sprintf("%d days ago", int(since.Hours()/24))
}

func perDay(n float64) string {
	switch {
	case n <= 0:
		return "-"
	case n < 1:
		return "<1"
	}
	return strconv.FormatFloat(n, 'f', 0, 64)
}

type outletFind struct {
	URL     string   `arg:"" help:"The address of a site or a page."`
	Pattern string   `help:"Show what the page's links of this pattern are now." placeholder:"/news/*"`
	Allow   []string `help:"A private address that the site may be on." placeholder:"ADDRESS:PORT" env:"DATELINE_ALLOW"`
	Rules   []string `name:"resolve" help:"Dial a host elsewhere." placeholder:"HOST=ADDRESS:PORT" env:"DATELINE_RESOLVE"`
	JSON    bool     `help:"Print JSON."`
}

// Run shows what a site offers and follows nothing.
func (c *outletFind) Run(p *program) error {
	n, err := p.openReaching(c.Allow, c.Rules)
	if err != nil {
		return err
	}
	defer n.Close()
	if c.Pattern != "" {
		return c.preview(p, n)
	}
	found, err := n.find(c.URL, "")
	if err != nil {
		return err
	}
	if c.JSON {
		return p.printJSON(found)
	}
	return p.printCandidates(found)
}

// previewLine is a report that a pattern takes.
type previewLine struct {
	Headline  string    `json:"headline"`
	URL       string    `json:"url"`
	Published time.Time `json:"published,omitzero"`
	Summary   string    `json:"summary,omitempty"`
}

func (c *outletFind) preview(p *program, n *newsroom) error {
	items, err := source.Preview(p.ctx, outside{n.client}, c.URL, c.Pattern)
	if err != nil {
		return err
	}
	lines := make([]previewLine, 0, len(items))
	rows := make([][]string, 0, len(items))
	for _, it := range items {
		lines = append(lines, previewLine{it.Headline, it.URL, it.Published, it.Summary})
		rows = append(rows, []string{n.when(it.Published), it.Headline, it.URL})
	}
	if c.JSON {
		return p.printJSON(lines)
	}
	return p.table([]string{"PUBLISHED", "HEADLINE", "ADDRESS"}, rows)
}
