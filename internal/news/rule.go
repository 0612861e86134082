package news

import "time"

// RuleOutlet stands as Article.MutedBy for an article whose outlet is ignored.
const RuleOutlet RuleID = -1

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
