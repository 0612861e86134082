package wire

import (
	"strings"

	"dateline/internal/news"
)

// mediaField reads what Media RSS says of an item as a whole.
func (r *reader) mediaField(e element) bool {
	switch e.local {
	case "thumbnail":
		r.addThumbnail(e)
	case "title":
		r.setTitle(r.html(e, r.ambiguous()), weak)
	case "description":
		if text := r.mediaText(e); r.draft.media == "" {
			r.draft.media = text
		}
	case "credit":
		r.mediaCredit(e)
	case "category":
		scheme := e.attr("scheme")
		if scheme == "" {
			scheme = "http://search.yahoo.com/mrss/category_schema"
		}
		label := e.attr("label")
		r.addCategory(label, scheme, r.plain(e))
	default:
		return false
	}
	return true
}

// mediaText reads a description, which is plain text unless it says
// otherwise. Its line breaks are the only structure it has.
func (r *reader) mediaText(e element) string {
	if strings.EqualFold(e.attr("type"), "html") {
		return r.html(e, kindHTML)
	}
	text := r.html(e, kindGuess)
	if strings.IndexByte(text, '\n') >= 0 && !strings.Contains(text, "<") {
		text = strings.ReplaceAll(text, "\n", "<br>\n")
	}
	return text
}

// mediaCredit takes the credit of an item's media for that of its text only
// when it names who published it, and not who took or made a picture.
func (r *reader) mediaCredit(e element) {
	role := lower(e.attr("role"))
	text := r.plain(e)
	switch role {
	case "", "publishing company", "publisher", "distribution company", "distributor", "provider", "source", "agency":
		r.setCredit(text, creditMedia)
	}
}

func (r *reader) addThumbnail(e element) {
	m := news.Image{URL: e.attr("url"), Width: e.attr("width"), Height: e.attr("height")}
	if text := r.word(e); m.URL == "" {
		m.URL = text
	}
	m.URL = r.address(m.URL)
	if m.URL != "" && len(r.item.Thumbnails) < maxList {
		r.item.Thumbnails = append(r.item.Thumbnails, m)
	}
}

// mediaFile takes the first picture among an item's files for its picture.
func (r *reader) mediaFile(e element) {
	at := r.address(e.attr("url"))
	if at == "" || r.item.Image.URL != "" || !isPictureType(e.attr("medium"), e.attr("type"), at) {
		return
	}
	r.item.Image = news.Image{URL: at, Width: e.attr("width"), Height: e.attr("height")}
}

// mediaFileField reads what Media RSS says of one file.
func (r *reader) mediaFileField(e element) bool {
	if e.ns != nsMedia {
		return r.unknown()
	}
	switch e.local {
	case "title", "description":
		text := r.mediaText(e)
		if r.item.Image.URL != "" && r.item.Image.Title == "" {
			r.item.Image.Title = text
		}
		if e.local == "title" {
			r.setTitle(text, weak)
		}
	case "thumbnail", "category":
		return r.mediaField(e)
	case "credit":
		// Without a role it is the credit of this file alone.
		if e.attr("role") == "" {
			r.word(e)
			return true
		}
		r.mediaCredit(e)
	default:
		return r.unknown()
	}
	return true
}
