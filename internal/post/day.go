package post

import (
	"strings"
	"time"

	"dateline/internal/news"
)

// calendar is how a language writes a day. The layouts are Go's; their month
// and weekday stand for the names below.
type calendar struct {
	day      string // with the weekday
	date     string // without it
	months   string // twelve names, in the form a date takes
	weekdays string // seven names, Sunday first
}

var english = calendar{
	"Monday, January 2, 2006", "January 2, 2006",
	"January February March April May June July August September October November December",
	"Sunday Monday Tuesday Wednesday Thursday Friday Saturday",
}

// calendars are the languages whose days we can write; any other is written
// in English.
var calendars = map[string]calendar{
	"en": english,
	"de": {
		"Monday, 2. January 2006", "2. January 2006",
		"Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
		"Sonntag Montag Dienstag Mittwoch Donnerstag Freitag Samstag",
	},
	"fr": {
		"Monday 2 January 2006", "2 January 2006",
		"janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
		"dimanche lundi mardi mercredi jeudi vendredi samedi",
	},
	"es": {
		"Monday, 2 de January de 2006", "2 de January de 2006",
		"enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
		"domingo lunes martes miércoles jueves viernes sábado",
	},
	"it": {
		"Monday 2 January 2006", "2 January 2006",
		"gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
		"domenica lunedì martedì mercoledì giovedì venerdì sabato",
	},
	"pt": {
		"Monday, 2 de January de 2006", "2 de January de 2006",
		"janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
		"domingo segunda-feira terça-feira quarta-feira quinta-feira sexta-feira sábado",
	},
	"nl": {
		"Monday 2 January 2006", "2 January 2006",
		"januari februari maart april mei juni juli augustus september oktober november december",
		"zondag maandag dinsdag woensdag donderdag vrijdag zaterdag",
	},
	"pl": {
		"Monday, 2 January 2006", "2 January 2006",
		"stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
		"niedziela poniedziałek wtorek środa czwartek piątek sobota",
	},
	"cs": {
		"Monday 2. January 2006", "2. January 2006",
		"ledna února března dubna května června července srpna září října listopadu prosince",
		"neděle pondělí úterý středa čtvrtek pátek sobota",
	},
	"ru": {
		"Monday, 2 January 2006 г.", "2 January 2006 г.",
		"января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
		"воскресенье понедельник вторник среда четверг пятница суббота",
	},
	"uk": {
		"Monday, 2 January 2006 р.", "2 January 2006 р.",
		"січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня",
		"неділя понеділок вівторок середа четвер пʼятниця субота",
	},
	"sv": {
		"Monday 2 January 2006", "2 January 2006",
		"januari februari mars april maj juni juli augusti september oktober november december",
		"söndag måndag tisdag onsdag torsdag fredag lördag",
	},
	"da": {
		"Monday den 2. January 2006", "2. January 2006",
		"januar februar marts april maj juni juli august september oktober november december",
		"søndag mandag tirsdag onsdag torsdag fredag lørdag",
	},
	"nb": {
		"Monday 2. January 2006", "2. January 2006",
		"januar februar mars april mai juni juli august september oktober november desember",
		"søndag mandag tirsdag onsdag torsdag fredag lørdag",
	},
	"fi": {
		"Monday 2. January 2006", "2. January 2006",
		"tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesäkuuta heinäkuuta elokuuta syyskuuta lokakuuta marraskuuta joulukuuta",
		"sunnuntai maanantai tiistai keskiviikko torstai perjantai lauantai",
	},
	"tr": {
		"2 January 2006 Monday", "2 January 2006",
		"Ocak Şubat Mart Nisan Mayıs Haziran Temmuz Ağustos Eylül Ekim Kasım Aralık",
		"Pazar Pazartesi Salı Çarşamba Perşembe Cuma Cumartesi",
	},
	"el": {
		"Monday 2 January 2006", "2 January 2006",
		"Ιανουαρίου Φεβρουαρίου Μαρτίου Απριλίου Μαΐου Ιουνίου Ιουλίου Αυγούστου Σεπτεμβρίου Οκτωβρίου Νοεμβρίου Δεκεμβρίου",
		"Κυριακή Δευτέρα Τρίτη Τετάρτη Πέμπτη Παρασκευή Σάββατο",
	},
	"ar": {
		"Monday، 2 January 2006", "2 January 2006",
		"يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
		"الأحد الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت",
	},
	"id": {
		"Monday, 2 January 2006", "2 January 2006",
		"Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember",
		"Minggu Senin Selasa Rabu Kamis Jumat Sabtu",
	},
	"ja": {
		"2006年January2日Monday", "2006年January2日",
		"1月 2月 3月 4月 5月 6月 7月 8月 9月 10月 11月 12月",
		"日曜日 月曜日 火曜日 水曜日 木曜日 金曜日 土曜日",
	},
	"zh": {
		"2006年January2日Monday", "2006年January2日",
		"1月 2月 3月 4月 5月 6月 7月 8月 9月 10月 11月 12月",
		"星期日 星期一 星期二 星期三 星期四 星期五 星期六",
	},
	"ko": {
		"2006년 January 2일 Monday", "2006년 January 2일",
		"1월 2월 3월 4월 5월 6월 7월 8월 9월 10월 11월 12월",
		"일요일 월요일 화요일 수요일 목요일 금요일 토요일",
	},
}

// Day returns the day line that stands above a day's posts, in the
// publication's zone and language: "Thursday, May 31, 2018". A day format of
// the publication's own replaces the language's; its names of months and days
// are the language's all the same.
func Day(t time.Time, pub *news.Publication) string {
	c := calendarOf(pub.Language)
	layout := c.day
	if pub.Phrases.DayFormat != "" {
		layout = pub.Phrases.DayFormat
	}
	return c.format(t.In(pub.Location()), layout)
}

// Date returns a date without its weekday, in the publication's zone and
// language: "May 31, 2018".
func Date(t time.Time, pub *news.Publication) string {
	c := calendarOf(pub.Language)
	return c.format(t.In(pub.Location()), c.date)
}

func calendarOf(language string) calendar {
	base, _, _ := strings.Cut(strings.ToLower(strings.ReplaceAll(language, "_", "-")), "-")
	if base == "no" || base == "nn" {
		base = "nb"
	}
	if c, ok := calendars[base]; ok {
		return c
	}
	return english
}

// format writes t in a Go layout with the calendar's names. Abbreviated names
// are written in full in other languages than English, which abbreviate each
// in ways of their own.
func (c calendar) format(t time.Time, layout string) string {
	if c == english {
		return t.Format(layout)
	}
	month := strings.Fields(c.months)[t.Month()-1]
	weekday := strings.Fields(c.weekdays)[t.Weekday()]
	var out strings.Builder
	for layout != "" {
		at, width, name := len(layout), 0, ""
		for _, token := range []struct{ text, name string }{
			{"January", month}, {"Monday", weekday}, {"Jan", month}, {"Mon", weekday},
		} {
			if i := strings.Index(layout, token.text); i >= 0 && i < at {
				at, width, name = i, len(token.text), token.name
			}
		}
		out.WriteString(t.Format(layout[:at]))
		out.WriteString(name)
		layout = layout[at+width:]
	}
	return out.String()
}
