package wire

import (
	"strings"
	"time"
	"unicode/utf8"
)

// parseDate reads a time in any of the forms that feeds use, and returns the
// zero time when the text is none. What says nothing of a zone is in UTC,
// unless its words belong to one country.
//
// The forms are those of RFC 822 and its successors, ISO 8601 and the W3C's
// profile of it, asctime, and what publishing systems made of them in the
// languages of their users. They are not tried one after the other: the parts
// are recognised in whatever order they come.
func parseDate(s string) time.Time {
	s = strings.TrimSpace(s)
	if len(s) < 2 || len(s) > 100 {
		return time.Time{}
	}
	d := dateReader{ordinary: true}
	d.read(plainDigits(s))
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
	plainEnd int // where the last of them ends, as a dash there is no sign
	year     int // what was marked as such by a word
	month    time.Month
	day      int
	monthAt  int // how many numbers came before the month's name
	hour     int
	minute   int
	second   int
	nano     int
	timed    bool
	clockDue bool // a T or the like: what follows is a time of day
	half     int  // 1 after noon, -1 before it, 0 when not said
	offset   int  // seconds east of Greenwich
	zoned    bool
	slashes  bool
	dots     bool
	week     bool // the second number is a week
	short    bool // it begins with a dash, in place of the century
	ordinary bool // false once something stood there that no date has
	korean   bool
}

func (d *dateReader) read(s string) {
	d.short = len(s) > 1 && s[0] == '-' && isDigit(s[1])
	for i := 0; i < len(s); {
		c := s[i]
		switch {
		case c >= '0' && c <= '9':
			i = d.number(s, i)
		case (c == '+' || c == '-') && d.isSign(s, i):
			i = d.zoneOffset(s, i)
		case c == '[': // the zone's name once more
			return
		case isLetter(c):
			i = d.word(s, i)
		default:
			d.slashes = d.slashes || c == '/'
			d.dots = d.dots || c == '.' && i > 0 && isDigit(s[i-1])
			i++
		}
	}
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' || c >= 0x80 }

// isSign says whether a zone begins at i, and not another part of the date.
func (d *dateReader) isSign(s string, i int) bool {
	return d.timed && i != d.plainEnd && i+1 < len(s) && isDigit(s[i+1]) && !isYearAhead(s[i+1:])
}

// isYearAhead says whether a number of four digits stands alone where a zone
// could be, as in "16:29:06 - 2004"; a zone's minutes are below sixty.
func isYearAhead(s string) bool {
	return len(s) >= 4 && isDigit(s[1]) && isDigit(s[2]) && isDigit(s[3]) && (s[0] > '1' || s[2] > '5') && (len(s) == 4 || !isDigit(s[4]) && s[4] != ':')
}

// number reads a number, or a time of day.
func (d *dateReader) number(s string, i int) int {
	start, v := i, 0
	for i < len(s) && isDigit(s[i]) {
		if i-start < 14 {
			v = v*10 + int(s[i]-'0')
		}
		i++
	}
	digits := i - start
	switch {
	case d.timed:
		return d.behindClock(v, digits, i)
	case digits <= 2 && d.isClock(s, i):
		return d.clock(s, i, v)
	case d.clockDue && digits <= 6 && digits != 5:
		return d.packedClock(s, i, v, digits)
	case digits == 10 && i+1 < len(s) && s[i] == '.' && isDigit(s[i+1]):
		for i++; i < len(s) && isDigit(s[i]); i++ { // parts of a second since 1970
		}
	}
	d.add(v, digits, i)
	return i
}

// isClock says whether s[i] parts an hour from its minutes. A dot does only
// where a date has come before.
func (d *dateReader) isClock(s string, i int) bool {
	if i+1 >= len(s) || !isDigit(s[i+1]) {
		return false
	}
	switch s[i] {
	case ':', 'h', 'H':
		return true
	case '.':
		behindDate := d.clockDue || d.count >= 3 || d.month != 0 && d.count == 2
		return behindDate && i+2 < len(s) && isDigit(s[i+2])
	}
	return false
}

// behindClock files a number that comes after the time of day: a part of the
// date, or a zone without its sign when the date is complete.
func (d *dateReader) behindClock(v, digits, i int) int {
	complete := d.count >= 3 || d.month != 0 && d.count >= 2 || d.count == 1 && d.numbers[0].digits >= 6
	if complete {
		if digits == 4 && !d.zoned && v <= 1400 && v%100 < 60 {
			d.offset, d.zoned = v/100*3600+v%100*60, true
		}
		return i
	}
	d.add(v, digits, i)
	return i
}

// add files a number. Six digits behind eight are a time of day, as in
// "20040131 194821", and so are four or six behind a whole date.
func (d *dateReader) add(v, digits, end int) {
	packed := d.count == 1 && d.numbers[0].digits == 8
	named := d.month != 0 && d.count == 2 && (d.monthAt > 0 || d.numbers[1].digits == 4)
	whole := d.count == 3 || named
	if (packed || whole) && !d.timed && (digits == 4 || digits == 6) {
		d.setClock(v, digits)
		return
	}
	if d.count == maxNumbers {
		d.ordinary = false
		return
	}
	d.numbers[d.count] = dateNumber{v, digits}
	d.count++
	d.plainEnd = end
}

// setClock takes a number of one to six digits for a time of day.
func (d *dateReader) setClock(v, digits int) {
	for ; digits < 5; digits += 2 {
		v *= 100
	}
	d.timed, d.hour, d.minute, d.second = true, v/1e4, v/100%100, v%100
}

func (d *dateReader) packedClock(s string, i, v, digits int) int {
	d.setClock(v, digits)
	unit := time.Second
	switch {
	case digits <= 2:
		unit = time.Hour
	case digits <= 4:
		unit = time.Minute
	}
	return d.fraction(s, i, unit)
}

// clock reads minutes and seconds; s[i] parts them from the hour.
func (d *dateReader) clock(s string, i, hour int) int {
	d.timed, d.hour = true, hour
	parting := s[i]
	d.minute, i = twoDigits(s, i+1)
	unit := time.Minute
	if i+1 < len(s) && (s[i] == ':' || s[i] == parting || s[i]|0x20 == 'm') && isDigit(s[i+1]) {
		d.second, i = twoDigits(s, i+1)
		unit = time.Second
	}
	return d.fraction(s, i, unit)
}

// fraction reads the part of a unit behind a dot, a comma or, as some systems
// write thousandths, a colon.
func (d *dateReader) fraction(s string, i int, unit time.Duration) int {
	if i+1 >= len(s) || !isDigit(s[i+1]) || s[i] != '.' && s[i] != ',' && (s[i] != ':' || unit != time.Second) {
		return i
	}
	scale, part := int64(unit), int64(0)
	for i++; i < len(s) && isDigit(s[i]); i++ {
		scale /= 10
		part += int64(s[i]-'0') * scale
	}
	d.nano += int(part)
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

// zoneOffset reads "+0100", "-5", "+05:30". One that is no zone counts as none.
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
	if i+1 < len(s) && (s[i] == ':' || s[i] == '.') && isDigit(s[i+1]) {
		minutes, i = twoDigits(s, i+1)
	}
	if hours <= 16 && minutes < 60 {
		d.offset, d.zoned = sign*(hours*3600+minutes*60), true
	}
	return i
}

// plainDigits writes the digits, dashes and spaces of other scripts as ASCII.
func plainDigits(s string) string {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return strings.Map(plainDigit, s)
		}
	}
	return s
}

func plainDigit(r rune) rune {
	switch r {
	case '\u2212', '\u2010', '\u2011', '\u2012', '\u2013':
		return '-'
	case '\u00a0', '\u202f', '\u2009', '\u3000', '\u200e', '\u200f':
		return ' '
	case '\uff1a':
		return ':'
	}
	for _, zero := range []rune{'\u0660', '\u06f0', '\u0966', '\u09e6', '\u0e50', '\uff10'} {
		if r >= zero && r <= zero+9 {
			return '0' + r - zero
		}
	}
	return r
}
