package story_test

import (
	"math/rand/v2"
	"strings"
	"testing"

	"dateline/internal/news"
	"dateline/internal/story"
)

// boxed is a day of one outlet whose every page carries headlines of its other
// pages, and of another outlet's reports on two of its subjects.
var boxed = []struct {
	of             string
	outlet         news.OutletID
	headline, text string
}{
	{"frost", 1, "Coffee growers count frozen trees after third cold night", "Frost has browned the plantations above Ternara, and coffee cost more than ever on Monday."},
	{"vaccine", 1, "Malaria vaccine protects three infants in four, trial finds", "Babies in Ondo and Lakeside who were given the vaccine twice hardly ever caught malaria."},
	{"dam", 1, "Ondari closes gates of its great dam upstream", "The Nayo began to rise behind the dam on Monday, and Sefu called its ambassador home."},
	{"strike", 1, "Crane drivers of Brisund walk out for third day", "No ship was unloaded in Brisund, where the crane drivers want nine percent more."},
	{"vaccine", 2, "Two doses against malaria work for three in four babies", "The malaria vaccine was tried on nine thousand babies in Ondo, Lakeside and two other countries."},
	{"dam", 2, "Sefu recalls ambassador as Ondari's dam fills", "Sefu fears for the water of the Nayo, which Ondari has begun to hold back behind its dam."},
}

// pages gives each page of the first outlet a box with what the others say.
func pages(box func(i int) []string) []story.Report {
	var reports []story.Report
	for i, b := range boxed {
		r := story.Report{
			ID: news.ArticleID(i + 1), Outlet: b.outlet, Language: "en", Headline: b.headline,
			Text: []string{b.text}, At: morning,
		}
		if b.outlet == 1 {
			r.Text = append(r.Text, box(i)...)
		}
		reports = append(reports, r)
	}
	return reports
}

func TestBoxesOfTheHouseDoNotWeld(t *testing.T) {
	appeal := "Our newsroom depends on readers who pay a little each month, so please support independent reporting from Lakeside and Ondo about malaria, coffee, dams and cranes today."
	boxes := map[string]func(i int) []string{
		"headlines of the other pages": func(i int) []string {
			var others []string
			for k, b := range boxed {
				if b.outlet == 1 && k != i {
					others = append(others, b.headline)
				}
			}
			return []string{"Also on our front page " + strings.Join(others, " ")}
		},
		"one paragraph on every page": func(int) []string { return []string{appeal} },
		"one at the end of the text":  func(int) []string { return []string{"More to come. " + appeal} },
	}
	want := "1 2+5 3+6 4"
	for name, box := range boxes {
		for seed := range uint64(20) {
			reports := pages(box)
			rand.New(rand.NewPCG(seed, 1)).Shuffle(len(reports), func(i, k int) { reports[i], reports[k] = reports[k], reports[i] })
			e := newEngine()
			for _, r := range reports {
				bare := r
				bare.Text = nil
				e.Place(bare)
				e.Place(r)
			}
			e.Settle()
			if got := grouping(e, len(boxed)); got != want {
				t.Fatalf("%s, order %d: grouping = %s, want %s", name, seed, got, want)
			}
		}
	}
}
