package article

import (
	"strings"
	"testing"

	"dateline/internal/news"
)

func TestBookOfTheNewsroom(t *testing.T) {
	b := bookOf([]string{"Meridian", "Northern Press Agency", "Associated Press", "National News Agency", ""})
	for _, tc := range []struct{ credit, want string }{
		{"Meridian", "Meridian"},
		{"MERIDIAN", "Meridian"},
		{"meridian", ""},
		{"Meridian News Agency", "Meridian"},
		{"The Meridian News Agency", "Meridian"},
		{"Meridian Press Service", "Meridian"},
		{"Meridian Press Agency", "Meridian"},
		{"Meridian Newswire", "Meridian"},
		{"Meridian Wire", "Meridian"},
		{"Meridian News", "Meridian"},
		{"Agence Meridian", "Meridian"},
		{"Agencia Meridian", "Meridian"},
		{"Agentur Meridian", "Meridian"},
		{"Nachrichtenagentur Meridian", "Meridian"},
		{"Meridian/AFP", "Meridian AFP"},
		{"Meridian Post", ""},
		{"The Meridian", ""},
		{"Northern", "Northern Press Agency"},
		{"Northern Press Agency", "Northern Press Agency"},
		{"National", ""},
		{"National News Agency", "National News Agency"},
		{"AP", "AP"},
		{"Associated Press", "AP"},
		{"TASS News Agency", "TASS"},
		{"AA News", ""},
	} {
		if got := shortNames(b.in(tc.credit)); got != tc.want {
			t.Errorf("in(%q) = %q, want %q", tc.credit, got, tc.want)
		}
	}
}

func shortNames(all []*agency) string {
	var names []string
	for _, a := range all {
		names = append(names, a.short)
	}
	return strings.Join(names, " ")
}

func TestBookWithOneMore(t *testing.T) {
	few := book{}
	more := few.with("Transmar")
	if more.named("Transmar") == nil {
		t.Error("the book does not have what was added")
	}
	if few.named("Transmar") != nil || bookOf(nil).named("Transmar") != nil {
		t.Error("what was added to one book is in another")
	}
}

func TestFollowedAgencyIsNotItsNamesake(t *testing.T) {
	a := bookOf([]string{"Meridian"}).named("Meridian")
	for outlet, want := range map[string]bool{"Meridian": true, "Meridian Post": false, "HBC": false} {
		if got := a.isOf(outlet); got != want {
			t.Errorf("isOf(%q) = %v, want %v", outlet, got, want)
		}
	}
}

func TestDatelineOfAFollowedAgency(t *testing.T) {
	b := bookOf([]string{"Meridian"})
	for _, tc := range []struct {
		paragraph string
		want      news.Dateline
	}{
		{"PORTO ALVA, May 4 (Meridian) — The ferry sailed.", news.Dateline{Place: "PORTO ALVA", Date: "May 4", Agency: "Meridian"}},
		{"PORTO ALVA, Lusara (Meridian) - The ferry sailed.", news.Dateline{Place: "PORTO ALVA, Lusara", Agency: "Meridian"}},
		{"PORTO ALVA, May 4. /MERIDIAN/. The ferry sailed.", news.Dateline{Place: "PORTO ALVA", Date: "May 4", Agency: "Meridian"}},
		{"(Meridian) — The ferry sailed.", news.Dateline{Agency: "Meridian"}},
		{"The ferry (meridian) — sailed.", news.Dateline{}},
	} {
		if got, _, _ := b.readDateline(tc.paragraph, "HBC"); got != tc.want {
			t.Errorf("readDateline(%q) = %+v, want %+v", tc.paragraph, got, tc.want)
		}
	}
}

func TestUnlisted(t *testing.T) {
	for _, tc := range []struct{ paragraph, want string }{
		{"SAN TEODORO, Calvera (Transmar) — The ferry sailed.", "Transmar"},
		{"SAN TEODORO, Sept 17 (Trans Mar) - The ferry sailed.", "Trans Mar"},
		{"SAN TEODORO, Sept 17. /TRANSMAR/. The ferry sailed.", "TRANSMAR"},
		{"SAN TEODORO (AP) — The ferry sailed.", ""},
		{"San Teodoro (Transmar) — The ferry sailed.", ""},
		{"SAN TEODORO (Sports Desk) — The ferry sailed.", ""},
		{"SAN TEODORO (on board) — The ferry sailed.", ""},
		{"SAN TEODORO (Transmar) The ferry sailed.", ""},
		{"BREAKING (Transmar) — The ferry sailed.", ""},
		{"SAN TEODORO — The ferry sailed.", ""},
	} {
		if got := (book{}).unlisted(tc.paragraph); got != tc.want {
			t.Errorf("unlisted(%q) = %q, want %q", tc.paragraph, got, tc.want)
		}
	}
}
