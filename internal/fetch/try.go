package fetch

import (
	"context"
	"strings"

	"dateline/internal/news"
)

// Outcome says what a poll would make of an address.
type Outcome string

// The outcomes of a try.
const (
	OutcomeAccept   Outcome = "accept"    // read without a fault
	OutcomeSalvage  Outcome = "salvage"   // damaged: what could be read would be kept
	OutcomeReject   Outcome = "reject"    // nothing could be read
	OutcomeNoChange Outcome = "no_change" // the site had nothing to say: all stays as it is
)

// Verdict is what came of trying an address as a feed.
type Verdict struct {
	Outcome      Outcome `json:"outcome"`
	Error        Kind    `json:"error"`            // "" when nothing was wrong
	Reason       string  `json:"reason,omitempty"` // one plain sentence
	Status       int     `json:"status"`           // HTTP status, 0 when there was no answer
	FinalURL     string  `json:"final_url"`        // the address that answered, after redirects
	Bytes        int64   `json:"bytes"`            // of the body on the line
	DecodedBytes int64   `json:"decoded_bytes"`    // of the body after decompression
	MS           int64   `json:"ms"`               // milliseconds that it took
	Items        int     `json:"items"`            // that would be stored

	Headlines []string `json:"-"` // the first three, plain text
	Page      bool     `json:"-"` // it is a web page and no feed
}

// headlinesShown is how many headlines a try tells.
const headlinesShown = 3

// Try fetches, parses and cleans a feed as a poll would, and stores nothing.
func (c *Client) Try(ctx context.Context, address string) Verdict {
	start := c.now()
	v := Verdict{FinalURL: address}
	fault := c.try(ctx, address, &v)
	v.MS = c.now().Sub(start).Milliseconds()
	if fault != nil {
		v.Error, v.Reason, v.Outcome = fault.Kind, fault.Reason, outcomeOf(fault)
		v.Status = orElse(fault.Status, v.Status)
	}
	return v
}

func (c *Client) try(ctx context.Context, address string, v *Verdict) *Fault {
	res, fault := c.get(ctx, Request{URL: address, Accept: feedAccepted}, false)
	if fault != nil {
		return fault
	}
	defer res.release()
	v.Status, v.FinalURL, v.Bytes, v.DecodedBytes = res.Status, res.FinalURL, res.Bytes, int64(len(res.Body))
	w, fault := read(res)
	if fault != nil {
		v.Page = fault.Kind == KindNotAFeed && strings.Contains(strings.ToLower(res.ContentType), "html")
		return fault
	}
	claim := &news.FeedClaim{Feed: news.Feed{URL: address}}
	list, loss := arrivals(w, claim, res.FinalURL, c.now())
	v.Items = len(list)
	for i := range list {
		if h := list[i].Article.Headline; h != "" && len(v.Headlines) < headlinesShown {
			v.Headlines = append(v.Headlines, h)
		}
	}
	v.Outcome = OutcomeAccept
	if loss != "" {
		v.Outcome, v.Error, v.Reason = OutcomeSalvage, loss, reasonOf(loss)
	}
	return nil
}

// outcomeOf tells a site that had nothing for us from one that sent what
// cannot be read.
func outcomeOf(f *Fault) Outcome {
	switch {
	case strings.HasPrefix(string(f.Kind), "http_"):
		return OutcomeNoChange
	case f.Kind == KindBad304, f.Kind == KindEmpty, f.Kind == KindWaiting:
		return OutcomeNoChange
	}
	return OutcomeReject
}
