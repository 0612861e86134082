package main

import (
	"fmt"
	"time"

	"dateline/internal/fetch"
	"dateline/internal/news"
)

type feedTry struct {
	URL   string   `arg:"" help:"The address to try."`
	Allow []string `help:"A private address that may be dialled." placeholder:"ADDRESS:PORT"`
	Rules []string `name:"resolve" help:"Dial a host, or all below *.suffix, elsewhere." placeholder:"HOST=ADDRESS:PORT"`
	JSON  bool     `help:"Print JSON."`
}

// Run fetches, reads and cleans an address as a poll would and says what came
// of it.
func (c *feedTry) Run(p *program) error {
	allow, err := parseAllow(c.Allow)
	if err != nil {
		return misused(p, err)
	}
	rules, err := parseRules(c.Rules)
	if err != nil {
		return misused(p, err)
	}
	client := fetch.New(fetch.Options{UserAgent: "Dateline/" + version, Allow: allow, Rules: rules, Now: time.Now})
	defer client.Close()
	v := client.Try(p.ctx, news.CompleteAddress(c.URL))
	if c.JSON {
		return p.printJSON(v)
	}
	fmt.Fprintln(p.stdout, plain(verdictWords(v)))
	for _, headline := range v.Headlines {
		fmt.Fprintf(p.stdout, "  %s\n", plain(headline))
	}
	if v.Page {
		fmt.Fprintf(p.stdout, "This is a web page. See what it offers with: dateline outlet find %s\n", plain(v.FinalURL))
	}
	return nil
}

// verdictWords is what came of a try in one line.
func verdictWords(v fetch.Verdict) string {
	came := fmt.Sprintf("%s in %d bytes, %d ms, from %s.", howMany(v.Items, "item"), v.DecodedBytes, v.MS, v.FinalURL)
	switch v.Outcome {
	case fetch.OutcomeAccept:
		return "Read: " + came
	case fetch.OutcomeSalvage:
		return "Read, but damaged: " + came + " " + v.Reason
	case fetch.OutcomeNoChange:
		return "Nothing came: " + v.Reason
	}
	return "Not read: " + v.Reason
}
