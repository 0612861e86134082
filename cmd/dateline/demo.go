package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"time"

	"dateline/internal/fetch"
	"dateline/internal/news"
	"dateline/internal/source"
	"dateline/internal/web"
	"dateline/internal/world"
)

type demoCommand struct {
	World  string `help:"A folder with another day than the bundled one." placeholder:"DIR"`
	Listen string `help:"Where the site and the desk are served." default:"127.0.0.1:8080" placeholder:"ADDRESS:PORT"`
	Once   bool   `help:"Run the day through without a browser, print the published post and end."`
	Format string `help:"How --once prints the post: text, html, md or json." default:"text" enum:"text,html,md,json"`
}

// signInFor is how long the printed one-time sign-in holds.
const signInFor = 12 * time.Hour

// Run runs the demonstration.
func (c *demoCommand) Run(p *program) error {
	day, err := c.load()
	if err != nil {
		return err
	}
	outer, err := world.Serve(p.ctx, day)
	if err != nil {
		return fmt.Errorf("serve the day: %w", err)
	}
	defer outer.Close()
	if p.temporary() {
		dir, err := os.MkdirTemp("", "dateline-demo-")
		if err != nil {
			return fmt.Errorf("make a temporary folder: %w", err)
		}
		defer os.RemoveAll(dir)
		p.cli.Data = dir
	}
	n, err := p.openDemo(day, outer)
	if err != nil {
		return err
	}
	defer n.Close()
	if c.Once {
		return n.once(day, c.Format)
	}
	return n.show(c.Listen)
}

// temporary says that nobody named a folder or a database: the demonstration
// then leaves nothing behind.
func (p *program) temporary() bool {
	return p.cli.Database == "" && p.cli.Data == defaultData
}

// defaultData is the folder of a newsroom when none is named.
const defaultData = "./dateline-data"

func (c *demoCommand) load() (*world.Day, error) {
	files := world.Bundled()
	if c.World != "" {
		root, err := os.OpenRoot(c.World)
		if err != nil {
			return nil, &news.InvalidError{Field: "world", Reason: fmt.Sprintf("There is no folder %s. Name the folder of a day with --world.", c.World)}
		}
		files = root.FS()
	}
	day, err := world.Load(files)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, &news.InvalidError{Field: "world", Reason: fmt.Sprintf("%s has no world.json. Name the folder of a day with --world.", c.World)}
	}
	return day, err
}

// openDemo opens the demonstration's newsroom: only the resolver and the
// address guard are told that the day's hosts are that host and port.
func (p *program) openDemo(day *world.Day, outer *world.Server) (*newsroom, error) {
	var rules fetch.Rules
	for _, host := range outer.Hosts() {
		r, err := fetch.ParseRule(host + "=" + outer.Addr().String())
		if err != nil {
			return nil, fmt.Errorf("lead %s to the day: %w", host, err)
		}
		rules = append(rules, r)
	}
	o := openOptions{create: true, sole: true, empty: true, now: world.NewClock(day.Clock, time.Now).Now}
	o.fetch = fetch.Options{Rules: rules, Only: true, Roots: outer.Roots()}
	o.fetch.Allow = append(o.fetch.Allow, outer.Addr())
	n, err := p.open(o)
	if err != nil {
		return nil, err
	}
	if err := n.prepareDemo(day); err != nil {
		n.Close()
		return nil, err
	}
	// The publication is known only now; the grouping wants its language.
	n.join(o, &day.Publication)
	return n, nil
}

// prepareDemo makes the newsroom the day's, once. It refuses the newsroom of
// somebody else.
func (n *newsroom) prepareDemo(day *world.Day) error {
	ctx, name := n.p.ctx, day.Publication.Title+" "+day.Clock.Format(time.RFC3339)
	mark, err := n.db.Demo(ctx)
	if err != nil || mark == name {
		return err
	}
	_, err = n.db.Publication(ctx)
	switch {
	case mark != "":
		return &news.InvalidError{Field: "data", Reason: fmt.Sprintf("There is the demonstration of another day in %s. Name %s.", n.p.place(), n.p.another())}
	case err == nil:
		return &news.InvalidError{Field: "data", Reason: fmt.Sprintf("There is a real newsroom in %s. The demonstration does not touch it: name %s.", n.p.place(), n.p.another())}
	case !errors.Is(err, news.ErrNotFound):
		return err
	}
	if err := n.followDay(ctx, day); err != nil {
		return err
	}
	pub := day.Publication
	if pub.Description == "" {
		pub.Description = "A demonstration of Dateline on one day of news."
	}
	if err := n.db.SavePublication(ctx, pub); err != nil {
		return err
	}
	return n.db.MarkDemo(ctx, name)
}

func (n *newsroom) followDay(ctx context.Context, day *world.Day) error {
	f, err := day.Files.Open(day.Outlets)
	if err != nil {
		return fmt.Errorf("read the day's outlets: %w", err)
	}
	defer f.Close()
	list, err := source.ReadOPML(f)
	if err != nil {
		return fmt.Errorf("read the day's outlets: %w", err)
	}
	// Due from the day's first moment: a run that was cut off is followed by
	// one whose clock begins there again.
	_, err = source.Import(ctx, n.db, list, day.Clock)
	return err
}

// show runs the newsroom for a browser.
func (n *newsroom) show(address string) error {
	l, err := n.listenDemo(address)
	if err != nil {
		return err
	}
	token, err := n.demoSignIn()
	if err != nil {
		l.Close()
		return err
	}
	base := "http://" + l.Addr().String()
	if err := n.setAddress(base); err != nil {
		l.Close()
		return err
	}
	fmt.Fprintf(n.p.stdout, "\nThe demonstration is running. Open the desk in your browser; the address signs you in once:\n\n  %s/desk/enter?token=%s\n\nThe site that readers see is at %s/\nStop with Ctrl-C.\n\n", base, token, base)
	return n.serve(l, web.Options{Address: base})
}

// setAddress tells the publication where its site is this time, for the links
// that have to be whole.
func (n *newsroom) setAddress(base string) error {
	pub, err := n.db.Publication(n.p.ctx)
	if err != nil || pub.Address == base {
		return err
	}
	pub.Address = base
	return n.db.SavePublication(n.p.ctx, *pub)
}

// listenDemo takes the usual port, or any that is free when nobody asked for
// a certain one.
func (n *newsroom) listenDemo(address string) (net.Listener, error) {
	l, err := listen(address)
	if err != nil && address == "127.0.0.1:8080" {
		return listen("127.0.0.1:0")
	}
	return l, err
}

// demoSignIn makes sure that there is an editor and returns a one-time sign-in.
func (n *newsroom) demoSignIn() (string, error) {
	id, err := n.demoEditor()
	if err != nil {
		return "", err
	}
	return n.accounts.NewSignIn(n.p.ctx, id, signInFor)
}

// demoLogin is the sign-in name of the demonstration's editor. Nobody knows
// the password: the printed address is the way in.
const demoLogin = "editor"

func (n *newsroom) demoEditor() (news.EditorID, error) {
	e, err := n.db.EditorByLogin(n.p.ctx, demoLogin)
	if err == nil {
		return e.ID, nil
	}
	if !errors.Is(err, news.ErrNotFound) {
		return 0, err
	}
	password, err := randomPassword()
	if err != nil {
		return 0, err
	}
	pub, err := n.db.Publication(n.p.ctx)
	if err != nil {
		return 0, err
	}
	return n.accounts.Found(n.p.ctx, "Editor", demoLogin, password, *pub)
}
