package main

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"time"

	"dateline/internal/fetch"
	"dateline/internal/job"
	"dateline/internal/news"
	"dateline/internal/source"
	"dateline/internal/web"
)

type serveCommand struct {
	Listen  string   `help:"Where the site and the desk are served." default:"127.0.0.1:8080" env:"DATELINE_LISTEN" placeholder:"ADDRESS:PORT"`
	Allow   []string `help:"A private address that feeds may be on." placeholder:"ADDRESS:PORT" env:"DATELINE_ALLOW"`
	Resolve []string `help:"Dial a host, or all below *.suffix, elsewhere." placeholder:"HOST=ADDRESS:PORT" env:"DATELINE_RESOLVE"`
	Proxy   []string `help:"A proxy in front of Dateline, whose word on where readers come from is believed: an address or a network." placeholder:"ADDRESS" env:"DATELINE_PROXY"`
	Roles   []string `help:"What this machine does, where several share one database: web, poll, read, group. Everything unless said." placeholder:"ROLE" env:"DATELINE_ROLES"`
}

// Run serves the newsroom until it is told to stop.
func (c *serveCommand) Run(p *program) error {
	allow, err := parseAllow(c.Allow)
	if err != nil {
		return err
	}
	rules, err := parseRules(c.Resolve)
	if err != nil {
		return err
	}
	proxies, err := parseProxies(c.Proxy)
	if err != nil {
		return err
	}
	tasks, err := parseRoles(c.Roles)
	if err != nil {
		return err
	}
	n, err := p.open(openOptions{sole: true, empty: true, fetch: fetch.Options{Allow: allow, Rules: rules}})
	if err != nil {
		return err
	}
	defer n.Close()
	n.roles = tasks
	if mark, err := n.db.Demo(p.ctx); err != nil || mark != "" {
		return cmp.Or(err, error(&news.InvalidError{Field: "data", Reason: fmt.Sprintf("There is a demonstration in %s. Start it with dateline demo, or name %s.", p.place(), p.another())}))
	}
	if !n.roles.has("web") {
		fmt.Fprintf(p.stdout, "Dateline is working: %s\n", strings.Join(n.roles, ", "))
		job.Run(p.ctx, p.log, n.loops()...)
		return nil
	}
	l, err := listen(c.Listen)
	if err != nil {
		return err
	}
	token, err := n.setUpToken()
	if err != nil {
		l.Close()
		return err
	}
	base := "http://" + l.Addr().String()
	fmt.Fprintf(p.stdout, "Dateline is running at %s/\n", base)
	if token != "" {
		fmt.Fprintf(p.stdout, "Set the newsroom up at %s/desk/setup?token=%s\n", base, token)
	} else {
		fmt.Fprintf(p.stdout, "The desk is at %s/desk\n", base)
	}
	return n.serve(l, web.Options{SetUpToken: token, Proxies: proxies})
}

// parseProxies reads which proxies stand in front.
func parseProxies(texts []string) ([]netip.Prefix, error) {
	var proxies []netip.Prefix
	for _, t := range texts {
		network, err := netip.ParsePrefix(t)
		if err != nil {
			var one netip.Addr
			if one, err = netip.ParseAddr(t); err == nil {
				network, err = one.Prefix(one.BitLen())
			}
		}
		if err != nil {
			return nil, &news.InvalidError{Field: "proxy", Reason: fmt.Sprintf("--proxy takes an address or a network, such as 127.0.0.1 or 10.0.0.0/8, not %q.", t)}
		}
		proxies = append(proxies, network)
	}
	return proxies, nil
}

// listen opens a port, or says in a sentence why it cannot.
func listen(address string) (net.Listener, error) {
	var lc net.ListenConfig
	l, err := lc.Listen(context.Background(), "tcp", address)
	if err != nil {
		return nil, &news.InvalidError{Field: "listen", Reason: fmt.Sprintf("Dateline cannot listen on %s: the port may be in use. Stop the other program, or choose another port with --listen.", address)}
	}
	return l, nil
}

// setUpToken returns what the set-up page asks for while the newsroom has no
// editor, "" when it has one.
func (n *newsroom) setUpToken() (string, error) {
	needed, err := n.accounts.NeedsSetUp(n.p.ctx)
	if err != nil || !needed {
		return "", err
	}
	b := make([]byte, 18)
	rand.Read(b) // never fails; see crypto/rand
	return base64.RawURLEncoding.EncodeToString(b), nil
}

// server makes the desk and the site, as o says where it says something.
func (n *newsroom) server(o web.Options) (*web.Server, error) {
	if pub, err := n.db.Publication(n.p.ctx); err == nil && o.Address == "" {
		o.Secure = strings.HasPrefix(pub.Address, "https://")
	}
	o.Desk, o.Accounts, o.Discussion, o.Site = n.desk, n.accounts, n.discussion, n.site
	o.Settings, o.Counts, o.Events, o.Outlets, o.Sessions = n.db, n.db, n.db, n.db, n.db.Sessions()
	o.Finder = func(ctx context.Context, address string) ([]source.Candidate, error) {
		ctx, cancel := context.WithTimeout(ctx, findTimeout)
		defer cancel()
		return source.Discover(ctx, outside{n.client}, address)
	}
	o.Feeds, o.Polling, o.Rules = n.db, n.db, n.db
	o.Preview = func(ctx context.Context, page, pattern string) ([]news.Item, error) {
		ctx, cancel := context.WithTimeout(ctx, findTimeout)
		defer cancel()
		return source.Preview(ctx, outside{n.client}, page, pattern)
	}
	o.Import = func(ctx context.Context, list []source.Listing) (source.Summary, error) {
		return source.Import(ctx, n.db, list, n.now())
	}
	o.FollowStarter = func(ctx context.Context) (int, error) {
		list, err := source.Starter()
		if err != nil {
			return 0, err
		}
		sum, err := source.Import(ctx, n.db, list, n.now())
		return sum.Added, err
	}
	o.Hubs = n.subscriber
	o.Now, o.Machine, o.Log = n.now, time.Now, n.p.log
	return web.New(o)
}

// How long browsers may take, and how long a stop waits for them.
const (
	headerTimeout = 5 * time.Second
	readTimeout   = 30 * time.Second
	writeTimeout  = time.Minute      // the desk's streams set their own
	findTimeout   = 45 * time.Second // an editor waits for what a site's answers say
	idleTimeout   = 2 * time.Minute
	stopTimeout   = 5 * time.Second
	maxHeader     = 64 << 10
)

// serve serves l and does the newsroom's work until the program is stopped.
func (n *newsroom) serve(l net.Listener, o web.Options) error {
	ctx, cancel := context.WithCancel(n.p.ctx)
	defer cancel()
	s, err := n.server(o)
	if err != nil {
		return err
	}
	hs := &http.Server{
		Handler: s.Handler(), ReadHeaderTimeout: headerTimeout, ReadTimeout: readTimeout,
		WriteTimeout: writeTimeout, IdleTimeout: idleTimeout, MaxHeaderBytes: maxHeader,
		ErrorLog: slog.NewLogLogger(n.p.log.Handler(), slog.LevelDebug),
	}
	failed := make(chan error, 1)
	go func() {
		failed <- hs.Serve(l)
		cancel()
	}()
	job.Run(ctx, n.p.log, n.loops()...)
	s.Close()
	stop, end := context.WithTimeout(context.WithoutCancel(ctx), stopTimeout)
	defer end()
	err = hs.Shutdown(stop)
	if served := <-failed; !errors.Is(served, http.ErrServerClosed) {
		return fmt.Errorf("serve: %w", served)
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return hs.Close()
	}
	return err
}
