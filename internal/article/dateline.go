package article

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"dateline/internal/news"
)

// datelineReach is how many bytes of a paragraph a dateline may take.
const datelineReach = 160

const (
	monthWords = `jan(?:uary|uar|vier|eiro)?|feb(?:ruary|ruar|rero)?|fevereiro|févr?(?:ier)?|mar(?:ch|s|zo|ço|et)?|märz|mrz|apr(?:il|ile)?|avr(?:il)?|abril?|may|mai|mayo|maio|maggio|mei|maj|june?|juni|juin|junio|junho|giu(?:gno)?|july?|juli|juil(?:let)?|julio|julho|lug(?:lio)?|aug(?:ust|ustus)?|août|agosto?|ago|sept?(?:ember|embre|iembre)?|set(?:embro|tembre)?|oct(?:ober|obre|ubre)?|okt(?:ober)?|out(?:ubro)?|ott(?:obre)?|nov(?:ember|embre|iembre|embro)?|dec(?:ember|embre)?|déc(?:embre)?|dez(?:ember|embro)?|dic(?:iembre|embre)?|gen(?:naio)?|ene(?:ro)?|styczeń|stycznia|lutego|marca|kwietnia|maja|czerwca|lipca|sierpnia|września|października|listopada|grudnia|ocak|şubat|mart|nisan|mayıs|haziran|temmuz|ağustos|eylül|ekim|kasım|aralık|январ[ья]|феврал[ья]|март[а]?|апрел[ья]|ма[йя]|июн[ья]|июл[ья]|август[а]?|сентябр[ья]|октябр[ья]|ноябр[ья]|декабр[ья]|січня|лютого|березня|квітня|травня|червня|липня|серпня|вересня|жовтня|листопада|грудня`
	dateWords  = `(?i:(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,? )?(?:(?:` + monthWords + `)\.? \d{1,2}(?:st|nd|rd|th)?(?:,? \d{4})?|\d{1,2}(?:\.|er|º|°|st|nd|rd|th)?(?: de)? (?:` + monthWords + `)\.?(?:(?: de)? \d{4})?|\d{1,2}[./]\d{1,2}[./]?(?:\d{2,4})?|\d{4}年\d{1,2}月\d{1,2}日|\d{1,2}月\d{1,2}日))`
)

var (
	// TOKYO, March 4 (AP) —
	withAgency = regexp.MustCompile(`^([^()\[\]]{0,90}?)[\s,:–—-]*[(\[]\s*([^()\[\]]{2,60})\s*[)\]]\s*(?:[.:=–—―-]+|$|[^\s\p{L}]|\s)\s*[–—―.:=-]*\s*`)
	// PYONGYANG, May 31. /TASS/.
	slashAgency = regexp.MustCompile(`^([^()/\[\]]{0,90}?)[\s,.:–—-]*/\s*([^()/\[\]]{2,40})\s*/\s*[.:=–—―-]*\s*`)
	// (ANSA) - ROMA, 12 MAR -
	agencyFirst = regexp.MustCompile(`^[(/\[]([^()/\[\]]{2,40})[)/\]]\s*[–—-]+\s*([\p{Lu}][^–—:()]{1,60}?)\s+[–—-]+\s+`)
	// МОСКВА, 31 мая — РИА Новости.
	agencyLast = regexp.MustCompile(`^([\p{Lu}][\p{L} .'-]{1,40}, ` + dateWords + `)\.?\s*[–—-]+\s*([\p{Lu}][^.–—]{1,30}?)[.,]\s+`)
	// LONDON —, New Delhi:
	placeOnly = regexp.MustCompile(`^([\p{Lu}][^–—―:()"“”„«»?!;]{1,80}?)(\s*[–—―]+\s+|\s+--?\s+|\s*:\s+|\.\s+[–—-]\s+|\.\s+|\.-\s*)`)
	// (서울=연합뉴스) 홍길동 기자 =, 【北京共同】, 新华社北京3月12日电
	koreanLine  = regexp.MustCompile(`^[\[(]([\p{Hangul}· ]{2,20})=([\p{Hangul}\p{Latin}]{2,12})[\])](?:[\p{Hangul}· ]{2,30}(?:기자|특파원)?\s*=)?\s*`)
	japanLine   = regexp.MustCompile(`^【([\p{Han}\p{Katakana}ー・]{2,14}?)(共同|時事|ロイター|AFP=時事|AFP時事)】`)
	chineseLine = regexp.MustCompile(`^[（(]?(新华社|新華社|中新社|中新网|中央社)(?:记者)?([\p{Han}]{2,8}?)(?:(\d{1,2}月\d{1,2}日)|(\d{1,2}日))?[电電讯訊][）)]?[：:，,]?\s*`)

	dateAlone = regexp.MustCompile(`^` + dateWords + `$`)
	dateAtEnd = regexp.MustCompile(`^(.*?)[,.]?\s+(` + dateWords + `)[.,]?$`)
	joiners   = regexp.MustCompile(`(?i)(?:^|[\s/]+)(?:and|und|et|y|e|with|mit|avec|con|og|och|en|и|та|ve|via)\s+`)
)

// readDateline finds the dateline at the beginning of a paragraph: place,
// date and agency, and the text after it. found is false when there is none.
func (b book) readDateline(paragraph, outlet string) (d news.Dateline, rest string, found bool) {
	head := datelineHead(paragraph)
	for _, read := range []func(book, string, string) (news.Dateline, int){
		book.asianDateline, book.agencyFirstDateline, book.agencyDateline, book.agencyLastDateline, book.placeDateline,
	} {
		if d, n := read(b, head, outlet); n > 0 {
			return d, strings.TrimSpace(paragraph[n:]), true
		}
	}
	return news.Dateline{}, paragraph, false
}

// datelineHead returns as much of a paragraph as a dateline may take.
func datelineHead(paragraph string) string {
	if len(paragraph) <= datelineReach {
		return paragraph
	}
	head := paragraph[:datelineReach]
	for !utf8.ValidString(head) {
		head = head[:len(head)-1]
	}
	return head
}

func (b book) agencyDateline(head, outlet string) (news.Dateline, int) {
	m := withAgency.FindStringSubmatchIndex(head)
	if s := slashAgency.FindStringSubmatchIndex(head); s != nil && (m == nil || s[1] < m[4]) && b.named(head[s[4]:s[5]]) != nil {
		m = s
	}
	if m == nil {
		return news.Dateline{}, 0
	}
	name := head[m[4]:m[5]]
	place, date, ok := placeAndDate(head[m[2]:m[3]])
	if !ok {
		return news.Dateline{}, 0
	}
	d := news.Dateline{Place: place, Date: date}
	switch found := b.in(name); {
	case len(found) > 0:
		d.Agency = found[0].short
	case outlet != "" && news.SameName(name, outlet):
		d.Agency = outlet
	case place == "" || !capitals(place) && !knownPlace(place), !initials(name):
		return news.Dateline{}, 0
	}
	if d.Agency == "" && !strings.ContainsAny(head[m[5]:m[1]], "–—―-:.") {
		return news.Dateline{}, 0
	}
	return d, m[1]
}

func (b book) agencyFirstDateline(head, _ string) (news.Dateline, int) {
	m := agencyFirst.FindStringSubmatchIndex(head)
	if m == nil {
		return news.Dateline{}, 0
	}
	found := b.in(head[m[2]:m[3]])
	place, date, ok := placeAndDate(head[m[4]:m[5]])
	if len(found) == 0 || !ok || place == "" {
		return news.Dateline{}, 0
	}
	if !capitals(place) && !knownPlace(place) {
		return news.Dateline{}, 0
	}
	return news.Dateline{Place: place, Date: date, Agency: found[0].short}, m[1]
}

func (b book) agencyLastDateline(head, _ string) (news.Dateline, int) {
	m := agencyLast.FindStringSubmatchIndex(head)
	if m == nil {
		return news.Dateline{}, 0
	}
	a := b.named(head[m[4]:m[5]])
	place, date, ok := placeAndDate(head[m[2]:m[3]])
	if a == nil || !ok {
		return news.Dateline{}, 0
	}
	return news.Dateline{Place: place, Date: date, Agency: a.short}, m[1]
}

func (b book) placeDateline(head, _ string) (news.Dateline, int) {
	m := placeOnly.FindStringSubmatchIndex(head)
	if m == nil {
		return news.Dateline{}, 0
	}
	phrase, mark := head[m[2]:m[3]], strings.TrimSpace(head[m[4]:m[5]])
	if agencies := b.agencyAfterComma(phrase); agencies != "" {
		phrase = strings.TrimRight(phrase[:strings.LastIndex(phrase, ",")], " ,")
		if place, date, ok := placeAndDate(phrase); ok && place != "" {
			return news.Dateline{Place: place, Date: date, Agency: agencies}, m[1]
		}
	}
	place, date, ok := placeAndDate(phrase)
	if !ok || place == "" {
		return news.Dateline{}, 0
	}
	known := knownPlace(place)
	switch {
	case known && (mark != "." || date != "" || capitals(place)):
	case known && mark == "." && !strings.Contains(phrase, ",") && place == phrase:
	case capitals(place) && strings.Count(place, " ") < 4 && (date != "" || mark != "." && mark != ":" && len(place) > 3 && !plainWords(place)):
	default:
		return news.Dateline{}, 0
	}
	return news.Dateline{Place: place, Date: date}, m[1]
}

// agencyAfterComma returns the agency named after the last comma of a phrase.
func (b book) agencyAfterComma(phrase string) string {
	i := strings.LastIndex(phrase, ",")
	if i < 0 {
		return ""
	}
	if a := b.named(phrase[i+1:]); a != nil {
		return a.short
	}
	return ""
}

func (b book) asianDateline(head, _ string) (news.Dateline, int) {
	if m := koreanLine.FindStringSubmatchIndex(head); m != nil {
		if a := b.named(head[m[4]:m[5]]); a != nil {
			return news.Dateline{Place: head[m[2]:m[3]], Agency: a.short}, m[1]
		}
	}
	if m := japanLine.FindStringSubmatchIndex(head); m != nil {
		if a := b.named(head[m[4]:m[5]]); a != nil {
			return news.Dateline{Place: head[m[2]:m[3]], Agency: a.short}, m[1]
		}
		return news.Dateline{Place: head[m[2]:m[3]], Agency: "Jiji"}, m[1]
	}
	if m := chineseLine.FindStringSubmatchIndex(head); m != nil {
		d := news.Dateline{Place: head[m[4]:m[5]], Agency: b.named(head[m[2]:m[3]]).short}
		for _, i := range []int{6, 8} {
			if m[i] >= 0 {
				d.Date = head[m[i]:m[i+1]]
			}
		}
		return d, m[1]
	}
	return news.Dateline{}, 0
}

// placeAndDate parts what stands before an agency or a dash: "KYIV, Ukraine",
// "PARIS, 12 mars". ok is false when it is neither place nor date.
func placeAndDate(s string) (place, date string, ok bool) {
	s = strings.TrimLeft(strings.TrimRight(s, " \t,:–—-"), " \t,.:–—-")
	if bare := strings.TrimRight(s, "."); !shortened.MatchString(s) {
		s = bare
	}
	if s == "" {
		return "", "", true
	}
	if dateAlone.MatchString(s) {
		return "", s, true
	}
	if m := dateAtEnd.FindStringSubmatch(s); m != nil {
		s, date = strings.TrimRight(m[1], " ,."), m[2]
	} else if i := strings.LastIndexAny(s, ", "); i > 0 && dayNumber.MatchString(s[i+1:]) && strings.Contains(s, ",") {
		s, date = strings.TrimRight(s[:i], " ,."), s[i+1:]
	}
	return s, date, placeLike(s)
}

// shortened is a place that ends in the short form of a state's name.
var shortened = regexp.MustCompile(`, \p{Lu}[\p{L}.]{1,4}\.$`)

var dayNumber = regexp.MustCompile(`^\d{1,2}$`)

// placeLike says whether a phrase has the shape of a place: at most seven
// words, capitals first, no verbs' small letters but those that stand within
// names.
func placeLike(s string) bool {
	words := strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || r == ',' || r == '/' })
	if len(words) == 0 || len(words) > 7 || strings.Count(s, ",") > 2 {
		return false
	}
	for i, w := range words {
		r, _ := utf8.DecodeRuneInString(w)
		switch {
		case unicode.IsUpper(r) || unicode.In(r, unicode.Han, unicode.Hangul, unicode.Arabic, unicode.Devanagari):
		case i > 0 && withinNames[strings.ToLower(w)]:
		default:
			return false
		}
		if strings.ContainsAny(w, "0123456789@#$%&*+=<>") {
			return false
		}
	}
	return true
}

var withinNames = map[string]bool{
	"of": true, "the": true, "de": true, "del": true, "la": true, "el": true, "le": true, "les": true, "du": true, "da": true,
	"do": true, "dos": true, "das": true, "am": true, "an": true, "der": true, "bei": true, "ob": true, "im": true, "in": true,
	"aan": true, "den": true, "sur": true, "sous": true, "and": true, "und": true, "et": true, "y": true, "e": true, "on": true,
	"aboard": true, "near": true, "на": true, "над": true, "d'ivoire": true, "al": true, "upon": true, "und/oder": true,
}

// capitals says whether the first part of a place is written in capitals.
func capitals(place string) bool {
	first, _, _ := strings.Cut(place, ",")
	letters, lower := 0, 0
	for _, r := range first {
		if unicode.IsLetter(r) {
			letters++
			if unicode.IsLower(r) {
				lower++
			}
		}
	}
	return letters >= 3 && lower == 0 && strings.ToUpper(first) != strings.ToLower(first)
}

// initials says whether a name in brackets has the shape of an agency's or a
// station's short name.
func initials(name string) bool {
	if len(name) > 24 || strings.Count(name, " ") > 2 {
		return false
	}
	upper := 0
	for _, r := range name {
		if unicode.IsUpper(r) {
			upper++
		}
	}
	return upper >= 2 && upper*2 >= len(name) || strings.Contains(name, ".com") || strings.Contains(name, " News")
}

// plainWords says whether a phrase in capitals is one of those that begin
// paragraphs and are no places.
func plainWords(s string) bool {
	first, _, _ := strings.Cut(s, " ")
	return notPlaces[strings.ToLower(strings.Trim(first, ".,"))]
}

var notPlaces = wordSet(`
	breaking update updated exclusive watch live video photo photos analysis opinion editorial read more note
	editor's correction clarification summary the a an why how what who when where this that these those it in on at
	as if and but news alert warning spoiler by from for to part day fact claim question answer q: advertisement
	der die das ein eine wie was warum wer eilmeldung kommentar analyse le la les un une pourquoi comment el los las por
	esclusiva ultime ultimo ultima última urgente ao vivo covid-19 covid nato nasa eu usa us uk un who fbi cia nba nfl
	source sources caption credit image foto file stock
`)

func wordSet(words string) map[string]bool {
	set := make(map[string]bool)
	for _, w := range strings.Fields(words) {
		set[w] = true
	}
	return set
}
