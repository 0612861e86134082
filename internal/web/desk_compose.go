package web

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"dateline/internal/desk"
	"dateline/internal/news"
	"dateline/internal/post"
)

func (s *Server) composer(w http.ResponseWriter, r *http.Request) error {
	id, err := pathID(r, "id")
	if err != nil {
		return err
	}
	p, err := s.Desk.Post(r.Context(), news.PostID(id))
	if err != nil {
		return err
	}
	m, err := s.materialFor(r.Context(), p, nil)
	if err != nil {
		return err
	}
	v, err := s.composerPage(r, p, m)
	if err != nil {
		return err
	}
	return s.showComposer(w, r, http.StatusOK, v)
}

func (s *Server) composerPage(r *http.Request, p *news.Post, m *material) (*composerView, error) {
	title := p.Headline
	if title == "" {
		title = "A new post"
	}
	f, pub, err := s.frame(r, "posts", title)
	if err != nil {
		return nil, err
	}
	v := s.composerOf(f, p, m, pub)
	v.Earlier, err = s.earlier(r.Context(), p)
	return v, err
}

// earlierShown is how many earlier posts the composer offers to point back to.
const earlierShown = 30

func (s *Server) earlier(ctx context.Context, p *news.Post) ([]news.Post, error) {
	published, err := s.Desk.List(ctx, news.PostPublished)
	if err != nil {
		return nil, err
	}
	published = slices.DeleteFunc(published, func(other news.Post) bool { return other.ID == p.ID })
	return published[:min(earlierShown, len(published))], nil
}

// previousBlock returns the block that points back to the post that the form
// names, false when it names none that readers see.
func (s *Server) previousBlock(ctx context.Context, form url.Values) (news.Block, bool, error) {
	id, err := strconv.ParseInt(form.Get("earlier"), 10, 64)
	if err != nil {
		return news.Block{}, false, nil
	}
	p, err := s.Desk.Post(ctx, news.PostID(id))
	if errors.Is(err, news.ErrNotFound) || (err == nil && p.State != news.PostPublished) {
		return news.Block{}, false, nil
	}
	if err != nil {
		return news.Block{}, false, err
	}
	return news.Block{
		Kind: news.BlockPrevious, Title: p.Headline, URL: news.PostPath(p.Year, p.Month, p.Slug), Date: p.PublishedAt,
	}, true, nil
}

// showComposer sends the composer, to a script only what it replaces.
func (s *Server) showComposer(w http.ResponseWriter, r *http.Request, status int, v *composerView) error {
	if wants(r, "composer") {
		return s.render(w, status, "desk/composer", "composer", v)
	}
	return s.render(w, status, "desk/composer", "page", v)
}

// savePost takes the composer's form: it saves what was written, and does what
// the pressed button says. "preview" saves nothing, "autosave" answers with
// the parts around the fields only.
func (s *Server) savePost(w http.ResponseWriter, r *http.Request) error {
	id, err := pathID(r, "id")
	if err != nil {
		return err
	}
	before, err := s.Desk.Post(r.Context(), news.PostID(id))
	if err != nil {
		return err
	}
	m, err := s.materialFor(r.Context(), before, r.PostForm)
	if err != nil {
		return err
	}
	e := editOf(r.PostForm, before.ID, m, editor(r).ID)
	do := actOf(r.PostForm.Get("do"))
	if do.verb == "restore" {
		return s.restore(w, r, before, do.arg)
	}
	if do.verb == "previous" {
		block, ok, err := s.previousBlock(r.Context(), r.PostForm)
		if err != nil {
			return err
		}
		if ok {
			e.Blocks = putLine(e.Blocks, block)
		}
	}
	if key := chosenLead(r.PostForm); key != "" {
		do = act{verb: "lead", arg: key}
	}
	if out := s.asideOf(r.Context(), before.ID); out != nil && do.verb == "put" {
		e.Blocks = out.putBack(e.Blocks)
	}
	blocks, out := do.apply(e.Blocks, m)
	if e.Blocks = blocks; do.verb == "preview" {
		return s.showParts(w, r, edited(before, e), m)
	}
	return s.finish(w, r, submission{before: before, edit: e, material: m, verb: do.verb, out: out})
}

// edited returns a post as an edit would leave it.
func edited(before *news.Post, e desk.Edit) *news.Post {
	p := *before
	p.Version, p.Headline, p.Blocks, p.Labels = e.Version, e.Headline, e.Blocks, desk.Labels(e.Labels)
	return &p
}

// submission is one press on a button of the composer.
type submission struct {
	before   *news.Post
	edit     desk.Edit
	material *material
	verb     string
	out      *aside
}

// finish saves, publishes where that was pressed, and answers.
func (s *Server) finish(w http.ResponseWriter, r *http.Request, sub submission) error {
	saved, err := s.save(r, sub)
	if theirs, ok := conflictOf(err); ok {
		return s.showConflict(w, r, theirs, sub)
	}
	shown := saved
	if err == nil && sub.verb == "publish" {
		saved, err = s.publish(r, saved)
	}
	if invalid, ok := invalidOf(err); ok {
		if shown == nil {
			shown = edited(sub.before, sub.edit)
		}
		return s.showFault(w, r, shown, sub.material, invalid.Reason)
	}
	if err != nil {
		return err
	}
	if sub.verb == "autosave" && wants(r, "composer") {
		return s.showParts(w, r, saved, sub.material)
	}
	switch {
	case sub.verb == "publish":
		err = s.tellPublished(r, saved)
	case sub.out != nil:
		err = s.keepAside(r.Context(), saved.ID, sub.out)
	}
	if err != nil {
		return err
	}
	return seeOther(w, r, postAddress(saved.ID))
}

// save keeps the edit. Words that stand already are not saved once more, so
// that a second press on a button is no conflict with the first.
func (s *Server) save(r *http.Request, sub submission) (*news.Post, error) {
	pub, err := s.Settings.Publication(r.Context())
	if err != nil {
		return nil, err
	}
	if sameWords(sub.before, sub.edit, pub.Language) {
		return sub.before, nil
	}
	saved, err := s.Desk.Save(r.Context(), sub.edit)
	if theirs, ok := conflictOf(err); ok && sameWords(theirs, sub.edit, pub.Language) {
		return theirs, nil
	}
	if err != nil {
		return nil, err
	}
	s.refresh(saved)
	return saved, nil
}

// showConflict shows what stands beside what was sent. Saving the form again
// puts the sender's words over the others.
func (s *Server) showConflict(w http.ResponseWriter, r *http.Request, theirs *news.Post, sub submission) error {
	mine := edited(theirs, sub.edit)
	mine.Version = theirs.Version
	v, err := s.composerPage(r, mine, sub.material)
	if err != nil {
		return err
	}
	pub, err := s.Settings.Publication(r.Context())
	if err != nil {
		return err
	}
	v.Conflict = &conflictView{Theirs: post.Text(theirs, pub), Mine: post.Text(mine, pub)}
	return s.showComposer(w, r, http.StatusConflict, v)
}

func (s *Server) showFault(w http.ResponseWriter, r *http.Request, p *news.Post, m *material, reason string) error {
	v, err := s.composerPage(r, p, m)
	if err != nil {
		return err
	}
	v.Fault = reason
	return s.showComposer(w, r, http.StatusUnprocessableEntity, v)
}

// showParts answers a script with what stands around the fields: version,
// state, hindrances and preview. The fields stay as they are under the hand.
func (s *Server) showParts(w http.ResponseWriter, r *http.Request, p *news.Post, m *material) error {
	pub, err := s.Settings.Publication(r.Context())
	if err != nil {
		return err
	}
	v := s.composerOf(frame{}, p, m, pub)
	return s.render(w, http.StatusOK, "desk/composer", "composer-parts", v)
}

// restore takes up an earlier text of the post as a new save.
func (s *Server) restore(w http.ResponseWriter, r *http.Request, before *news.Post, revision string) error {
	open, err := strconv.Atoi(r.PostForm.Get("version"))
	if err != nil {
		return errNoPage
	}
	revisions, err := s.Desk.Revisions(r.Context(), before.ID)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(revisions, func(old news.Revision) bool { return strconv.FormatInt(old.ID, 10) == revision })
	if i < 0 {
		return errNoPage
	}
	saved, err := s.Desk.Save(r.Context(), desk.Edit{
		PostID: before.ID, Version: open, Headline: revisions[i].Headline, Blocks: revisions[i].Blocks,
		Labels: before.Labels, Editor: editor(r).ID,
	})
	if err != nil {
		return err
	}
	s.refresh(saved)
	if err := s.tell(r.Context(), notice{Text: "Restored. What stood before is among the revisions."}); err != nil {
		return err
	}
	return seeOther(w, r, postAddress(before.ID))
}
