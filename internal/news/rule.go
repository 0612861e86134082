package news

import (
	"slices"
	"strings"
	"time"
)

// RuleOutlet stands as Article.MutedBy for an article whose outlet is ignored.
const RuleOutlet RuleID = -1

// RuleJoined stands as Article.MutedBy for an article that turned out to be
// another one, met under two addresses. Article.JoinedTo names the other.
const RuleJoined RuleID = -2

// RuleAction says what a rule does with the items it fits.
type RuleAction string

// The actions of rules.
const (
	RuleMute RuleAction = "mute" // the item is kept but not read, grouped or listed
	RuleTake RuleAction = "take" // of this feed only what such a rule fits is taken
)

// RuleField says what part of an item a rule looks at.
type RuleField string

// The fields that rules look at.
const (
	RuleWords   RuleField = "words"   // headline, summary and text
	RuleAuthor  RuleField = "author"  // a person of the byline
	RuleLabel   RuleField = "label"   // what the outlet filed it under
	RuleAddress RuleField = "address" // the report's address
)

// Rule is an editor's word on what is taken from the wire.
type Rule struct {
	ID      RuleID
	FeedID  FeedID // 0: all feeds
	Feed    string // the feed's title or address, for showing; "" for all
	Action  RuleAction
	Field   RuleField
	Pattern string // for RuleAddress "*" stands for anything; for the others words, of which one has to be there, parted by commas
	AddedAt time.Time
	Fits    int // stored articles it keeps away now, for a rule that mutes
}

// Check returns an *InvalidError when the rule cannot be kept as it is.
func (r *Rule) Check() error {
	switch {
	case r.Action != RuleMute && r.Action != RuleTake:
		return &InvalidError{Field: "action", Reason: "Say whether the rule mutes or takes."}
	case !slices.Contains([]RuleField{RuleWords, RuleAuthor, RuleLabel, RuleAddress}, r.Field):
		return &InvalidError{Field: "field", Reason: "Say what the rule looks at: words, author, label or address."}
	case len(r.Pattern) > longestPattern:
		return &InvalidError{Field: "pattern", Reason: "That is too long for one rule. Make several of it."}
	case r.Field == RuleAddress && strings.Trim(r.Pattern, "* /") == "",
		r.Field != RuleAddress && len(phrasesOf(r.Pattern)) == 0:
		return &InvalidError{Field: "pattern", Reason: "Say which words or address the rule looks for."}
	}
	return nil
}

// Same says whether two rules do the same.
func (r *Rule) Same(o *Rule) bool {
	return r.FeedID == o.FeedID && r.Action == o.Action && r.Field == o.Field &&
		strings.EqualFold(strings.Join(strings.Fields(r.Pattern), " "), strings.Join(strings.Fields(o.Pattern), " "))
}

// longestPattern is how many bytes a rule's pattern may have.
const longestPattern = 2000
