package story_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"dateline/internal/news"
	"dateline/internal/story"
)

// shelf keeps articles and stories as the store does, in memory.
type shelf struct {
	articles map[news.ArticleID]*news.Article
	grouped  map[news.ArticleID]int // the revision that was grouped
	stories  map[news.StoryID]news.StorySummary
	forwards map[news.StoryID]news.StoryID
	last     news.StoryID
	lease    news.Lease
	refuse   bool // somebody else holds the lease
	fault    error
	batch    int                     // 0: as many as are asked for
	over     map[news.ArticleID]bool // articles too old to be open
}

func newShelf() *shelf {
	return &shelf{
		articles: make(map[news.ArticleID]*news.Article), grouped: make(map[news.ArticleID]int),
		stories: make(map[news.StoryID]news.StorySummary), forwards: make(map[news.StoryID]news.StoryID),
	}
}

func (s *shelf) put(a news.Article) {
	if old := s.articles[a.ID]; old != nil {
		a.StoryID, a.CopyOf, a.Revision = old.StoryID, old.CopyOf, old.Revision
	}
	a.Revision++
	s.articles[a.ID] = &a
}

func (s *shelf) TakeLease(_ context.Context, name, holder string, _ time.Duration) (news.Lease, bool, error) {
	if s.refuse {
		return news.Lease{}, false, nil
	}
	if s.lease.Holder != holder {
		s.lease = news.Lease{Name: name, Holder: holder, Epoch: s.lease.Epoch + 1}
	}
	return s.lease, true, nil
}

func (s *shelf) WaitingReports(_ context.Context, limit int) ([]news.Article, error) {
	var waiting []news.Article
	for id, a := range s.articles {
		if s.grouped[id] < a.Revision && (a.MutedBy == 0 || a.StoryID != 0) {
			waiting = append(waiting, *a)
		}
	}
	slices.SortFunc(waiting, func(a, b news.Article) int {
		return cmp.Or(a.Published.Compare(b.Published), cmp.Compare(a.ID, b.ID))
	})
	if s.batch > 0 {
		limit = s.batch
	}
	return waiting[:min(limit, len(waiting))], nil
}

func (s *shelf) OpenReports(_ context.Context, _ time.Time, each func(news.Article) error) error {
	for _, id := range slices.Sorted(maps.Keys(s.articles)) {
		if a := s.articles[id]; a.StoryID != 0 && !s.over[id] && (a.MutedBy == 0 || s.grouped[id] < a.Revision) {
			if err := each(*a); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *shelf) RecordGrouping(_ context.Context, lease news.Lease, g news.Grouping) error {
	if s.fault != nil {
		return s.fault
	}
	if lease != s.lease {
		return fmt.Errorf("lease %v: %w", lease, news.ErrConflict)
	}
	for _, p := range g.Placements {
		s.articles[p.ArticleID].StoryID = p.StoryID
		s.grouped[p.ArticleID] = max(s.grouped[p.ArticleID], p.Revision)
	}
	for _, c := range g.Copies {
		s.articles[c.ArticleID].CopyOf = c.CopyOf
	}
	for _, sum := range g.Stories {
		s.stories[sum.ID] = sum
		s.last = max(s.last, sum.ID)
	}
	for _, f := range g.Forwards {
		s.forwards[f.From] = f.To
		delete(s.stories, f.From)
	}
	return nil
}

func (s *shelf) MaxStoryID(context.Context) (news.StoryID, error) { return s.last, nil }

func articleOf(i int) news.Article {
	r := reportOf(i)
	return news.Article{
		ID: r.ID, OutletID: news.OutletID(i%5 + 1), Outlet: fmt.Sprintf("Outlet %d", i%5+1), FoundAt: r.Found,
		Reading: news.Reading{
			Headline: r.Headline, Paragraphs: r.Text, Language: r.Language, Published: r.At, Form: news.FormReport,
		},
	}
}

func grouper(s *shelf, holder string) *story.Grouper {
	return &story.Grouper{
		Reports: s, Leases: s, Holder: holder, Language: "en",
		Now: func() time.Time { return morning.Add(2 * time.Hour) },
	}
}

func round(t *testing.T, g *story.Grouper) int {
	t.Helper()
	n, err := g.Round(t.Context())
	if err != nil {
		t.Fatalf("Round: %v", err)
	}
	return n
}

// check finds what a store must never hold after a round.
func (s *shelf) check(t *testing.T) {
	t.Helper()
	count := make(map[news.StoryID]int)
	for id, a := range s.articles {
		if a.StoryID == 0 {
			continue
		}
		count[a.StoryID]++
		if _, ok := s.stories[a.StoryID]; !ok {
			t.Errorf("article %d is in story %d, which has no summary", id, a.StoryID)
		}
	}
	for id, sum := range s.stories {
		if sum.ID != id || sum.Reports != count[id] || sum.Outlets > sum.Reports || sum.Independent > sum.Outlets {
			t.Errorf("story %d with %d articles has the summary %+v", id, count[id], sum)
		}
	}
	for from, to := range s.forwards {
		if _, ok := s.stories[to]; !ok && to != 0 {
			t.Errorf("story %d forwards to %d, which is not there", from, to)
		}
	}
}

func (s *shelf) grouping() string {
	members := make(map[news.StoryID][]string)
	for _, id := range slices.Sorted(maps.Keys(s.articles)) {
		members[s.articles[id].StoryID] = append(members[s.articles[id].StoryID], fmt.Sprint(id))
	}
	var groups []string
	for _, m := range members {
		groups = append(groups, strings.Join(m, "+"))
	}
	slices.Sort(groups)
	return strings.Join(groups, " ")
}

func TestRoundsGroupWhatWaits(t *testing.T) {
	for _, batch := range []int{0, 1, 4} {
		s := newShelf()
		s.batch = batch
		g := grouper(s, "a")
		for i := range day {
			s.put(articleOf(i))
		}
		total := 0
		for n := round(t, g); n > 0; n = round(t, g) {
			total += n
			s.check(t)
		}
		if total != len(day) {
			t.Errorf("batches of %d: grouped %d articles, want %d", batch, total, len(day))
		}
		if got := s.grouping(); got != truth() {
			t.Errorf("batches of %d: grouping = %s\nwant %s", batch, got, truth())
		}
	}
}

func TestNewLeaderGoesOn(t *testing.T) {
	s, g := newShelf(), (*story.Grouper)(nil)
	for i := range day {
		s.put(articleOf(i))
		g = grouper(s, fmt.Sprint("process ", i)) // every process dies after a round
		round(t, g)
		s.check(t)
	}
	if got := s.grouping(); got != truth() {
		t.Errorf("grouping = %s\nwant       %s", got, truth())
	}
}

func TestArticleIsPlacedAnewWhenItsPageIsRead(t *testing.T) {
	s := newShelf()
	g := grouper(s, "a")
	for i := range day {
		a := articleOf(i)
		a.Paragraphs = nil
		s.put(a)
	}
	round(t, g)
	for i := range day {
		s.put(articleOf(i))
	}
	if n := round(t, g); n != len(day) {
		t.Errorf("Round = %d after every page was read, want %d", n, len(day))
	}
	s.check(t)
	if got := s.grouping(); got != truth() {
		t.Errorf("grouping = %s\nwant       %s", got, truth())
	}
}

func TestNothingIsDoneWithoutTheLease(t *testing.T) {
	s := newShelf()
	s.refuse = true
	s.put(articleOf(0))
	if n := round(t, grouper(s, "a")); n != 0 || len(s.stories) != 0 {
		t.Errorf("Round = %d with %d stories while another holds the lease, want none", n, len(s.stories))
	}
}

func TestFencedOffLeaderStartsOver(t *testing.T) {
	s := newShelf()
	g := grouper(s, "a")
	s.put(articleOf(0))
	s.fault = fmt.Errorf("too late: %w", news.ErrConflict)
	if n := round(t, g); n != 0 || len(s.stories) != 0 {
		t.Fatalf("Round = %d with %d stories after a refusal, want none", n, len(s.stories))
	}
	s.fault = nil
	if n := round(t, g); n != 1 {
		t.Errorf("Round = %d after the refusal, want 1", n)
	}
	s.check(t)
	if s.articles[1].StoryID != 1 {
		t.Errorf("the first story got the id %d, want 1", s.articles[1].StoryID)
	}
}

func TestFaultOfTheStoreIsTold(t *testing.T) {
	s := newShelf()
	g := grouper(s, "a")
	s.put(articleOf(0))
	s.fault = errors.New("disk full")
	if _, err := g.Round(t.Context()); !errors.Is(err, s.fault) {
		t.Errorf("Round = %v, want the store's fault", err)
	}
	s.fault = nil
	if n := round(t, g); n != 1 {
		t.Errorf("Round = %d after the fault, want 1", n)
	}
}

func TestSummary(t *testing.T) {
	s := newShelf()
	g := grouper(s, "a")
	for i := range 4 {
		a := articleOf(i)
		if i == 2 {
			a.Credit = []string{"NW"}
		}
		s.put(a)
	}
	copied := articleOf(0)
	copied.ID, copied.OutletID, copied.Outlet = 50, 9, "Late Post"
	copied.Published = morning.Add(time.Hour)
	s.put(copied)
	round(t, g)
	s.check(t)
	got := s.stories[s.articles[1].StoryID]
	if got.Reports != 5 || got.Outlets != 5 || got.Independent != 3 {
		t.Errorf("reports %d, outlets %d, independent %d, want 5, 5, 3", got.Reports, got.Outlets, got.Independent)
	}
	if got.FirstOutlet != "Outlet 1" || !got.FirstAt.Equal(morning) || !got.LatestAt.Equal(morning.Add(time.Hour)) {
		t.Errorf("first %s at %v, latest %v", got.FirstOutlet, got.FirstAt, got.LatestAt)
	}
	if !slices.Equal(got.Languages, []string{"en", "de"}) || len(got.Rhythm) != 24 || got.Rhythm[21]+got.Rhythm[22]+got.Rhythm[23] != 5 {
		t.Errorf("languages %v, rhythm %v", got.Languages, got.Rhythm)
	}
	if got.Headline == "" || s.articles[50].CopyOf != 1 {
		t.Errorf("headline %q, copy of %d", got.Headline, s.articles[50].CopyOf)
	}
}

func TestStoriesThatBecomeOneAreForwarded(t *testing.T) {
	s := newShelf()
	g := grouper(s, "a")
	for i := range 3 {
		a := articleOf(i)
		a.StoryID = news.StoryID(10 + i)
		s.put(a)
		s.grouped[a.ID] = 1
		s.stories[a.StoryID] = news.StorySummary{ID: a.StoryID, Reports: 1, Outlets: 1}
	}
	s.last = 12
	s.put(articleOf(9))
	round(t, g)
	s.check(t)
	want := map[news.StoryID]news.StoryID{11: 10, 12: 10}
	if !maps.Equal(s.forwards, want) {
		t.Errorf("forwards = %v, want %v", s.forwards, want)
	}
	if got := s.articles[10].StoryID; got != 13 {
		t.Errorf("the new story got the id %d, want 13", got)
	}
}

func TestArticleOfAStoryThatIsOverStays(t *testing.T) {
	s := newShelf()
	old := articleOf(0)
	old.Published = morning.Add(-60 * 24 * time.Hour)
	old.StoryID = 4
	s.put(old)
	s.last = 4
	s.stories[4] = news.StorySummary{ID: 4, Reports: 1, Outlets: 1}
	s.over = map[news.ArticleID]bool{old.ID: true}
	g := grouper(s, "a")
	if n := round(t, g); n != 1 {
		t.Errorf("Round = %d, want 1", n)
	}
	s.check(t)
	if got := s.articles[old.ID].StoryID; got != 4 || len(s.stories) != 1 {
		t.Errorf("the article went to %d of %d stories, want it to stay in 4", got, len(s.stories))
	}
	if n := round(t, g); n != 0 {
		t.Errorf("a second Round = %d, want nothing left", n)
	}
}

// groupedDay is a store in which the day's articles are grouped, and one of its
// stories with several articles.
func groupedDay(t *testing.T) (s *shelf, of news.StoryID, members []news.ArticleID) {
	t.Helper()
	s = newShelf()
	for i := range day {
		s.put(articleOf(i))
	}
	round(t, grouper(s, "a"))
	for _, id := range slices.Sorted(maps.Keys(s.stories)) {
		if s.stories[id].Reports > 1 {
			of = id
			break
		}
	}
	for _, id := range slices.Sorted(maps.Keys(s.articles)) {
		if s.articles[id].StoryID == of {
			members = append(members, id)
		}
	}
	return s, of, members
}

func TestMutedArticleLeavesItsStory(t *testing.T) {
	for _, leader := range []string{"a", "b"} { // the same and a new one
		s, of, members := groupedDay(t)
		g := grouper(s, leader)
		for i, id := range members {
			a := *s.articles[id]
			a.MutedBy = 7
			s.put(a)
			round(t, g)
			s.check(t)
			if got := s.articles[id].StoryID; got != 0 {
				t.Errorf("leader %s: muted article %d is in story %d", leader, id, got)
			}
			if left := len(members) - 1 - i; s.stories[of].Reports != left {
				t.Errorf("leader %s: story has %d reports, want %d", leader, s.stories[of].Reports, left)
			}
		}
		if to, gone := s.forwards[of]; !gone || to != 0 {
			t.Errorf("leader %s: the emptied story forwards to %d, %v; want nowhere", leader, to, gone)
		}
		a := *s.articles[members[0]]
		a.MutedBy = 0
		s.put(a)
		round(t, g)
		s.check(t)
		if s.articles[a.ID].StoryID == 0 {
			t.Errorf("leader %s: taken after all, article %d is in no story", leader, a.ID)
		}
	}
}

func TestStoryOfADoubleIsForwarded(t *testing.T) {
	s, of, members := groupedDay(t)
	double := articleOf(0)
	double.ID, double.Headline, double.Paragraphs = 9000, "Completely other words before its page was read", nil
	s.put(double)
	g := grouper(s, "a")
	round(t, g)
	alone := s.articles[double.ID].StoryID
	if alone == of {
		t.Fatal("the double has to be in a story of its own for this test")
	}
	double = *s.articles[double.ID]
	double.MutedBy, double.JoinedTo = news.RuleJoined, members[0]
	s.put(double)
	round(t, g)
	s.check(t)
	if got := s.forwards[alone]; got != of {
		t.Errorf("the double's story forwards to %d, want %d", got, of)
	}
}

// TestAddressesHaveNothingInCommon shows that reports of which nothing is known
// but where they stand stay alone, however alike their addresses are, and join
// their story once their pages are read.
func TestAddressesHaveNothingInCommon(t *testing.T) {
	s := newShelf()
	g := grouper(s, "a")
	for i, path := range []string{"selwyn-bridge-opens-after-nine-years", "selwyn-bridge-opens-nine-years-late", "selwyn-bridge-opens-at-last"} {
		address := fmt.Sprintf("https://paper%d.example/news/%s", i, path)
		s.put(news.Article{
			ID: news.ArticleID(i + 1), OutletID: news.OutletID(i + 1), URL: address, Revision: 1,
			FoundAt: morning, Reading: news.Reading{Headline: address, Published: morning, Form: news.FormReport},
		})
	}
	for n := round(t, g); n > 0; n = round(t, g) {
		s.check(t)
	}
	if got := s.grouping(); got != "1 2 3" {
		t.Errorf("grouping = %s, want each alone", got)
	}
}

func TestHeadlineOfAStoryIsNoAddress(t *testing.T) {
	address := news.Article{ID: 1, URL: "https://a.example/1", Reading: news.Reading{Headline: "https://a.example/1"}}
	words := news.Article{ID: 2, URL: "https://b.example/1", Reading: news.Reading{Headline: "Live: is it open?", Language: "de"}}
	if got := story.Headline([]news.Article{address, words}, "en"); got != words.Headline {
		t.Errorf("headline = %q, want %q", got, words.Headline)
	}
	if got := story.Headline([]news.Article{address}, "en"); got != address.Headline {
		t.Errorf("headline = %q, want the address where nothing else is known", got)
	}
}
