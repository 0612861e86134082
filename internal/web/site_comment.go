package web

import (
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"dateline/internal/comment"
	"dateline/internal/news"
)

// addComment takes a reader's comment. What cannot be taken comes back with
// the words that were typed; what was taken leads to the comment, so that a
// reload does not send it again.
func (s *Server) addComment(w http.ResponseWriter, r *http.Request, at address) error {
	ctx := r.Context()
	v, p, err := s.postView(ctx, at)
	switch {
	case errors.Is(err, errClosed):
		return s.closed(w, r)
	case errors.Is(err, news.ErrNotFound):
		return s.missing(w, r)
	case err != nil:
		return err
	}
	v.Form.Name, v.Form.Text = r.PostFormValue("name"), r.PostFormValue("text")
	sub := comment.Submission{
		PostID: p.ID, Name: v.Form.Name, Text: v.Form.Text, Website: r.PostFormValue("website"),
	}
	sub.Token = submissionToken(sub, r.PostFormValue("seen"))
	if wait := s.pace.take(s.Machine(), s.network(r)); wait > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(int(wait/time.Second)+1))
		return s.askAgain(w, http.StatusTooManyRequests, v, &news.InvalidError{
			Field: "text", Reason: "Too many comments came at once. Wait a minute and send yours again; your words are kept below.",
		})
	}
	c, err := s.Discussion.Submit(ctx, sub, v.Form.Holds)
	if invalid, ok := invalidOf(err); ok {
		return s.askAgain(w, http.StatusUnprocessableEntity, v, invalid)
	}
	if err != nil {
		return err
	}
	if c.State != news.CommentShown {
		return seeOther(w, r, v.Path+"?held=1#held")
	}
	s.edition.drop()
	return seeOther(w, r, fmt.Sprintf("%s#comment-%d", v.Path, c.ID))
}

// askAgain shows the post with the form as it was sent and what to do about
// it.
func (s *Server) askAgain(w http.ResponseWriter, status int, v *postView, fault *news.InvalidError) error {
	v.Form.Fault = faultOf(fault)
	v.Hidden = true
	w.Header().Set("Cache-Control", "no-store")
	return s.render(w, status, "site/post", "page", v)
}

// submissionToken names one press of the button. It is made of what was sent
// and of how the discussion stood when the form was shown: pressing twice,
// sending again after a lost answer, or reloading make one comment, while the
// same words by another name, or later in the discussion, make another. Pages
// need no token of their own and can be kept.
func submissionToken(sub comment.Submission, seen string) string {
	h := sha256.New()
	for _, part := range []string{strconv.FormatInt(int64(sub.PostID), 10), sub.Name, sub.Text, seen} {
		part = strings.TrimSpace(strings.ReplaceAll(part, "\r\n", "\n"))
		h.Write([]byte(strconv.Itoa(len(part)) + ":" + part))
	}
	return base64.RawURLEncoding.EncodeToString(h.Sum(nil))
}
