package post_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"dateline/internal/clean"
	"dateline/internal/news"
	"dateline/internal/post"
)

func TestRenderers(t *testing.T) {
	p, pub := harbour(), publication()
	document, err := post.JSON(p, pub, []news.Comment{
		{Name: "Deckhand", Text: "About time.", State: news.CommentShown, At: time.Date(2024, 3, 9, 5, 0, 0, 0, time.UTC)},
		{Name: "Spammer", Text: "Buy!", State: news.CommentHeld},
	})
	if err != nil {
		t.Fatal(err)
	}
	for name, got := range map[string]string{
		"harbour.html":            string(post.HTML(p, pub)),
		"harbour.page.html":       string(post.PageHTML(p, pub)),
		"harbour.standalone.html": post.Standalone(p, pub, "https://bulletin.test/2024/03/ferries-return-to-port-arlen.html"),
		"harbour.entry.html":      post.Entry(p, pub),
		"harbour.md":              post.Markdown(p, pub),
		"harbour.json":            string(document),
	} {
		t.Run(name, func(t *testing.T) { golden(t, name, got) })
	}
}

func TestEmptyPostRenders(t *testing.T) {
	p, pub := &news.Post{}, &news.Publication{}
	if got := string(post.HTML(p, pub)); strings.Contains(got, "<h") {
		t.Errorf("HTML of nothing has a heading: %s", got)
	}
	if got := post.Entry(p, pub) + post.Standalone(p, pub, "") + post.Markdown(p, pub) + post.Text(p, pub); got != "" {
		t.Errorf("nothing renders as %q", got)
	}
	document, err := post.JSON(p, pub, nil)
	if err != nil || !json.Valid(document) || strings.Contains(string(document), "null") {
		t.Errorf("JSON of nothing = %s, %v", document, err)
	}
}

// hostile is a post whose every text from outside tries to become markup.
func hostile() *news.Post {
	const attack = `"'><script>alert(1)</script><img src=x onerror=alert(1)> [x](javascript:alert(1)) <javascript:alert(1)> ![y](data:text/html,z)`
	r := news.Report{URL: "javascript:alert(1)//https://ok.test", Headline: attack, Outlet: attack, Agency: attack, Author: attack, ShowAuthor: true}
	blocks := []news.Block{
		{Kind: news.BlockVideo, Report: &r, Text: attack, Video: news.Video{Provider: attack, ID: attack}, URL: "data:text/html,<script>"},
		{Kind: news.BlockVideo, Report: &r, Text: attack, Video: news.Video{Provider: "youtube", ID: `"><script>`}},
		{Kind: news.BlockUpdate, Report: &r},
		{Kind: news.BlockPrevious, Title: attack, URL: "javascript:alert(1)", Date: time.Unix(0, 0)},
		{Kind: news.BlockPrevious, Title: attack, URL: "//evil.test/x"},
	}
	for _, address := range []string{
		r.URL, "JaVaScRiPt:alert(1)", "java\nscript:alert(1)", " javascript:alert(1)", "data:text/html;base64,x", "vbscript:x", "//evil.test",
		"https://ok.test/a) [x](javascript:alert(1)", `https://ok.test/"onmouseover="alert(1)`, "https:javascript:alert(1)",
	} {
		lead := r
		lead.URL = address
		blocks = append(blocks,
			news.Block{Kind: news.BlockLead, Report: &lead, Standfirst: attack, Quotes: []string{attack, "# x\n\n<b>y</b>"}},
			news.Block{Kind: news.BlockMore, Title: attack, Reports: []news.Report{lead}})
	}
	return &news.Post{Headline: attack, Slug: `"><script>`, Blocks: blocks}
}

func TestHostileWordsStayWords(t *testing.T) {
	p, pub := hostile(), publication()
	pub.Signature = `<script>alert(1)</script>`
	p.Blocks = append(p.Blocks, news.Block{Kind: news.BlockNote, Text: "a [b](javascript:alert(1)) <script>c</script><img src=x onerror=d>"})
	for name, got := range map[string]string{
		"HTML":       string(post.HTML(p, pub)),
		"PageHTML":   string(post.PageHTML(p, pub)),
		"Standalone": post.Standalone(p, pub, "javascript:alert(1)"),
		"Entry":      post.Entry(p, pub),
		"Markdown":   clean.Markdown(post.Markdown(hostile(), pub)),
	} {
		t.Run(name, func(t *testing.T) { checkSafe(t, got) })
	}
}

// Markdown is read by programs that clean nothing, so that its own text, not
// only what clean makes of it, has to be free of markup and of foreign links.
func TestMarkdownOfHostileWords(t *testing.T) {
	got := post.Markdown(hostile(), publication())
	for _, bad := range []string{"](javascript", "](data", "](JaVa", "](vbscript", "](//", "\n# x"} {
		if strings.Contains(strings.ReplaceAll(got, `\]`, ""), bad) {
			t.Errorf("Markdown holds %q:\n%s", bad, got)
		}
	}
	for i := range len(got) {
		if got[i] == '<' && (i == 0 || got[i-1] != '\\') {
			t.Errorf("Markdown holds markup: %s", got[i:min(len(got), i+40)])
		}
	}
}

// checkSafe reads HTML and reports whatever would run, load or lead to an
// address that is no web address.
func checkSafe(t *testing.T, text string) {
	t.Helper()
	allowed := " article header h1 h2 h3 a p span section blockquote ul li figure figcaption div b i br small em strong "
	z := html.NewTokenizer(strings.NewReader(text))
	for z.Next() != html.ErrorToken {
		token := z.Token()
		if token.Type != html.StartTagToken && token.Type != html.SelfClosingTagToken {
			continue
		}
		if !strings.Contains(allowed, " "+token.Data+" ") {
			t.Errorf("element %s in %s", token.Data, text)
		}
		for _, a := range token.Attr {
			switch a.Key {
			case "class", "rel", "aria-label":
			case "href", "cite":
				if !strings.HasPrefix(a.Val, "https://") && !strings.HasPrefix(a.Val, "/0000/") {
					t.Errorf("%s leads to %q", a.Key, a.Val)
				}
			default:
				t.Errorf("attribute %s in %s", a.Key, text)
			}
		}
	}
}

func TestVideoIsALinkOnly(t *testing.T) {
	pub := publication()
	report := &news.Report{URL: "https://coast.test/v", Headline: "First ferry", Outlet: "Coast Channel"}
	for _, tc := range []struct {
		name  string
		block news.Block
		want  string
	}{
		{"known provider", news.Block{Video: news.Video{Provider: "youtube", ID: "abc"}, Report: report}, `href="https://www.youtube.com/watch?v=abc" rel="noopener">Watch on YouTube: First ferry -- <span class="outlet">Coast Channel</span></a>`},
		{"unknown provider", news.Block{Video: news.Video{Provider: "Tube", ID: "1"}, Report: report}, `href="https://coast.test/v" rel="noopener">Watch on Tube: First ferry`},
		{"address only", news.Block{URL: "https://v.test/1"}, `href="https://v.test/1" rel="noopener">Watch</a>`},
		{"no report", news.Block{Video: news.Video{Provider: "vimeo", ID: "7"}}, `href="https://vimeo.com/7" rel="noopener">Watch on Vimeo</a>`},
	} {
		t.Run(tc.name, func(t *testing.T) {
			tc.block.Kind = news.BlockVideo
			got := string(post.HTML(&news.Post{Blocks: []news.Block{tc.block}}, pub))
			if !strings.Contains(got, tc.want) || strings.Contains(got, "<iframe") || strings.Contains(got, "<img") {
				t.Errorf("HTML = %s, want %s in it and nothing that loads", got, tc.want)
			}
		})
	}
}
