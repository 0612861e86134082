package main

import (
	"errors"
	"fmt"
	"strconv"
	"time"

	"dateline/internal/news"
)

type ruleCommand struct {
	Add    ruleAdd    `cmd:"" help:"Keep reports away, or take only certain ones."`
	List   ruleList   `cmd:"" help:"List the rules."`
	Delete ruleDelete `cmd:"" help:"Forget a rule."`
	Apply  ruleApply  `cmd:"" help:"Apply the rules to the reports that are here already."`
}

type ruleAdd struct {
	Mute    bool   `xor:"action" group:"What it does, one of these:" help:"Keep away what fits."`
	Take    bool   `xor:"action" group:"What it does, one of these:" help:"Take only what fits."`
	Words   string `xor:"field" group:"What it looks at, one of these:" help:"Words of headline, summary or text; one of several has to be there, parted by commas." placeholder:"WORDS"`
	Author  string `xor:"field" group:"What it looks at, one of these:" help:"A name of the byline." placeholder:"NAMES"`
	Label   string `xor:"field" group:"What it looks at, one of these:" help:"What the outlet filed it under." placeholder:"LABELS"`
	Address string `xor:"field" group:"What it looks at, one of these:" help:"The report's address, * is anything." placeholder:"PATTERN"`
	Feed    int64  `help:"Only for this feed; for all unless said." placeholder:"ID"`
	JSON    bool   `help:"Print JSON."`
}

// Help says what belongs together.
func (c *ruleAdd) Help() string {
	return `A rule says what it does and one thing that it looks at, such as:

  dateline rule add --mute --words horoscope
  dateline rule add --take --label 'World, Politics' --feed 7`
}

// Run adds a rule.
func (c *ruleAdd) Run(p *program) error {
	if !c.Mute && !c.Take || c.rule().Field == "" {
		return misused(p, &news.InvalidError{Field: "rule", Reason: "Say --mute or --take, and one of --words, --author, --label and --address. See: dateline rule add --help"})
	}
	n, err := p.open(openOptions{})
	if err != nil {
		return err
	}
	defer n.Close()
	r := c.rule()
	r.AddedAt = n.now()
	id, err := n.db.AddRule(p.ctx, r)
	if errors.Is(err, news.ErrNotFound) {
		return &news.InvalidError{Field: "feed", Reason: fmt.Sprintf("There is no feed %d. See: dateline feed list", c.Feed)}
	}
	if err != nil {
		return err
	}
	if c.JSON {
		return p.printJSON(map[string]int64{"id": int64(id)})
	}
	fmt.Fprintf(p.stdout, "Rule %d holds from now on. For what is here already: dateline rule apply\n", id)
	return nil
}

func (c *ruleAdd) rule() news.Rule {
	r := news.Rule{Action: news.RuleMute, FeedID: news.FeedID(c.Feed)}
	if c.Take {
		r.Action = news.RuleTake
	}
	for field, pattern := range map[news.RuleField]string{
		news.RuleWords: c.Words, news.RuleAuthor: c.Author, news.RuleLabel: c.Label, news.RuleAddress: c.Address,
	} {
		if pattern != "" {
			r.Field, r.Pattern = field, pattern
		}
	}
	return r
}

type ruleList struct {
	JSON bool `help:"Print JSON."`
}

// ruleLine is what --json prints of a rule.
type ruleLine struct {
	ID      int64     `json:"id"`
	Action  string    `json:"action"`
	Field   string    `json:"field"`
	Pattern string    `json:"pattern"`
	FeedID  int64     `json:"feed_id,omitempty"`
	Feed    string    `json:"feed,omitempty"`
	AddedAt time.Time `json:"added_at"`
	Fits    int       `json:"fits"`
}

// Run lists the rules.
func (c *ruleList) Run(p *program) error {
	n, err := p.open(openOptions{})
	if err != nil {
		return err
	}
	defer n.Close()
	rules, err := n.db.ListRules(p.ctx)
	if err != nil {
		return err
	}
	lines := make([]ruleLine, 0, len(rules))
	rows := make([][]string, 0, len(rules))
	for _, r := range rules {
		feed := "all"
		if r.FeedID != 0 {
			feed = strconv.FormatInt(int64(r.FeedID), 10) + " " + r.Feed
		}
		lines = append(lines, ruleLine{int64(r.ID), string(r.Action), string(r.Field), r.Pattern, int64(r.FeedID), r.Feed, r.AddedAt, r.Fits})
		rows = append(rows, []string{strconv.FormatInt(int64(r.ID), 10), string(r.Action), string(r.Field), r.Pattern, feed, strconv.Itoa(r.Fits)})
	}
	if c.JSON {
		return p.printJSON(lines)
	}
	return p.table([]string{"ID", "ACTION", "LOOKS AT", "PATTERN", "FEED", "KEEPS AWAY"}, rows)
}

type ruleDelete struct {
	ID int64 `arg:"" help:"The rule's number."`
}

// Run forgets a rule.
func (c *ruleDelete) Run(p *program) error {
	n, err := p.open(openOptions{})
	if err != nil {
		return err
	}
	defer n.Close()
	err = n.db.DeleteRule(p.ctx, news.RuleID(c.ID))
	if errors.Is(err, news.ErrNotFound) {
		return &news.InvalidError{Field: "id", Reason: fmt.Sprintf("There is no rule %d. See: dateline rule list", c.ID)}
	}
	if err != nil {
		return err
	}
	fmt.Fprintf(p.stdout, "Rule %d is forgotten. What it kept away comes back with: dateline rule apply\n", c.ID)
	return nil
}

type ruleApply struct {
	Days int  `help:"Only to the reports of the last days; to all unless said." placeholder:"N"`
	JSON bool `help:"Print JSON."`
}

// Run applies the rules to what is stored.
func (c *ruleApply) Run(p *program) error {
	n, err := p.open(openOptions{})
	if err != nil {
		return err
	}
	defer n.Close()
	var since time.Time
	if c.Days > 0 {
		since = n.now().AddDate(0, 0, -c.Days)
	}
	changed, err := n.db.ApplyRules(p.ctx, since)
	if err != nil {
		return err
	}
	if c.JSON {
		return p.printJSON(map[string]int{"changed": changed})
	}
	fmt.Fprintf(p.stdout, "%d reports came or went.\n", changed)
	return nil
}
