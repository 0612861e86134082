package desk

import (
	"fmt"
	"strings"

	"dateline/internal/news"
)

// A Hindrance is what an editor should know before publishing, in words.
type Hindrance struct {
	Text  string
	Stops bool // publishing is refused while it stands
}

// Check returns what still hinders publishing a post, what stops it first.
func Check(p *news.Post) []Hindrance {
	var stops, hints []Hindrance
	stop := func(text string) { stops = append(stops, Hindrance{Text: text, Stops: true}) }
	hint := func(text string) { hints = append(hints, Hindrance{Text: text}) }

	switch {
	case strings.TrimSpace(p.Headline) == "":
		stop("The post has no headline yet.")
	case news.IsAddress(p.Headline):
		stop("The post has an address for a headline. Write one.")
	}
	if !says(p) {
		stop("The post says nothing yet.")
	}
	seen := map[string]bool{}
	for r := range reportsOf(p) {
		key := news.AddressKey(r.URL)
		switch {
		case strings.TrimSpace(r.Headline) == "":
			stop(fmt.Sprintf("A report by %s has no headline.", r.Outlet))
		case news.IsAddress(r.Headline):
			stop(fmt.Sprintf("A report by %s has an address for a headline. Write one, or take the report out.", r.Outlet))
		case strings.TrimSpace(r.Outlet) == "":
			stop(fmt.Sprintf("“%s” names no outlet.", r.Headline))
		case key == "":
			stop(fmt.Sprintf("“%s” has no address that readers can follow.", r.Headline))
		case seen[key]:
			stop(fmt.Sprintf("“%s” is in the post twice.", r.Headline))
		}
		seen[key] = true
	}
	for _, b := range p.Blocks {
		switch {
		case b.Kind == news.BlockLead && len(b.Quotes) == 0:
			hint("The lead quotes no paragraph.")
		case b.Kind == news.BlockNote && strings.TrimSpace(b.Text) == "":
			hint("There is no comment of yours. The post runs without one.")
		}
	}
	return append(stops, hints...)
}

// says tells whether a reader would see more than a headline.
func says(p *news.Post) bool {
	for _, b := range p.Blocks {
		if b.Report != nil || len(b.Reports) > 0 || strings.TrimSpace(b.Text) != "" {
			return true
		}
	}
	return false
}

func reportsOf(p *news.Post) func(yield func(news.Report) bool) {
	return func(yield func(news.Report) bool) {
		for _, b := range p.Blocks {
			if b.Report != nil && !yield(*b.Report) {
				return
			}
			for _, r := range b.Reports {
				if !yield(r) {
					return
				}
			}
		}
	}
}
