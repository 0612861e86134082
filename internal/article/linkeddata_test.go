package article

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestReadLinkedData(t *testing.T) {
	for _, tc := range []struct {
		name, script string
		want         linkedData
	}{
		{
			"plain", `{"@type":"NewsArticle","headline":"Ferry runs","author":{"@type":"Person","name":"Ada Mole"}}`,
			linkedData{types: []string{"NewsArticle"}, headline: "Ferry runs", authors: []namedThing{{name: "Ada Mole", kind: "Person"}}},
		},
		{"in a comment", "<!-- {\"@type\":\"NewsArticle\",\"headline\":\"Ferry runs\"} -->", linkedData{types: []string{"NewsArticle"}, headline: "Ferry runs"}},
		{"line break in a text", "{\"@type\":\"NewsArticle\",\"headline\":\"Ferry\nruns\"}", linkedData{types: []string{"NewsArticle"}, headline: "Ferry runs"}},
		{"a comma too many", `[{"@type":"NewsArticle","headline":"Ferry runs",},]`, linkedData{types: []string{"NewsArticle"}, headline: "Ferry runs"}},
		{"entities for quotes", `{&quot;@type&quot;:&quot;NewsArticle&quot;,&quot;headline&quot;:&quot;Ferry runs&quot;}`, linkedData{types: []string{"NewsArticle"}, headline: "Ferry runs"}},
		{"entities in a text", `{"@type":"NewsArticle","headline":"Ferry &amp;amp; crew"}`, linkedData{types: []string{"NewsArticle"}, headline: "Ferry & crew"}},
		{"an escape that is none", `{"@type":"NewsArticle","headline":"Ferry\'s run"}`, linkedData{types: []string{"NewsArticle"}, headline: "Ferry 's run"}},
		{
			"names by reference", `{"@graph":[{"@type":"Person","@id":"#a","name":"Ada Mole"},{"@type":"NewsArticle","headline":"Ferry runs","author":[{"@id":"#a"}]}]}`,
			linkedData{types: []string{"NewsArticle"}, headline: "Ferry runs", authors: []namedThing{{name: "Ada Mole", kind: "Person"}}},
		},
		{
			"the report before what it mentions", `[{"@type":"WebPage","name":"Page"},{"@type":"NewsArticle","headline":"Other","url":"https://wire.example/other"},{"@type":"NewsArticle","headline":"Ferry runs","url":"https://wire.example/a"}]`,
			linkedData{types: []string{"NewsArticle"}, headline: "Ferry runs", url: "https://wire.example/a"},
		},
		{"no JSON", `function() {}`, linkedData{}},
		{"nothing", ``, linkedData{}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got := readLinkedData([]string{tc.script}, "wire.example/a")
			if diff := cmp.Diff(tc.want, got, cmp.AllowUnexported(linkedData{}, namedThing{}, ldImage{})); diff != "" {
				t.Errorf("readLinkedData (-want +got):\n%s", diff)
			}
		})
	}
}

func FuzzReadLinkedData(f *testing.F) {
	for _, s := range []string{
		`{"@type":"NewsArticle","headline":"Ferry runs","author":{"@id":"#a"},"image":["a",{"@id":"b"}]}`,
		`{"@graph":[{"@type":"NewsArticle","@id":"#a","author":{"@id":"#a"},"publisher":{"@id":"#a"}}]}`,
		`<!-- [{"@type":["a","NewsArticle"],},] -->`, `{&quot;a&quot;:1}`,
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, script string) {
		d := readLinkedData([]string{script}, "wire.example/a")
		if d.headline != line(d.headline) {
			t.Errorf("the headline %q is not one line of text", d.headline)
		}
	})
}
