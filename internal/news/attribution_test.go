package news_test

import (
	"testing"

	"dateline/internal/news"
)

func TestAttribution(t *testing.T) {
	for _, tc := range []struct {
		name                   string
		outlet, author, agency string
		form                   news.Form
		want                   string
	}{
		{"the outlet's own report", "Herald", "Ada Quill", "", news.FormReport, "Herald"},
		{"agency copy", "FOX News", "", "AP", news.FormReport, "FOX News/AP"},
		{"an opinion is its author's", "Herald", "Ada Quill", "", news.FormOpinion, "Ada Quill, Herald"},
		{"an analysis too", "Herald", "A and B", "AP", news.FormAnalysis, "A and B, Herald"},
		{"an unsigned opinion", "Herald", "", "", news.FormOpinion, "Herald"},
		{"the outlet's own opinion", "Herald", "Ada Quill", "", news.FormEditorial, "Herald editorial"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := news.Attribution(tc.outlet, tc.author, tc.agency, tc.form); got != tc.want {
				t.Errorf("Attribution = %q; want %q", got, tc.want)
			}
		})
	}
}

func TestAgencyIsNotTheOutletItself(t *testing.T) {
	a := news.Article{Outlet: "Sputnik", Reading: news.Reading{Credit: []string{"sputnik", "TASS"}}}
	if got := a.Agency(); got != "TASS" {
		t.Errorf("Agency = %q; want TASS", got)
	}
	a = news.Article{Outlet: "TASS", Reading: news.Reading{Credit: []string{"TASS"}}}
	if got := a.Label(); got != "TASS" || !a.OwnText() {
		t.Errorf("Label = %q, own text %v; want an agency's own report", got, a.OwnText())
	}
}

func TestJoinNames(t *testing.T) {
	for _, tc := range []struct {
		names []string
		want  string
	}{
		{nil, ""},
		{[]string{"A"}, "A"},
		{[]string{"A", "B"}, "A and B"},
		{[]string{"A", "B", "C"}, "A, B and C"},
	} {
		if got := news.JoinNames(tc.names); got != tc.want {
			t.Errorf("JoinNames(%v) = %q; want %q", tc.names, got, tc.want)
		}
	}
}

func TestPostPath(t *testing.T) {
	if got, want := news.PostPath(2018, 5, "visit"), "/2018/05/visit.html"; got != want {
		t.Errorf("PostPath = %q; want %q", got, want)
	}
	if got := news.PostPath(0, 0, ""); got != "" {
		t.Errorf("PostPath of what was never published = %q; want none", got)
	}
}
