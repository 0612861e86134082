package main

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"dateline/internal/news"
)

type commentCommand struct {
	List    commentList    `cmd:"" help:"List the newest comments."`
	Approve commentApprove `cmd:"" help:"Show a held comment to readers."`
	Delete  commentDelete  `cmd:"" help:"Delete a comment and its words for good."`
}

// commentLimit is how many comments a list holds.
const commentLimit = 200

type commentList struct {
	State string `help:"Only those in a state: held or shown." enum:",held,shown" default:""`
	JSON  bool   `help:"Print JSON."`
}

// Run lists comments.
func (c *commentList) Run(p *program) error {
	n, err := p.open(openOptions{})
	if err != nil {
		return err
	}
	defer n.Close()
	comments, err := n.discussion.List(p.ctx, news.CommentState(c.State), commentLimit)
	if err != nil {
		return err
	}
	if c.JSON {
		return p.printJSON(commentsJSON(comments))
	}
	rows := make([][]string, 0, len(comments))
	for _, k := range comments {
		rows = append(rows, []string{strconv.FormatInt(int64(k.ID), 10), string(k.State), n.when(k.At), k.Name, k.Headline, cut(k.Text, 60)})
	}
	return p.table([]string{"ID", "STATE", "AT", "NAME", "POST", "TEXT"}, rows)
}

// cut shortens a text to n characters.
func cut(s string, n int) string {
	r := []rune(s)
	if len(r) <= n {
		return s
	}
	return string(r[:n-1]) + "…"
}

type commentApprove struct {
	ID int64 `arg:"" help:"The comment's number."`
}

// Run shows a comment to readers.
func (c *commentApprove) Run(p *program) error {
	return p.decide(c.ID, "shown", func(n *newsroom) func(context.Context, news.CommentID) error { return n.discussion.Approve })
}

type commentDelete struct {
	ID int64 `arg:"" help:"The comment's number."`
}

// Run deletes a comment.
func (c *commentDelete) Run(p *program) error {
	return p.decide(c.ID, "deleted", func(n *newsroom) func(context.Context, news.CommentID) error { return n.discussion.Delete })
}

func (p *program) decide(id int64, done string, act func(*newsroom) func(context.Context, news.CommentID) error) error {
	n, err := p.open(openOptions{})
	if err != nil {
		return err
	}
	defer n.Close()
	err = act(n)(p.ctx, news.CommentID(id))
	if errors.Is(err, news.ErrNotFound) {
		return &news.InvalidError{Field: "id", Reason: fmt.Sprintf("There is no comment %d. See: dateline comment list", id)}
	}
	if err != nil {
		return err
	}
	fmt.Fprintf(p.stdout, "Comment %d is %s.\n", id, done)
	return nil
}
