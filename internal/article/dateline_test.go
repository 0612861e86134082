package article

import (
	"strings"
	"testing"

	"dateline/internal/news"
)

func TestReadDateline(t *testing.T) {
	for _, tc := range []struct {
		name, paragraph, outlet string
		want                    news.Dateline
		rest                    string
	}{
		{"agency between slashes", "MARLOW, May 31. /TASS/. The ferry sailed.", "", news.Dateline{Place: "MARLOW", Date: "May 31", Agency: "TASS"}, "The ferry sailed."},
		{"place and agency", "TOKYO (AP) — The ferry sailed.", "", news.Dateline{Place: "TOKYO", Agency: "AP"}, "The ferry sailed."},
		{"place, country and agency", "KYIV, Ukraine (AP) — The ferry sailed.", "", news.Dateline{Place: "KYIV, Ukraine", Agency: "AP"}, "The ferry sailed."},
		{"short dash", "KYIV, Ukraine (AP) – The ferry sailed.", "", news.Dateline{Place: "KYIV, Ukraine", Agency: "AP"}, "The ferry sailed."},
		{"state in short", "LA CROSSE, Wis. (AP) — The ferry sailed.", "", news.Dateline{Place: "LA CROSSE, Wis.", Agency: "AP"}, "The ferry sailed."},
		{"place, date and agency", "ISLAMABAD, March 4 (Reuters) - The ferry sailed.", "", news.Dateline{Place: "ISLAMABAD", Date: "March 4", Agency: "Reuters"}, "The ferry sailed."},
		{"two places", "BEIRUT/THE HAGUE, March 7 (Reuters) - The ferry sailed.", "", news.Dateline{Place: "BEIRUT/THE HAGUE", Date: "March 7", Agency: "Reuters"}, "The ferry sailed."},
		{"two hyphens", "BEIJING, Nov. 22 (Xinhua) -- The ferry sailed.", "", news.Dateline{Place: "BEIJING", Date: "Nov. 22", Agency: "Xinhua"}, "The ferry sailed."},
		{"agency alone", "(Reuters) - The ferry sailed.", "", news.Dateline{Agency: "Reuters"}, "The ferry sailed."},
		{"French", "PARIS, 12 mars (AFP) - Le bac est parti.", "", news.Dateline{Place: "PARIS", Date: "12 mars", Agency: "AFP"}, "Le bac est parti."},
		{"German", "Berlin (dpa) - Die Fähre fuhr ab.", "", news.Dateline{Place: "Berlin", Agency: "dpa"}, "Die Fähre fuhr ab."},
		{"German regional desk", "Hamburg (dpa/lno) - Die Fähre fuhr ab.", "", news.Dateline{Place: "Hamburg", Agency: "dpa"}, "Die Fähre fuhr ab."},
		{"German place and dash", "Hannover – Die Fähre fuhr ab.", "", news.Dateline{Place: "Hannover"}, "Die Fähre fuhr ab."},
		{"Spanish", "Madrid, 12 mar (EFE).- El ferri zarpó.", "", news.Dateline{Place: "Madrid", Date: "12 mar", Agency: "EFE"}, "El ferri zarpó."},
		{"Italian", "(ANSA) - ROMA, 12 MAR - Il traghetto è partito.", "", news.Dateline{Place: "ROMA", Date: "12 MAR", Agency: "ANSA"}, "Il traghetto è partito."},
		{"Russian", "МОСКВА, 31 мая. /ТАСС/. Паром вышел.", "", news.Dateline{Place: "МОСКВА", Date: "31 мая", Agency: "TASS"}, "Паром вышел."},
		{"Russian, agency after a dash", "МОСКВА, 31 мая — РИА Новости. Паром вышел.", "", news.Dateline{Place: "МОСКВА", Date: "31 мая", Agency: "RIA Novosti"}, "Паром вышел."},
		{"Portuguese", "Lisboa, 12 mar 2024 (Lusa) – O barco partiu.", "", news.Dateline{Place: "Lisboa", Date: "12 mar 2024", Agency: "Lusa"}, "O barco partiu."},
		{"Turkish", "ANKARA (AA) - Vapur kalktı.", "", news.Dateline{Place: "ANKARA", Agency: "Anadolu"}, "Vapur kalktı."},
		{"Indonesian", "Jakarta (ANTARA) - Feri berangkat.", "", news.Dateline{Place: "Jakarta", Agency: "Antara"}, "Feri berangkat."},
		{"Chinese", "新华社北京4月24日电 渡轮启航。", "", news.Dateline{Place: "北京", Date: "4月24日", Agency: "Xinhua"}, "渡轮启航。"},
		{"Korean", "(서울=연합뉴스) 김기자 기자 = 배가 떠났다.", "", news.Dateline{Place: "서울", Agency: "Yonhap"}, "배가 떠났다."},
		{"Japanese", "【北京共同】フェリーが出航した。", "", news.Dateline{Place: "北京", Agency: "Kyodo"}, "フェリーが出航した。"},
		{"Indian", "NEW DELHI: The ferry sailed.", "", news.Dateline{Place: "NEW DELHI"}, "The ferry sailed."},
		{"place only in capitals", "DUBLIN — The ferry sailed.", "", news.Dateline{Place: "DUBLIN"}, "The ferry sailed."},
		{"place and date", "PUTRAJAYA, Nov 22 — The ferry sailed.", "", news.Dateline{Place: "PUTRAJAYA", Date: "Nov 22"}, "The ferry sailed."},
		{"outlet's own", "MARLOW (Harbour News) — The ferry sailed.", "Harbour News", news.Dateline{Place: "MARLOW", Agency: "Harbour News"}, "The ferry sailed."},
		{"plain sentence", "The ferry (built in 1961) sailed.", "", news.Dateline{}, ""},
		{"abbreviation in a sentence", "The United Nations (UN) sent a ferry.", "", news.Dateline{}, ""},
		{"party in a sentence", "Die Abgeordnete Erna Beispiel (CDU) fuhr mit.", "", news.Dateline{}, ""},
		{"agency in a sentence", "The ferry sailed, a witness told Reuters (see below).", "", news.Dateline{}, ""},
		{"remark in capitals", "BREAKING — The ferry sailed.", "", news.Dateline{}, ""},
		{"quotation", "\"We sailed - at last,\" the captain said.", "", news.Dateline{}, ""},
		{"name and dash", "Erna Beispiel – captain for ten years – resigned.", "", news.Dateline{}, ""},
		{"empty", "", "", news.Dateline{}, ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got, rest, found := bookOf(nil).readDateline(tc.paragraph, tc.outlet)
			if got != tc.want {
				t.Errorf("readDateline(%q) = %+v, want %+v", tc.paragraph, got, tc.want)
			}
			if wantFound := tc.want != (news.Dateline{}); found != wantFound {
				t.Errorf("readDateline(%q) found = %v, want %v", tc.paragraph, found, wantFound)
			}
			if found && rest != tc.rest {
				t.Errorf("readDateline(%q) rest = %q, want %q", tc.paragraph, rest, tc.rest)
			}
		})
	}
}

func TestAgenciesIn(t *testing.T) {
	for _, tc := range []struct{ credit, want string }{
		{"Associated Press", "AP"},
		{"The Associated Press", "AP"},
		{"AP", "AP"},
		{"Reuters Staff", "Reuters"},
		{"AFP, MANILA", "AFP"},
		{"Reuters/AFP", "Reuters AFP"},
		{"Le Courrier et AFP", "AFP"},
		{"Deutsche Presse-Agentur", "dpa"},
		{"Anadolu Ajansı", "Anadolu"},
		{"AA", "Anadolu"},
		{"Aa", ""},
		{"Harbour News", ""},
		{"", ""},
	} {
		var got []string
		for _, a := range (book{}).in(tc.credit) {
			got = append(got, a.short)
		}
		if s := strings.Join(got, " "); s != tc.want {
			t.Errorf("agenciesIn(%q) = %q, want %q", tc.credit, s, tc.want)
		}
	}
}

func FuzzReadDateline(f *testing.F) {
	for _, s := range []string{
		"KYIV, Ukraine (AP) — The ferry sailed.", "МОСКВА, 31 мая. /ТАСС/. Паром.", "(ANSA) - ROMA, 12 MAR - x",
		"新华社北京4月24日电 x", "【北京共同】x", "(서울=연합뉴스) = x", "A, 1 (", "/TASS/",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, paragraph string) {
		_, rest, found := book{}.readDateline(paragraph, "Harbour News")
		if !found && rest != paragraph {
			t.Errorf("no dateline in %q, but the text became %q", paragraph, rest)
		}
		if found && !strings.HasSuffix(strings.TrimSpace(paragraph), rest) {
			t.Errorf("the text %q after the dateline is not the end of %q", rest, paragraph)
		}
	})
}
