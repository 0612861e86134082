package wire

import (
	"html"
	"strings"
)

// A document type may define entities of its own. They are never expanded and
// never fetched; a document that needs them cannot be read as it was meant and
// is refused, because feeds have no use for them and attacks have. What many
// old feeds do stays allowed: naming a document type elsewhere, and taking in
// the names that HTML has for characters.

// maxOwnEntities is how many entities a document type may define.
const maxOwnEntities = 1000

// ownEntities reads the document type and says whether the document behind it
// uses entities that it defines itself, or defines such as stand elsewhere.
func ownEntities(doctype, behind string) bool {
	own := map[string]bool{}
	for range maxOwnEntities {
		_, rest, found := strings.Cut(doctype, "<!ENTITY")
		if !found {
			return usesAny(behind, own)
		}
		doctype = rest
		name, value := entityDeclaration(rest)
		switch {
		case name == "%":
			if buildsOthers(value) {
				return true
			}
		case isElsewhere(value):
			return true
		case name != "" && !isKnownEntity(name):
			own[name] = true
		}
	}
	return true
}

// entityDeclaration returns the name that an entity declaration defines, "%"
// for one that only document types use, and all that it says of it.
func entityDeclaration(s string) (name, value string) {
	s = strings.TrimLeft(s, " \t\r\n")
	end := strings.IndexAny(s, " \t\r\n>\"'")
	if end < 0 {
		return s, ""
	}
	name, s = s[:end], s[end:]
	quote := byte(0)
	for i := range len(s) {
		switch c := s[i]; {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case c == '>':
			return name, s[:i]
		}
	}
	return name, s
}

// isElsewhere says whether a declaration takes an entity's text from a file.
// A picture or the like that is only named is none.
func isElsewhere(value string) bool {
	return strings.HasPrefix(strings.TrimLeft(value, " \t\r\n"), "SYSTEM") && !strings.Contains(value, "NDATA")
}

// buildsOthers says whether a parameter entity is made of declarations or of
// other entities, or stands at an address that is no list of characters.
func buildsOthers(value string) bool {
	_, value, _ = strings.Cut(strings.TrimLeft(value, " \t\r\n"), " ") // its name
	value = strings.TrimLeft(value, " \t\r\n")
	switch {
	case strings.HasPrefix(value, "PUBLIC"):
		return false
	case strings.HasPrefix(value, "SYSTEM"):
		return !strings.HasSuffix(strings.TrimRight(lower(value), " \t\r\n\"'"), ".ent")
	}
	return strings.ContainsAny(value, "%&<")
}

// isKnownEntity says whether HTML has a character of that name.
func isKnownEntity(name string) bool {
	text := html.UnescapeString("&" + name + ";")
	return !strings.HasSuffix(text, ";") || text == ";"
}

// usesAny says whether one of the entities is used in the document.
func usesAny(doc string, own map[string]bool) bool {
	if len(own) == 0 {
		return false
	}
	for {
		_, rest, found := strings.Cut(doc, "&")
		if !found {
			return false
		}
		if end := strings.IndexByte(rest[:min(len(rest), 256)], ';'); end > 0 && own[rest[:end]] {
			return true
		}
		doc = rest
	}
}
