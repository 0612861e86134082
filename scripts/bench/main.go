// Command bench measures what a newcomer feels: how long the build takes, how
// large the program is, how soon the first page is there, and how much memory
// a newsroom with 500 feeds holds when nothing happens. It expects ./dateline
// and prints one line a figure. Nothing leaves the machine.
package main

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

const (
	starts = 7
	feeds  = 500
	settle = 40 * time.Second
)

func main() {
	if err := bench(); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func bench() error {
	work, err := os.MkdirTemp("", "dateline-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	for _, row := range []func(string) error{size, build, firstPage, idle} {
		if err := row(work); err != nil {
			return err
		}
	}
	return nil
}

func size(string) error {
	info, err := os.Stat("dateline")
	if err != nil {
		return err
	}
	fmt.Printf("binary, stripped: %.1f MB\n", float64(info.Size())/1e6)
	return nil
}

// build builds with the modules there and nothing compiled yet.
func build(work string) error {
	cmd := exec.Command("go", "build", "-trimpath", "-ldflags", "-s -w", "-o", filepath.Join(work, "dateline"), "./cmd/dateline")
	cmd.Env = append(os.Environ(), "GOCACHE="+filepath.Join(work, "gocache"), "CGO_ENABLED=0")
	cmd.Stderr = os.Stderr
	start := time.Now()
	if err := cmd.Run(); err != nil {
		return err
	}
	fmt.Printf("go build, warm module cache, empty build cache: %.0f s\n", time.Since(start).Seconds())
	return nil
}

func initNewsroom(dir string) error {
	cmd := exec.Command("./dateline", "init", "--data", dir, "--title", "Bench", "--address", "http://localhost",
		"--zone", "UTC", "--name", "Editor", "--login", "editor", "--no-starter")
	cmd.Env = append(os.Environ(), "DATELINE_PASSWORD=a-password-for-a-bench")
	cmd.Stderr = os.Stderr
	return cmd.Run()
}

// firstPage starts an empty newsroom and asks for its front page until it is
// there.
func firstPage(work string) error {
	dir := filepath.Join(work, "empty")
	if err := initNewsroom(dir); err != nil {
		return err
	}
	var times []time.Duration
	for range starts {
		start := time.Now()
		s, err := serve(dir)
		if err != nil {
			return err
		}
		resp, err := http.Get(s.base + "/")
		if err != nil {
			s.stop()
			return err
		}
		io.Copy(io.Discard, resp.Body) //nolint:errcheck // only its end counts
		resp.Body.Close()
		times = append(times, time.Since(start))
		s.stop()
	}
	slices.Sort(times)
	fmt.Printf("start to first page, empty newsroom: median %d ms, worst %d ms of %d\n",
		times[starts/2].Milliseconds(), times[starts-1].Milliseconds(), starts)
	return nil
}

// server is a running ./dateline serve.
type server struct {
	cmd  *exec.Cmd
	base string
}

var address = regexp.MustCompile(`http://127\.0\.0\.1:\d+`)

func serve(dir string, flags ...string) (*server, error) {
	cmd := exec.Command("./dateline", append([]string{"serve", "--data", dir, "--listen", "127.0.0.1:0", "--log-level", "error"}, flags...)...)
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	s := &server{cmd: cmd}
	buf := make([]byte, 4096)
	n, err := out.Read(buf)
	if s.base = address.FindString(string(buf[:n])); s.base == "" {
		s.stop()
		return nil, fmt.Errorf("serve printed no address but %q: %w", buf[:n], err)
	}
	go io.Copy(io.Discard, out) //nolint:errcheck // ends with the program
	return s, nil
}

func (s *server) stop() {
	s.cmd.Process.Signal(os.Interrupt) //nolint:errcheck // it may have ended
	s.cmd.Wait()                       //nolint:errcheck // stopped by a signal
}

// idle follows feeds on loopback, waits until all were polled and all their
// pages read, and then until nothing happens, and reads the memory held.
func idle(work string) error {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	hs := &http.Server{Handler: http.HandlerFunc(outlet), ReadHeaderTimeout: time.Minute}
	go hs.Serve(l) //nolint:errcheck // closed below
	defer hs.Close()
	dir := filepath.Join(work, "many")
	if err := initNewsroom(dir); err != nil {
		return err
	}
	list := filepath.Join(work, "many.opml")
	if err := os.WriteFile(list, []byte(opml()), 0o600); err != nil {
		return err
	}
	if err := exec.Command("./dateline", "outlet", "import", "--data", dir, list).Run(); err != nil {
		return err
	}
	s, err := serve(dir, "--resolve", "*.bench.test="+l.Addr().String(), "--allow", l.Addr().String())
	if err != nil {
		return err
	}
	defer s.stop()
	if err := rest(s.cmd.Process.Pid); err != nil {
		return err
	}
	rss, err := memory(s.cmd.Process.Pid)
	if err != nil {
		return err
	}
	fmt.Printf("memory of serve with %d feeds, idle: %.0f MB\n", feeds, float64(rss)/1e6)
	return nil
}

func opml() string {
	var b strings.Builder
	b.WriteString(`<opml version="2.0"><body>`)
	for i := range feeds {
		fmt.Fprintf(&b, `<outline type="rss" text="Outlet %d" xmlUrl="http://o%d.bench.test/feed.xml" htmlUrl="http://o%d.bench.test/"/>`, i, i, i)
	}
	b.WriteString(`</body></opml>`)
	return b.String()
}

// outlet answers as one of the outlets: a feed of ten reports, and their pages.
func outlet(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == "/robots.txt" {
		http.NotFound(w, r)
		return
	}
	if r.URL.Path != "/feed.xml" {
		fmt.Fprintf(w, `<!doctype html><html lang="en"><body><article><h1>Report %s of %s</h1><p>%s</p></article></body></html>`,
			r.URL.Path, r.Host, strings.Repeat("The council of "+r.Host+" met on "+r.URL.Path+" and agreed. ", 20))
		return
	}
	w.Header().Set("Content-Type", "application/rss+xml")
	fmt.Fprintf(w, `<rss version="2.0"><channel><title>%s</title>`, r.Host)
	for i := range 10 {
		fmt.Fprintf(w, `<item><title>Report %d of %s</title><link>http://%s/%d</link><description>Words.</description></item>`, i, r.Host, r.Host, i)
	}
	fmt.Fprint(w, `</channel></rss>`)
}

// rest waits until a process has used next to no time for a while, and gives
// up after ten minutes.
func rest(pid int) error {
	last, quiet := int64(0), 0
	for range 60 {
		time.Sleep(settle / 4) // a figure, not a test
		used, err := ticks(pid)
		if err != nil {
			return err
		}
		if used-last > 20 { // hundredths of a second in ten
			quiet = 0
		} else if quiet++; quiet == 4 {
			return nil
		}
		last = used
	}
	return fmt.Errorf("process %d never came to rest", pid)
}

// ticks returns the time a process has used, in hundredths of a second.
func ticks(pid int) (int64, error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0, err
	}
	_, rest, _ := strings.Cut(string(text), ") ")
	fields := strings.Fields(rest)
	user, err := strconv.ParseInt(fields[11], 10, 64)
	if err != nil {
		return 0, err
	}
	system, err := strconv.ParseInt(fields[12], 10, 64)
	return user + system, err
}

// memory returns the resident memory of a process in bytes.
func memory(pid int) (int64, error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0, err
	}
	for line := range strings.Lines(string(text)) {
		if rest, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			kb, err := strconv.ParseInt(strings.Fields(rest)[0], 10, 64)
			return kb * 1024, err
		}
	}
	return 0, fmt.Errorf("no memory figure for %d", pid)
}
