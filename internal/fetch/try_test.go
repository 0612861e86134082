package fetch_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"dateline/internal/fetch"
)

func TestTry(t *testing.T) {
	good := rss(item("One", "http://harbour.example/1", "1", morning), item("Two", "http://harbour.example/2", "2", morning))
	for _, tc := range []struct {
		name    string
		answer  http.HandlerFunc
		outcome fetch.Outcome
		kind    fetch.Kind
		items   int
	}{
		{"a good feed", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, good) }, fetch.OutcomeAccept, "", 2},
		{"by a redirect", func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path != "/feed" {
				http.Redirect(w, r, "/feed", http.StatusMovedPermanently)
				return
			}
			fmt.Fprint(w, good)
		}, fetch.OutcomeAccept, "", 2},
		{"nothing to use", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, rss("<item/>")) }, fetch.OutcomeSalvage, fetch.KindItems, 0},
		{"a bad address", func(w http.ResponseWriter, _ *http.Request) {
			fmt.Fprint(w, rss(item("One", "http://harbour.example/"+strings.Repeat("a", 5000), "1", morning)))
		}, fetch.OutcomeSalvage, fetch.KindBadAddress, 1},
		{"a huge headline", func(w http.ResponseWriter, _ *http.Request) {
			fmt.Fprint(w, rss(item(strings.Repeat("T", 1<<20), "http://harbour.example/1", "1", morning)))
		}, fetch.OutcomeSalvage, fetch.KindField, 1},
		{"a page", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "<!doctype html><p>hello") }, fetch.OutcomeReject, fetch.KindNotAFeed, 0},
		{"nothing", func(http.ResponseWriter, *http.Request) {}, fetch.OutcomeNoChange, fetch.KindEmpty, 0},
		{"no content", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) }, fetch.OutcomeNoChange, fetch.KindEmpty, 0},
		{"not found", http.NotFound, fetch.OutcomeNoChange, fetch.KindNotFound, 0},
		{"sent elsewhere", func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "http://10.0.0.1/", http.StatusFound)
		}, fetch.OutcomeReject, fetch.KindRefused, 0},
	} {
		t.Run(tc.name, func(t *testing.T) {
			site := serve(t, tc.answer)
			v := clientFor(t, fetch.Options{}, site).Try(t.Context(), site.URL)
			if v.Outcome != tc.outcome || v.Error != tc.kind || v.Items != tc.items {
				t.Errorf("Try = %+v, want %s, error %q, %d items", v, tc.outcome, tc.kind, tc.items)
			}
		})
	}
}

// The names of a verdict's fields are what other programs read.
func TestVerdictNames(t *testing.T) {
	b, err := json.Marshal(fetch.Verdict{Outcome: fetch.OutcomeAccept, Status: 200, FinalURL: "http://harbour.example/"})
	if err != nil {
		t.Fatal(err)
	}
	want := `{"outcome":"accept","error":"","status":200,"final_url":"http://harbour.example/","bytes":0,"decoded_bytes":0,"ms":0,"items":0}`
	if string(b) != want {
		t.Errorf("verdict = %s, want %s", b, want)
	}
}
