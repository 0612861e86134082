package wire_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"dateline/internal/wire"
)

// readDate reads a date as an item's.
func readDate(t *testing.T, text string) time.Time {
	t.Helper()
	doc := "<rss><channel><item><guid>1</guid><pubDate><![CDATA[" + text + "]]></pubDate></item></channel></rss>"
	return parse(t, doc, wire.Hints{}).Items[0].Published
}

func checkDates(t *testing.T, want time.Time, texts ...string) {
	t.Helper()
	for _, text := range texts {
		if got := readDate(t, text); !got.Equal(want) {
			t.Errorf("date %q = %v, want %v", text, got, want)
		}
	}
}

// The moment that most cases write down, its day, and its minute.
var (
	theTime   = time.Date(2009, 2, 5, 17, 4, 9, 0, time.UTC)
	theDay    = time.Date(2009, 2, 5, 0, 0, 0, 0, time.UTC)
	theMinute = time.Date(2009, 2, 5, 17, 4, 0, 0, time.UTC)
	theHour   = time.Date(2009, 2, 5, 17, 0, 0, 0, time.UTC)
)

func TestDatesOfMail(t *testing.T) {
	checkDates(t, theTime,
		"Thu, 05 Feb 2009 17:04:09 GMT", "Thu, 5 Feb 2009 17:04:09 +0000", "Thu, 5 Feb 09 17:04:09 UT",
		"05 Feb 2009 17:04:09 Z", "5 Feb 09 17:04:09", "Thu,05 Feb 2009 17:04:09 GMT", "Thu 05 Feb 2009 17:04:09 GMT",
		"Thursday, 05-Feb-09 17:04:09 GMT", "Thu, 05-Feb-2009 17:04:09 GMT", "THU, 05 FEB 2009 17:04:09 GMT",
		"thu, 05 feb 2009 17:04:09 gmt", "Mon, 05 Feb 2009 17:04:09 GMT", "Thu, 05 February 2009 17:04:09 GMT",
		"Thu, Feb 05 2009 17:04:09 GMT", "Thu, Feb 5, 2009 17:04:09 GMT", "Thu, 2009 Feb 05 17:04:09 GMT",
		"Thu, 05 Feb 109 17:04:09 GMT", "Thu, 5 Feb 2009 17:04:09 -0000", "Thu, 05 Feb 2009 17:04:09GMT",
		"Thu, 05 Feb 2009 17:04:09+0000", "Thu, 05 Feb 2009  17:04:09  GMT", "Thu, 05 Feb 2009 17:04:09 Etc/GMT",
		"Thu, 05 Feb 2009 17:04:09 UTC", "Thu, 05 Feb 2009 17:04:09 GMT+00:00", "Thu, 05 Feb 2009 17:04:09 (UTC)",
		"Thu, 05 Feb 2009 12:04:09 EST", "Thu, 05 Feb 2009 12:04:09 -0500", "Thu, 05 Feb 2009 12:04:09 -0500 (EST)",
		"Thu, 05 Feb 2009 12:04:09 EST -0500", "Thu, 05 Feb 2009 12:04:09 GMT-5", "Thu, 05 Feb 2009 12:04:09 GMT-0500",
		"Thu, 05 Feb 2009 12:04:09 GMT-05:00", "Thu, 05 Feb 2009 12:04:09 UTC-5", "Thu, 05 Feb 2009 12:04:09 -05:00",
		"Thu, 05 Feb 2009 12:04:09 -5", "Thu, 05 Feb 2009 12:04:09 \u22120500", "Thu, 05 Feb 2009 22:34:09 +0530",
		"Thu, 05 Feb 2009 18:04:09 0100", "Thu, 05 Feb 2009 19:04:09 0200", "Thu, 05 Feb 2009 22:34:09 +05:30",
		"Thu, 05 Feb 2009 11:04:09 CST", "Thu, 05 Feb 2009 13:04:09 EDT", "Thu, 05 Feb 2009 12:04:09 CDT",
		"Thu, 05 Feb 2009 10:04:09 MST", "Thu, 05 Feb 2009 11:04:09 MDT", "Thu, 05 Feb 2009 09:04:09 PST",
		"Thu, 05 Feb 2009 10:04:09 PDT", "Thu, 05 Feb 2009 13:04:09 AST", "Thu, 05 Feb 2009 14:04:09 ADT",
		"Thu, 05 Feb 2009 12:04:09 ET", "Thu, 05 Feb 2009 09:04:09 PT", "Thu, 05 Feb 2009 18:04:09 MET",
		"Thu, 05 Feb 2009 19:04:09 MEST", "Thu, 05 Feb 2009 18:04:09 CET", "Fri, 06 Feb 2009 02:04:09 JST",
		"Fri, 06 Feb 2009 02:04:09 KST", "Fri, 06 Feb 2009 04:04:09 AEDT", "Thu, 05 Feb 2009 18:04:09 BST",
		"Thu, 05 Feb 2009 16:04:09 A", "Thu, 05 Feb 2009 05:04:09 M", "Thu, 05 Feb 2009 18:04:09 N", "Fri, 06 Feb 2009 05:04:09 Y",
		"Thu, 05 Feb 2009 5:04:09 PM", "Thu, 05 Feb 2009 05:04:09 p.m. GMT", "Feb 5, 2009 5:04:09 PM UTC",
		"Thu, 05 Feb 2009 17:04:09.000 GMT", "Thu, 05 Feb 2009 17:04:09 XYZ", "Thu, 05 Feb 2009 17:04:09 ?",
		"Thu 05 Feb 2009 17.04.09", "Thu, 05 Feb 2009 170409 GMT", "17:04:09 05 Feb 2009", "17:04:09 2009-02-05",
		"Thu Feb 05 2009 18:04:09 GMT+0100 (Central European Standard Time)", "05/Feb/2009:17:04:09 +0000",
		"Thu, 5th of February 2009 17:04:09 GMT", "Posted: Thu, 05 Feb 2009 17:04:09 GMT",
	)
	checkDates(t, theMinute,
		"Thu, 05 Feb 2009 17:04 GMT", "05 Feb 2009 17:04", "Thu, 05 Feb 2009 12:04 EST", "Thu, 05 Feb 2009 1704 GMT",
		"February 5, 2009 at 5:04 PM", "Thursday, February 5th, 2009 5:04pm", "5 February 2009, 17h04",
	)
	checkDates(t, theHour, "February 5, 2009 5 PM", "Thu, 05 Feb 2009 5pm")
	checkDates(t, theDay,
		"Thu, 05 Feb 2009", "5 Feb 2009", "05-Feb-2009", "Feb 5, 2009", "February 5th, 2009", "Thursday 5 February 2009",
		"5 Feb 09", "2009 Feb 5", "2009-Feb-05", "Thu, 05 Feb 2009 00:00:00 GMT", "Thu, 05 Feb 2009 12:00:00 AM",
	)
	checkDates(t, time.Date(2004, 7, 1, 19, 48, 21, 0, time.UTC), "Wed, 31 Jun 2004 19:48:21 GMT")
	checkDates(t, time.Date(1994, 11, 6, 8, 49, 37, 0, time.UTC), "Sun, 06 Nov 94 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994")
}

func TestDatesOfISO(t *testing.T) {
	checkDates(t, theTime,
		"2009-02-05T17:04:09Z", "2009-02-05t17:04:09z", "2009-02-05T17:04:09+00:00", "2009-02-05T17:04:09-00:00",
		"2009-02-05T12:04:09-05:00", "2009-02-05T12:04:09-0500", "2009-02-05T12:04:09-05", "2009-02-05T22:34:09+05:30",
		"2009-02-05T17:04:09", "2009-02-05 17:04:09", "2009-02-05 17:04:09Z", "2009-02-05 17:04:09 +0000 UTC",
		"2009-02-05T17:04:09 +00:00", "2009-02-05T17:04:09,0Z", "2009-02-05T17:04:09.000000Z", "2009-2-5T17:4:9Z",
		"20090205T170409Z", "20090205T170409", "20090205170409", "20090205T12:04:09-0500", "2009-02-05T170409Z",
		"2009-036T17:04:09Z", "2009036T170409Z", "2009-W06-4T17:04:09Z", "2009W064T170409Z", "09-02-05T17:04:09Z",
		"2009-02-05T17:04:09GMT", "2009-02-05T12:04:09EST", "2009/02/05 17:04:09", "2009.02.05 17:04:09",
		"2009-02-05T17:04:09Z[Etc/UTC]", "2009-02-05T12:04:09\u221205:00",
		"2009-02-05T17:04:09+99:99", "0009-02-05T17:04:09Z", "2009-Feb-05T17:04:09Z", "2009-02-05T17.04.09Z",
		"1233853449", "1233853449000", "1233853449000000", "1233853449.25",
	)
	checkDates(t, theMinute, "2009-02-05T17:04Z", "2009-02-05T12:04-05:00", "20090205T1704Z", "2009-02-05T1704", "200902051704")
	checkDates(t, theHour, "2009-02-05T17Z", "20090205T17", "2009-02-05T17+00:00")
	checkDates(t, theTime.Add(250*time.Millisecond), "2009-02-05T17:04:09.25Z", "2009-02-05T17:04:09,25Z", "2009-02-05T12:04:09.250-05:00", "2009-02-05T17:04:09.250000000Z")
	checkDates(t, theMinute.Add(30*time.Second), "2009-02-05T17:04.5Z", "2009-02-05T17:04,5Z")
	checkDates(t, theHour.Add(30*time.Minute), "2009-02-05T17.5Z", "2009-02-05T17,5Z")
	checkDates(t, theDay,
		"2009-02-05", "20090205", "2009-036", "2009036", "2009-W06-4", "2009W064", "09-02-05", "090205", "09-036", "09036",
		"2009-02-05Z", "2009-02-05T00:00:00Z", "2009-02-04T24:00:00Z", "2009-02-05T", "2009/02/05", "2009.2.5.",
	)
	checkDates(t, time.Date(2009, 2, 1, 0, 0, 0, 0, time.UTC), "2009-02", "-0902", "-09-02", "02/2009", "2009/02")
	checkDates(t, time.Date(2009, 1, 1, 0, 0, 0, 0, time.UTC), "2009", "-09", "2009-001", "2008-W53-4")
	checkDates(t, time.Date(2009, 2, 2, 0, 0, 0, 0, time.UTC), "2009-W06")
	checkDates(t, time.Date(2008, 12, 31, 0, 0, 0, 0, time.UTC), "2008-366", "2009-W01-3")
	checkDates(t, time.Time{}, "2009-366", "2009-W54", "2009-W06-8", "2009-13-32", "0000-00-00", "0001-01-01T00:00:00Z", "1601-01-01", "99999-01-01", "soon", "-", "12")
}

func TestDatesOfPrograms(t *testing.T) {
	checkDates(t, theTime,
		"Thu Feb  5 17:04:09 2009", "Thu Feb 05 17:04:09 2009", "Thu Feb  5 12:04:09 EST 2009", "Thu Feb 05 17:04:09 GMT 2009",
		"Thu Feb  5 12:04:09 -0500 2009", "Thu Feb 05 17:04:09 +0000 2009", "Feb  5 17:04:09 2009", "Thu Feb  5 17:04:09 UTC 2009",
		"Thu Feb 5 17:04:09 2009 GMT", "Thu Feb  5 12:04:09 2009 -0500", "Thu Feb  5 18:04:09 CET 2009",
		"Thu, 2009/02/05 12:04:09 EST", "Thu, 2009/02/05 17:04:09 GMT", "2009/02/05 12:04:09 EST", "Thu, 2009/02/05 17:04:09",
		"2009년 02월 06일  02:04:09", "2009년 2월 6일 2시 4분 9초", "2009-02-06 오전 02:04:09", "2009-02-06 오전 2:04:09",
		"2009년 2월 6일 금요일 오전 2:04:09", "2009년2월6일 02:04:09", "2009/02/06 오전 2:04:09",
		"2009年2月5日 17:04:09", "2009年2月5日17时4分9秒", "2009年2月5日17時04分09秒", "2009年2月5日下午5:04:09", "2009-02-05 下午 5:04:09",
		"2009年2月5日(木) 17:04:09", "02/05/2009 17:04:09", "5.2.2009 17:04:09", "05.02.09 17:04:09", "05.02.2009 17.04.09",
		"/Date(1233853449000)/", "2009-02-05T17:04:09.", "٢٠٠٩-٠٢-٠٥ ١٧:٠٤:٠٩", "5 ก.พ. 2552 17:04:09",
	)
}

// TestDatesOfManyTongues writes the fifth of each month, with and without the
// day of the week, as newspapers of the languages do.
func TestDatesOfManyTongues(t *testing.T) {
	for tongue, names := range map[string]string{
		"English":       "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
		"English full":  "January February March April May June July August September October November December",
		"German":        "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
		"German short":  "Jan. Feb. Mrz Apr. Mai Jun. Jul. Aug. Sept. Okt. Nov. Dez.",
		"French":        "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
		"French short":  "janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.",
		"Spanish":       "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
		"Spanish short": "ene feb mar abr may jun jul ago sep oct nov dic",
		"Italian":       "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
		"Italian short": "gen feb mar apr mag giu lug ago set ott nov dic",
		"Portuguese":    "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
		"Catalan":       "gener febrer març abril maig juny juliol agost setembre octubre novembre desembre",
		"Romanian":      "ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie",
		"Dutch":         "januari februari maart april mei juni juli augustus september oktober november december",
		"Dutch short":   "jan feb mrt apr mei jun jul aug sep okt nov dec",
		"Swedish":       "januari februari mars april maj juni juli augusti september oktober november december",
		"Danish":        "januar februar marts april maj juni juli august september oktober november december",
		"Norwegian":     "januar februar mars april mai juni juli august september oktober november desember",
		"Icelandic":     "janúar febrúar mars apríl maí júní júlí ágúst september október nóvember desember",
		"Finnish":       "tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesäkuuta heinäkuuta elokuuta syyskuuta lokakuuta marraskuuta joulukuuta",
		"Estonian":      "jaanuar veebruar märts aprill mai juuni juuli august september oktoober november detsember",
		"Polish":        "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
		"Czech":         "ledna února března dubna května června července srpna září října listopadu prosince",
		"Slovak":        "januára februára marca apríla mája júna júla augusta septembra októbra novembra decembra",
		"Croatian":      "siječnja veljače ožujka travnja svibnja lipnja srpnja kolovoza rujna Oct studenoga prosinca",
		"Hungarian":     "január február március április május június július augusztus szeptember október november december",
		"Old Hungarian": "január februári márciús áprili máujus június július augusztus szeptember október november december",
		"Turkish":       "Ocak Şubat Mart Nisan Mayıs Haziran Temmuz Ağustos Eylül Ekim Kasım Aralık",
		"Turkish short": "Oca Şub Mar Nis May Haz Tem Ağu Eyl Eki Kas Ara",
		"Russian":       "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
		"Russian short": "янв фев мар апр май июн июл авг сен окт ноя дек",
		"Ukrainian":     "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня",
		"Bulgarian":     "януари февруари март април май юни юли август септември октомври ноември декември",
		"Serbian":       "јануар фебруар март април мај јун јул август септембар октобар новембар децембар",
		"Greek":         "Ιανουαρίου Φεβρουαρίου Μαρτίου Απριλίου Μαΐου Ιουνίου Ιουλίου Αυγούστου Σεπτεμβρίου Οκτωβρίου Νοεμβρίου Δεκεμβρίου",
		"Greek short":   "Ιαν Φεβ Μάώ Απρ Μαϊ Ιον Ιολ Αυγ Σεπ Οκτ Νοέ Δεκ",
		"Greek accents": "Ιαν Φεβ Μαώ Απρ Μάι Ιούν Ιούλ Αύγ Σεπ Οκτ Νοε Δεκ",
		"Indonesian":    "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember",
		"Latvian":       "janvāris februāris marts aprīlis maijs jūnijs jūlijs augusts septembris oktobris novembris decembris",
		"Lithuanian":    "sausio vasario kovo balandžio gegužės birželio liepos rugpjūčio rugsėjo spalio lapkričio gruodžio",
		"Arabic":        "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
		"Hebrew":        "ינואר פברואר מרץ אפריל מאי יוני יולי אוגוסט ספטמבר אוקטובר נובמבר דצמבר",
		"Thai":          "ม.ค. ก.พ. มี.ค. เม.ย. พ.ค. มิ.ย. ก.ค. ส.ค. ก.ย. ต.ค. พ.ย. ธ.ค.",
		"Thai full":     "มกราคม กุมภาพันธ์ มีนาคม เมษายน พฤษภาคม มิถุนายน กรกฎาคม สิงหาคม กันยายน ตุลาคม พฤศจิกายน ธันวาคม",
	} {
		for i, name := range strings.Fields(names) {
			want := time.Date(2009, time.Month(i+1), 5, 17, 4, 9, 0, time.UTC)
			for _, form := range []string{"Xyz, 05 %s 2009 17:04:09 GMT", "5. %s 2009 17:04:09", "2009-%s-05T12:04:09-05:00", "05-%s-09 17:04:09 +0000"} {
				text := fmt.Sprintf(form, name)
				if got := readDate(t, text); !got.Equal(want) {
					t.Errorf("%s: date %q = %v, want %v", tongue, text, got, want)
				}
			}
		}
	}
}

// TestDaysThatLookLikeMonths has days of the week that begin like the name of
// a month.
func TestDaysThatLookLikeMonths(t *testing.T) {
	checkDates(t, theDay,
		"mar. 05 févr. 2009", "mardi 5 février 2009", "martes, 5 de febrero de 2009", "mar 5 feb 2009", "mar 05/02/2009 00:00",
		"martedì 5 febbraio 2009", "Paz, 05 Şub 2009", "5 Şubat 2009 Pazar", "sob. 5 lutego 2009", "sub, 5. veljače 2009.",
		"marți, 5 februarie 2009",
	)
}
