package main

import (
	"math"
	"time"

	"dateline/internal/news"
)

// What --json prints of the newsroom's things: names that stay, times as
// RFC 3339 in UTC, nothing that is empty.

type outletLine struct {
	ID       int64  `json:"id"`
	Name     string `json:"name"`
	Kind     string `json:"kind"`
	Country  string `json:"country,omitempty"`
	Language string `json:"language,omitempty"`
	Site     string `json:"site,omitempty"`
	Standing string `json:"standing,omitempty"`
	StateRun bool   `json:"state_run,omitempty"`
}

func outletsJSON(outlets []news.Outlet) []outletLine {
	lines := make([]outletLine, 0, len(outlets))
	for _, o := range outlets {
		lines = append(lines, outletLine{int64(o.ID), o.Name, string(o.Kind), o.Country, o.Language, o.Site, string(o.Standing), o.StateRun})
	}
	return lines
}

type feedLine struct {
	ID       int64     `json:"id"`
	Outlet   string    `json:"outlet"`
	URL      string    `json:"url"`
	State    string    `json:"state"`
	LastRead time.Time `json:"last_read,omitzero"`
	NextPoll time.Time `json:"next_poll,omitzero"`
	Status   int       `json:"status,omitempty"`
	Items    int       `json:"items"`
	PerDay   float64   `json:"per_day"`
	Silent   bool      `json:"silent,omitempty"`
	Fault    string    `json:"fault,omitempty"`
	Kind     string    `json:"fault_kind,omitempty"`
	Since    time.Time `json:"failing_since,omitzero"`
	Warning  string    `json:"warning,omitempty"`
	Folder   string    `json:"folder,omitempty"`
	Pattern  string    `json:"pattern,omitempty"`
	Moved    string    `json:"moved_from,omitempty"`
	Hub      string    `json:"hub,omitempty"` // how we stand with the hub that could tell us what is new
}

func feedsJSON(feeds []news.FeedHealth) []feedLine {
	lines := make([]feedLine, 0, len(feeds))
	for _, f := range feeds {
		lines = append(lines, feedLine{
			ID: int64(f.ID), Outlet: f.Outlet, URL: f.URL, State: string(f.State),
			LastRead: f.LastSuccessAt, NextPoll: f.NextPollAt, Status: f.LastStatus,
			Items: f.Items, PerDay: math.Round(f.PerDay*10) / 10, Silent: f.Silent,
			Fault: f.Fault, Kind: f.FaultKind, Since: f.FailingSince, Warning: f.Warning,
			Folder: f.Folder, Pattern: f.Pattern, Moved: f.Move.From,
		})
	}
	return lines
}

type storyLine struct {
	ID          int64        `json:"id"`
	Headline    string       `json:"headline"`
	State       string       `json:"state"`
	Languages   []string     `json:"languages"`
	Reports     int          `json:"reports"`
	Outlets     int          `json:"outlets"`
	Independent int          `json:"independent"`
	FirstOutlet string       `json:"first_outlet"`
	First       time.Time    `json:"first"`
	Latest      time.Time    `json:"latest"`
	Post        int64        `json:"post,omitempty"`
	Articles    []reportLine `json:"articles,omitempty"`
}

type reportLine struct {
	ID        int64     `json:"id"`
	Headline  string    `json:"headline"`
	Label     string    `json:"label"`
	URL       string    `json:"url"`
	Language  string    `json:"language,omitempty"`
	Published time.Time `json:"published"`
	CopyOf    int64     `json:"copy_of,omitempty"`
}

func storiesJSON(stories []news.Story) []storyLine {
	lines := make([]storyLine, 0, len(stories))
	for _, s := range stories {
		lines = append(lines, storyJSON(s))
	}
	return lines
}

func storyJSON(s news.Story) storyLine {
	l := storyLine{
		ID: int64(s.ID), Headline: s.Headline, State: string(s.State), Languages: s.Languages,
		Reports: s.Reports, Outlets: s.Outlets, Independent: s.Independent,
		FirstOutlet: s.FirstOutlet, First: s.FirstAt, Latest: s.LatestAt, Post: int64(s.PostID),
	}
	for _, a := range s.Articles {
		l.Articles = append(l.Articles, reportLine{int64(a.ID), a.Headline, a.Label(), a.URL, a.Language, a.Published, int64(a.CopyOf)})
	}
	return l
}

type postLine struct {
	ID        int64     `json:"id"`
	State     string    `json:"state"`
	Headline  string    `json:"headline"`
	Path      string    `json:"path,omitempty"`
	Published time.Time `json:"published,omitzero"`
	Labels    []string  `json:"labels,omitempty"`
	Comments  int       `json:"comments"`
}

func postsJSON(posts []news.Post) []postLine {
	lines := make([]postLine, 0, len(posts))
	for _, p := range posts {
		lines = append(lines, postLine{int64(p.ID), string(p.State), p.Headline, news.PostPath(p.Year, p.Month, p.Slug), p.PublishedAt, p.Labels, p.Comments})
	}
	return lines
}

type commentLine struct {
	ID    int64     `json:"id"`
	State string    `json:"state"`
	At    time.Time `json:"at"`
	Name  string    `json:"name"`
	Text  string    `json:"text"`
	Post  int64     `json:"post"`
	Path  string    `json:"path,omitempty"`
}

func commentsJSON(comments []news.Comment) []commentLine {
	lines := make([]commentLine, 0, len(comments))
	for _, c := range comments {
		lines = append(lines, commentLine{int64(c.ID), string(c.State), c.At, c.Name, c.Text, int64(c.PostID), c.PostPath})
	}
	return lines
}
