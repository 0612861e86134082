package wire

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// word reads a name: of a month, a zone, half a day. Others say nothing.
func (d *dateReader) word(s string, i int) int {
	start := i
	for i < len(s) && (isLetter(s[i]) || s[i] == '.' && i > start && i+1 < len(s) && isLetter(s[i+1])) {
		i++
	}
	word := s[start:i]
	if len(word) == 1 {
		d.letter(s, i)
		return i
	}
	if m := monthOf(word); m != 0 && d.takesMonth() {
		d.month, d.monthAt = m, d.count
		return i
	}
	if offset, ok := zoneNamed(word); ok && (d.timed || d.count > 0) {
		if !d.zoned { // a number is more exact than a name
			d.offset, d.zoned = offset, true
		}
		return i
	}
	d.unit(s, start, word)
	return i
}

// takesMonth says whether the name of a month can be one here. A name before
// all numbers gives way to the next one: it was a day of the week, some of
// which begin like months.
func (d *dateReader) takesMonth() bool {
	return d.count < 3 && (d.month == 0 || d.monthAt == 0)
}

// letter reads a word of one letter, which ends before i: the T before a time
// of day, the W before a week, or a zone.
func (d *dateReader) letter(s string, i int) {
	c, digitAhead := s[i-1]&^0x20, i < len(s) && isDigit(s[i])
	switch {
	case c == 'T' && digitAhead && d.count > 0 && !d.timed:
		d.clockDue = true
	case c == 'W' && digitAhead && d.count == 1 && !d.timed:
		d.week = true
	case d.timed && !d.zoned && !digitAhead:
		d.offset, d.zoned = militaryZone(c)*3600, true
	}
}

// militaryZone returns how many hours east of Greenwich the zone is that
// RFC 822 gives one letter: A to M without J go west, N to Y east. Other
// letters, and Z, are Greenwich.
func militaryZone(c byte) int {
	switch {
	case c >= 'A' && c <= 'I':
		return -int(c - 'A' + 1)
	case c >= 'K' && c <= 'M':
		return -int(c - 'A')
	case c >= 'N' && c <= 'Y':
		return int(c - 'N' + 1)
	}
	return 0
}

// unit reads the words that stand behind numbers in East Asia, and those for
// the halves of a day. The word begins at start.
func (d *dateReader) unit(s string, start int, word string) {
	r, size := utf8.DecodeRuneInString(word)
	d.korean = d.korean || unicode.Is(unicode.Hangul, r)
	if d.count == 0 || !followsNumber(s, start, len(word) == size) || !d.counts(r) {
		d.halfDay(lower(strings.ReplaceAll(word, ".", "")))
		return
	}
	d.halfDay(word[size:]) // which is often written without a space
}

// followsNumber says whether a word stands directly behind a number, or, if it
// is short, with a space between: days of the week begin with the same signs.
func followsNumber(s string, start int, short bool) bool {
	if short && start > 1 && s[start-1] == ' ' {
		start--
	}
	return start > 0 && isDigit(s[start-1])
}

// counts files the number read last as what r says it counts.
func (d *dateReader) counts(r rune) bool {
	switch r {
	case '년', '年':
		d.year = d.last()
	case '월', '月':
		d.month = time.Month(d.last())
	case '일', '日', '号', '號':
		d.day = d.last()
	case '시', '時', '时', '点', '點':
		d.hour, d.timed = d.last(), true
	case '분', '分':
		d.minute = d.last()
	case '초', '秒':
		d.second = d.last()
	default:
		return false
	}
	return true
}

// last takes back the number read last, as a word has said what it is.
func (d *dateReader) last() int {
	d.count--
	return d.numbers[d.count].value
}

// halfDay reads the words for before and after noon. A lone number before
// them is the hour.
func (d *dateReader) halfDay(word string) {
	switch word {
	case "am", "오전", "上午", "午前", "πμ":
		d.half = -1
	case "pm", "오후", "下午", "午後", "μμ":
		d.half = 1
	default:
		return
	}
	if whole := d.count > 3 || d.month != 0 && d.count > 2; whole && !d.timed {
		d.hour, d.timed = d.last(), true
	}
}
