package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"net/netip"
	"os"
	"path/filepath"
	"time"

	"dateline/internal/account"
	"dateline/internal/article"
	"dateline/internal/comment"
	"dateline/internal/desk"
	"dateline/internal/fetch"
	"dateline/internal/job"
	"dateline/internal/news"
	"dateline/internal/site"
	"dateline/internal/store"
	"dateline/internal/story"
)

// newsroom is an open newsroom with its parts joined.
type newsroom struct {
	p          *program
	db         *store.DB
	client     *fetch.Client
	poller     *fetch.Poller
	subscriber *fetch.Subscriber
	reader     *article.Reader
	grouper    *story.Grouper
	desk       *desk.Desk
	site       *site.Site
	discussion *comment.Discussion
	accounts   *account.Accounts
	now        func() time.Time // editorial time
	roles      roles            // what this machine does
	polled     *polled          // what is told of the polling
	zone       *time.Location   // the publication's, for showing times
}

// openOptions say how a command wants the newsroom.
type openOptions struct {
	create bool             // make the folder when it is missing
	sole   bool             // this process serves the folder
	empty  bool             // a newsroom without a publication will do
	now    func() time.Time // editorial time, nil for the machine's
	fetch  fetch.Options
}

// open opens the newsroom that the command line names and joins its parts.
func (p *program) open(o openOptions) (*newsroom, error) {
	if err := p.founded(o); err != nil {
		return nil, err
	}
	db, err := store.Open(p.ctx, store.Options{
		Dir: p.cli.Data, URL: p.cli.Database, Machine: time.Now, Log: p.quietLog(), Create: o.create, Sole: o.sole,
	})
	if err != nil {
		return nil, err
	}
	n := &newsroom{p: p, db: db, now: o.now, roles: allRoles, polled: &polled{}}
	if n.now == nil {
		n.now = time.Now
	}
	pub, err := db.Publication(p.ctx)
	switch {
	case errors.Is(err, news.ErrNotFound) && o.empty:
		pub, err = &news.Publication{Language: "en", Zone: "UTC"}, nil
	case errors.Is(err, news.ErrNotFound):
		err = p.noNewsroom()
	}
	if err != nil {
		db.Close()
		return nil, err
	}
	n.zone = pub.Location()
	n.join(o, pub)
	return n, nil
}

// founded refuses a folder that holds no newsroom before anything is made in
// it. What else is wrong with a folder the store says.
func (p *program) founded(o openOptions) error {
	if o.create || o.empty || p.cli.Database != "" {
		return nil
	}
	folder, err := os.Stat(p.cli.Data)
	if err != nil || !folder.IsDir() {
		return nil //nolint:nilerr // the store says it
	}
	if _, err := os.Stat(filepath.Join(p.cli.Data, store.File)); errors.Is(err, fs.ErrNotExist) {
		return p.noNewsroom()
	}
	return nil
}

func (p *program) noNewsroom() error {
	return &news.InvalidError{Field: "data", Reason: fmt.Sprintf("There is no newsroom in %s yet. Make one with: dateline init", p.place())}
}

// place names where the newsroom is, without a password.
func (p *program) place() string {
	if p.cli.Database != "" {
		return "the database"
	}
	return p.cli.Data
}

// another says how to name a different place for a newsroom.
func (p *program) another() string {
	if p.cli.Database != "" {
		return "another database with --database"
	}
	return "another folder with --data"
}

func (n *newsroom) join(o openOptions, pub *news.Publication) {
	fo := o.fetch
	fo.UserAgent, fo.Contact, fo.Now = "Dateline/"+version, contactOf(pub), n.now
	n.client = fetch.New(fo)
	n.poller = &fetch.Poller{Client: n.client, Feeds: n.db, Now: n.now, Rand: rand.Float64, Log: n.p.log, Told: n.polled.note}
	n.subscriber = n.newSubscriber()
	n.reader = &article.Reader{Pages: outside{n.client}, Articles: n.db, Now: n.now}
	n.grouper = &story.Grouper{Reports: n.db, Leases: n.db, Now: n.now, Language: pub.Language, Holder: n.db.Worker()}
	n.desk = &desk.Desk{Stories: n.db, Posts: n.db, Articles: n.db, Settings: n.db.Publication, Now: n.now}
	n.site = &site.Site{Posts: n.db, After: n.db.PostAfter}
	n.discussion = &comment.Discussion{Comments: n.db, Now: n.now}
	n.accounts = &account.Accounts{Editors: n.db, SignIns: n.db, Now: time.Now, Limiter: &account.Limiter{}}
}

// contactOf is what outlets are told about who polls them.
func contactOf(pub *news.Publication) string {
	if pub.Contact != "" {
		return pub.Contact
	}
	return pub.Address
}

// Close closes the newsroom.
func (n *newsroom) Close() {
	n.client.Close()
	if err := n.db.Close(); err != nil {
		n.p.log.WarnContext(n.p.ctx, "database not closed", "error", err)
	}
}

// outside is the guarded client as the steps ask for it.
type outside struct{ *fetch.Client }

// Page fetches a report's page.
func (o outside) Page(ctx context.Context, address string) (body []byte, contentType, final string, err error) {
	r, err := o.Client.Page(ctx, address)
	if err != nil {
		return nil, "", "", err
	}
	return r.Body, r.ContentType, r.FinalURL, nil
}

// The periods of the newsroom's work.
const (
	pollPause   = time.Second
	groupEvery  = 10 * time.Second
	groupLeast  = 500 * time.Millisecond
	tidyEvery   = time.Hour
	followAgain = 5 * time.Second
	eventsKept  = 7 * 24 * time.Hour
	readers     = 8 // pages read at a time
)

// works is the table of background work by its names.
func (n *newsroom) works() job.Works {
	return job.Works{
		news.JobRead: func(ctx context.Context, subject int64, last bool) error {
			return n.reader.Read(ctx, news.ArticleID(subject), last)
		},
	}
}

// loops is the table of what goes on while the newsroom runs.
func (n *newsroom) loops() []job.Loop {
	poke, stop := n.db.Watch()
	context.AfterFunc(n.p.ctx, stop)
	return n.roles.loops([]job.Loop{
		{Name: "poll", Every: pollPause, Round: func(ctx context.Context) (bool, error) {
			n.poller.Run(ctx, pollPause)
			return false, nil
		}},
		n.hubLoop(),
		{Name: "group", Every: groupEvery, Wake: poke, Least: groupLeast, Round: func(ctx context.Context) (bool, error) {
			// The publication may be set up, or change its language, while we run.
			if pub, err := n.db.Publication(ctx); err == nil {
				n.grouper.Language = pub.Language
			}
			grouped, err := n.grouper.Round(ctx)
			return grouped > 0, err
		}},
		{Name: "alive", Every: time.Second, Round: func(ctx context.Context) (bool, error) { return false, n.db.StayAlive(ctx) }},
		{Name: "follow", Every: followAgain, Round: func(ctx context.Context) (bool, error) { return false, n.db.Tail(ctx) }},
		{Name: "read", Every: time.Second, Round: func(ctx context.Context) (bool, error) {
			return false, n.db.RunJobs(ctx, readers, n.works().Do)
		}},
		{Name: "tidy", Every: tidyEvery, Round: func(ctx context.Context) (bool, error) { return false, n.tidy(ctx) }},
		{Name: "tell", Every: polledEvery, Round: func(ctx context.Context) (bool, error) {
			n.polled.tell(ctx, n.p.log)
			return false, nil
		}},
	})
}

// tidy forgets what nobody needs any more.
func (n *newsroom) tidy(ctx context.Context) error {
	_, err := n.db.ForgetEvents(ctx, n.now().Add(-eventsKept))
	return errors.Join(err, n.db.ForgetSessions(ctx))
}

// parseAllow reads the private addresses that an operator opens.
func parseAllow(texts []string) ([]netip.AddrPort, error) {
	var allow []netip.AddrPort
	for _, t := range texts {
		a, err := netip.ParseAddrPort(t)
		if err != nil {
			return nil, &news.InvalidError{Field: "allow", Reason: fmt.Sprintf("--allow takes an address and a port, such as 192.168.1.5:8080, not %q.", t)}
		}
		allow = append(allow, a)
	}
	return allow, nil
}

// parseRules reads which hosts are dialled elsewhere.
func parseRules(texts []string) (fetch.Rules, error) {
	var rules fetch.Rules
	for _, t := range texts {
		r, err := fetch.ParseRule(t)
		if err != nil {
			return nil, &news.InvalidError{Field: "resolve", Reason: fmt.Sprintf("--resolve takes HOST=ADDRESS:PORT, such as *.news.test=127.0.0.1:8080, not %q.", t)}
		}
		rules = append(rules, r)
	}
	return rules, nil
}
