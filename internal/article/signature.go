package article

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// loneNames takes a paragraph that is nothing but persons' names off the
// beginning or the end of a text: small outlets sign their reports so. A last
// paragraph that ends in names and the day, in brackets, signs it too and
// stays as it is.
func (p *page) loneNames(paragraphs []string) (rest, persons []string) {
	if len(paragraphs) < 3 {
		return paragraphs, nil
	}
	last := len(paragraphs) - 1
	places := []int{0, last}
	for i := 1; i < min(4, last) && utf8.RuneCountInString(paragraphs[i-1]) < 80; i++ {
		places = append(places, i) // below lines of a standfirst
	}
	for _, i := range places {
		if found := p.signers(byPrefix.ReplaceAllString(paragraphs[i], ""), "/"); len(found) > 0 {
			return slices.Delete(slices.Clone(paragraphs), i, i+1), found
		}
	}
	if m := signedDay.FindStringSubmatch(paragraphs[last]); m != nil {
		return paragraphs, p.signers(m[1], ",")
	}
	return paragraphs, nil
}

// signatureBelow returns the persons that the line below a text names, where
// it was left out of the text: a line in bold type, and nothing but names.
func (p *page) signatureBelow(blocks []block, paragraphs []string) []string {
	if len(paragraphs) < 3 {
		return nil
	}
	for i := len(blocks) - 2; i >= 0; i-- {
		if blocks[i].text != paragraphs[len(paragraphs)-1] {
			continue
		}
		if below := &blocks[i+1]; below.bold >= len(below.text) {
			return p.signers(byPrefix.ReplaceAllString(below.text, ""), "/")
		}
		return nil
	}
	return nil
}

// signedDay is "(Ada Mole from Marlow, Ben Pier, 3.5.2031)" at the end.
var signedDay = regexp.MustCompile(`\(([^()]{5,120}),\s*\d{1,2}\.\s?\d{1,2}\.\s?\d{4}\)$`)

// signers returns the persons that a line names and nothing else, nil when it
// says anything more.
func (p *page) signers(text, between string) []string {
	var found []string
	for _, name := range strings.Split(text, between) {
		name = afterAt.ReplaceAllString(strings.TrimSpace(name), "")
		if !signatureLike(name) || !p.person(name) {
			return nil
		}
		found = append(found, name)
	}
	return found
}

// signatureLike says whether a line is two to four words that all begin with a
// capital, and nothing more.
func signatureLike(text string) bool {
	words := strings.Fields(text)
	if len(words) < 2 || len(words) > 4 || utf8.RuneCountInString(text) > 40 {
		return false
	}
	for _, w := range words {
		r, _ := utf8.DecodeRuneInString(w)
		if !unicode.IsUpper(r) || strings.ContainsAny(w, "?!:;\"“”„»«") {
			return false
		}
	}
	return !endsLikeSentence(text)
}
