package story_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"dateline/internal/news"
	"dateline/internal/story"
)

var morning = time.Date(2026, 5, 4, 8, 0, 0, 0, time.UTC)

// told is an invented report and the story that it tells.
type told struct {
	of, language, headline, text string
}

// day is a small invented day. Three of its stories are of the same people or
// the same country; outlets put words of their own around what they run.
var day = []told{
	{"port", "en", "Orlova meets President Tessen in Varnaport", "Foreign Minister Daria Orlova of Kelmar met Esteran President Ilo Tessen in Varnaport on Monday and handed him an invitation to Kelmar."},
	{"port", "en", "Kelmar's Orlova flies to Esteria while Aurian summit hangs in the air", "Daria Orlova, the Foreign Minister of Kelmar, came to Varnaport for an hour with President Ilo Tessen, who has still not said when he sees the Aurian leader."},
	{"port", "en", "Tessen calls Kelmar a patient neighbour at talks with Orlova", "VARNAPORT, May 4. President Ilo Tessen thanked Kelmar's Foreign Minister Daria Orlova over tea and called her country a patient neighbour of Esteria."},
	{"port", "de", "Orlowa trifft Präsident Tessen in Varnaport", "Die kelmarische Außenministerin Daria Orlowa ist in Varnaport mit Ilo Tessen zusammengekommen und lud ihn nach Kelmar ein."},
	{"lake", "en", "Bricker receives Esteran envoy Ilo Maren at Lake Corran", "What we know at this hour: Aurian Secretary Paul Bricker sat down at Lake Corran with Ilo Maren, who speaks for President Tessen, over the agenda of the June summit."},
	{"lake", "en", "Bricker and Maren nearer to a deal after Lake Corran", "The gist: Two days at Lake Corran brought both sides closer on the terms of the summit, Paul Bricker told reporters."},
	{"lake", "en", "Bricker and Maren end Lake Corran talks", "What we know at this hour: Ilo Maren left Lake Corran by boat with a folder under his arm, Paul Bricker's office said."},
	{"export", "en", "Cobalt lifts Esteria's exports by 12.5 percent", "The gist: Esteria sold 12.5 percent more abroad in April than a year ago, most of it cobalt, and exports should go on rising."},
	{"export", "en", "Esteria's April exports rise 12.5 pct", "What we know at this hour: Esteria's trade ministry puts the exports down to cobalt and timber."},
	{"quake", "en", "Strong quake hits Darro valley, 58 dead", "An earthquake of magnitude 6.4 struck the Darro valley before dawn, killing at least 58 people in three villages."},
	{"quake", "en", "Darro valley quake toll rises to 58", "What we know at this hour: Rescuers dug with their hands in the villages of the Darro valley after an earthquake of magnitude 6.4."},
	{"quake", "es", "Un terremoto deja 58 muertos en el valle de Darro", "Un terremoto de magnitud 6,4 sacudió el valle de Darro y dejó al menos 58 muertos en tres aldeas."},
	{"quake2", "en", "Quake of magnitude 5.1 rattles Port Ansel, no damage", "The gist: An earthquake of magnitude 5.1 rattled Port Ansel on the other coast; nobody was hurt."},
	{"rates", "en", "Bank of Mordal cuts rates by half a point", "The gist: The Bank of Mordal cut its key rate by half a point to 3.25 percent and the crown fell."},
	{"rates", "en", "Mordal's central bank surprises with half-point cut to 3.25 pct", "What we know at this hour: Governor Anna Lind said inflation in Mordal had eased more than expected."},
	{"chess", "en", "Rao wins eleventh game and draws level with Renn", "What we know at this hour: Rao beat the champion Renn with black in game eleven of the chess final."},
	{"chess", "en", "Underdog Rao stuns champion Renn in six-hour game", "The gist: Rao has drawn level with Renn in the chess final after a game of six hours."},
}

func reportOf(i int) story.Report {
	d := day[i]
	at := morning.Add(time.Duration(i*7%60) * time.Minute)
	return story.Report{
		ID: news.ArticleID(i + 1), Language: d.language, Headline: d.headline, Text: []string{d.text}, At: at, Found: at,
	}
}

func newEngine() *story.Engine {
	last := news.StoryID(0)
	return story.New(story.Options{NewID: func() news.StoryID { last++; return last }})
}

// grouping writes down which reports are together, whatever their stories' ids.
func grouping(e *story.Engine, reports int) string {
	members := make(map[news.StoryID][]string)
	for i := range reports {
		s := e.Story(news.ArticleID(i + 1))
		members[s] = append(members[s], fmt.Sprint(i+1))
	}
	var groups []string
	for _, m := range members {
		groups = append(groups, strings.Join(m, "+"))
	}
	slices.Sort(groups)
	return strings.Join(groups, " ")
}

// truth is the grouping that the day's author wants.
func truth() string {
	members := make(map[string][]string)
	for i, d := range day {
		members[d.of] = append(members[d.of], fmt.Sprint(i+1))
	}
	var groups []string
	for _, m := range members {
		groups = append(groups, strings.Join(m, "+"))
	}
	slices.Sort(groups)
	return strings.Join(groups, " ")
}

func TestDayIsGrouped(t *testing.T) {
	e := newEngine()
	for i := range day {
		e.Place(reportOf(i))
	}
	e.Settle()
	if got := grouping(e, len(day)); got != truth() {
		t.Errorf("grouping = %s\nwant       %s", got, truth())
	}
}

func TestOrderAndBatchesDoNotMatter(t *testing.T) {
	for seed := range uint64(30) {
		r := rand.New(rand.NewPCG(seed, 1))
		e := newEngine()
		for n, i := range r.Perm(len(day)) {
			if r.IntN(3) == 0 {
				// The page is read only later.
				bare := reportOf(i)
				bare.Text = nil
				e.Place(bare)
			}
			if r.IntN(4) == 0 {
				e.Settle()
			}
			e.Place(reportOf(i))
			if n%5 == 4 {
				e.Settle()
			}
		}
		e.Settle()
		if got := grouping(e, len(day)); got != truth() {
			t.Errorf("order %d: grouping = %s\nwant                %s", seed, got, truth())
		}
	}
}

func TestSameStreamSameMoves(t *testing.T) {
	run := func() []story.Move {
		e := newEngine()
		var moves []story.Move
		for i := range day {
			moves = append(moves, e.Place(reportOf(i))...)
			if i%4 == 3 {
				moves = append(moves, e.Settle()...)
			}
		}
		return append(moves, e.Settle()...)
	}
	first := run()
	for range 5 {
		if again := run(); !slices.Equal(first, again) {
			t.Fatalf("moves differ from run to run:\n%v\n%v", first, again)
		}
	}
}

// TestMovesTellTheWhole follows the moves alone and arrives where the engine is.
func TestMovesTellTheWhole(t *testing.T) {
	for seed := range uint64(20) {
		r := rand.New(rand.NewPCG(seed, 2))
		e := newEngine()
		at := make(map[news.ArticleID]news.StoryID)
		follow := func(moves []story.Move) {
			for _, m := range moves {
				if at[m.Article] != m.From || m.To == 0 || m.From == m.To {
					t.Fatalf("move %+v of an article that is in %d", m, at[m.Article])
				}
				at[m.Article] = m.To
			}
		}
		for range 60 {
			i := r.IntN(len(day))
			report := reportOf(i)
			if r.IntN(2) == 0 {
				report.Text = nil
			}
			follow(e.Place(report))
			if r.IntN(5) == 0 {
				follow(e.Settle())
			}
			for id, s := range at {
				if e.Story(id) != s {
					t.Fatalf("article %d is in %d, its moves say %d", id, e.Story(id), s)
				}
				if !slices.Contains(e.Members(s), id) {
					t.Fatalf("story %d does not list its article %d", s, id)
				}
			}
		}
	}
}

func TestSettleTwiceMovesNothing(t *testing.T) {
	e := newEngine()
	for i := range day {
		e.Place(reportOf(i))
	}
	e.Settle()
	if moves := e.Settle(); len(moves) != 0 {
		t.Errorf("a second Settle moved %v", moves)
	}
}

func TestOlderStoryKeepsItsID(t *testing.T) {
	e := newEngine()
	for i := range day {
		e.Restore(reportOf(i), news.StoryID(100+i)) // every report in a story of its own
	}
	e.Place(story.Report{ID: 99, Headline: "Nothing to do with any of it", Language: "en", At: morning})
	e.Settle()
	for i, d := range day {
		first := slices.IndexFunc(day, func(o told) bool { return o.of == d.of })
		if got, want := e.Story(news.ArticleID(i+1)), news.StoryID(100+first); got != want {
			t.Errorf("report %d is in %d, want the oldest, %d", i+1, got, want)
		}
	}
}

func TestWeldIsParted(t *testing.T) {
	e := story.New(story.Options{NewID: nextAfter(50)})
	for i := range day {
		e.Restore(reportOf(i), 1)
	}
	e.Place(story.Report{ID: 99, Headline: "Nothing to do with any of it", Language: "en", At: morning})
	moves := e.Settle()
	if got := grouping(e, len(day)); got != truth() {
		t.Errorf("grouping = %s\nwant       %s", got, truth())
	}
	for _, m := range moves {
		if m.From != 1 || m.To < 50 {
			t.Errorf("move %+v is not out of the weld into a new story", m)
		}
	}
	if len(e.Members(1)) != 4 {
		t.Errorf("the greatest part has %d reports, want the 4 of the greatest story", len(e.Members(1)))
	}
}

func TestRestoreGoesOnWhereItWas(t *testing.T) {
	half := len(day) / 2
	straight, before, after := newEngine(), newEngine(), story.New(story.Options{NewID: nextAfter(50)})
	for i := range half {
		straight.Place(reportOf(i))
		before.Place(reportOf(i))
	}
	straight.Settle()
	before.Settle()
	for i := half - 1; i >= 0; i-- {
		after.Restore(reportOf(i), before.Story(news.ArticleID(i+1)))
	}
	if moves := after.Settle(); len(moves) != 0 {
		t.Errorf("Settle after Restore moved %v", moves)
	}
	for i := half; i < len(day); i++ {
		straight.Place(reportOf(i))
		after.Place(reportOf(i))
	}
	straight.Settle()
	after.Settle()
	if got, want := grouping(after, len(day)), grouping(straight, len(day)); got != want {
		t.Errorf("grouping of a new leader = %s\nwant                      %s", got, want)
	}
}

func nextAfter(last news.StoryID) func() news.StoryID {
	return func() news.StoryID { last++; return last }
}

func TestForgetDropsWholeStories(t *testing.T) {
	e := newEngine()
	old, fresh := reportOf(0), reportOf(1)
	old.At = morning.Add(-30 * 24 * time.Hour)
	e.Restore(old, 1)
	e.Restore(fresh, 1)
	alone := reportOf(9)
	alone.At = morning.Add(-30 * 24 * time.Hour)
	e.Restore(alone, 2)
	if got, want := e.Forget(morning.Add(-24*time.Hour)), []news.ArticleID{10}; !slices.Equal(got, want) {
		t.Errorf("Forget = %v, want %v", got, want)
	}
	if got := e.Story(1); got != 1 {
		t.Errorf("the old report of a story that goes on is in %d, want 1", got)
	}
	if moves := e.Place(alone); len(moves) != 1 || moves[0].From != 0 {
		t.Errorf("Place of a forgotten report = %v, want it to be new", moves)
	}
}

func TestSameWordsWeeksLaterAreAnotherStory(t *testing.T) {
	e := newEngine()
	first := reportOf(15)
	e.Place(first)
	again := first
	again.ID, again.Headline = 99, "Rao wins a game against champion Renn"
	again.Text = []string{"Rao and Renn met once more, in a friendly match of one game."}
	again.At = first.At.Add(17 * 24 * time.Hour)
	e.Place(again)
	e.Settle()
	if e.Story(first.ID) == e.Story(again.ID) {
		t.Error("a report of weeks later joined the old story")
	}
}

func TestWordsOfTheHouseDoNotWeld(t *testing.T) {
	e := newEngine()
	for i := range day {
		r := reportOf(i)
		if i == 4 || i == 7 || i == 9 || i == 15 {
			r.Outlet = 7
			r.Text = append(r.Text, "The Selby Gazette is free to read for members of the Selby Readers' Circle on every day of the year.")
		}
		e.Place(r)
	}
	e.Settle()
	if got := grouping(e, len(day)); got != truth() {
		t.Errorf("grouping = %s\nwant       %s", got, truth())
	}
}

// TestManyStories takes the way of a full window, where only what changed is
// settled.
func TestManyStories(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 3))
	e := newEngine()
	const stories, each = 500, 4
	// Letters that no two languages write for one another: names that only
	// sound alike are taken for one.
	const letters = "abdefgiklmnoprstuv"
	word := func(n int) string {
		c := len(letters)
		return fmt.Sprintf("W%c%c%cor%cm", letters[n%c], letters[n/c%c], letters[n/c/c%c], letters[n*7%c])
	}
	order := r.Perm(stories * each)
	for n, i := range order {
		of := i % stories
		text := []string{}
		for k := range 6 {
			text = append(text, word(of*6+k))
		}
		for range 6 {
			text = append(text, strings.ToLower(word(r.IntN(300))))
		}
		r.Shuffle(len(text), func(a, b int) { text[a], text[b] = text[b], text[a] })
		e.Place(story.Report{ID: news.ArticleID(i + 1), Language: "en", Text: []string{strings.Join(text, " ")}, At: morning})
		if n%200 == 199 {
			e.Settle()
		}
	}
	e.Settle()
	wrong := 0
	for i := range stories * each {
		if e.Story(news.ArticleID(i+1)) != e.Story(news.ArticleID(i%stories+1)) || len(e.Members(e.Story(news.ArticleID(i+1)))) != each {
			wrong++
		}
	}
	if wrong > stories*each/100 {
		t.Errorf("%d of %d reports are not with the others of their story alone, want at most 1%%", wrong, stories*each)
	}
}

func TestCapitalsThroughoutAreRead(t *testing.T) {
	e := newEngine()
	for i := range day {
		r := reportOf(i)
		if i == 9 {
			r.Headline = strings.ToUpper(r.Headline)
		}
		e.Place(r)
	}
	e.Settle()
	if got := grouping(e, len(day)); got != truth() {
		t.Errorf("grouping = %s\nwant       %s", got, truth())
	}
}

func TestReportWithoutWordsIsAlone(t *testing.T) {
	e := newEngine()
	e.Place(story.Report{ID: 1, At: morning})
	e.Place(story.Report{ID: 2, At: morning, Headline: "???"})
	e.Settle()
	if e.Story(1) == 0 || e.Story(2) == 0 || e.Story(1) == e.Story(2) {
		t.Errorf("reports without words are in %d and %d, want two stories", e.Story(1), e.Story(2))
	}
}

func BenchmarkPlace(b *testing.B) {
	e := newEngine()
	r := rand.New(rand.NewPCG(7, 7))
	words := make([]string, 20000)
	for i := range words {
		words[i] = fmt.Sprintf("%c%cword%x", 'a'+i%26, 'a'+i/26%26, i)
	}
	// A word of rank k is drawn about as often as 1/k, as in a language.
	draw := rand.NewZipf(r, 1.1, 4, uint64(len(words)-1))
	text := func(n int) string {
		var s strings.Builder
		for range n {
			s.WriteString(words[draw.Uint64()] + " ")
		}
		return s.String()
	}
	b.ReportAllocs()
	id := news.ArticleID(0)
	for b.Loop() {
		id++
		e.Place(story.Report{ID: id, Language: "en", Headline: text(10), Text: []string{text(60)}, At: morning})
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "reports/s")
}
