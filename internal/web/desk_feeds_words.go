package web

import (
	"fmt"
	"strings"
	"time"

	"dateline/internal/fetch"
	"dateline/internal/news"
)

// The words for how a feed does.
const (
	feedFailing = "failing"
	feedGone    = "gone"
	feedSilent  = "silent"
	feedWarned  = "warned" // read, but something is wrong with it
	feedMoved   = "moved"
	feedWaiting = "waiting" // not polled yet
	feedWell    = "well"
	feedStopped = "stopped"
)

// feedWords are those words as a list is sorted by them: what needs the editor
// stands on top.
var feedWords = []string{feedFailing, feedGone, feedSilent, feedWarned, feedMoved, feedWaiting, feedWell, feedStopped}

// movedFor is how long an editor is told that a feed has moved.
const movedFor = 14 * 24 * time.Hour

// feedWord says how a feed does, in one word.
func feedWord(f *news.FeedHealth, now time.Time) string {
	switch {
	case f.State == news.FeedStopped:
		return feedStopped
	case f.State == news.FeedGone:
		return feedGone
	case f.Fault != "":
		return feedFailing
	case f.LastPollAt.IsZero():
		return feedWaiting
	case f.Silent:
		return feedSilent
	case f.Warning != "":
		return feedWarned
	case f.Move.From != "" && now.Sub(f.Move.At) < movedFor:
		return feedMoved
	}
	return feedWell
}

// When a machine seems to be cut off: more than so many feeds cannot be
// reached, and so much of all that were polled.
const (
	cutOffFeeds = 5
	cutOffShare = 0.8
)

// cutOff returns how many feeds cannot be reached when they are so many that
// the fault must be on our side, else 0.
func cutOff(feeds []news.FeedHealth) int {
	polled, unreached := 0, 0
	for i := range feeds {
		f := &feeds[i]
		if f.State != news.FeedActive || f.LastPollAt.IsZero() {
			continue
		}
		polled++
		switch fetch.Kind(f.FaultKind) {
		case fetch.KindDNS, fetch.KindConnection, fetch.KindTimeout:
			unreached++
		}
	}
	if unreached <= cutOffFeeds || float64(unreached) <= cutOffShare*float64(polled) {
		return 0
	}
	return unreached
}

// needsEditor says whether an editor should look at such a feed.
func needsEditor(word string) bool {
	switch word {
	case feedFailing, feedGone, feedSilent, feedWarned:
		return true
	}
	return false
}

// feedTitle returns what a feed is called where it stands below its outlet's
// name: its own title, else its address without what every address begins with.
func feedTitle(f *news.Feed) string {
	if f.Title != "" {
		return f.Title
	}
	return shortAddress(f.URL)
}

// titleBeside returns what a feed is called where its outlet's name stands
// before it and need not be said twice.
func titleBeside(f *news.Feed) string {
	title := f.Title
	if rest, found := strings.CutPrefix(strings.ToLower(title), strings.ToLower(f.Outlet)); found {
		title = strings.TrimLeft(title[len(title)-len(rest):], " :|-–—,>»/")
	}
	if title == "" {
		return shortAddress(f.URL)
	}
	return title
}

func shortAddress(address string) string {
	return strings.TrimSuffix(strings.TrimPrefix(strings.TrimPrefix(address, "https://"), "http://"), "/")
}

// perDay says how many reports a day a feed brings.
func perDay(n float64) string {
	switch {
	case n <= 0:
		return "0"
	case n < 0.1:
		return "under 0.1"
	case n < 9.95:
		return strings.TrimSuffix(fmt.Sprintf("%.1f", n), ".0")
	}
	return fmt.Sprintf("%.0f", n)
}

// every says how long lies between two polls.
func every(d time.Duration) string {
	switch {
	case d <= 0:
		return ""
	case d < 2*time.Hour:
		return counted(int(d.Round(time.Minute)/time.Minute), "minute", "minutes")
	case d < 48*time.Hour:
		return counted(int(d.Round(time.Hour)/time.Hour), "hour", "hours")
	}
	return counted(int(d.Round(24*time.Hour)/(24*time.Hour)), "day", "days")
}

// asks says in a sentence how a feed asks to be polled, "" when it does not
// say.
func asks(p news.Pace) string {
	var parts []string
	if p.Every > 0 {
		parts = append(parts, "no more often than every "+every(p.Every))
	}
	if len(p.SkipHours) > 0 {
		parts = append(parts, "not in "+counted(len(p.SkipHours), "hour", "hours")+" of the day")
	}
	var days []string
	for _, d := range p.SkipDays {
		days = append(days, d.String()+"s")
	}
	if len(days) > 0 {
		parts = append(parts, "not on "+news.JoinNames(days))
	}
	return strings.Join(parts, "; ")
}

// came says what a poll brought: before and after are the feed's standing
// around it.
func came(before, after *news.Feed) string {
	switch fresh := after.Items - before.Items; {
	case after.State == news.FeedGone:
		return "The outlet says that this feed is gone for good."
	case after.Fault != "":
		return "It could not be read: " + after.Fault
	case fresh > 0:
		return "Read just now: " + counted(fresh, "new item", "new items") + "."
	case after.Items == 0:
		return "Read just now. It has no items."
	}
	return "Read just now. Nothing new since the last time."
}
