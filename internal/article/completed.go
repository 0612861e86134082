package article

import (
	"maps"

	"dateline/internal/news"
)

// completed returns what the feed says of a report with what its page adds to
// it, where the page holds no text but declares the rest. A page with another
// headline is a wall before the report or its section's front: nothing of it
// is believed.
func completed(feed, page *news.Reading) *news.Reading {
	if feed.Headline != "" && max(likeness(feed.Headline, page.Headline), likeness(feed.Headline, page.ShareTitle)) < 0.4 {
		return feed
	}
	r := *feed
	r.Origins = maps.Clone(feed.Origins)
	take := func(name string, missing bool, set func()) {
		if origin := page.Origins[name]; missing && origin != "" {
			set()
			r.Origins[name] = origin
		}
	}
	take("headline", r.Headline == "", func() { r.Headline = page.Headline })
	take("sharetitle", r.ShareTitle == "" || r.ShareTitle == feed.Headline, func() { r.ShareTitle = page.ShareTitle })
	take("standfirst", r.Standfirst == "" && len(r.Paragraphs) == 0, func() { r.Standfirst = page.Standfirst })
	take("authors", len(r.Authors) == 0, func() { r.Authors = page.Authors })
	take("credit", len(r.Credit) == 0, func() { r.Credit = page.Credit })
	take("section", r.Section == "", func() { r.Section = page.Section })
	take("form", r.Form == news.FormReport, func() { r.Form = page.Form })
	take("language", r.Language == "", func() { r.Language = page.Language })
	take("published", r.Published.IsZero(), func() { r.Published = page.Published })
	take("modified", r.Modified.IsZero(), func() { r.Modified = page.Modified })
	take("canonical", r.Canonical == "", func() { r.Canonical = page.Canonical })
	take("picture", r.Picture.URL == "", func() { r.Picture = page.Picture })
	take("video", r.Video.ID == "", func() { r.Video = page.Video })
	take("paywalled", !r.Paywalled, func() { r.Paywalled = page.Paywalled })
	if len(r.Bodies) == 0 {
		r.Bodies = page.Bodies
	}
	return &r
}
