package post_test

import (
	"testing"
	"time"

	"dateline/internal/news"
	"dateline/internal/post"
)

func TestDay(t *testing.T) {
	night := time.Date(2018, 6, 1, 2, 0, 0, 0, time.UTC) // still May 31 in New York
	for _, tc := range []struct{ language, zone, format, want string }{
		{"en", "America/New_York", "", "Thursday, May 31, 2018"},
		{"en", "UTC", "", "Friday, June 1, 2018"},
		{"", "Nowhere/Here", "", "Friday, June 1, 2018"},
		{"en", "UTC", "Mon 2 Jan 2006", "Fri 1 Jun 2018"},
		{"de", "Europe/Berlin", "", "Freitag, 1. Juni 2018"},
		{"de-at", "America/New_York", "", "Donnerstag, 31. Mai 2018"},
		{"de", "UTC", "Monday, 02.01.2006", "Freitag, 01.06.2018"},
		{"fr", "Europe/Paris", "", "vendredi 1 juin 2018"},
		{"es", "UTC", "", "viernes, 1 de junio de 2018"},
		{"it", "UTC", "", "venerdì 1 giugno 2018"},
		{"pt-BR", "UTC", "", "sexta-feira, 1 de junho de 2018"},
		{"ru", "Europe/Moscow", "", "пятница, 1 июня 2018 г."},
		{"nl", "UTC", "", "vrijdag 1 juni 2018"},
		{"pl", "UTC", "", "piątek, 1 czerwca 2018"},
		{"tr", "UTC", "", "1 Haziran 2018 Cuma"},
		{"ja", "Asia/Tokyo", "", "2018年6月1日金曜日"},
		{"zh-Hans", "UTC", "", "2018年6月1日星期五"},
		{"no", "UTC", "", "fredag 1. juni 2018"},
		{"ar", "UTC", "", "الجمعة، 1 يونيو 2018"},
	} {
		t.Run(tc.language+" "+tc.zone+" "+tc.format, func(t *testing.T) {
			pub := &news.Publication{Language: tc.language, Zone: tc.zone}
			pub.Phrases.DayFormat = tc.format
			if got := post.Day(night, pub); got != tc.want {
				t.Errorf("Day = %q, want %q", got, tc.want)
			}
		})
	}
}

// A calendar with a name missing would fail in one month of the year only.
func TestDayOfEveryLanguageAndMonth(t *testing.T) {
	for _, language := range []string{
		"en", "de", "fr", "es", "it", "pt", "nl", "pl", "cs", "ru", "uk", "sv", "da", "nb",
		"fi", "tr", "el", "ar", "id", "ja", "zh", "ko",
	} {
		pub := &news.Publication{Language: language}
		seen := map[string]bool{}
		for d := range 365 {
			seen[post.Day(time.Date(2019, 1, 1+d, 0, 0, 0, 0, time.UTC), pub)] = true
		}
		if len(seen) != 365 {
			t.Errorf("%s writes %d different days of a year's 365", language, len(seen))
		}
	}
}
