package source_test

import (
	"testing"

	"dateline/internal/source"
)

func TestPrintedName(t *testing.T) {
	for _, tc := range []struct{ title, site, want string }{
		{"The Quay Post", "https://quaypost.example/", "The Quay Post"},
		{"The Quay Post - Latest", "https://other.example/", "The Quay Post"},
		{"World news | The Quay", "https://www.thequay.example/", "The Quay"},
		{"World | QNS News", "https://news.qns.co.uk/", "QNS News"},
		{"RSS Feed: Quay Post", "", "Quay Post"},
		{"Quay Post RSS Feed", "", "Quay Post"},
		{"Quay » Feed", "https://x.example/", "Quay"},
		{"Latest news", "https://x.example/", ""},
		{"", "https://x.example/", ""},
		{" - ", "", ""},
		{"Порт - Главное", "https://port.example/", "Порт"},
	} {
		if got := source.PrintedName(tc.title, tc.site); got != tc.want {
			t.Errorf("PrintedName(%q, %q) = %q, want %q", tc.title, tc.site, got, tc.want)
		}
	}
}

func TestCountryFor(t *testing.T) {
	for _, tc := range []struct{ language, site, want string }{
		{"en", "https://quay.co.uk/", "GB"},
		{"en", "https://quay.ie/", "IE"},
		{"en-us", "https://quay.ie/", "IE"},
		{"en-us", "https://quay.com/", "US"},
		{"pt-br", "", "BR"},
		{"zh-hant-tw", "https://quay.com/", "TW"},
		{"en", "https://quay.io/", ""},
		{"de-at", "https://quay.tv/", "AT"},
		{"en", "https://quay.eu/", ""},
		{"en", "https://quay.xx/", ""},
		{"sr-latn", "", ""},
		{"", "", ""},
	} {
		if got := source.CountryFor(tc.language, tc.site); got != tc.want {
			t.Errorf("CountryFor(%q, %q) = %q, want %q", tc.language, tc.site, got, tc.want)
		}
	}
}
