package clean_test

import (
	"slices"
	"strings"
	"testing"

	"dateline/internal/clean"
)

const rel = ` rel="noopener noreferrer nofollow ugc"`

func TestHTML(t *testing.T) {
	const base = "https://outlet.test/news/today.html"
	for _, tc := range []struct{ name, in, base, want string }{
		{"plain text is escaped", `5 > 4`, "", `5 &gt; 4`},
		{"text with entities", `Tom &amp; Jerry &eacute;`, "", `Tom &amp; Jerry é`},
		{"structure stays", `<p>One <b>two</b></p>`, "", `<p>One <b>two</b></p>`},
		{"relative link is completed", `<a href="../a?b=1&c=2">x</a>`, base, `<a href="https://outlet.test/a?b=1&amp;c=2"` + rel + `>x</a>`},
		{"script address", `<a href="javascript:alert(1)">x</a>`, base, `x`},
		{"script address with a tab", "<a href=\"java\tscript:alert(1)\">x</a>", base, `x`},
		{"data address", `<a href="data:text/html,x">x</a>`, base, `x`},
		{"mail address", `<a href="mailto:a@outlet.test">x</a>`, base, `<a href="mailto:a@outlet.test"` + rel + `>x</a>`},
		{"a base that is no web address is ignored", `<a href="x">y</a>`, "javascript:alert(1)//", `<a href="x"` + rel + `>y</a>`},
		{"pictures are dropped", `a<img src="https://outlet.test/1.png" onerror="x()">b`, base, `ab`},
		{"styles, classes and names are dropped", `<p style="x" class="y" id="z" onclick="w">v</p>`, "", `<p>v</p>`},
		{"script with its content", `a<script>alert("<b>")</script>b`, "", `ab`},
		{"svg with its content", `a<svg><desc>x<script>y</script></desc><img src=x onerror=y></svg>b`, "", `ab`},
		{"frames and forms", `<form action="/x"><input name=q>a</form><iframe src="//x"></iframe>`, "", `a`},
		{"what is open is closed", `<div><p>a<b>c`, "", `<div><p>a<b>c</b></p></div>`},
		{"what was not opened is not closed", `</div></section>a</b>`, "", `a`},
		{"half an address", `<a href="http://outlet.test/&quot;x">y</a>`, "", `<a href="http://outlet.test/&#34;x"` + rel + `>y</a>`},
		{"an exclamation is no comment", "<!' <b>x</b>", "", "&lt;!&#39; <b>x</b>"},
		{"comments", `a<!-- <b> -->c<![CDATA[d]]>`, "", `ac`},
		{"control characters", "<i>a\x00\x08b\ufeff\u202ec</i>", "", `<i>abc</i>`},
		{"marks piled up", "<i>Z" + strings.Repeat("\u0301", 50) + "</i>", "", "<i>Z" + strings.Repeat("\u0301", 8) + "</i>"},
		{"broken UTF-8", "<i>a\xffb</i>", "", "<i>a\ufffdb</i>"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got := clean.HTML(tc.in, tc.base)
			if got != tc.want {
				t.Errorf("HTML(%q) = %q, want %q", tc.in, got, tc.want)
			}
			if again := clean.HTML(got, tc.base); again != got {
				t.Errorf("HTML of its own result %q = %q", got, again)
			}
		})
	}
}

func TestFragment(t *testing.T) {
	in := `<img src="/1.png" alt="A &quot;cat&quot;" onload=x style=y><img src="data:image/png;base64,AAAA"><img src="mailto:x@y">`
	want := `<img src="https://outlet.test/1.png" alt="A &#34;cat&#34;">`
	if got := clean.Fragment(in, "https://outlet.test/"); !strings.HasPrefix(got, want) || strings.Contains(got, "data:") || strings.Contains(got, "mailto:") {
		t.Errorf("Fragment(%q) = %q, want %q and nothing that can be loaded after it", in, got, want)
	}
}

func TestFragmentKeepsPlainDrawings(t *testing.T) {
	in := `<svg width="3px" onload="x()"><style>y</style><a href="javascript:z"><circle r="1" fill="url(//evil.test)" /></a><title>t<img src=x onerror=y></title></svg>`
	want := `<svg width="3px"><a rel="noopener noreferrer nofollow ugc"><circle r="1" /></a><title>t&lt;img src=x onerror=y&gt;</title></svg>`
	if got := clean.Fragment(in, ""); strings.ReplaceAll(got, `"/>`, `" />`) != want {
		t.Errorf("Fragment(%q) = %q, want %q", in, got, want)
	}
}

func TestHTMLSurvivesExcess(t *testing.T) {
	marks := "<b><i><u><s><em><strong><small><code><big>"
	for name, in := range map[string]string{
		"deep nesting":        strings.Repeat("<div>", 30000) + "words" + strings.Repeat("</div>", 30000),
		"unclosed quotations": strings.Repeat("<blockquote>", 2000) + "words",
		"marks opened again":  marks + marks + strings.Repeat("<p>", 100000) + "words",
		"very long":           strings.Repeat("<p>words ", 1<<20),
	} {
		t.Run(name, func(t *testing.T) {
			got := clean.HTML(in, "")
			if !strings.Contains(got, "words") {
				t.Errorf("the words are lost: %.80q", got)
			}
			if len(got) > 10*len(in) {
				t.Errorf("%d bytes grew to %d", len(in), len(got))
			}
		})
	}
}

func TestLine(t *testing.T) {
	for _, tc := range []struct{ name, in, want string }{
		{"plain", "Peace talks open", "Peace talks open"},
		{"white space", "  Peace\n\ttalks\u00a0open ", "Peace talks open"},
		{"entities once", "Tom &amp;amp; Jerry &amp; Co", "Tom &amp; Jerry & Co"},
		{"tags out", "<b>Peace</b> talks<br>open<!-- x -->", "Peace talks open"},
		{"blocks are parted", "<p>Peace</p><p>talks</p>", "Peace talks"},
		{"a sign that is no tag", "1 < 2 & 3 > 2", "1 < 2 & 3 > 2"},
		{"control characters", "Pe\x00a\x08ce\u202e talks\u200f", "Peace talks\u200f"},
		{"scripts", "a<script>b()</script>c", "ac"},
		{"marks piled up", "Z" + strings.Repeat("\u0301", 5000) + "algo e\u0301", "Z" + strings.Repeat("\u0301", 8) + "algo e\u0301"},
		{"marks piled up by number", "Z" + strings.Repeat("&#769;", 50) + "&amp;", "Z" + strings.Repeat("\u0301", 8) + "&"},
		{"marks with joiners between", "Z" + strings.Repeat("\u0301\u200d", 50) + ".", "Z" + strings.Repeat("\u0301\u200d", 8) + "."},
		{"vowel signs stay", "हिन्दी שָׁלוֹם བསྒྲུབས", "हिन्दी שָׁלוֹם བསྒྲུབས"},
		{"letters that nobody sees", "a\U000e0041\U000e007fb", "ab"},
		{"turned direction", "\u202e\u2066evil\u2069", "evil"},
		{"empty", "", ""},
		{"only space", " \n ", ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := clean.Line(tc.in); got != tc.want {
				t.Errorf("Line(%q) = %q, want %q", tc.in, got, tc.want)
			}
		})
	}
}

func TestParagraphs(t *testing.T) {
	in := `Lead <i>one</i><p>Two<br>lines</p>Three<br/><br>four
		<ul><li>five<li>six</ul><blockquote><p>seven</p></blockquote>
		<h2>eight</h2><style>no</style><td>nine</td><td>ten</td>`
	want := []string{"Lead one", "Two lines", "Three", "four", "five", "six", "seven", "eight", "nine ten"}
	if got := clean.Paragraphs(in); !slices.Equal(got, want) {
		t.Errorf("Paragraphs = %q, want %q", got, want)
	}
	if got := clean.Text("<p>a</p><p>b"); got != "a\n\nb" {
		t.Errorf("Text = %q", got)
	}
}

func TestMarkdown(t *testing.T) {
	for _, tc := range []struct{ name, in, want string }{
		{"paragraph", "Hello *you*", "<p>Hello <em>you</em></p>"},
		{"line break", "one\ntwo", "<p>one<br/>\ntwo</p>"},
		{"link", "[x](https://outlet.test/?a=1&b=2)", `<p><a href="https://outlet.test/?a=1&amp;b=2"` + rel + `>x</a></p>`},
		{"bare address", "see https://outlet.test/a", `<p>see <a href="https://outlet.test/a"` + rel + `>https://outlet.test/a</a></p>`},
		{"script link", "[x](javascript:alert(1))", "<p>x</p>"},
		{"raw HTML is cleaned", `<p onclick="x">a</p><script>b</script>`, "<p>a</p>"},
		{"rule", strings.Repeat("-", 200), "<hr/>"},
		{"picture", "![alt](https://outlet.test/a.png)", "<p></p>"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := strings.TrimSpace(clean.Markdown(tc.in)); got != tc.want {
				t.Errorf("Markdown(%q) = %q, want %q", tc.in, got, tc.want)
			}
		})
	}
}

func TestMarkdownTooDeep(t *testing.T) {
	for _, mark := range []string{">", "> ", "- "} {
		in := strings.Repeat(mark, 50000) + "<b>words"
		if got := clean.Markdown(in); !strings.HasSuffix(got, "&lt;b&gt;words</p>") {
			t.Errorf("%d marks %q gave %.60q, want them as they were written", 50000, mark, got)
		}
	}
}

func FuzzHTML(f *testing.F) {
	for _, s := range []string{
		"<p>a<b>c", "<table><a href=x>1<p>2</a>3", "<svg><style><img src=x>", "<a href=//x><a>y",
		"<select><b>x", "<pre>\n\n<p></pre>", "<ul><table><li><b><td>x</ul>", "&lt;b&gt;&amp;lt;",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, in string) {
		got := clean.HTML(in, "https://outlet.test/a/")
		if again := clean.HTML(got, "https://outlet.test/a/"); again != got {
			t.Errorf("HTML of its own result %q = %q", got, again)
		}
		lower := strings.ToLower(got)
		for _, bad := range []string{"<script", "<style", "<img", "<svg", "=\"javascript:", " onclick="} {
			if strings.Contains(lower, bad) {
				t.Errorf("HTML(%q) = %q, which has %s", in, got, bad)
			}
		}
		part := strings.ToLower(clean.Fragment(in, ""))
		for _, bad := range []string{"<script", "<style", "=\"javascript:", " onclick=", " xlink:"} {
			if strings.Contains(part, bad) {
				t.Errorf("Fragment(%q) = %q, which has %s", in, part, bad)
			}
		}
		if line := clean.Line(in); strings.ContainsAny(line, "\n\r\t\x00") {
			t.Errorf("Line(%q) = %q, more than one line", in, line)
		}
	})
}
