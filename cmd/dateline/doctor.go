package main

import (
	"cmp"
	"fmt"
	"runtime"
	"sync"
	"time"

	"dateline/internal/fetch"
	"dateline/internal/news"
	"dateline/internal/source"
)

type backupCommand struct {
	File string `arg:"" optional:"" help:"The file to write. It must not exist. Left out: a name with the time, in this folder."`
}

// Run writes a copy of the newsroom.
func (c *backupCommand) Run(p *program) error {
	n, err := p.open(openOptions{})
	if err != nil {
		return err
	}
	defer n.Close()
	file := cmp.Or(c.File, "dateline-backup-"+time.Now().UTC().Format("20060102T150405")+".db")
	if err := n.db.Backup(p.ctx, file); err != nil {
		return err
	}
	fmt.Fprintf(p.stdout, "The newsroom is copied to %s. To restore it, stop Dateline and put the file in place of dateline.db.\n", file)
	return nil
}

type versionCommand struct {
	JSON bool `help:"Print JSON."`
}

// Run prints the version.
func (c *versionCommand) Run(p *program) error {
	if c.JSON {
		return p.printJSON(map[string]string{"version": version, "go": runtime.Version()})
	}
	fmt.Fprintf(p.stdout, "dateline %s (%s)\n", version, runtime.Version())
	return nil
}

type doctorCommand struct {
	Feeds   bool     `help:"Ask every feed once and say which have moved or fail. Without a newsroom, ask the starter list's."`
	Starter bool     `help:"With --feeds, ask the starter list's feeds."`
	Allow   []string `help:"A private address that feeds may be on." placeholder:"ADDRESS:PORT" env:"DATELINE_ALLOW"`
	Rules   []string `name:"resolve" help:"Dial a host elsewhere." placeholder:"HOST=ADDRESS:PORT" env:"DATELINE_RESOLVE"`
	JSON    bool     `help:"Print JSON."`
}

// finding is one thing that the doctor looked at.
type finding struct {
	What string `json:"what"`
	OK   bool   `json:"ok"`
	Say  string `json:"say"`
}

// Run checks the newsroom. It exits with 1 when something has to be mended.
func (c *doctorCommand) Run(p *program) error {
	var findings []finding
	var list []source.Listing
	var err error
	if c.Starter {
		list, err = source.Starter()
	} else {
		findings, list, err = c.newsroom(p)
	}
	if err != nil {
		return err
	}
	if c.Feeds || c.Starter {
		asked, err := c.ask(p, list)
		if err != nil {
			return err
		}
		findings = append(findings, asked...)
	}
	return p.printFindings(findings, c.JSON)
}

func (p *program) printFindings(findings []finding, asJSON bool) error {
	bad := 0
	for _, f := range findings {
		if !f.OK {
			bad++
		}
	}
	if asJSON {
		if err := p.printJSON(findings); err != nil {
			return err
		}
	} else {
		for _, f := range findings {
			mark := "ok  "
			if !f.OK {
				mark = "MEND"
			}
			fmt.Fprintf(p.stdout, "%s  %s: %s\n", mark, plain(f.What), plain(f.Say))
		}
		fmt.Fprintf(p.stdout, "%d looked at, %d to mend.\n", len(findings), bad)
	}
	if bad > 0 {
		return exitError(exitFailed)
	}
	return nil
}

// newsroom looks at the newsroom itself.
func (c *doctorCommand) newsroom(p *program) ([]finding, []source.Listing, error) {
	n, err := p.open(openOptions{})
	if err != nil {
		return nil, nil, err
	}
	defer n.Close()
	list, _, err := n.listings()
	if err != nil {
		return nil, nil, err
	}
	findings := []finding{{What: "database", OK: true, Say: n.db.Engine() + ", schema up to date"}}
	if err := n.db.Check(p.ctx); err != nil {
		findings[0] = finding{What: "database", Say: sentence(err)}
	}
	feeds, err := n.db.ListFeeds(p.ctx)
	if err != nil {
		return nil, nil, err
	}
	faults := 0
	for _, f := range feeds {
		if f.Fault == "" {
			continue
		}
		if faults++; !c.Feeds { // else it is asked now
			findings = append(findings, finding{What: f.Outlet + " " + f.URL, Say: f.Fault})
		}
	}
	findings = append(findings, finding{What: "feeds", OK: true, Say: fmt.Sprintf("%d followed, %d with a fault at their last poll", len(feeds), faults)})
	return findings, list, nil
}

// doctorAsks is how many feeds are asked at a time.
const doctorAsks = 16

// ask tries every feed of a list.
func (c *doctorCommand) ask(p *program, list []source.Listing) ([]finding, error) {
	allow, err := parseAllow(c.Allow)
	if err != nil {
		return nil, err
	}
	rules, err := parseRules(c.Rules)
	if err != nil {
		return nil, err
	}
	client := fetch.New(fetch.Options{UserAgent: "Dateline/" + version, Allow: allow, Rules: rules, Now: time.Now})
	defer client.Close()
	step, done := p.progress("Asking", len(list))
	defer done()
	findings := make([]finding, len(list))
	var wg sync.WaitGroup
	turn := make(chan struct{}, doctorAsks)
	for i, l := range list {
		turn <- struct{}{}
		wg.Go(func() {
			findings[i] = c.one(p, client, l)
			step()
			<-turn
		})
	}
	wg.Wait()
	return findings, p.ctx.Err()
}

// one tries one line of a list as its polls would read it.
func (c *doctorCommand) one(p *program, client *fetch.Client, l source.Listing) finding {
	if l.Pattern == "" {
		return judge(l, client.Try(p.ctx, l.FeedURL))
	}
	poller := fetch.Poller{Client: client, Now: time.Now, Log: p.log}
	poll := poller.Ask(p.ctx, news.FeedClaim{Feed: news.Feed{URL: l.FeedURL, Pattern: l.Pattern}})
	f := finding{What: l.Outlet.Name + " " + l.FeedURL + " " + l.Pattern, OK: poll.Fault == "", Say: poll.Fault}
	if f.OK {
		f.Say = howMany(len(poll.Arrivals), "item")
	}
	return f
}

// judge says of a feed that was tried whether it still is where the list says.
func judge(l source.Listing, v fetch.Verdict) finding {
	f := finding{What: l.Outlet.Name + " " + l.FeedURL}
	switch {
	case v.Outcome == fetch.OutcomeReject, v.Outcome == fetch.OutcomeNoChange:
		f.Say = v.Reason
	case news.AddressKey(v.FinalURL) != news.AddressKey(l.FeedURL):
		f.Say = "It has moved to " + v.FinalURL
	default:
		f.OK, f.Say = true, howMany(v.Items, "item")
	}
	return f
}
