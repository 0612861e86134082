package main

import (
	"errors"
	"fmt"
	"io"
	"strconv"

	"dateline/internal/news"
	"dateline/internal/wire"
)

type feedCommand struct {
	List     feedList     `cmd:"" help:"List the feeds and how they are."`
	Poll     feedPoll     `cmd:"" help:"Poll the feeds that are due, once."`
	UndoMove feedUndoMove `cmd:"" help:"Ask for a feed that moved at its former address again."`
	Try      feedTry      `cmd:"" help:"Try an address as a feed and store nothing."`
	Parse    feedParse    `cmd:"" help:"Read a feed on standard input and print it as JSON."`
}

type feedList struct {
	JSON bool `help:"Print JSON."`
}

// Run lists the feeds.
func (c *feedList) Run(p *program) error {
	n, err := p.open(openOptions{})
	if err != nil {
		return err
	}
	defer n.Close()
	feeds, err := n.db.FeedHealth(p.ctx, n.now())
	if err != nil {
		return err
	}
	if c.JSON {
		hubs, err := n.hubWords(p.ctx)
		if err != nil {
			return err
		}
		return p.printJSON(withHubs(feedsJSON(feeds), hubs))
	}
	rows := make([][]string, 0, len(feeds))
	for _, f := range feeds {
		state, trouble := string(f.State), f.Fault
		if f.Silent {
			state = "silent"
		}
		if trouble == "" {
			trouble = f.Warning
		}
		rows = append(rows, []string{
			strconv.FormatInt(int64(f.ID), 10), f.Outlet, state, n.when(f.LastSuccessAt), n.when(f.NextPollAt),
			strconv.FormatFloat(f.PerDay, 'f', 1, 64), strconv.Itoa(f.Items), f.URL, trouble,
		})
	}
	return p.table([]string{"ID", "OUTLET", "STATE", "LAST READ", "NEXT POLL", "A DAY", "ITEMS", "ADDRESS", "TROUBLE"}, rows)
}

type feedUndoMove struct {
	ID int64 `arg:"" help:"The feed's number."`
}

// Run takes back the move of a feed to another address.
func (c *feedUndoMove) Run(p *program) error {
	n, err := p.open(openOptions{})
	if err != nil {
		return err
	}
	defer n.Close()
	if err := n.db.UndoMove(p.ctx, news.FeedID(c.ID)); err != nil {
		switch {
		case errors.Is(err, news.ErrNotFound):
			return &news.InvalidError{Field: "id", Reason: fmt.Sprintf("There is no feed %d. See: dateline feed list", c.ID)}
		case errors.Is(err, news.ErrConflict):
			return &news.InvalidError{Field: "id", Reason: fmt.Sprintf("Feed %d has not moved, or its former address is followed as another feed.", c.ID)}
		}
		return err
	}
	fmt.Fprintf(p.stdout, "Feed %d is asked for at its former address again.\n", c.ID)
	return nil
}

type feedPoll struct {
	ID    []int64  `arg:"" optional:"" help:"Poll these feeds now, whether they are due or not."`
	All   bool     `help:"Poll every feed that is not stopped, whether it is due or not."`
	Allow []string `help:"A private address that feeds may be on." placeholder:"ADDRESS:PORT" env:"DATELINE_ALLOW"`
	Rules []string `name:"resolve" help:"Dial a host elsewhere." placeholder:"HOST=ADDRESS:PORT" env:"DATELINE_RESOLVE"`
	JSON  bool     `help:"Print JSON."`
}

// Run polls once. Reading the pages of what came is the running newsroom's
// work.
func (c *feedPoll) Run(p *program) error {
	n, err := p.openReaching(c.Allow, c.Rules)
	if err != nil {
		return err
	}
	defer n.Close()
	if c.All {
		if err := n.db.PollAllNow(p.ctx); err != nil {
			return err
		}
	}
	for _, id := range c.ID {
		if err := n.db.PollNow(p.ctx, news.FeedID(id)); err != nil {
			return &news.InvalidError{Field: "id", Reason: fmt.Sprintf("There is no feed %d. See: dateline feed list", id)}
		}
	}
	polled, err := n.pollDue()
	if err != nil {
		return err
	}
	failed, fresh := n.polled.sum()
	if c.JSON {
		return p.printJSON(map[string]int{"polled": polled, "failed": failed, "new": fresh})
	}
	fmt.Fprintln(p.stdout, c.say(polled, failed, fresh))
	return nil
}

// say tells what came of polling.
func (c *feedPoll) say(polled, failed, fresh int) string {
	switch {
	case polled == 0 && (c.All || len(c.ID) > 0):
		return "No feed was polled. Either none is followed, or dateline serve polls them already."
	case polled == 0:
		return "No feed is due. Poll all with --all."
	}
	said := fmt.Sprintf("%s polled, %d failed, %s.", howMany(polled, "feed"), failed, howMany(fresh, "new report"))
	if failed > 0 {
		said += " What went wrong is told by: dateline feed list"
	}
	return said
}

// pollDue polls what is due and returns how many feeds were polled.
func (n *newsroom) pollDue() (polled int, err error) {
	ctx := n.p.ctx
	if err := n.db.SignOfLife(ctx); err != nil {
		return 0, err
	}
	due, err := n.db.DueFeeds(ctx, n.now())
	if err != nil {
		return 0, err
	}
	step, done := n.p.progress("Polling", due)
	defer done()
	for {
		k, err := n.poller.Round(ctx)
		if err != nil || k == 0 {
			return polled, err
		}
		for range k {
			step()
		}
		polled += k
		if err := n.db.SignOfLife(ctx); err != nil {
			return polled, err
		}
	}
}

// misused prints a complaint about flags and ends with their exit code.
func misused(p *program, err error) error {
	fmt.Fprintf(p.stderr, "dateline: %s\n", sentence(err))
	return exitError(exitMisuse)
}

type feedParse struct {
	URL             string `help:"Where the feed was found." env:"FEED_URL"`
	ContentType     string `help:"Its Content-Type header." env:"FEED_CONTENT_TYPE"`
	ContentLocation string `help:"Its Content-Location header." env:"FEED_CONTENT_LOCATION"`
	ContentLanguage string `help:"Its Content-Language header." env:"FEED_CONTENT_LANGUAGE"`
}

// maxParse bounds what is read from standard input.
const maxParse = 256 << 20

// Run reads a feed and prints what was understood.
func (c *feedParse) Run(p *program) error {
	body, err := io.ReadAll(io.LimitReader(p.stdin, maxParse))
	if err != nil {
		return fmt.Errorf("read standard input: %w", err)
	}
	w, err := wire.Parse(body, wire.Hints{
		URL: c.URL, ContentType: c.ContentType, ContentLocation: c.ContentLocation, ContentLanguage: c.ContentLanguage,
	})
	if err != nil {
		return err
	}
	return p.printJSON(feedJSON(w))
}
