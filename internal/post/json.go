package post

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"dateline/internal/news"
)

// Document is a post as it is handed to other programs. Its shape is kept:
// fields are added, never renamed or removed. Texts are as they are printed,
// the editor's own words Markdown; addresses are absolute http or https ones,
// and one that is neither is left out.
type Document struct {
	Headline    string               `json:"headline"`
	Address     string               `json:"address,omitempty"`
	Publication string               `json:"publication,omitempty"`
	Language    string               `json:"language,omitempty"`
	State       news.PostState       `json:"state,omitempty"`
	Day         string               `json:"day,omitempty"` // as it stands above the post
	Published   *time.Time           `json:"published,omitempty"`
	Updated     *time.Time           `json:"updated,omitempty"`
	Labels      []string             `json:"labels"`
	Blocks      []DocumentBlock      `json:"blocks"`
	Corrections []DocumentCorrection `json:"corrections"`
	Comments    []DocumentComment    `json:"comments"`
}

// DocumentBlock is one part of a post. Which fields are set depends on its
// kind.
type DocumentBlock struct {
	Kind       news.BlockKind   `json:"kind"`
	Report     *DocumentReport  `json:"report,omitempty"`
	Standfirst string           `json:"standfirst,omitempty"`
	Quotes     []string         `json:"quotes,omitempty"`
	Title      string           `json:"title,omitempty"`
	Text       string           `json:"text,omitempty"`
	Signature  string           `json:"signature,omitempty"`
	Address    string           `json:"address,omitempty"`
	Date       *time.Time       `json:"date,omitempty"`
	Reports    []DocumentReport `json:"reports,omitempty"`
	Video      *news.Video      `json:"video,omitempty"`
}

// DocumentReport is a report that a post refers to. Label is how it is
// attributed, "FOX News/AP".
type DocumentReport struct {
	Headline string    `json:"headline"`
	Address  string    `json:"address,omitempty"`
	Label    string    `json:"label"`
	Outlet   string    `json:"outlet"`
	Agency   string    `json:"agency,omitempty"`
	Author   string    `json:"author,omitempty"`
	Form     news.Form `json:"form,omitempty"`
}

// DocumentCorrection is a dated public note that something was changed.
type DocumentCorrection struct {
	At   time.Time `json:"at"`
	Text string    `json:"text"`
}

// DocumentComment is what a reader said; only comments that readers may see
// are in a document.
type DocumentComment struct {
	Name string    `json:"name"`
	Text string    `json:"text"`
	At   time.Time `json:"at"`
}

// JSON returns a post and its comments as an indented Document. It ends
// without a newline.
func JSON(p *news.Post, pub *news.Publication, comments []news.Comment) ([]byte, error) {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetIndent("", "  ")
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(NewDocument(p, pub, comments)); err != nil {
		return nil, fmt.Errorf("write post %d as JSON: %w", p.ID, err)
	}
	return bytes.TrimSpace(out.Bytes()), nil
}

// NewDocument returns a post and its comments as other programs are given
// them.
func NewDocument(p *news.Post, pub *news.Publication, comments []news.Comment) Document {
	d := Document{
		Headline: oneLine(p.Headline), Publication: pub.Title, Language: pub.Language, State: p.State,
		Published: filled(p.PublishedAt), Updated: filled(p.UpdatedAt),
		Labels: append([]string{}, p.Labels...), Blocks: []DocumentBlock{},
		Corrections: []DocumentCorrection{}, Comments: []DocumentComment{},
	}
	if p.Slug != "" {
		d.Address = siteAddress(news.PostPath(p.Year, p.Month, p.Slug), pub)
	}
	if !p.PublishedAt.IsZero() {
		d.Day = Day(p.PublishedAt, pub)
	}
	for _, b := range p.Blocks {
		d.Blocks = append(d.Blocks, documentBlock(b, pub))
	}
	for _, c := range p.Corrections {
		d.Corrections = append(d.Corrections, DocumentCorrection{At: c.At.UTC(), Text: c.Text})
	}
	for _, c := range shown(comments) {
		d.Comments = append(d.Comments, DocumentComment{Name: oneLine(c.Name), Text: paragraphs(c.Text), At: c.At.UTC()})
	}
	return d
}

func documentBlock(b news.Block, pub *news.Publication) DocumentBlock {
	d := DocumentBlock{
		Kind: b.Kind, Standfirst: b.Standfirst, Quotes: b.Quotes, Title: oneLine(b.Title),
		Text: strings.TrimSpace(b.Text), Address: siteAddress(b.URL, pub), Date: filled(b.Date),
	}
	if b.Kind == news.BlockNote {
		d.Signature = pub.Signature
	}
	if b.Report != nil {
		r := documentReport(*b.Report, pub)
		d.Report = &r
	}
	for _, r := range b.Reports {
		d.Reports = append(d.Reports, documentReport(r, pub))
	}
	if b.Video != (news.Video{}) {
		d.Video = &b.Video
		d.Address = videoURL(b)
	}
	return d
}

func documentReport(r news.Report, pub *news.Publication) DocumentReport {
	return DocumentReport{
		Headline: oneLine(r.Headline), Address: webAddress(r.URL), Label: Label(r, pub),
		Outlet: r.Outlet, Agency: r.Agency, Author: r.Author, Form: r.Form,
	}
}

// filled returns nothing for the zero time, and any other in UTC.
func filled(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	t = t.UTC()
	return &t
}
