package article

import (
	"net/url"
	"strings"

	"dateline/internal/clean"
	"dateline/internal/news"
)

// FromItem makes a reading of what the feed itself says, for videos and for
// pages that cannot be read.
func FromItem(hint Hint) *news.Reading {
	item := &hint.Item
	r := &news.Reading{
		Headline:  clean.Line(item.Headline),
		Published: item.Published,
		Modified:  item.Updated,
		Video:     item.Video,
		Form:      news.FormReport,
	}
	r.ShareTitle = r.Headline
	p := &page{url: &url.URL{}, hint: hint, agencies: bookOf(hint.Agencies)}
	r.Paragraphs = hint.paragraphs()
	r.Standfirst = hint.standfirst(r)
	p.learnAgency(r.Paragraphs)
	if len(r.Paragraphs) > 0 {
		r.Dateline, _, _ = p.agencies.readDateline(r.Paragraphs[0], hint.Outlet.Name)
	}
	by := p.sortNames(hint.authors())
	r.Authors, r.Bodies = by.persons, by.bodies
	r.Credit, _ = p.credit(r.Dateline.Agency, by, r.Paragraphs)
	r.Language, _ = p.language(r.Paragraphs)
	if all := hint.pictures(); len(all) > 0 {
		r.Picture.URL = all[0]
	}
	r.Form = hint.form(r.Headline)
	if r.Form == news.FormVideo && r.Video.ID == "" {
		r.Video = videoAt(item.URL)
	}
	r.Origins = fromFeed(r)
	return r
}

// fromFeed says of everything that is known that the feed said it.
func fromFeed(r *news.Reading) map[string]string {
	origins := map[string]string{}
	for name, known := range map[string]bool{
		"headline": r.Headline != "", "sharetitle": r.ShareTitle != "", "standfirst": r.Standfirst != "",
		"paragraphs": len(r.Paragraphs) > 0, "authors": len(r.Authors) > 0, "credit": len(r.Credit) > 0,
		"dateline": r.Dateline != news.Dateline{}, "language": r.Language != "", "published": !r.Published.IsZero(),
		"modified": !r.Modified.IsZero(), "picture": r.Picture.URL != "", "video": r.Video.ID != "", "form": r.Form != news.FormReport,
	} {
		if known {
			origins[name] = "feed"
		}
	}
	return origins
}

// video says whether the item is a video by itself.
func (h Hint) video() bool {
	return h.Outlet.Kind == news.KindVideo || h.Item.Video.ID != "" || videoAt(h.Item.URL).ID != ""
}

func (h Hint) form(headline string) news.Form {
	if h.video() {
		return news.FormVideo
	}
	if f := formByPrefix(headline); f != "" {
		return f
	}
	if f := h.formByCategory(); f != "" {
		return f
	}
	return news.FormReport
}

// paragraphs returns the text that the feed carries: its content, else its
// summary.
func (h Hint) paragraphs() []string {
	for _, source := range []string{h.Item.Content, h.Item.Summary} {
		var kept []string
		for _, t := range clean.Paragraphs(source) {
			if t = line(t); t != "" && !feedTail(t) {
				kept = append(kept, t)
			}
		}
		if len(kept) > 0 {
			return kept
		}
	}
	return nil
}

// standfirst returns the feed's summary where it says something that the
// headline and the text do not.
func (h Hint) standfirst(r *news.Reading) string {
	summary := clean.Line(h.Item.Summary)
	k := compareKey(summary)
	if k == "" || k == compareKey(r.Headline) || len(summary) > 600 || h.video() {
		return ""
	}
	if strings.HasPrefix(compareKey(strings.Join(r.Paragraphs, "")), k[:min(len(k), max(20, len(k)*2/3))]) {
		return ""
	}
	return summary
}

// feedTail says whether a paragraph is what feeds put under their texts.
func feedTail(t string) bool {
	if len(t) > 250 {
		return false
	}
	lower := strings.ToLower(t)
	return strings.HasPrefix(lower, "the post ") && strings.Contains(lower, "appeared first on") ||
		strings.HasPrefix(lower, "continue reading") || len(t) < 60 && asideText(t)
}
