package story

import (
	"strings"
	"testing"
)

func TestNameKeyIsOneForSpellingsOfOneName(t *testing.T) {
	for _, tc := range [][2]string{
		{"Mexico", "Mexiko"},
		{"Canada", "Kanada"},
		{"Italy", "Italien"},
		{"Syria", "Syrien"},
		{"Kiev", "Kiew"},
		{"Brussels", "Brüssel"},
		{"Tolstoy", "Толстой"},
		{"Chekhov", "Чехов"},
		{"Zürich", "Zurich"},
		{"Hambach", "Hambacher"},
	} {
		a, b := nameKey(strings.ToLower(tc[0])), nameKey(strings.ToLower(tc[1]))
		if a != b {
			t.Errorf("nameKey(%q) = %q, nameKey(%q) = %q, want the same", tc[0], a, tc[1], b)
		}
	}
}

func TestNameKeyKeepsNamesApart(t *testing.T) {
	for _, tc := range [][2]string{
		{"Iran", "Iraq"}, {"Austria", "Australia"}, {"Niger", "Nigeria"}, {"Ohio", "Iowa"}, {"Kim", "Kiel"},
	} {
		a, b := nameKey(strings.ToLower(tc[0])), nameKey(strings.ToLower(tc[1]))
		if a == b {
			t.Errorf("nameKey(%q) = nameKey(%q) = %q, want two", tc[0], tc[1], a)
		}
	}
}

func TestPlainNumber(t *testing.T) {
	for in, want := range map[string]string{
		"30,000": "30000", "30.000": "30000", "13.5": "13.5", "13,5": "13.5", "1,234,567": "1234567", "2018": "2018",
	} {
		if got := plainNumber(in); got != want {
			t.Errorf("plainNumber(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestStem(t *testing.T) {
	for _, tc := range []struct{ language, a, b string }{
		{"en", "russian", "russia"},
		{"en", "italian", "italy"},
		{"en", "meets", "meeting"},
		{"de", "zölle", "zöllen"},
		{"fr", "prisonniers", "prisonnier"},
		{"es", "pescadores", "pescador"},
		{"ru", "министра", "министр"},
	} {
		if a, b := stem(tc.a, tc.language), stem(tc.b, tc.language); a != b {
			t.Errorf("stem in %q: %q of %q, %q of %q, want the same", tc.language, a, tc.a, b, tc.b)
		}
	}
}

func TestFold(t *testing.T) {
	for in, want := range map[string]string{
		"Çelik": "celik", "Ångström": "angstrom", "Łódź": "lodz", "Straße": "strasse",
		"Щедрин": "shchedrin", "Αθήνα": "athina", "東京": "東京",
	} {
		if got := fold(in); got != want {
			t.Errorf("fold(%q) = %q, want %q", in, got, want)
		}
	}
}
