package main

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"dateline/internal/news"
)

type storyCommand struct {
	List storyList `cmd:"" help:"List the day's stories, best ranked first."`
	Show storyShow `cmd:"" help:"Show a story with its reports."`
}

type storyList struct {
	JSON bool `help:"Print JSON."`
}

// Run lists the day's stories.
func (c *storyList) Run(p *program) error {
	n, err := p.open(openOptions{})
	if err != nil {
		return err
	}
	defer n.Close()
	stories, err := n.desk.Open(p.ctx)
	if err != nil {
		return err
	}
	if c.JSON {
		return p.printJSON(storiesJSON(stories))
	}
	rows := make([][]string, 0, len(stories))
	for _, s := range stories {
		rows = append(rows, []string{
			strconv.FormatInt(int64(s.ID), 10), strconv.Itoa(s.Independent), strconv.Itoa(s.Reports),
			strings.Join(s.Languages, " "), n.when(s.LatestAt), string(s.State), s.Headline,
		})
	}
	return p.table([]string{"ID", "INDEPENDENT", "REPORTS", "LANGUAGES", "LATEST", "STATE", "HEADLINE"}, rows)
}

type storyShow struct {
	ID   int64 `arg:"" help:"The story's number."`
	JSON bool  `help:"Print JSON."`
}

// Run shows one story.
func (c *storyShow) Run(p *program) error {
	n, err := p.open(openOptions{})
	if err != nil {
		return err
	}
	defer n.Close()
	s, err := n.desk.Story(p.ctx, news.StoryID(c.ID))
	if errors.Is(err, news.ErrNotFound) {
		return &news.InvalidError{Field: "id", Reason: fmt.Sprintf("There is no story %d. See: dateline story list", c.ID)}
	}
	if err != nil {
		return err
	}
	if c.JSON {
		return p.printJSON(storyJSON(*s))
	}
	fmt.Fprintf(p.stdout, "%s\n%d reports, %d outlets, %d independent, first %s %s\n\n",
		plain(s.Headline), s.Reports, s.Outlets, s.Independent, plain(s.FirstOutlet), n.when(s.FirstAt))
	for _, a := range s.Articles {
		fmt.Fprintf(p.stdout, "%s  %s -- %s\n", n.when(a.Published), plain(a.Headline), plain(a.Label()))
	}
	return nil
}
