package article

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

var (
	dayMonthYear = regexp.MustCompile(`(?i)\b(\d{1,2})(?:st|nd|rd|th|er|º)?[./ -]+(?:de )?(\d{1,2}|\p{L}{3,12})\.?[./ ,-]+(?:de )?(\d{4}|\d{2})\b(?:\D{0,14}?(\d{1,2})\s?[:.h]\s?(\d{2})(?:\s*([ap])\.?m\b)?)?`)
	monthDayYear = regexp.MustCompile(`(?i)\b(\p{L}{3,12})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})\b(?:\D{0,14}?(\d{1,2})[:.](\d{2})(?:\s*([ap])\.?m\b)?)?`)
	yearMonthDay = regexp.MustCompile(`\b(\d{4})[.年/ -]+(\d{1,2})[.月/ -]+(\d{1,2})日?(?:\D{0,6}?(\d{1,2})[:時时시](\d{2}))?`)
)

// monthStems are the first letters of months in the languages whose pages
// print dates in words.
var monthStems = map[string]time.Month{
	"jan": 1, "ene": 1, "gen": 1, "янв": 1, "січ": 1, "oca": 1, "sty": 1, "feb": 2, "fev": 2, "fév": 2, "фев": 2, "лют": 2, "şub": 2, "lut": 2,
	"mar": 3, "mär": 3, "mrz": 3, "mrt": 3, "maa": 3, "мар": 3, "бер": 3, "apr": 4, "avr": 4, "abr": 4, "апр": 4, "кві": 4, "nis": 4, "kwi": 4,
	"may": 5, "mai": 5, "mag": 5, "mei": 5, "maj": 5, "май": 5, "мая": 5, "тра": 5, "jun": 6, "jui": 6, "giu": 6, "июн": 6, "чер": 6, "haz": 6, "cze": 6,
	"jul": 7, "lug": 7, "июл": 7, "лип": 7, "tem": 7, "lip": 7, "aug": 8, "aoû": 8, "aou": 8, "ago": 8, "авг": 8, "сер": 8, "ağu": 8, "sie": 8,
	"sep": 9, "set": 9, "сен": 9, "вер": 9, "eyl": 9, "wrz": 9, "oct": 10, "okt": 10, "out": 10, "ott": 10, "окт": 10, "жов": 10, "eki": 10, "paź": 10,
	"nov": 11, "ноя": 11, "лис": 11, "kas": 11, "lis": 11, "dec": 12, "dez": 12, "déc": 12, "dic": 12, "des": 12, "дек": 12, "гру": 12, "ara": 12, "gru": 12,
}

// readPrintedTime reads a time as a page prints it for readers. monthFirst
// says that 5/3 is the third of May.
func readPrintedTime(text string, monthFirst bool) (stamp, bool) {
	if m := dayMonthYear.FindStringSubmatch(text); m != nil {
		day, month := number(m[1]), monthOf(m[2])
		if monthFirst && number(m[2]) > 0 {
			day, month = number(m[2]), number(m[1])
		}
		if s, ok := printedStamp(number(m[3]), month, day, m[4:]); ok {
			return s, true
		}
	}
	if m := monthDayYear.FindStringSubmatch(text); m != nil {
		if s, ok := printedStamp(number(m[3]), monthOf(m[1]), number(m[2]), m[4:]); ok {
			return s, true
		}
	}
	if m := yearMonthDay.FindStringSubmatch(text); m != nil {
		return printedStamp(number(m[1]), number(m[2]), number(m[3]), m[4:])
	}
	return stamp{}, false
}

// printedStamp puts a printed time together. clock holds hour, minute and the
// half of the day, as far as they are printed.
func printedStamp(year, month, day int, clock []string) (stamp, bool) {
	if year < 100 {
		year += 2000
	}
	if year < 1990 || year > 2100 || month < 1 || month > 12 || day < 1 || day > 31 {
		return stamp{}, false
	}
	s := stamp{origin: "page"}
	hour, minute := 0, 0
	if clock[0] != "" && number(clock[0]) < 24 && number(clock[1]) < 60 {
		hour, minute, s.clock = number(clock[0]), number(clock[1]), true
	}
	if len(clock) > 2 && clock[2] != "" && hour <= 12 {
		hour %= 12
		if strings.EqualFold(clock[2], "p") {
			hour += 12
		}
	}
	s.at = time.Date(year, time.Month(month), day, hour, minute, 0, 0, time.UTC)
	return s, s.at.Day() == day
}

func number(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return 0
	}
	return n
}

func monthOf(s string) int {
	if n := number(s); n > 0 {
		return n
	}
	s = strings.ToLower(s)
	if strings.HasPrefix(s, "juil") {
		return int(time.July)
	}
	n := 0
	for i := range s {
		if n == 3 {
			s = s[:i]
			break
		}
		n++
	}
	return int(monthStems[s])
}

// zoneOffsets are the zones that pages write by their initials, in hours east
// of Greenwich.
var zoneOffsets = map[string]float64{
	"CET": 1, "CEST": 2, "MEZ": 1, "MESZ": 2, "BST": 1, "WEST": 1, "EET": 2, "EEST": 3, "MSK": 3, "TRT": 3,
	"EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7, "AKST": -9, "HST": -10,
	"IST": 5.5, "PKT": 5, "GST": 4, "WIB": 7, "ICT": 7, "HKT": 8, "SGT": 8, "MYT": 8, "PHT": 8, "AWST": 8,
	"JST": 9, "KST": 9, "AEST": 10, "AEDT": 11, "NZST": 12, "NZDT": 13, "SAST": 2, "CAT": 2, "EAT": 3, "WAT": 1,
	"BRT": -3, "ART": -3, "CLT": -4, "CLST": -3, "COT": -5, "PET": -5,
}

// withZone gives a time that was read under a zone's initials the offset that
// they stand for.
func withZone(at time.Time) time.Time {
	name, offset := at.Zone()
	hours, known := zoneOffsets[name]
	if offset != 0 || !known {
		return at
	}
	zone := time.FixedZone(name, int(hours*3600))
	return time.Date(at.Year(), at.Month(), at.Day(), at.Hour(), at.Minute(), at.Second(), at.Nanosecond(), zone)
}
