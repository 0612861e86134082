package news

import (
	"slices"
	"strings"
)

// Ruling is what editors' rules come to, made ready for looking at many
// articles. The zero value keeps nothing away. It is safe for concurrent use.
type Ruling struct {
	mute, take []ruled
}

// ruled is a rule made ready.
type ruled struct {
	Rule
	phrases []phrase
	address string // for RuleAddress, as addressFits takes it
}

// NewRuling makes rules ready. Rules whose pattern says nothing fit nothing.
func NewRuling(rules []Rule) *Ruling {
	var r Ruling
	for _, rule := range rules {
		one := ruled{Rule: rule}
		if rule.Field == RuleAddress {
			one.address = plainAddress(rule.Pattern)
		} else {
			one.phrases = phrasesOf(rule.Pattern)
		}
		if rule.Action == RuleTake {
			r.take = append(r.take, one)
		} else {
			r.mute = append(r.mute, one)
		}
	}
	byID := func(a, b ruled) int { return int(a.ID - b.ID) }
	slices.SortFunc(r.mute, byID)
	slices.SortFunc(r.take, byID)
	return &r
}

// Empty says whether there are no rules.
func (r *Ruling) Empty() bool { return len(r.mute) == 0 && len(r.take) == 0 }

// MutedBy returns the rule that keeps an article of a feed away, 0 when none
// does: the first that mutes and fits; else, where rules say what to take of
// the feed and none of them fits, the first of those. A feed of 0 means none,
// for which only the rules for all feeds count.
func (r *Ruling) MutedBy(feed FeedID, a *Article) RuleID {
	if r.Empty() {
		return 0
	}
	look := look{article: a}
	for i := range r.mute {
		if rule := &r.mute[i]; rule.concerns(feed) && look.fits(rule) {
			return rule.ID
		}
	}
	var first RuleID
	for i := range r.take {
		rule := &r.take[i]
		if !rule.concerns(feed) {
			continue
		}
		if look.fits(rule) {
			return 0
		}
		if first == 0 {
			first = rule.ID
		}
	}
	return first
}

func (r *ruled) concerns(feed FeedID) bool { return r.FeedID == 0 || r.FeedID == feed }

// look is one article as rules look at it. What no rule asks for is not made.
type look struct {
	article *Article
	fields  map[RuleField]tokens
}

func (l *look) fits(r *ruled) bool {
	if r.Field == RuleAddress {
		return l.addressFits(r.address)
	}
	words := l.words(r.Field)
	return slices.ContainsFunc(r.phrases, words.have)
}

func (l *look) addressFits(pattern string) bool {
	a := l.article
	for _, address := range []string{a.URL, a.Item.URL, a.Canonical} {
		if address != "" && addressFits(pattern, plainAddress(address)) {
			return true
		}
	}
	return false
}

// addressFits says whether an address fits a pattern: as a whole, where "*"
// stands for anything; a pattern without one has to stand somewhere in it.
func addressFits(pattern, address string) bool {
	parts := strings.Split(pattern, "*")
	if len(parts) == 1 {
		return pattern != "" && strings.Contains(address, pattern)
	}
	first, last := parts[0], parts[len(parts)-1]
	if !strings.HasPrefix(address, first) {
		return false
	}
	address = address[len(first):]
	for _, part := range parts[1 : len(parts)-1] {
		_, after, found := strings.Cut(address, part)
		if !found {
			return false
		}
		address = after
	}
	return strings.HasSuffix(address, last)
}

// plainAddress returns an address in lower case without scheme and www.
func plainAddress(address string) string {
	address = strings.ToLower(strings.TrimSpace(address))
	for _, lead := range []string{"https://", "http://", "//", "www."} {
		address = strings.TrimPrefix(address, lead)
	}
	return address
}

// words returns what an article says in a field.
func (l *look) words(field RuleField) tokens {
	if t, known := l.fields[field]; known {
		return t
	}
	if l.fields == nil {
		l.fields = map[RuleField]tokens{}
	}
	var t tokens
	for _, part := range l.parts(field) {
		t = append(t.read(part), "") // no phrase runs from one part into the next
	}
	l.fields[field] = t
	return t
}

func (l *look) parts(field RuleField) []string {
	a := l.article
	var parts []string
	switch field {
	case RuleWords:
		parts = append(parts, a.Headline, a.Standfirst, PlainText(a.Item.Summary), PlainText(a.Item.Content))
		parts = append(parts, a.Paragraphs...)
	case RuleAuthor:
		parts = append(parts, a.Authors...)
		for _, p := range a.Item.Authors {
			parts = append(parts, p.Name)
		}
	case RuleLabel:
		parts = append(parts, a.Section)
		for _, c := range a.Item.Categories {
			parts = append(parts, c.Term, c.Label)
		}
	}
	return parts
}
