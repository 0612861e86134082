package post_test

import (
	"slices"
	"testing"

	"dateline/internal/post"
)

func TestSlug(t *testing.T) {
	for _, tc := range []struct{ headline, want string }{
		{"Russian Foreign Minister Sergey Lavrov Meets North Korean Leader Kim Jong-un", "russian-foreign-minister-sergey-lavrov"},
		{"The President Meets A Farmer And An Owl", "president-meets-farmer-and-owl"},
		{"Israel's Plan, Iran’s Answer", "israels-plan-irans-answer"},
		{"U.S. And U.K. Agree On $1.5 Billion Deal", "us-and-uk-agree-on-15-billion-deal"},
		{"U.S.-North Korea Talks", "us-north-korea-talks"},
		{"Straße nach Łódź, Tromsø, Åre und İzmir", "strasse-nach-lodz-tromso-are-und-izmir"},
		{"Путин едет в Китай", "putin-edet-v-kitai"},
		{"Ο Τσίπρας στην Αθήνα", "o-tsipras-stin-athina"},
		{"東京で会談", "post"},
		{"", "post"},
		{"The", "post"},
		{"... -- !!", "post"},
		{"Donaudampfschifffahrtselektrizitätenhauptbetriebswerk brennt", "donaudampfschifffahrtselektrizitatenhau"},
		{"aaaaaaaaaa bbbbbbbbbb cccccccccc ddddddd", "aaaaaaaaaa-bbbbbbbbbb-cccccccccc"},
		{"aaaaaaaaaa bbbbbbbbbb cccccccccc dddddd", "aaaaaaaaaa-bbbbbbbbbb-cccccccccc-dddddd"},
		{"Aaaaaaaaaa Bbbbbbbbbb Cccccccccc Dddddd e", "aaaaaaaaaa-bbbbbbbbbb-cccccccccc-dddddd"},
		{"Wait... What? (VIDEO)", "wait-what-video"},
		{"World News Briefs -- May 31, 2018 (Evening Edition)", "world-news-briefs-may-31-2018-evening"},
	} {
		if got := post.Slug(tc.headline); got != tc.want {
			t.Errorf("Slug(%q) = %q, want %q", tc.headline, got, tc.want)
		}
	}
}

func TestCandidates(t *testing.T) {
	var got []string
	for s := range post.Candidates("visit", 3) {
		if got = append(got, s); len(got) == 5 {
			break
		}
	}
	want := []string{"visit", "visit_3", "visit_2", "visit_4", "visit_5"}
	if !slices.Equal(got, want) {
		t.Errorf("Candidates = %q, want %q", got, want)
	}
}
