package news

import (
	"strings"
	"unicode"
)

// Attribution returns how a report is attributed in the house's form. An
// author is printed for opinion and analysis only; agency copy is printed as
// "Outlet/Agency".
func Attribution(outlet, author, agency string, form Form) string {
	switch {
	case form == FormEditorial:
		return outlet + " editorial"
	case (form == FormOpinion || form == FormAnalysis) && author != "":
		return author + ", " + outlet
	case agency != "":
		return outlet + "/" + agency
	}
	return outlet
}

// JoinNames joins names as a byline does: "A", "A and B", "A, B and C".
func JoinNames(names []string) string {
	switch n := len(names); n {
	case 0:
		return ""
	case 1:
		return names[0]
	default:
		return strings.Join(names[:n-1], ", ") + " and " + names[n-1]
	}
}

// SameName says whether two names of outlets are the same but for case,
// spaces and punctuation.
func SameName(a, b string) bool { return squeeze(a) == squeeze(b) }

func squeeze(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}
