package wire

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// monthOf returns the month of that name, in English or one of the other
// languages in which feeds write it, in full or shortened; 0 when it is none.
func monthOf(word string) time.Month {
	if len(word) < 3 {
		return 0
	}
	if m := englishMonth(word); m != 0 {
		return m
	}
	if r, _ := utf8.DecodeRuneInString(word); unicode.Is(unicode.Thai, r) {
		return thaiMonth(word)
	}
	name := plainLetters(word)
	if isWeekday(name) {
		return 0
	}
	var month time.Month
	longest := 0
	for _, m := range foreignMonths {
		if len(m.stem) > longest && strings.HasPrefix(name, m.stem) {
			month, longest = m.month, len(m.stem)
		}
	}
	return month
}

// englishMonth recognises English names fast, as nearly all are.
func englishMonth(word string) time.Month {
	const names = "janfebmaraprmayjunjulaugsepoctnovdec"
	a, b, c := word[0]|0x20, word[1]|0x20, word[2]|0x20
	for i := 0; i < len(names); i += 3 {
		if names[i] == a && names[i+1] == b && names[i+2] == c {
			m := time.Month(i/3 + 1)
			full := m.String()
			if len(word) == 3 || strings.EqualFold(word, full) || strings.EqualFold(word, full[:min(4, len(full))]) {
				return m
			}
		}
	}
	return 0
}

// plainLetters returns a word in lower case and without accents.
func plainLetters(s string) string {
	ascii := true
	for i := range len(s) {
		ascii = ascii && s[i] < utf8.RuneSelf
	}
	if ascii {
		return strings.ToLower(s)
	}
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFD.String(s))
}

// thaiMonth returns the month of a name in Thai, whose signs above the letters
// tell some months apart.
func thaiMonth(word string) time.Month {
	for i, names := range [12][2]string{
		{"มกรา", "ม.ค"},
		{"กุมภา", "ก.พ"},
		{"มีนา", "มี.ค"},
		{"เมษา", "เม.ย"},
		{"พฤษภา", "พ.ค"},
		{"มิถุนา", "มิ.ย"},
		{"กรกฎา", "ก.ค"},
		{"สิงหา", "ส.ค"},
		{"กันยา", "ก.ย"},
		{"ตุลา", "ต.ค"},
		{"พฤศจิกา", "พ.ย"},
		{"ธันวา", "ธ.ค"},
	} {
		if strings.HasPrefix(word, names[0]) || strings.HasPrefix(word, names[1]) {
			return time.Month(i + 1)
		}
	}
	return 0
}

// isWeekday says whether a name without accents is of a day of the week that
// begins like a month.
func isWeekday(name string) bool {
	switch name {
	case "mardi", "martes", "martedi", "marti", "pazar", "pazartesi", "subota", "sobota":
		return true
	}
	return false
}

// foreignMonths are the beginnings of month names without accents. The longest
// that fits counts.
var foreignMonths = []struct {
	stem  string
	month time.Month
}{
	// Romance and Germanic languages.
	{"jan", 1},
	{"ene", 1},
	{"gen", 1},
	{"ian", 1},
	{"xan", 1},
	{"feb", 2},
	{"fev", 2},
	{"febr", 2},
	{"mar", 3},
	{"mrt", 3},
	{"maer", 3},
	{"mrz", 3},
	{"maart", 3},
	{"apr", 4},
	{"avr", 4},
	{"abr", 4},
	{"mai", 5},
	{"mei", 5},
	{"maj", 5},
	{"mau", 5},
	{"may", 5},
	{"mag", 5},
	{"jun", 6},
	{"juin", 6},
	{"giu", 6},
	{"iun", 6},
	{"jul", 7},
	{"juil", 7},
	{"lug", 7},
	{"iul", 7},
	{"aug", 8},
	{"aou", 8},
	{"ago", 8},
	{"agu", 8},
	{"avg", 8},
	{"sep", 9},
	{"set", 9},
	{"okt", 10},
	{"oct", 10},
	{"out", 10},
	{"ott", 10},
	{"nov", 11},
	{"noi", 11},
	{"dec", 12},
	{"dez", 12},
	{"dic", 12},
	{"des", 12},
	{"det", 12},
	{"jaan", 1},
	{"veeb", 2},
	{"juun", 6},
	{"juul", 7},
	// Polish, Czech, Hungarian, Turkish, Finnish.
	{"stycz", 1},
	{"led", 1},
	{"oca", 1},
	{"tammi", 1},
	{"lut", 2},
	{"unor", 2},
	{"sub", 2},
	{"helmi", 2},
	{"marc", 3},
	{"brez", 3},
	{"maalis", 3},
	{"kwie", 4},
	{"dub", 4},
	{"nis", 4},
	{"huhti", 4},
	{"kvet", 5},
	{"touko", 5},
	{"czerw", 6},
	{"cervene", 7},
	{"cervenc", 7},
	{"cerv", 6},
	{"haz", 6},
	{"kesa", 6},
	{"lip", 7},
	{"tem", 7},
	{"heina", 7},
	{"sierp", 8},
	{"srp", 8},
	{"elo", 8},
	{"wrze", 9},
	{"zari", 9},
	{"eyl", 9},
	{"syys", 9},
	{"szept", 9},
	{"paz", 10},
	{"rij", 10},
	{"eki", 10},
	{"loka", 10},
	{"listopadu", 11},
	{"lis", 11},
	{"kas", 11},
	{"marras", 11},
	{"gru", 12},
	{"pros", 12},
	{"ara", 12},
	{"joulu", 12},
	// Croatian, Lithuanian.
	{"sij", 1},
	{"velj", 2},
	{"ozu", 3},
	{"trav", 4},
	{"svi", 5},
	{"lipnj", 6},
	{"srpnj", 7},
	{"kol", 8},
	{"ruj", 9},
	{"stud", 11},
	{"saus", 1},
	{"vas", 2},
	{"kov", 3},
	{"bal", 4},
	{"geg", 5},
	{"birz", 6},
	{"liep", 7},
	{"rugp", 8},
	{"rugs", 9},
	{"spal", 10},
	{"lapkr", 11},
	{"gruod", 12},
	// Russian, Ukrainian, Bulgarian, Serbian, Macedonian.
	{"янв", 1},
	{"яну", 1},
	{"јан", 1},
	{"фев", 2},
	{"феб", 2},
	{"мар", 3},
	{"апр", 4},
	{"маи", 5},
	{"мая", 5},
	{"мај", 5},
	{"июн", 6},
	{"юни", 6},
	{"јун", 6},
	{"июл", 7},
	{"юли", 7},
	{"јул", 7},
	{"авг", 8},
	{"сен", 9},
	{"сеп", 9},
	{"окт", 10},
	{"ноя", 11},
	{"ное", 11},
	{"нов", 11},
	{"дек", 12},
	{"дец", 12},
	{"січ", 1},
	{"лют", 2},
	{"бер", 3},
	{"кві", 4},
	{"трав", 5},
	{"чер", 6},
	{"лип", 7},
	{"сер", 8},
	{"вер", 9},
	{"жов", 10},
	{"лис", 11},
	{"гру", 12},
	// Greek.
	{"ιαν", 1},
	{"φεβ", 2},
	{"μαρ", 3},
	{"μαω", 3},
	{"απρ", 4},
	{"μαι", 5},
	{"μαυ", 5},
	{"ιουν", 6},
	{"ιουλ", 7},
	{"ιον", 6},
	{"ιολ", 7},
	{"αυγ", 8},
	{"σεπ", 9},
	{"οκτ", 10},
	{"νοε", 11},
	{"δεκ", 12},
	// Arabic.
	{"يناير", 1},
	{"فبراير", 2},
	{"مارس", 3},
	{"ابريل", 4},
	{"مايو", 5},
	{"يونيو", 6},
	{"يوليو", 7},
	{"اغسطس", 8},
	{"سبتمبر", 9},
	{"اكتوبر", 10},
	{"نوفمبر", 11},
	{"ديسمبر", 12},
	// Hebrew.
	{"ינואר", 1},
	{"פברואר", 2},
	{"מרץ", 3},
	{"מרס", 3},
	{"אפריל", 4},
	{"מאי", 5},
	{"יוני", 6},
	{"יולי", 7},
	{"אוגוסט", 8},
	{"ספטמבר", 9},
	{"אוקטובר", 10},
	{"נובמבר", 11},
	{"דצמבר", 12},
}

// zoneNamed returns how many seconds east of Greenwich a named zone is. Names
// that stand for several zones mean the one that most feeds mean.
func zoneNamed(word string) (int, bool) {
	if len(word) < 2 || len(word) > 5 || word == "at" {
		return 0, false
	}
	quarters, ok := zones[strings.ToUpper(word)]
	return quarters * 900, ok
}

// zones are the named zones, in quarters of an hour.
var zones = map[string]int{
	"UT": 0, "UTC": 0, "UCT": 0, "GMT": 0, "WET": 0, "ZULU": 0, "AZOST": 0,
	"ET": -20, "EST": -20, "EDT": -16, "CT": -24, "CST": -24, "CDT": -20,
	"MT": -28, "MST": -28, "MDT": -24, "PT": -32, "PST": -32, "PDT": -28,
	"AT": -16, "AST": -16, "ADT": -12, "NST": -14, "NDT": -10, "AKST": -36, "AKDT": -32, "HST": -40,
	"BST": 4, "IST": 22, "WEST": 4, "CET": 4, "MET": 4, "MEZ": 4, "CEST": 8, "MEST": 8, "MESZ": 8,
	"EET": 8, "EEST": 12, "MSK": 12, "MSD": 16, "SAST": 8, "EAT": 12, "WAT": 4, "CAT": 8,
	"TRT": 12, "GST": 16, "PKT": 20, "NPT": 23, "ICT": 28, "WIB": 28, "SGT": 32, "HKT": 32, "PHT": 32,
	"AWST": 32, "JST": 36, "KST": 36, "ACST": 38, "ACDT": 42, "AEST": 40, "AEDT": 44,
	"NZST": 48, "NZDT": 52, "CHST": 40, "SST": -44, "HAST": -40, "HDT": -36, "HADT": -36,
	"IDT": 12, "IRST": 14, "IRDT": 18, "AFT": 18, "MMT": 26, "WITA": 32, "WIT": 36, "MYT": 32, "SLST": 22, "PKST": 24,
	"SAMT": 16, "YEKT": 20, "OMST": 24, "NOVT": 28, "KRAT": 28, "IRKT": 32, "YAKT": 36, "VLAT": 40, "MAGT": 44, "PETT": 48,
	"MDST": -24, "PYT": -12, "UYT": -12, "GFT": -12, "BOT": -16, "AMT": -16, "ECT": -20, "WAST": 8, "BRT": -12, "ART": -12, "CLT": -16, "COT": -20, "PET": -20, "VET": -16,
}
