// Package web is the newsroom's HTTP side: one route table, the desk's pages,
// the public pages, and the one place where their errors end. It parses what a
// browser sends, calls one step, and renders; rules belong to the steps.
package web

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/netip"
	"sync"
	"time"

	"github.com/alexedwards/scs/v2"

	"dateline/internal/account"
	"dateline/internal/comment"
	"dateline/internal/desk"
	"dateline/internal/site"
)

// Options are what a Server is made of. Every field is needed except where it
// says otherwise.
type Options struct {
	Desk       *desk.Desk
	Accounts   *account.Accounts
	Discussion *comment.Discussion
	Site       *site.Site

	Settings Settings
	Counts   Counts
	Events   Events
	Outlets  Outlets
	Feeds    Feeds
	Polling  Polling
	Rules    Rules
	Finder   Finder  // may be nil: outlets are then added on the command line only
	Import   Import  // needed with Finder
	Preview  Preview // needed with Finder
	Hubs     Hubs    // may be nil: hubs then find nobody here

	// FollowStarter follows the list of outlets that a new newsroom starts
	// with. It may be nil: set-up then does not offer it.
	FollowStarter FollowStarter

	// Sessions keeps the desk's sessions. It is given hashes of tokens only.
	Sessions scs.Store

	Now     func() time.Time // editorial time
	Machine func() time.Time // the machine's clock: deadlines, logs
	Log     *slog.Logger

	// Address is where browsers reach this server, for one that is reached
	// elsewhere than the publication says, as a demonstration is. It is empty
	// otherwise: the publication's address then serves, as it is at each
	// request.
	Address string
	// Secure says that browsers come over https: cookies are then bound to
	// this host and never sent in the clear. It holds for as long as the
	// server runs, since the cookie's name hangs on it: a publication that
	// moves to https has secure cookies from the next start on.
	Secure bool
	// Proxies are the networks of the proxies before this server, whose
	// X-Forwarded-For tells where a request comes from. From anywhere else
	// that header is not read.
	Proxies []netip.Prefix
	// SetUpToken is what the address of the set-up page must carry. While it
	// is empty nobody can set the newsroom up in a browser.
	SetUpToken string
}

// Server serves the desk and the site. Make one with New.
type Server struct {
	Options

	sessions *scs.SessionManager
	pages    pages
	assets   *assets
	done     chan struct{}
	stop     sync.Once
	told     recentCounts
	open     openStreams

	edition   *edition // the public pages
	pace      pace     // of the readers' comments
	unfollow  context.CancelFunc
	following sync.WaitGroup
}

// New makes a server, which follows the newsroom's log until it is closed. It
// returns an error when an option is missing or a template cannot be read.
func New(o Options) (*Server, error) {
	if o.Desk == nil || o.Accounts == nil || o.Discussion == nil || o.Site == nil {
		return nil, errors.New("web needs the desk, the accounts, the discussion and the site")
	}
	if o.Settings == nil || o.Counts == nil || o.Events == nil || o.Outlets == nil || o.Sessions == nil {
		return nil, errors.New("web needs settings, counts, events, outlets and sessions")
	}
	if o.Feeds == nil || o.Polling == nil || o.Rules == nil {
		return nil, errors.New("web needs feeds, polling and rules")
	}
	if o.Now == nil || o.Machine == nil || o.Log == nil {
		return nil, errors.New("web needs its clocks and a log")
	}
	return newServer(o, newSessions(o))
}

func newServer(o Options, sessions *scs.SessionManager) (*Server, error) {
	files, err := newAssets()
	if err != nil {
		return nil, err
	}
	tmpl, err := parsePages(files)
	if err != nil {
		return nil, err
	}
	ctx, unfollow := context.WithCancel(context.Background())
	s := &Server{
		Options: o, sessions: sessions, pages: tmpl, assets: files, done: make(chan struct{}),
		edition: newEdition(), unfollow: unfollow,
	}
	s.following.Go(func() { s.followLog(ctx) })
	return s, nil
}

// Handler returns everything that is served, behind the protections that hold
// for every request.
func (s *Server) Handler() http.Handler {
	mux := http.NewServeMux()
	for _, r := range s.routes() {
		mux.Handle(r.pattern, s.admit(r))
	}
	return headers(limitBody(s.ownForms(mux)))
}

// Close ends the streams that browsers follow, so that a server that shuts
// down need not wait for them, and stops following the newsroom's log. It may
// be called more than once.
func (s *Server) Close() {
	s.stop.Do(func() { close(s.done) })
	s.unfollow()
	s.following.Wait()
}
