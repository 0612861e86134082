package wire

import (
	"slices"
	"strings"
	"time"

	"dateline/internal/news"
)

func (r *reader) setTitle(title string, w weight) {
	if title == "" {
		return
	}
	title = r.z.cutTo(title, maxHeadline)
	if r.inItem {
		if w > r.draft.title {
			r.item.Headline, r.draft.title = title, w
		}
		return
	}
	if r.wire.Title == "" || w == strong && r.draft.title < strong {
		r.wire.Title, r.draft.title = title, w
	}
}

func (r *reader) setID(id string) {
	switch {
	case id == "":
	case r.inItem:
		r.item.GUID = id
	default:
		r.wire.ID = id
	}
}

// setLibraryID takes a name that a library gives, when the feed gives none.
func (r *reader) setLibraryID(id string) {
	if r.inItem && r.item.GUID == "" {
		r.item.GUID = id
	}
}

func (r *reader) setSummary(text string, w weight) {
	switch {
	case text == "":
	case !r.inItem:
		if r.wire.Subtitle == "" {
			r.wire.Subtitle = text
		}
	case w > r.draft.summary:
		r.item.Summary, r.draft.summary = text, w
	case w == strong && r.item.Content == "":
		r.item.Content = text
	}
}

func (r *reader) setContent(text string) {
	if len(text) > len(r.item.Content) {
		r.item.Content = text
	}
}

func (r *reader) setRights(text string) {
	if r.inItem {
		r.item.Rights = text
		return
	}
	r.wire.Rights = text
}

func (r *reader) setLanguageTo(lang string) {
	switch {
	case lang == "":
	case r.inItem:
		r.item.Language = lang
	default:
		r.wire.Language = lang
	}
}

func (r *reader) setTime(m moment, text string) {
	at := parseDate(text)
	if at.IsZero() {
		return
	}
	var to *time.Time
	switch {
	case r.inItem && m == published:
		to = &r.item.Published
	case r.inItem:
		to = &r.item.Updated
	case m == published:
		to = &r.wire.Published
	default:
		to = &r.wire.Updated
	}
	*to = at
}

func (r *reader) setCredit(text string, w weight) {
	if r.inItem && text != "" && w > r.draft.credit {
		r.item.Credit, r.draft.credit = text, w
	}
}

func (r *reader) addCategory(label, scheme, term string) {
	r.addCategoryTo(news.Category{Term: term, Scheme: scheme, Label: label})
}

func (r *reader) addCategoryTo(c news.Category) {
	if c.Term == "" && c.Label == "" {
		return
	}
	list := &r.wire.Categories
	if r.inItem {
		list = &r.item.Categories
		if isCreditScheme(c.Scheme) {
			r.setCredit(c.Term, creditCategory)
		}
	}
	if len(*list) < maxList && !slices.Contains(*list, c) {
		*list = append(*list, c)
	}
}

// isCreditScheme says whether what a category names is whose text it is: some
// systems write Dublin Core fields as categories.
func isCreditScheme(scheme string) bool {
	s := lower(scheme)
	return strings.HasSuffix(s, "dc.source") || strings.HasSuffix(s, "dc:source") || strings.HasSuffix(s, "dc/source")
}

func (r *reader) addAuthor(p news.Person) {
	if p == (news.Person{}) {
		return
	}
	list := &r.wire.Authors
	if r.inItem {
		list = &r.item.Authors
	}
	for i := range *list {
		if known := &(*list)[i]; p.Name != "" && known.Name == p.Name || p.Email != "" && known.Email == p.Email && (p.Name == "" || known.Name == "") {
			known.Name = firstNonEmpty(known.Name, p.Name)
			known.Email = firstNonEmpty(known.Email, p.Email)
			known.URL = firstNonEmpty(known.URL, p.URL)
			return
		}
	}
	if len(*list) < maxList {
		*list = append(*list, p)
	}
}

func firstNonEmpty(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// personOf takes a line like "press@outlet.test (Ann Author)" apart.
func personOf(line string) news.Person {
	at := strings.IndexByte(line, '@')
	if at < 0 {
		return news.Person{Name: line}
	}
	start, end := at, at+1
	for start > 0 && isMailByte(line[start-1]) {
		start--
	}
	for end < len(line) && isMailByte(line[end]) {
		end++
	}
	mail := strings.TrimRight(line[start:end], ".")
	if start == at || !strings.Contains(line[at:end], ".") {
		return news.Person{Name: line}
	}
	name := line[:start] + line[start+len(mail):]
	name = strings.NewReplacer("()", "", "<>", "", "[]", "", "mailto:", "").Replace(name)
	name = strings.Trim(strings.TrimSpace(name), ",;:<>")
	if strings.HasPrefix(name, "(") && strings.HasSuffix(name, ")") {
		name = name[1 : len(name)-1]
	}
	return news.Person{Name: strings.TrimSpace(name), Email: mail}
}

func isMailByte(c byte) bool {
	return isNameByte(c) && c != ':' || c == '+' || c == '%' || c == '\''
}
