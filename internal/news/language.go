package news

import "regexp"

// IsLanguage says whether a text looks like a language tag as outlets and
// publications have it (BCP 47): two or three letters, a script and a region
// perhaps, such as en, pt-br or zh-hant. It does not say that there is such a
// language.
func IsLanguage(tag string) bool { return languageTag.MatchString(tag) }

var languageTag = regexp.MustCompile(`(?i)^[a-z]{2,3}(-[a-z]{4})?(-([a-z]{2}|[0-9]{3}))?$`)
