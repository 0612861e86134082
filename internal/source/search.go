package source

import (
	"context"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"dateline/internal/news"
	"dateline/internal/wire"
)

// What finding the feeds of one site may cost the site.
const (
	maxRequests   = 20
	maxAtOnce     = 4
	maxCandidates = 12
)

// Answer is what came for an address.
type Answer struct {
	Body        []byte
	ContentType string
	Final       string   // the address that answered, after redirects; "" for the one asked for
	Links       []string // the Link headers, as they were received
	asked       string
}

// Fetcher asks for an address of the outside world. A body that is not an
// answer of success is an error; a *RefusedError one when the site did answer.
type Fetcher interface {
	Ask(ctx context.Context, address string) (*Answer, error)
}

// RefusedError is the error for a site that answered, and not with what was
// asked for.
type RefusedError struct {
	Status int    // the HTTP status
	Reason string // one plain sentence, fit to show
}

// Error returns the reason.
func (r *RefusedError) Error() string { return r.Reason }

// search is one search for feeds. It asks for each address once and for no
// more than it may.
type search struct {
	fetcher Fetcher
	tried   map[string]bool
	left    int
	found   []Candidate
	// language is that of the site's pages, "" when they do not say; it serves
	// for feeds that do not say.
	language string
}

// may notes that an address is asked for, and says whether it may be.
func (s *search) may(address string) bool {
	key := addressKey(address)
	if s.tried[key] || s.left == 0 {
		return false
	}
	s.tried[key] = true
	s.left--
	return true
}

// addressKey tells addresses apart as servers do, which may answer those that
// differ in a slash at the end differently.
func addressKey(address string) string {
	_, rest, _ := strings.Cut(address, "://")
	return rest
}

func (s *search) ask(ctx context.Context, address string) (*Answer, error) {
	a, err := s.fetcher.Ask(ctx, address)
	if err != nil {
		return nil, err
	}
	a.asked = address
	if a.Final == "" {
		a.Final = address
	}
	return a, nil
}

// askAll asks for addresses, a few at a time, and returns the answers in the
// addresses' order, nil for those that gave none.
func (s *search) askAll(ctx context.Context, addresses []string) []*Answer {
	var allowed []string
	for _, a := range addresses {
		if s.may(a) {
			allowed = append(allowed, a)
		}
	}
	answers := make([]*Answer, len(allowed))
	var g errgroup.Group
	g.SetLimit(maxAtOnce)
	for i, a := range allowed {
		g.Go(func() error {
			if ctx.Err() == nil {
				// An address that gives no answer is none of the site's feeds.
				answers[i], _ = s.ask(ctx, a)
			}
			return nil
		})
	}
	_ = g.Wait() // nothing in it fails
	return answers
}

// tryAll asks for each address and keeps those that are feeds.
func (s *search) tryAll(ctx context.Context, addresses []string) {
	for _, a := range s.askAll(ctx, addresses) {
		if a != nil {
			s.tried[addressKey(a.Final)] = true
			s.keep(a)
		}
	}
}

// keep takes the answer as a candidate and says whether it is a feed that can
// be read, new or known by another address. Of one feed in two forms the one
// with the whole texts is kept.
func (s *search) keep(a *Answer) bool {
	w := feedIn(a)
	if w == nil {
		return false
	}
	c := candidateOf(a, w)
	i := slices.IndexFunc(s.found, func(f Candidate) bool { return c.sameFeed(&f) })
	switch {
	case i >= 0 && c.FullText && !s.found[i].FullText:
		s.found[i] = c
	case i < 0 && len(s.found) < maxCandidates:
		s.found = append(s.found, c)
	}
	return true
}

// done says whether there is something to follow.
func (s *search) done() bool {
	return slices.ContainsFunc(s.found, func(c Candidate) bool { return c.follows() })
}

// feedIn reads an answer as a feed, nil when it is none. A list of a site's
// pages without headlines is no news sitemap, and nothing to follow.
func feedIn(a *Answer) *news.Wire {
	if isPage(a.Body) {
		return nil
	}
	w, err := wire.Parse(a.Body, wire.Hints{URL: a.Final, ContentType: a.ContentType})
	if err != nil || w.Format == "" {
		return nil
	}
	if w.Format != "sitemap" {
		return w
	}
	named := 0
	for i := range w.Items {
		if w.Items[i].Headline != "" {
			named++
		}
	}
	if named == 0 || 2*named < len(w.Items) {
		return nil
	}
	return w
}
