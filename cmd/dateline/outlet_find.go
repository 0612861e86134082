package main

import (
	"context"
	"errors"

	"dateline/internal/fetch"
	"dateline/internal/source"
)

// Ask asks for an address on which a feed is looked for.
func (o outside) Ask(ctx context.Context, address string) (*source.Answer, error) {
	r, err := o.Get(ctx, fetch.Request{URL: address})
	if fault, ok := errors.AsType[*fetch.Fault](err); ok && fault.Status > 0 {
		return nil, &source.RefusedError{Status: fault.Status, Reason: fault.Reason}
	}
	if err != nil {
		return nil, err
	}
	return &source.Answer{
		Body: r.Body, ContentType: r.ContentType, Final: r.FinalURL, Links: r.Header.Values("Link"),
	}, nil
}
