package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"dateline/internal/comment"
	"dateline/internal/desk"
	"dateline/internal/news"
	"dateline/internal/post"
	"dateline/internal/world"
)

// once runs the whole day through, from the feeds to the reader's comment, and
// prints the published post. Every step may have been done by an earlier run
// that was cut off.
func (n *newsroom) once(day *world.Day, format string) error {
	if err := n.readDay(); err != nil {
		return err
	}
	p, err := n.publishDay(day.Edits)
	if err != nil {
		return err
	}
	if e := day.Edits; e != nil && e.Comment != nil {
		// One token: a run that is repeated says it once.
		_, err := n.discussion.Submit(n.p.ctx, comment.Submission{
			PostID: p.ID, Name: e.Comment.Name, Text: e.Comment.Text, Token: "the-day's-only-comment-" + p.Slug,
		}, false)
		if err != nil {
			return fmt.Errorf("comment: %w", err)
		}
	}
	return n.p.printPost(n, p.ID, format)
}

// readDay polls every feed, reads every page and groups the reports, in turn,
// so that the outcome does not hang on who was faster.
func (n *newsroom) readDay() error {
	ctx, cancel := context.WithCancel(n.p.ctx)
	defer cancel()
	if err := n.db.SignOfLife(ctx); err != nil {
		return err
	}
	alive := make(chan error, 1)
	go func() { alive <- n.db.StayAlive(ctx) }()
	err := n.pollAll(ctx)
	if err == nil {
		err = n.readAll(ctx)
	}
	if err == nil {
		err = n.groupAll(ctx)
	}
	cancel()
	return errors.Join(err, <-alive)
}

func (n *newsroom) pollAll(ctx context.Context) error {
	for {
		due, err := n.db.DueFeeds(ctx, n.now())
		if err != nil || due == 0 {
			return err
		}
		polled, err := n.poller.Round(ctx)
		if err != nil {
			return err
		}
		if polled == 0 {
			if err := n.wait(ctx); err != nil { // a dead worker's claims lapse soon
				return err
			}
		}
	}
}

func (n *newsroom) readAll(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	done := make(chan error, 1)
	go func() { done <- n.db.RunJobs(ctx, readers, n.works().Do) }()
	err := n.untilRead(ctx)
	cancel()
	return errors.Join(err, <-done)
}

func (n *newsroom) untilRead(ctx context.Context) error {
	for {
		waiting, err := n.db.WaitingJobs(ctx)
		if err != nil || waiting == 0 {
			return err
		}
		if err := n.wait(ctx); err != nil {
			return err
		}
	}
}

func (n *newsroom) groupAll(ctx context.Context) error {
	for {
		waiting, err := n.db.WaitingReports(ctx, 1)
		if err != nil || len(waiting) == 0 {
			return err
		}
		grouped, err := n.grouper.Round(ctx)
		if err != nil {
			return err
		}
		if grouped == 0 {
			if err := n.wait(ctx); err != nil { // somebody else's lease lapses soon
				return err
			}
		}
	}
}

// publishDay does what the editor does that day with the story ranked first.
func (n *newsroom) publishDay(edits *world.Edits) (*news.Post, error) {
	ctx := n.p.ctx
	stories, err := n.desk.Open(ctx)
	if err != nil {
		return nil, err
	}
	if len(stories) == 0 {
		return nil, &news.InvalidError{Field: "world", Reason: "The day has no story: none of its feeds could be read."}
	}
	s, err := n.desk.Story(ctx, stories[0].ID)
	if err != nil {
		return nil, err
	}
	editor, err := n.demoEditor()
	if err != nil {
		return nil, err
	}
	p, err := n.desk.Compose(ctx, s.ID, editor)
	if err != nil {
		return nil, err
	}
	pub, err := n.db.Publication(ctx)
	if err != nil {
		return nil, err
	}
	if edits != nil {
		if p, err = n.applyEdits(s, p, edits, pub, editor); err != nil {
			return nil, err
		}
	}
	if p.State == news.PostPublished {
		return p, nil
	}
	return n.desk.Publish(ctx, p.ID, p.Version, editor)
}

// applyEdits saves the editor's choices, and tells which labels the story does
// not have and which reports were left out.
func (n *newsroom) applyEdits(s *news.Story, p *news.Post, e *world.Edits, pub *news.Publication, editor news.EditorID) (*news.Post, error) {
	choice := n.choose(s, e, pub)
	if p.State == news.PostPublished {
		return p, nil
	}
	headline := p.Headline
	if e.Headline != "" {
		headline = e.Headline
	}
	return n.desk.Save(n.p.ctx, desk.Edit{
		PostID: p.ID, Version: p.Version, Headline: headline,
		Blocks: desk.Arrange(s, choice, headline, pub.Language), Labels: p.Labels, Editor: editor,
	})
}

// choose finds the reports that the edits name by their printed labels.
func (n *newsroom) choose(s *news.Story, e *world.Edits, pub *news.Publication) desk.Choice {
	c := desk.Choice{Quote: e.Quote, Note: e.Note}
	used := map[news.ArticleID]bool{}
	if lead := leadOf(s, e.Lead); lead != nil {
		c.Lead = lead.ID
	} else {
		if e.Lead != "" {
			fmt.Fprintf(n.p.stderr, "missing: %s\n", plain(e.Lead))
		}
		if lead := desk.ProposeLead(s.Articles, pub.Language); lead != nil {
			c.Lead = lead.ID
		}
	}
	used[c.Lead] = true
	if e.Video {
		if v := offeredVideo(s, used); v != nil {
			c.Video, used[v.ID] = v.ID, true
		}
	}
	if len(e.Order) == 0 {
		return c
	}
	for _, label := range e.Order {
		a := labelled(s, label, used, pub)
		if a == nil {
			fmt.Fprintf(n.p.stderr, "missing: %s\n", plain(label))
			continue
		}
		used[a.ID] = true
		c.Order = append(c.Order, a.ID)
	}
	for i := range s.Articles {
		if a := &s.Articles[i]; !used[a.ID] {
			fmt.Fprintf(n.p.stderr, "left out: %s%s%s\n", plain(a.Headline), pub.Words().Separator, post.Label(news.ReportOf(a), pub))
		}
	}
	return c
}

// leadOf returns the outlet's report to quote: of several, the one the desk
// would propose.
func leadOf(s *news.Story, outlet string) *news.Article {
	var own []news.Article
	for _, a := range s.Articles {
		if outlet != "" && a.Outlet == outlet {
			own = append(own, a)
		}
	}
	return desk.ProposeLead(own, "")
}

func labelled(s *news.Story, label string, used map[news.ArticleID]bool, pub *news.Publication) *news.Article {
	i := slices.IndexFunc(s.Articles, func(a news.Article) bool {
		return !used[a.ID] && post.Label(news.ReportOf(&a), pub) == label
	})
	if i < 0 {
		return nil
	}
	return &s.Articles[i]
}

func offeredVideo(s *news.Story, used map[news.ArticleID]bool) *news.Article {
	i := slices.IndexFunc(s.Articles, func(a news.Article) bool { return a.Video.ID != "" && !used[a.ID] })
	if i < 0 {
		return nil
	}
	return &s.Articles[i]
}

// waitFor is the longest time between two looks at whether work is done.
const waitFor = 50 * time.Millisecond

// wait pauses until there may be something new.
func (n *newsroom) wait(ctx context.Context) error {
	timer := time.NewTimer(waitFor)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
