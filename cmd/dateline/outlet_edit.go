package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"dateline/internal/news"
)

type outletEdit struct {
	Outlet   string  `arg:"" help:"The outlet's number or name."`
	Name     *string `help:"Its name as it is to be printed."`
	Site     *string `help:"The address of its front page." placeholder:"ADDRESS"`
	Country  *string `help:"Where it is, in two letters." placeholder:"IE"`
	Language *string `help:"What it writes in." placeholder:"en"`
	Kind     *string `help:"What sort of publisher it is: newspaper, agency, broadcaster, video, analysis or blog."`
	Standing *string `help:"What you think of it: preferred, ignored or plain."`
	StateRun *bool   `name:"state-run" negatable:"" help:"Whether a state runs it."`
	JSON     bool    `help:"Print JSON."`
}

// Run changes what the newsroom says of an outlet.
func (c *outletEdit) Run(p *program) error {
	if c.Name == nil && c.Site == nil && c.Country == nil && c.Language == nil && c.Kind == nil && c.Standing == nil && c.StateRun == nil {
		return misused(p, &news.InvalidError{Field: "outlet", Reason: "Say what to change: --name, --site, --country, --language, --kind, --standing or --state-run."})
	}
	n, err := p.open(openOptions{})
	if err != nil {
		return err
	}
	defer n.Close()
	o, err := n.outlet(c.Outlet)
	if err != nil {
		return err
	}
	before := o.Standing
	if err := c.change(o); err != nil {
		return err
	}
	if err := n.db.EditOutlet(p.ctx, *o); err != nil {
		return err
	}
	if before != o.Standing {
		// Whoever is ignored now, or no longer, takes its reports along.
		if _, err := n.db.ApplyRules(p.ctx, time.Time{}); err != nil {
			return err
		}
	}
	if c.JSON {
		return p.printJSON(outletsJSON([]news.Outlet{*o})[0])
	}
	fmt.Fprintf(p.stdout, "%s is changed.\n", plain(o.Name))
	return nil
}

func (c *outletEdit) change(o *news.Outlet) error {
	for _, s := range []struct {
		given *string
		into  *string
		as    func(string) string
	}{
		{c.Name, &o.Name, strings.TrimSpace},
		{c.Site, &o.Site, news.CompleteAddress},
		{c.Country, &o.Country, strings.ToUpper},
		{c.Language, &o.Language, strings.ToLower},
	} {
		if s.given != nil {
			*s.into = s.as(*s.given)
		}
	}
	if c.Kind != nil {
		o.Kind = news.OutletKind(strings.ToLower(*c.Kind))
	}
	if c.Standing != nil {
		o.Standing = news.Standing(strings.ToLower(*c.Standing))
		if o.Standing == "plain" {
			o.Standing = news.StandingPlain
		}
	}
	if c.StateRun != nil {
		o.StateRun = *c.StateRun
	}
	return c.check(o)
}

// check refuses what was given and cannot be.
func (c *outletEdit) check(o *news.Outlet) error {
	if c.Site != nil && o.Site != "" && news.AddressKey(o.Site) == "" {
		return &news.InvalidError{Field: "site", Reason: "The site has to be an address that begins with http:// or https://."}
	}
	if c.Country != nil && o.Country != "" && (len(o.Country) != 2 || strings.Trim(o.Country, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "") {
		return &news.InvalidError{Field: "country", Reason: "Give the country in two letters, such as IE."}
	}
	if c.Language != nil && o.Language != "" && !news.IsLanguage(o.Language) {
		return &news.InvalidError{Field: "language", Reason: "Give the language as a code, such as en."}
	}
	if c.Kind != nil && !slices.Contains(news.OutletKinds, o.Kind) {
		return &news.InvalidError{Field: "kind", Reason: "An outlet's kind is newspaper, agency, broadcaster, video, analysis or blog."}
	}
	if c.Standing != nil && !slices.Contains([]news.Standing{news.StandingPreferred, news.StandingIgnored, news.StandingPlain}, o.Standing) {
		return &news.InvalidError{Field: "standing", Reason: "An outlet's standing is preferred, ignored or plain."}
	}
	return nil
}

// outlet returns the outlet of that number or name.
func (n *newsroom) outlet(which string) (*news.Outlet, error) {
	outlets, err := n.db.ListOutlets(n.p.ctx)
	if err != nil {
		return nil, err
	}
	for i := range outlets {
		if strings.EqualFold(outlets[i].Name, strings.TrimSpace(which)) {
			return &outlets[i], nil
		}
	}
	id, err := strconv.ParseInt(which, 10, 64)
	for i := range outlets {
		if err == nil && int64(outlets[i].ID) == id {
			return &outlets[i], nil
		}
	}
	return nil, &news.InvalidError{Field: "outlet", Reason: fmt.Sprintf("There is no outlet %q. See: dateline outlet list", plain(which))}
}
