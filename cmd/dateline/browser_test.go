package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"dateline/internal/newstest"
	"dateline/internal/world"
)

// The yardstick path in a real browser: from the feeds to the reader's comment
// under the published post.
func TestYardstickPathInTheBrowser(t *testing.T) {
	day, err := world.Load(world.Bundled())
	if err != nil {
		t.Fatal(err)
	}
	enter := startDemo(t)
	site := enter[:strings.Index(enter, "/desk/")]
	b := newBrowser(t)

	b.do("sign in once", chromedp.Navigate(enter), chromedp.Click(css(`.door button`)), chromedp.WaitVisible(css(`#list`)))
	b.until("the day's biggest story on top", func() bool {
		b.do("look at the stories", chromedp.Navigate(site+"/desk/stories"), chromedp.WaitReady(css(`#list`)))
		line := get(b, "the top story", chromedp.Evaluate[string](`document.querySelector('#rows li .row-line')?.innerText ?? ''`))
		return strings.HasPrefix(line, "11 outlets")
	})
	b.shots("stories", site+"/desk/stories")

	// By keyboard: down to the first story, open it, compose.
	b.do("open the first story", chromedp.Navigate(site+"/desk/stories"), chromedp.WaitVisible(css(`#rows li`)),
		chromedp.KeyEvent("j"), chromedp.KeyEvent("\r"), chromedp.WaitVisible(css(`.story .report`)))
	// What is on the wire is grouped before its page is read, so a report may
	// stand in the wrong story for a moment.
	b.until("the story's eleven reports, each of them read", func() bool {
		b.do("look at the story", chromedp.Reload(), chromedp.WaitVisible(css(`.story .report`)))
		n := get(b, "its reports", chromedp.Evaluate[int](`document.querySelectorAll('.story .report, .story .copies li').length`))
		return n == 11 && !get(b, "whether one is being read", chromedp.Evaluate[bool](`document.querySelector('.story').innerText.includes('being read')`))
	})
	story := get(b, "its address", chromedp.Location())
	b.shots("story", story)
	b.do("compose", chromedp.Navigate(story), chromedp.WaitVisible(css(`.story .report`)), chromedp.KeyEvent("c"), chromedp.WaitVisible(css(`#composer`)))
	composer := get(b, "the draft's address", chromedp.Location())

	b.do("write the headline and the comment",
		chromedp.Focus(css(`#headline`)), chromedp.KeyEvent("a", chromedp.KeyModifiers(chromedp.ModifierCtrl)),
		chromedp.KeyEvent(day.Edits.Headline),
		chromedp.SendKeys(css(`.note textarea`), day.Edits.Note))
	b.until("the draft saved itself with its topic", func() bool {
		preview := get(b, "the preview", chromedp.TextContent(css(`#preview`)))
		topic := get(b, "the topic", chromedp.Value(css(`.more-topic textarea`)))
		return strings.Contains(preview, day.Edits.Note) && strings.Contains(topic, "Signing")
	})
	b.shots("composer", composer)
	b.do("publish", chromedp.Navigate(composer), chromedp.Click(css(`[data-publish]`)), chromedp.WaitVisible(css(`.state-published`)))
	public := get(b, "the public address", chromedp.AttributeValue(css(`.composer-acts a.button[href$=".html"]`), "href")).Value
	if !strings.HasPrefix(public, "http") {
		public = site + public
	}
	b.do("comment as a reader", chromedp.Navigate(public), chromedp.WaitVisible(css(`.entry h1`)),
		chromedp.SendKeys(css(`#name`), day.Edits.Comment.Name),
		chromedp.SendKeys(css(`#text`), day.Edits.Comment.Text),
		chromedp.Click(css(`.comment-form button[type=submit]`)), chromedp.WaitVisible(css(`.comment`)))
	page := get(b, "the page", chromedp.Text(css(`body`)))
	for _, want := range []string{day.Edits.Headline, day.Edits.Note, "1 comment:", day.Edits.Comment.Name} {
		if !strings.Contains(page, want) {
			t.Errorf("the public page does not show %q", want)
		}
	}
	b.shots("post", public)
	b.shots("front", site+"/")
	for _, p := range []string{"wire", "posts", "comments", "outlets", "settings"} {
		b.shots(p, site+"/desk/"+p)
	}
	if len(b.faults) > 0 {
		t.Errorf("the browser complained:\n%s", strings.Join(b.faults, "\n"))
	}
}

// startDemo runs the demonstration until the test ends and returns its
// one-time sign-in.
func startDemo(t *testing.T) string {
	t.Helper()
	o := newstest.Options(t)
	args := []string{"demo", "--listen", "127.0.0.1:0"}
	if o.URL != "" {
		args = append(args, "--database", o.URL)
	} else {
		args = append(args, "--data", o.Dir)
	}
	ctx, cancel := context.WithCancel(context.Background())
	r, w := io.Pipe()
	ended := make(chan int, 1)
	go func() {
		ended <- run(ctx, args, strings.NewReader(""), w, os.Stderr)
		w.Close()
	}()
	t.Cleanup(func() {
		cancel()
		if code := <-ended; code != 0 {
			t.Errorf("the demonstration ended with %d", code)
		}
	})
	address := regexp.MustCompile(`http://\S+/desk/enter\?token=\S+`)
	lines := bufio.NewScanner(r)
	for lines.Scan() {
		if m := address.FindString(lines.Text()); m != "" {
			go io.Copy(io.Discard, r) // ends with the pipe
			return m
		}
	}
	t.Fatal("the demonstration printed no address")
	return ""
}

// css selects the first element that matches.
func css(selector string) chromedp.CSS { return chromedp.CSS(selector) }

// browser is Chromium driven by a test.
type browser struct {
	t      *testing.T
	ctx    context.Context
	mu     sync.Mutex
	faults []string
}

func newBrowser(t *testing.T) *browser {
	t.Helper()
	path := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if p, err := exec.LookPath(name); err == nil {
			path = p
			break
		}
	}
	if path == "" {
		t.Fatal("this test needs Chromium: sudo apt-get install chromium")
	}
	opts := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox,
		chromedp.UserDataDir(t.TempDir()), chromedp.Flag("disable-quic", true), chromedp.DisableGPU)
	ctx, cancel := chromedp.NewExecAllocator(context.Background(), opts...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	ctx, cancel = context.WithTimeout(ctx, 4*time.Minute)
	t.Cleanup(cancel)
	b := &browser{t: t, ctx: ctx}
	// The browser lives as long as the context of the first action.
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(1440, 900)); err != nil {
		t.Fatal(err)
	}
	if _, err := chromedp.Call(ctx, log.Enable, cdp.Empty{}); err != nil {
		t.Fatal(err)
	}
	if err := chromedp.Listen(ctx, b.listen); err != nil {
		t.Fatal(err)
	}
	return b
}

// listen keeps what the browser complains of.
func (b *browser) listen(ev any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch e := ev.(type) {
	case *runtime.EventExceptionThrown:
		b.faults = append(b.faults, fmt.Sprint(e.ExceptionDetails))
	case *log.EventEntryAdded:
		if e.Entry.Level == log.EntryLevelError {
			b.faults = append(b.faults, e.Entry.Text+" "+e.Entry.URL)
		}
	}
}

// do runs actions, each of which waits for what it needs.
func (b *browser) do(what string, actions ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, 30*time.Second)
	defer cancel()
	if err := chromedp.Do(ctx, actions...); err != nil {
		b.failed(what, err)
	}
}

// get runs an action that answers something.
func get[T any](b *browser, what string, action chromedp.Action[T]) T {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, 30*time.Second)
	defer cancel()
	answer, err := chromedp.Run(ctx, action)
	if err != nil {
		b.failed(what, err)
	}
	return answer
}

func (b *browser) failed(what string, err error) {
	b.t.Helper()
	b.shot("failed.png")
	at, _ := chromedp.Run(b.ctx, chromedp.Location())
	b.mu.Lock()
	defer b.mu.Unlock()
	b.t.Fatalf("%s: %v (at %s; it complained: %q)", what, err, at, b.faults)
}

// until repeats a look at the page until it shows what is waited for.
func (b *browser) until(what string, look func() bool) {
	b.t.Helper()
	for b.ctx.Err() == nil {
		if look() {
			return
		}
	}
	b.failed(what, b.ctx.Err())
}

// shots keeps pictures of a page in both widths, light and dark.
func (b *browser) shots(name, address string) {
	b.t.Helper()
	for _, size := range [][2]int64{{1440, 900}, {390, 844}} {
		for _, scheme := range []string{"light", "dark"} {
			_, err := chromedp.Call(b.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
				Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}},
			})
			if err != nil {
				b.failed("choose "+scheme, err)
			}
			b.do("show "+name, chromedp.EmulateViewport(size[0], size[1]), chromedp.Navigate(address), chromedp.WaitReady(css(`body`)))
			if get(b, "measure "+name, chromedp.Evaluate[bool](`document.documentElement.scrollWidth > window.innerWidth`)) {
				b.t.Errorf("%s at %d pixels is wider than the window", name, size[0])
			}
			b.scrollsOnce(name)
			b.shot(fmt.Sprintf("%s-%d-%s.png", name, size[0], scheme))
		}
	}
	b.do("back to the desk's width", chromedp.EmulateViewport(1440, 900))
}

// shot keeps a picture of what the browser shows.
func (b *browser) shot(name string) {
	b.t.Helper()
	dir := filepath.Join("..", "..", ".cache", "screenshots")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		b.t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(b.ctx, 20*time.Second)
	defer cancel()
	picture, err := chromedp.Run(ctx, chromedp.CaptureScreenshot())
	if err != nil {
		b.t.Logf("no picture %s: %v", name, err)
		return
	}
	if err := os.WriteFile(filepath.Join(dir, name), picture, 0o644); err != nil {
		b.t.Fatal(err)
	}
}
