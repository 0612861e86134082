package fetch

import (
	"net/http"
	"net/url"
	"strings"

	"dateline/internal/news"
)

// hubOf returns the WebSub hub of a feed and the address under which the hub
// knows it, both "" when there is none. What the Link headers say comes before
// what stands in the body (W3C WebSub, 4), and a feed that does not name its
// own address is known by that where it was found.
func hubOf(res *Response, w *news.Wire) (hub, topic string) {
	if hub, topic = KnownHub(res.FinalURL); hub != "" {
		return hub, topic
	}
	hub = orElse(linked(res.Header, "hub", res.FinalURL), webLink(w.Hub))
	if hub == "" {
		return "", ""
	}
	topic = orElse(linked(res.Header, "self", res.FinalURL), webLink(w.Self))
	return hub, orElse(topic, webLink(res.FinalURL))
}

// linked returns the first address that the Link headers (RFC 8288) give for a
// relation, made absolute, "" when there is none.
func linked(header http.Header, relation, base string) string {
	for _, value := range header.Values("Link") {
		for len(value) > 0 {
			var target, parameters string
			target, parameters, value = nextLink(value)
			if !relates(parameters, relation) {
				continue
			}
			if address := absolute(target, base); address != "" {
				return address
			}
		}
	}
	return ""
}

// nextLink takes the first link of a Link header: <target>; parameters, rest.
func nextLink(value string) (target, parameters, rest string) {
	_, value, found := strings.Cut(value, "<")
	if !found {
		return "", "", ""
	}
	target, value, found = strings.Cut(value, ">")
	if !found {
		return "", "", ""
	}
	quoted := false
	for i := range len(value) {
		switch {
		case value[i] == '"':
			quoted = !quoted
		case value[i] == ',' && !quoted:
			return target, value[:i], value[i+1:]
		}
	}
	return target, value, ""
}

// relates says whether a link's parameters name a relation.
func relates(parameters, relation string) bool {
	for parameter := range strings.SplitSeq(parameters, ";") {
		name, value, _ := strings.Cut(parameter, "=")
		if !strings.EqualFold(strings.TrimSpace(name), "rel") {
			continue
		}
		for rel := range strings.FieldsSeq(strings.Trim(strings.TrimSpace(value), `"`)) {
			if strings.EqualFold(rel, relation) {
				return true
			}
		}
		return false // only the first rel counts
	}
	return false
}

func absolute(address, base string) string {
	from, err := url.Parse(base)
	if err != nil {
		return ""
	}
	to, err := from.Parse(strings.TrimSpace(address))
	if err != nil {
		return ""
	}
	return webLink(to.String())
}
