package article

import (
	"net/url"
	"strings"
	"testing"
	"time"
)

func TestReadStamp(t *testing.T) {
	for _, tc := range []struct {
		text, want string // RFC 3339, "" when it is no time of a report
		zoned      bool
	}{
		{"2031-05-31T15:25:00Z", "2031-05-31T15:25:00Z", true},
		{"2031-05-31T15:25:00.123+0200", "2031-05-31T15:25:00+02:00", true},
		{"2031-05-31 15:25:00.389000+00:00", "2031-05-31T15:25:00Z", true},
		{"2031-05-31T15:25", "2031-05-31T15:25:00Z", false},
		{"Sat May 31 19:20:36 CEST 2031", "2031-05-31T19:20:36+02:00", true},
		{"Sat, 31 May 2031 10:25:00 EST", "2031-05-31T10:25:00-05:00", true},
		{"Sat, 31 May 2031 10:25:00 +0900", "2031-05-31T10:25:00+09:00", true},
		{"2031-05-31T15:25:00+02:00[Europe/Berlin]", "2031-05-31T15:25:00+02:00", true},
		{"1937999100", "2031-05-31T13:05:00Z", true},
		{"1937999100000", "2031-05-31T13:05:00Z", true},
		{"31.05.2031 15:25", "2031-05-31T15:25:00Z", false},
		{"9999-01-01T00:00:00Z", "", false},
		{"0001-01-01T00:00:00Z", "", false},
		{"yesterday", "", false},
		{"", "", false},
	} {
		got := ""
		s, ok := readStamp(tc.text, "page")
		if ok {
			got = s.at.Truncate(time.Second).Format(time.RFC3339)
		}
		if got != tc.want || s.zoned != tc.zoned {
			t.Errorf("readStamp(%q) = %q, zoned %v, want %q, %v", tc.text, got, s.zoned, tc.want, tc.zoned)
		}
	}
}

func TestReadPrintedTime(t *testing.T) {
	for _, tc := range []struct {
		text       string
		monthFirst bool
		want       string
	}{
		{"Stand: 31.05.2031, 15:25 Uhr", false, "2031-05-31T15:25"},
		{"31 May 2031, 7:40 pm", false, "2031-05-31T19:40"},
		{"May 31, 2031 at 12:05 a.m.", true, "2031-05-31T00:05"},
		{"Publié le 31 mai 2031 à 15h25", false, "2031-05-31T15:25"},
		{"Publié le 3 juillet 2031 à 15h25", false, "2031-07-03T15:25"},
		{"31 de mayo de 2031 - 15:25", false, "2031-05-31T15:25"},
		{"5/3/2031 15:25", true, "2031-05-03T15:25"},
		{"5/3/2031 15:25", false, "2031-03-05T15:25"},
		{"2031年5月31日 15時25分", false, "2031-05-31T15:25"},
		{"31 февраля 2031", false, ""},
		{"page 3 of 12", false, ""},
	} {
		got := ""
		if s, ok := readPrintedTime(tc.text, tc.monthFirst); ok {
			got = s.at.Format("2006-01-02T15:04")
		}
		if got != tc.want {
			t.Errorf("readPrintedTime(%q) = %q, want %q", tc.text, got, tc.want)
		}
	}
}

func TestSortNames(t *testing.T) {
	p := &page{url: &url.URL{Scheme: "https", Host: "buoy.example"}}
	p.hint.Outlet.Name = "The Daily Buoy"
	for _, tc := range []struct{ raw, persons, bodies string }{
		{"By Ada Mole", "Ada Mole", ""},
		{"By Ada Mole and Ben Pier, Chief Reporter", "Ada Mole|Ben Pier", ""},
		{"Ada Mole, Ben Pier & Cora Quay", "Ada Mole|Ben Pier|Cora Quay", ""},
		{"Von Emil Anker und Fritz Boje", "Emil Anker|Fritz Boje", ""},
		{"Par Gaston Quai (avec AFP)", "Gaston Quai", "AFP"},
		{"Ada Mole (Reuters)", "Ada Mole", "Reuters"},
		{"By Reuters Staff", "", "Reuters Staff"},
		{"The Daily Buoy", "", "The Daily Buoy"},
		{"Associated Press", "", "Associated Press"},
		{"Redaktion", "", "Redaktion"},
		{"Ada Mole ada@buoy.example", "Ada Mole", ""},
		{"김철수 기자", "김철수", ""},
		{"Kara O’Neill", "Kara O’Neill", ""},
		{"", "", ""},
	} {
		got := p.sortNames([]string{tc.raw})
		if s := strings.Join(got.persons, "|"); s != tc.persons {
			t.Errorf("persons in %q = %q, want %q", tc.raw, s, tc.persons)
		}
		if s := strings.Join(got.bodies, "|"); s != tc.bodies {
			t.Errorf("bodies in %q = %q, want %q", tc.raw, s, tc.bodies)
		}
	}
}

func TestWithoutOutlet(t *testing.T) {
	outlet := []string{"The Daily Buoy", "buoy.example", "buoy"}
	for _, tc := range []struct{ title, want string }{
		{"Ferry runs again", "Ferry runs again"},
		{"Ferry runs again | The Daily Buoy", "Ferry runs again"},
		{"Ferry runs again - Daily Buoy", "Ferry runs again"},
		{"Ferry runs again – The Daily Buoy – 31.05.2031", "Ferry runs again"},
		{"The Daily Buoy | Ferry runs again", "Ferry runs again"},
		{"Ferry - the last one - runs again", "Ferry - the last one - runs again"},
		{"Ferry runs again：The Daily Buoy", "Ferry runs again"},
	} {
		if got := withoutOutlet(tc.title, outlet); got != tc.want {
			t.Errorf("withoutOutlet(%q) = %q, want %q", tc.title, got, tc.want)
		}
	}
}
