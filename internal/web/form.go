package web

import (
	"errors"
	"net/http"
	"net/url"
	"strings"
	"unicode/utf8"

	"dateline/internal/news"
)

// takeForm reads what a request asks and sends, once for all pages, and drops
// from it what no text holds: NUL, which not every database keeps, and bytes
// that are no UTF-8.
func takeForm(r *http.Request) error {
	if query := r.URL.Query(); !allText(query) {
		r.URL.RawQuery = onlyText(query).Encode()
	}
	if r.Method == http.MethodGet || r.Method == http.MethodHead {
		return nil
	}
	if err := r.ParseForm(); err != nil {
		return formError(err)
	}
	if err := r.ParseMultipartForm(maxBody); err != nil && !errors.Is(err, http.ErrNotMultipart) {
		return formError(err)
	}
	r.Form, r.PostForm = onlyText(r.Form), onlyText(r.PostForm)
	return nil
}

// formError says what is wrong with a form that cannot be read.
func formError(err error) error {
	var tooLong *http.MaxBytesError
	if errors.As(err, &tooLong) {
		return err
	}
	return errors.Join(news.ErrInvalid, err)
}

// webAddress returns an address as it was typed, with https:// before it where
// only a site and its path were given. What is no such thing stays as it is.
func webAddress(typed string) string {
	typed = strings.TrimSpace(typed)
	if strings.Contains(typed, "://") {
		return typed
	}
	completed := "https://" + strings.TrimPrefix(typed, "//")
	u, err := url.Parse(completed)
	if err != nil || u.User != nil || !strings.ContainsAny(u.Host, ".:") {
		return typed
	}
	return completed
}

func isText(s string) bool { return utf8.ValidString(s) && !strings.ContainsRune(s, 0) }

func allText(values url.Values) bool {
	for name, list := range values {
		for _, v := range list {
			if !isText(name) || !isText(v) {
				return false
			}
		}
	}
	return true
}

// onlyText returns values without what is no text. A name that holds such
// bytes is none of ours.
func onlyText(values url.Values) url.Values {
	if allText(values) {
		return values
	}
	out := url.Values{}
	for name, list := range values {
		if !isText(name) {
			continue
		}
		for _, v := range list {
			out.Add(name, strings.ReplaceAll(strings.ToValidUTF8(v, ""), "\x00", ""))
		}
	}
	return out
}
