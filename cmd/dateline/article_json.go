package main

import (
	"slices"
	"strings"
	"time"

	"dateline/internal/news"
)

// articleRecord is a reading as "dateline article read" prints it.
type articleRecord struct {
	ID         string            `json:"id,omitempty"`
	Title      string            `json:"title"`
	Headline   string            `json:"headline"`
	Standfirst string            `json:"standfirst"`
	Authors    []string          `json:"authors"`
	Byline     string            `json:"byline"`
	Published  string            `json:"published"`
	Modified   string            `json:"modified"`
	Image      string            `json:"image"`
	Picture    news.Picture      `json:"picture"`
	Canonical  string            `json:"canonical"`
	Language   string            `json:"lang"`
	Section    string            `json:"section"`
	Form       news.Form         `json:"form"`
	Paywalled  bool              `json:"paywalled"`
	Dateline   *news.Dateline    `json:"dateline"`
	Credit     []string          `json:"credit"`
	Video      *news.Video       `json:"video"`
	Text       string            `json:"text"`
	Paragraphs []string          `json:"paragraphs"`
	Origins    map[string]string `json:"origins"`
}

// articleJSON returns a reading in the form in which the command line prints
// it. id may be empty.
func articleJSON(id string, r *news.Reading) any {
	record := articleRecord{
		ID: id, Title: r.ShareTitle, Headline: r.Headline, Standfirst: r.Standfirst,
		Authors: listed(r.Authors), Byline: news.JoinNames(append(slices.Clone(r.Authors), r.Bodies...)),
		Published: stampText(r.Published), Modified: stampText(r.Modified),
		Image: r.Picture.URL, Picture: r.Picture, Canonical: r.Canonical,
		Language: r.Language, Section: r.Section, Form: r.Form, Paywalled: r.Paywalled,
		Credit: listed(r.Credit), Paragraphs: listed(r.Paragraphs),
		Text: strings.Join(r.Paragraphs, "\n\n"), Origins: r.Origins,
	}
	if r.Dateline != (news.Dateline{}) {
		record.Dateline = &r.Dateline
	}
	if r.Video.ID != "" {
		record.Video = &r.Video
	}
	return record
}

// listed makes a missing list an empty one, which is what JSON readers expect.
func listed(all []string) []string {
	if all == nil {
		return []string{}
	}
	return all
}

// stampText returns a time in RFC 3339, "" for the zero time.
func stampText(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return at.Format(time.RFC3339)
}
