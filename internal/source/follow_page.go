package source

import (
	"context"
	"errors"

	"dateline/internal/clean"
	"dateline/internal/news"
	"dateline/internal/wire"
)

// mostProposals is how many ways of following a page are offered.
const mostProposals = 3

// pageCandidates returns the patterns by which a page's links can be followed,
// the likeliest first.
func pageCandidates(a *Answer) []Candidate {
	h := wire.Hints{URL: a.Final, ContentType: a.ContentType}
	var list []Candidate
	for _, p := range wire.LinkPatterns(a.Body, h) {
		if len(list) == mostProposals {
			break
		}
		w, err := wire.ParsePage(a.Body, h, p.Pattern)
		if err != nil {
			continue
		}
		c := candidateOf(a, w)
		c.Pattern, c.Examples = p.Pattern, nil
		for _, e := range p.Examples {
			c.Examples = append(c.Examples, e.Headline)
		}
		list = append(list, c)
	}
	return list
}

// Preview returns what a pattern takes from a page now, headlines and
// summaries in plain text. It stores nothing. A page that cannot be read, a
// pattern that cannot, and one that takes nothing give a *news.InvalidError.
func Preview(ctx context.Context, f Fetcher, page, pattern string) ([]news.Item, error) {
	_, w, err := followed(ctx, f, page, pattern)
	if err != nil {
		return nil, err
	}
	for i := range w.Items {
		w.Items[i].Headline = clean.Line(w.Items[i].Headline)
		w.Items[i].Summary = clean.Line(w.Items[i].Summary)
	}
	return w.Items, nil
}

// FollowPage returns the candidate for a page that is followed by the pattern,
// with what it takes now. Errors are those of Preview.
func FollowPage(ctx context.Context, f Fetcher, page, pattern string) (Candidate, error) {
	a, w, err := followed(ctx, f, page, pattern)
	if err != nil {
		return Candidate{}, err
	}
	c := candidateOf(a, w)
	c.Pattern = pattern
	return c, nil
}

// followed reads a page by the pattern.
func followed(ctx context.Context, f Fetcher, page, pattern string) (*Answer, *news.Wire, error) {
	a, err := readable(ctx, f, page)
	if err != nil {
		return nil, nil, err
	}
	w, err := wire.ParsePage(a.Body, wire.Hints{URL: a.Final, ContentType: a.ContentType}, pattern)
	if err != nil {
		return nil, nil, &news.InvalidError{Field: "pattern", Reason: plainFault(err)}
	}
	return a, w, nil
}

// readable asks for a page that a person named.
func readable(ctx context.Context, f Fetcher, page string) (*Answer, error) {
	starts, err := startAddresses(page)
	if err != nil {
		return nil, err
	}
	s := &search{fetcher: f, tried: map[string]bool{}, left: len(starts)}
	start, a, err := s.begin(ctx, starts)
	switch refused, ok := errors.AsType[*RefusedError](err); {
	case err == nil:
		return a, nil
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case ok:
		return nil, badAddress("%s", sentence(refused.Reason))
	}
	return nil, badAddress("%s cannot be reached: %s", start, plainFault(err))
}
