package web

import (
	"net/url"
	"strconv"
)

// pager says which part of a long list a page shows, and leads to the parts
// before and after it.
type pager struct {
	From, To, Total int // counted from 1
	Previous, Next  string
}

// paged returns the part of total rows that the request asks for: rows[from:to].
// A page that is not there is the nearest one that is.
func paged(path string, query url.Values, total, each int) (from, to int, p pager) {
	page, err := strconv.Atoi(query.Get("page"))
	if err != nil || page < 1 {
		page = 1
	}
	last := max(1, (total+each-1)/each)
	page = min(page, last)
	from = (page - 1) * each
	to = min(from+each, total)
	p = pager{From: from + 1, To: to, Total: total}
	if page > 1 {
		p.Previous = pageAddress(path, query, page-1)
	}
	if page < last {
		p.Next = pageAddress(path, query, page+1)
	}
	return from, to, p
}

// Long says whether the list has more than one page.
func (p pager) Long() bool { return p.Previous != "" || p.Next != "" }

// pageAddress returns the address of another page of the list as it is now
// searched and filtered.
func pageAddress(path string, query url.Values, page int) string {
	return queryAddress(path, query, "page", strconv.Itoa(page))
}

// queryAddress returns the address of a list with one thing asked for
// differently. An empty value drops it; what changes leads to the first page.
func queryAddress(path string, query url.Values, name, value string) string {
	out := url.Values{}
	for key, values := range query {
		if key != "page" && key != name && len(values) > 0 && values[0] != "" {
			out.Set(key, values[0])
		}
	}
	if value != "" && (name != "page" || value != "1") {
		out.Set(name, value)
	}
	if len(out) == 0 {
		return path
	}
	return path + "?" + out.Encode()
}
