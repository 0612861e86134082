package web_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"dateline/internal/news"
)

var regexpUndo = regexp.MustCompile(`action="(/desk/rules\?[^"]+)"`)

func TestARuleKeepsReportsAwayAndGivesThemBack(t *testing.T) {
	b, n := atDesk(t)
	form := url.Values{"action": {"mute"}, "field": {"words"}, "pattern": {"toll"}, "feed": {"0"}, "apply": {"yes"}}
	if p := b.post("/desk/rules", form); p.status != http.StatusSeeOther {
		t.Fatalf("got status %d, want 303", p.status)
	}
	body := b.get("/desk/rules").body
	if !inOrder(body, "Keep away what has “toll” in it", "every feed", "1 report kept away") || !strings.Contains(body, "1 report changed.") {
		t.Error("the page does not tell what the rule does")
	}
	if body := b.get("/desk/rules/muted?rule=1").body; !inOrder(body, "take them back", "Toll stays off until Friday") {
		t.Error("what the rule keeps away is not listed")
	}
	b.post("/desk/rules/1/delete", nil)
	if len(n.rules) != 0 || n.stories[0].Articles[3].MutedBy != 0 {
		t.Errorf("after deleting: rules %+v, muted by %d", n.rules, n.stories[0].Articles[3].MutedBy)
	}
	body = b.get("/desk/rules").body
	undo := regexpUndo.FindStringSubmatch(body)
	if undo == nil {
		t.Fatal("the page after deleting offers no undo")
	}
	b.post(strings.ReplaceAll(undo[1], "&amp;", "&"), nil)
	if len(n.rules) != 1 || n.rules[0].Pattern != "toll" || n.rules[0].Field != news.RuleWords || n.stories[0].Articles[3].MutedBy == 0 {
		t.Errorf("after undoing: rules %+v", n.rules)
	}
	if !n.appliedSince.Before(noon) {
		t.Errorf("applied since %v", n.appliedSince)
	}
}

func TestARuleIsPreviewed(t *testing.T) {
	b, n := atDesk(t)
	form := url.Values{"pattern": {"lorries"}, "do": {"preview"}, "feed": {"1"}, "field": {"words"}, "action": {"take"}}
	p := b.post("/desk/rules", form)
	for _, want := range []string{"It fits <strong>", "Lorries first as the strait bridge reopens", `value="lorries"`, `<option value="1" selected>`, `<option value="words" selected>`, `<option value="take" selected>`} {
		if !strings.Contains(p.body, want) {
			t.Errorf("the preview lacks %q", want)
		}
	}
	if len(n.rules) != 0 {
		t.Error("a preview kept the rule")
	}
}

// A preview says where it found the words, and counts what is hidden already.
func TestAPreviewSaysWhere(t *testing.T) {
	b, n := atDesk(t)
	n.stories[0].Articles[1].MutedBy = news.RuleOutlet
	for _, tc := range []struct{ field, pattern, want string }{
		{"words", "reopens", "found in the headline"},
		{"words", "haulage", "found in the text"},
		{"words", "bridge", "found in the headline and text"},
		{"author", "Hanna Lind", "found in the author"},
		{"address", "outlet.example/*", "found in the address"},
	} {
		p := b.post("/desk/rules", url.Values{"pattern": {tc.pattern}, "do": {"preview"}, "field": {tc.field}})
		if !strings.Contains(p.body, tc.want) {
			t.Errorf("%s %s: the preview lacks %q", tc.field, tc.pattern, tc.want)
		}
	}
	if p := b.post("/desk/rules", url.Values{"pattern": {"Hanna Lind"}, "do": {"preview"}, "field": {"author"}}); !inOrder(p.body, "It fits <strong>1</strong>", "all of them hidden already", "its outlet is ignored") {
		t.Error("what is hidden already is not counted")
	}
}

func TestRulesOfNothingAreRefused(t *testing.T) {
	b, n := atDesk(t)
	for _, pattern := range []string{"", "  ", ",,", "*", strings.Repeat("long ", 600)} {
		if p := b.post("/desk/rules", url.Values{"pattern": {pattern}, "apply": {"yes"}}); p.status != http.StatusUnprocessableEntity || !strings.Contains(p.body, `id="fault"`) {
			t.Errorf("%.20q: got status %d, want 422 and words", pattern, p.status)
		}
	}
	if p := b.post("/desk/rules", url.Values{"pattern": {"golf"}, "feed": {"99"}}); p.status != http.StatusNotFound {
		t.Errorf("a feed that is not there: got status %d, want 404", p.status)
	}
	if len(n.rules) != 0 {
		t.Errorf("kept %+v", n.rules)
	}
}
