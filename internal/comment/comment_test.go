package comment_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"dateline/internal/comment"
	"dateline/internal/news"
	"dateline/internal/newstest"
)

var ctx = context.Background()

func discussion(t *testing.T) (*comment.Discussion, news.PostID) {
	t.Helper()
	db := newstest.DB(t)
	p, err := db.AddDraft(ctx, news.Post{Headline: "H", CreatedAt: newstest.Noon, UpdatedAt: newstest.Noon})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.PublishPost(ctx, news.PublicationOrder{PostID: p.ID, Version: 1, At: newstest.Noon, Year: 2026, Month: 5, Slugs: []string{"h"}}); err != nil {
		t.Fatal(err)
	}
	return &comment.Discussion{Comments: db, Now: func() time.Time { return newstest.Noon }}, p.ID
}

func TestSubmit(t *testing.T) {
	d, id := discussion(t)
	token := comment.NewToken()
	for _, tc := range []struct {
		name string
		s    comment.Submission
		want string // the field at fault
	}{
		{"no name", comment.Submission{PostID: id, Text: "T", Token: token}, "name"},
		{"only controls as name", comment.Submission{PostID: id, Name: "\u202e\x00", Text: "T", Token: token}, "name"},
		{"no text", comment.Submission{PostID: id, Name: "N", Text: " \n ", Token: token}, "text"},
		{"long name", comment.Submission{PostID: id, Name: strings.Repeat("n", 81), Text: "T", Token: token}, "name"},
		{"long text", comment.Submission{PostID: id, Name: "N", Text: strings.Repeat("ü", 8001), Token: token}, "text"},
		{"no token", comment.Submission{PostID: id, Name: "N", Text: "T"}, "text"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			_, err := d.Submit(ctx, tc.s, false)
			var invalid *news.InvalidError
			if !errors.As(err, &invalid) || invalid.Field != tc.want {
				t.Errorf("Submit = %v; want a fault of %s", err, tc.want)
			}
		})
	}
	c, err := d.Submit(ctx, comment.Submission{PostID: id, Name: " A\tReader ", Text: "One.\r\n\r\n\r\n\r\nTwo.", Token: token}, false)
	if err != nil || c.Name != "A Reader" || c.Text != "One.\n\nTwo." || c.State != news.CommentShown {
		t.Errorf("comment = %+v, %v", c, err)
	}
	again, err := d.Submit(ctx, comment.Submission{PostID: id, Name: "A Reader", Text: "One.", Token: token}, false)
	if err != nil || again.ID != c.ID {
		t.Errorf("the same form again = %+v, %v; want the same comment", again, err)
	}
}

func TestHeldCommentsWaitForAnEditor(t *testing.T) {
	d, id := discussion(t)
	held, err := d.Submit(ctx, comment.Submission{PostID: id, Name: "N", Text: "T", Token: comment.NewToken()}, true)
	if err != nil {
		t.Fatal(err)
	}
	program, err := d.Submit(ctx, comment.Submission{PostID: id, Name: "N", Text: "T", Token: comment.NewToken(), Website: "http://spam.example"}, false)
	if err != nil || program.State != news.CommentHeld {
		t.Errorf("a form filled by a program = %+v, %v; want it held", program, err)
	}
	if under, err := d.Under(ctx, id); err != nil || len(under) != 0 {
		t.Errorf("readers see %v, %v; want nothing yet", under, err)
	}
	if err := d.Approve(ctx, held.ID); err != nil {
		t.Fatal(err)
	}
	if under, err := d.Under(ctx, id); err != nil || len(under) != 1 {
		t.Errorf("readers see %v, %v; want the approved one", under, err)
	}
	if err := d.Hold(ctx, held.ID); err != nil {
		t.Fatal(err)
	}
	if err := d.Delete(ctx, program.ID); err != nil {
		t.Fatal(err)
	}
	if list, err := d.List(ctx, news.CommentHeld, 10); err != nil || len(list) != 1 {
		t.Errorf("held = %v, %v; want one", list, err)
	}
	if _, err := d.List(ctx, "nonsense", 10); !errors.Is(err, news.ErrInvalid) {
		t.Errorf("a state that is none = %v; want refused", err)
	}
}
