package wire

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// parseDate reads a time in any of the forms that feeds use, and returns the
// zero time when the text is none. What says nothing of a zone is in UTC,
// unless its words belong to one country.
func parseDate(s string) time.Time {
	s = strings.TrimSpace(s)
	if len(s) < 4 || len(s) > 100 {
		return time.Time{}
	}
	var d dateReader
	d.read(s)
	return d.time()
}

// maxNumbers is how many numbers a date may hold besides its time and zone.
const maxNumbers = 4

// dateNumber is a number of a date, with how many digits it was written.
type dateNumber struct{ value, digits int }

// dateReader gathers the parts of a date in whatever order they come.
type dateReader struct {
	numbers  [maxNumbers]dateNumber
	count    int
	year     int // what was marked as such by a word
	month    time.Month
	day      int
	monthAt  int // how many numbers came before the month's name
	hour     int
	minute   int
	second   int
	nano     int
	timed    bool
	half     int // 1 after noon, -1 before it, 0 when not said
	offset   int // seconds east of Greenwich
	zoned    bool
	slashes  bool
	ordinary bool // false once something stood there that no date has
	korean   bool
}

func (d *dateReader) read(s string) {
	d.ordinary = true
	for i := 0; i < len(s); {
		c := s[i]
		switch {
		case c >= '0' && c <= '9':
			i = d.number(s, i)
		case (c == '+' || c == '-') && d.timed && i+1 < len(s) && isDigit(s[i+1]) && !isYearAhead(s[i+1:]):
			i = d.zoneOffset(s, i)
		case c == '/':
			d.slashes = true
			i++
		case isLetter(c):
			i = d.word(s, i)
		default:
			_, n := utf8.DecodeRuneInString(s[i:])
			i += n
		}
	}
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' || c >= 0x80 }

// isYearAhead says whether a number of four digits stands alone where a zone
// could be, as in "16:29:06 - 2004"; a zone's minutes are below sixty.
func isYearAhead(s string) bool {
	return len(s) >= 4 && isDigit(s[1]) && isDigit(s[2]) && isDigit(s[3]) && (s[0] > '1' || s[2] > '5') && (len(s) == 4 || !isDigit(s[4]))
}

// number reads a number, or a time of day when a colon follows.
func (d *dateReader) number(s string, i int) int {
	start, v := i, 0
	for i < len(s) && isDigit(s[i]) {
		if i-start < 14 {
			v = v*10 + int(s[i]-'0')
		}
		i++
	}
	digits := i - start
	if i+1 < len(s) && s[i] == ':' && isDigit(s[i+1]) && digits <= 2 && !d.timed {
		return d.clock(s, i, v)
	}
	if i+1 < len(s) && (s[i] == 'h' || s[i] == 'H') && isDigit(s[i+1]) && digits <= 2 && !d.timed {
		return d.clock(s, i, v)
	}
	d.add(v, digits)
	return i
}

// add files a number. Six digits behind eight are a time of day, as in
// "20040131T194821".
func (d *dateReader) add(v, digits int) {
	if d.count == maxNumbers {
		d.ordinary = false
		return
	}
	if d.count == 1 && d.numbers[0].digits == 8 && !d.timed && (digits == 4 || digits == 6) {
		if digits == 4 {
			v *= 100
		}
		d.timed, d.hour, d.minute, d.second = true, v/1e4, v/100%100, v%100
		return
	}
	d.numbers[d.count] = dateNumber{v, digits}
	d.count++
}

// clock reads minutes and seconds; s[i] is the colon behind the hour.
func (d *dateReader) clock(s string, i, hour int) int {
	d.timed, d.hour = true, hour
	d.minute, i = twoDigits(s, i+1)
	if i+1 < len(s) && s[i] == ':' && isDigit(s[i+1]) {
		d.second, i = twoDigits(s, i+1)
	}
	if i+1 < len(s) && (s[i] == '.' || s[i] == ',') && isDigit(s[i+1]) {
		unit := int(100 * time.Millisecond)
		for i++; i < len(s) && isDigit(s[i]); i++ {
			d.nano += int(s[i]-'0') * unit
			unit /= 10
		}
	}
	return i
}

func twoDigits(s string, i int) (int, int) {
	v := 0
	for n := 0; n < 2 && i < len(s) && isDigit(s[i]); n++ {
		v = v*10 + int(s[i]-'0')
		i++
	}
	return v, i
}

// zoneOffset reads "+0100", "-5", "+05:30".
func (d *dateReader) zoneOffset(s string, i int) int {
	sign := 1
	if s[i] == '-' {
		sign = -1
	}
	start := i + 1
	v, i := 0, start
	for i < len(s) && isDigit(s[i]) && i-start < 4 {
		v = v*10 + int(s[i]-'0')
		i++
	}
	hours, minutes := v, 0
	if i-start > 2 {
		hours, minutes = v/100, v%100
	}
	if i+1 < len(s) && s[i] == ':' && isDigit(s[i+1]) {
		minutes, i = twoDigits(s, i+1)
	}
	d.offset, d.zoned = sign*(hours*3600+minutes*60), true
	return i
}

// word reads a name: of a month, a zone, half a day. Others say nothing.
func (d *dateReader) word(s string, i int) int {
	start := i
	for i < len(s) && (isLetter(s[i]) || s[i] == '.' && i > start && i+1 < len(s) && isLetter(s[i+1])) {
		i++
	}
	word := s[start:i]
	if len(word) == 1 {
		d.letter(word[0])
		return i
	}
	if m := monthOf(word); m != 0 && d.month == 0 {
		d.month, d.monthAt = m, d.count
		return i
	}
	if offset, ok := zoneNamed(word); ok && (d.timed || d.count > 0) {
		if !d.zoned { // a number is more exact than a name
			d.offset, d.zoned = offset, true
		}
		return i
	}
	return d.unit(word, i)
}

// letter reads a word of one letter. Military zones other than Z were never
// used as they were defined, so they stand for UTC.
func (d *dateReader) letter(c byte) {
	if d.timed && c|0x20 == 'z' {
		d.zoned = true
	}
}

// unit reads the words that stand behind numbers in East Asia, and those for
// the halves of a day.
func (d *dateReader) unit(word string, i int) int {
	r, _ := utf8.DecodeRuneInString(word)
	switch r {
	case '년', '年':
		d.year = d.last()
	case '월', '月':
		if m := d.last(); m >= 1 && m <= 12 {
			d.month, d.monthAt = time.Month(m), d.count
		}
	case '일', '日':
		d.day = d.last()
	}
	d.korean = d.korean || unicode.Is(unicode.Hangul, r)
	switch lower(strings.ReplaceAll(word, ".", "")) {
	case "am", "오전", "上午", "午前", "πμ":
		d.half = -1
	case "pm", "오후", "下午", "午後", "μμ":
		d.half = 1
	}
	return i
}

// last takes back the number read last, as a word has said what it is.
func (d *dateReader) last() int {
	if d.count == 0 {
		return 0
	}
	d.count--
	return d.numbers[d.count].value
}

// time puts the parts together.
func (d *dateReader) time() time.Time {
	if !d.ordinary || !d.settle() {
		return time.Time{}
	}
	if d.month < 1 || d.month > 12 || d.day < 1 || d.day > 31 || d.hour > 48 || d.minute > 99 {
		return time.Time{}
	}
	if d.year < 1900 || d.year > 2200 || d.offset < -16*3600 || d.offset > 16*3600 {
		return time.Time{}
	}
	if d.half == 1 && d.hour < 12 {
		d.hour += 12
	}
	if d.half == -1 && d.hour == 12 {
		d.hour = 0
	}
	if d.korean && !d.zoned {
		d.offset = 9 * 3600
	}
	at := time.Date(d.year, d.month, d.day, d.hour, d.minute, d.second, d.nano, time.UTC)
	return at.Add(-time.Duration(d.offset) * time.Second)
}

// settle finds out which number is the year, the month and the day.
func (d *dateReader) settle() bool {
	n := d.numbers[:d.count]
	switch {
	case d.year != 0 && d.month != 0:
		d.day = max(d.day, 1)
		return true
	case d.month != 0:
		return d.namedMonth(n)
	case len(n) == 0:
		return false
	case len(n) == 1:
		return d.packed(n[0])
	case n[0].digits == 4:
		return d.yearFirst(n)
	case len(n) >= 3 && n[2].digits == 4:
		return d.yearLast(n)
	case len(n) >= 3:
		return d.shortYear(n)
	}
	return false
}

// namedMonth settles "01 Jan 2004", "Jan 1 2004", "2004-Jan-01", "Jan 2004".
func (d *dateReader) namedMonth(n []dateNumber) bool {
	switch {
	case len(n) == 0:
		return false
	case len(n) == 1:
		d.year, d.day = fullYear(n[0]), 1
		return n[0].digits >= 3
	case n[0].digits >= 3:
		d.year, d.day = fullYear(n[0]), n[1].value
	case n[1].digits < 3 && n[0].value > 31:
		d.year, d.day = fullYear(n[0]), n[1].value
	default:
		d.day, d.year = n[0].value, fullYear(n[1])
	}
	return true
}

// packed settles a date written as one number: "2004", "200401", "20040131",
// "20040131194821", or the seconds or milliseconds since 1970.
func (d *dateReader) packed(n dateNumber) bool {
	v := n.value
	switch n.digits {
	case 4:
		d.year, d.month, d.day = v, 1, 1
		return true
	case 6:
		d.year, d.month, d.day = v/100, time.Month(v%100), 1
		return true
	case 8:
		d.date(v)
		return true
	case 14:
		d.date(v / 1e6)
		d.hour, d.minute, d.second = v/1e4%100, v/100%100, v%100
		return true
	case 10, 13:
		if d.timed {
			return false
		}
		if n.digits == 13 {
			v /= 1000
		}
		at := time.Unix(int64(v), 0).UTC()
		d.year, d.month, d.day = at.Date()
		d.hour, d.minute, d.second = at.Clock()
		return true
	}
	return false
}

func (d *dateReader) date(v int) {
	d.year, d.month, d.day = v/1e4, time.Month(v/100%100), v%100
}

// yearFirst settles "2004-01-31", "2004-01", and "2004-031", a day of the year.
func (d *dateReader) yearFirst(n []dateNumber) bool {
	d.year = n[0].value
	if len(n) == 2 && n[1].digits == 3 {
		at := time.Date(d.year, 1, n[1].value, 0, 0, 0, 0, time.UTC)
		d.month, d.day = at.Month(), at.Day()
		return at.Year() == d.year
	}
	d.month, d.day = time.Month(n[1].value), 1
	if len(n) > 2 {
		d.day = n[2].value
	}
	return true
}

// yearLast settles "31.01.2004" and the "01/31/2004" of the United States.
// With slashes the month comes first unless it cannot.
func (d *dateReader) yearLast(n []dateNumber) bool {
	d.year = n[2].value
	first, second := n[0].value, n[1].value
	if (d.slashes && first <= 12) || second > 12 {
		d.month, d.day = time.Month(first), second
		return true
	}
	d.day, d.month = first, time.Month(second)
	return true
}

// shortYear settles "04-01-31" and "01/31/04".
func (d *dateReader) shortYear(n []dateNumber) bool {
	if d.slashes || n[0].value > 0 && n[0].value <= 12 && n[2].value > 31 {
		d.year = fullYear(n[2])
		n[2].value = d.year
		return d.yearLast(n)
	}
	d.year, d.month, d.day = fullYear(n[0]), time.Month(n[1].value), n[2].value
	return true
}

// fullYear completes a year that was written with two digits.
func fullYear(n dateNumber) int {
	switch {
	case n.digits > 2:
		return n.value
	case n.value > 68:
		return 1900 + n.value
	}
	return 2000 + n.value
}
