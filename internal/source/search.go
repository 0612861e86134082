package source

import (
	"context"
	"errors"
	"slices"

	"dateline/internal/wire"
)

// search is one search for feeds. It asks for each address once and for no
// more than it may.
type search struct {
	fetcher Fetcher
	tried   map[string]bool
	left    int
	found   []Candidate
}

// answer is what came for one address.
type answer struct {
	asked, final string
	body         []byte
	contentType  string
}

// errSpent says that an address was asked for already, or that the search has
// asked for all it may.
var errSpent = errors.New("asked already or too often")

func (s *search) ask(ctx context.Context, address string) (*answer, error) {
	if s.tried[address] || s.left == 0 {
		return nil, errSpent
	}
	s.tried[address] = true
	s.left--
	body, contentType, final, err := s.fetcher.Fetch(ctx, address)
	if err != nil {
		return nil, err
	}
	if final == "" {
		final = address
	}
	s.tried[final] = true
	return &answer{asked: address, final: final, body: body, contentType: contentType}, nil
}

// tryAll asks for each address and keeps those that are feeds.
func (s *search) tryAll(ctx context.Context, addresses []string) {
	for _, a := range addresses {
		if len(s.found) == maxCandidates || ctx.Err() != nil {
			return
		}
		if got, err := s.ask(ctx, a); err == nil {
			s.keep(got)
		}
	}
}

// keep takes the answer as a candidate and says whether it is a feed that can
// be read, new or known by another address.
func (s *search) keep(a *answer) bool {
	if isPage(a.body) {
		return false
	}
	w, err := wire.Parse(a.body, wire.Hints{URL: a.final, ContentType: a.contentType})
	if err != nil || w.Format == "" {
		return false
	}
	c := candidateOf(a, w)
	if !slices.ContainsFunc(s.found, c.sameFeed) {
		s.found = append(s.found, c)
	}
	return true
}
