package main

import (
	"errors"
	"fmt"
	"strconv"

	"dateline/internal/news"
	"dateline/internal/post"
)

type postCommand struct {
	List postList `cmd:"" help:"List the posts, the one changed last first."`
	Show postShow `cmd:"" help:"Print a post."`
}

type postList struct {
	State string `help:"Only those in a state: draft, published or withdrawn." enum:",draft,published,withdrawn" default:""`
	JSON  bool   `help:"Print JSON."`
}

// Run lists the posts.
func (c *postList) Run(p *program) error {
	n, err := p.open(openOptions{})
	if err != nil {
		return err
	}
	defer n.Close()
	posts, err := n.desk.List(p.ctx, news.PostState(c.State))
	if err != nil {
		return err
	}
	if c.JSON {
		return p.printJSON(postsJSON(posts))
	}
	rows := make([][]string, 0, len(posts))
	for _, q := range posts {
		rows = append(rows, []string{strconv.FormatInt(int64(q.ID), 10), string(q.State), n.when(q.PublishedAt), news.PostPath(q.Year, q.Month, q.Slug), q.Headline})
	}
	return p.table([]string{"ID", "STATE", "PUBLISHED", "ADDRESS", "HEADLINE"}, rows)
}

type postShow struct {
	ID     int64  `arg:"" help:"The post's number."`
	Format string `help:"text, html, md or json." default:"text" enum:"text,html,md,json"`
}

// Run prints a post with its comments.
func (c *postShow) Run(p *program) error {
	n, err := p.open(openOptions{})
	if err != nil {
		return err
	}
	defer n.Close()
	return p.printPost(n, news.PostID(c.ID), c.Format)
}

// printPost prints a post, with its comments where the format has them.
func (p *program) printPost(n *newsroom, id news.PostID, format string) error {
	q, err := n.desk.Post(p.ctx, id)
	if errors.Is(err, news.ErrNotFound) {
		return &news.InvalidError{Field: "id", Reason: fmt.Sprintf("There is no post %d. See: dateline post list", id)}
	}
	if err != nil {
		return err
	}
	pub, err := n.db.Publication(p.ctx)
	if err != nil {
		return err
	}
	comments, err := n.discussion.Under(p.ctx, id)
	if err != nil {
		return err
	}
	text := ""
	switch format {
	case "html":
		text = post.Standalone(q, pub, pub.Address+news.PostPath(q.Year, q.Month, q.Slug))
	case "md":
		text = post.Markdown(q, pub)
	case "json":
		b, err := post.JSON(q, pub, comments)
		if err != nil {
			return err
		}
		text = string(b)
	default:
		text = post.Page(q, comments, pub)
	}
	_, err = fmt.Fprintln(p.stdout, text)
	return err
}
