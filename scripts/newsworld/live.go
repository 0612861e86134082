package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// live serves a newsroom for a while, in the world's own pace, and says how
// polite it was to the outlets, how late its polls were, and what it used.
func live(ctx context.Context, o options) (bool, error) {
	seconds := o.minutes * 60
	log := filepath.Join(o.work, "requests")
	w, err := begin(ctx, o, "newsworld.py", "--urls", "host", "--speed", "1", "--outlets", fmt.Sprint(o.outlets),
		"--log", log, "--lifetime", strconv.Itoa(int(seconds)+600))
	if err != nil {
		return false, err
	}
	defer w.end()
	flags := []string{"--allow", w.host(), "--resolve", "*.news.test=" + w.host()}
	lists := []string{filepath.Join(o.work, "world.opml")}
	if err := w.list(ctx, lists[0]); err != nil {
		return false, err
	}
	if o.hostile > 0 {
		h, list, err := hostileList(ctx, o, int(seconds)+600)
		if err != nil {
			return false, err
		}
		defer h.end()
		lists = append(lists, list)
		flags = append(flags, "--allow", h.host(), "--resolve", "*.hostile.test="+h.host())
	}
	if err := o.newsroom(ctx, lists...); err != nil {
		return false, err
	}
	if o.roles != "" {
		flags = append(flags, "--roles", o.roles)
	}
	s, err := o.serve(ctx, flags)
	if err != nil {
		return false, err
	}
	defer s.stop()
	if err := s.watch(ctx, &o, time.Duration(seconds)*time.Second); err != nil {
		return false, err
	}
	return polite(ctx, &o, w, log)
}

// hostileList starts the hostile server and lists a share of hostile feeds,
// each on a host of its own.
func hostileList(ctx context.Context, o options, lifetime int) (*outside, string, error) {
	h, err := begin(ctx, o, "hostile_server.py", "--lifetime", strconv.Itoa(lifetime))
	if err != nil {
		return nil, "", err
	}
	var m struct {
		Cases []struct{ Path, Group string } `json:"cases"`
	}
	if err := h.ask(ctx, http.MethodGet, "/manifest.json", &m); err != nil {
		h.end()
		return nil, "", err
	}
	_, port, _ := strings.Cut(h.host(), ":")
	var b strings.Builder
	b.WriteString(`<opml version="2.0"><body>`)
	for i := range int(float64(o.outlets) * o.hostile) {
		fmt.Fprintf(&b, `<outline type="rss" text="Hostile %d" xmlUrl="http://h%d.hostile.test:%s%s"/>`, i, i, port, m.Cases[i%len(m.Cases)].Path)
	}
	b.WriteString(`</body></opml>`)
	path := filepath.Join(o.work, "hostile.opml")
	return h, path, os.WriteFile(path, []byte(b.String()), 0o600)
}

// serving is a running ./dateline serve.
type serving struct {
	cmd *exec.Cmd
	log *os.File
}

func (o *options) serve(ctx context.Context, flags []string) (*serving, error) {
	log, err := os.Create(filepath.Join(o.work, "serve.log"))
	if err != nil {
		return nil, err
	}
	args := append([]string{"serve", "--listen", "127.0.0.1:0", "--log-level", "info"}, o.place()...)
	cmd := exec.CommandContext(ctx, "./dateline", append(args, flags...)...)
	cmd.Stderr = log
	if o.verbose {
		cmd.Stderr = os.Stderr
	}
	if err := cmd.Start(); err != nil {
		return nil, errors.Join(err, log.Close())
	}
	return &serving{cmd: cmd, log: log}, nil
}

func (s *serving) stop() {
	s.cmd.Process.Signal(os.Interrupt) //nolint:errcheck // it may have ended
	s.cmd.Wait()                       //nolint:errcheck // stopped by a signal
	s.log.Close()
}

// watch prints, ten times in d, what the program has used, and at the end how
// late its polls were by its own log.
func (s *serving) watch(ctx context.Context, o *options, d time.Duration) error {
	pid, server := s.cmd.Process.Pid, usedByServer()
	before := usedBy(pid)
	for i := range 10 {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(d / 10):
		}
		now := usedBy(pid)
		spent := now - before
		if before = now; o.database != "" {
			after := usedByServer()
			spent += after - server
			server = after
		}
		rss, peak := memory(pid)
		fmt.Printf("newsworld live, %s: after %.1f minutes %.2f cores, %d MiB resident, %d MiB at most\n",
			o.engine(), (d * time.Duration(i+1) / 10).Minutes(), spent.Seconds()/(d/10).Seconds(), rss>>20, peak>>20)
	}
	text, err := os.ReadFile(s.log.Name())
	if err != nil {
		return err
	}
	for _, line := range polling.FindAllString(string(text), -1) {
		fmt.Println("newsworld live:", line)
	}
	return nil
}

// polling is what the program logs of its polling.
var polling = regexp.MustCompile(`msg="feeds polled".*`)

// polite prints what the world saw of us, and says whether it found a fault.
func polite(ctx context.Context, o *options, w *outside, log string) (bool, error) {
	var judged struct {
		Total map[string]float64 `json:"total"`
	}
	if err := w.ask(ctx, http.MethodGet, "/politeness.json", &judged); err != nil {
		return false, err
	}
	share, err := conditional(ctx, w, log)
	if err != nil {
		return false, err
	}
	t := judged.Total
	text, err := json.Marshal(t)
	if err != nil {
		return false, err
	}
	fmt.Printf("newsworld live, %s: %s\n", o.engine(), text)
	fmt.Printf("newsworld live, %s: conditional %.2f%% of the requests to outlets that can validate, after their first 200\n", o.engine(), 100*share)
	faults := t["early_after_retry_after"] + t["robots_disallowed"] + t["feed_gap_under_60s"] + t["no_user_agent"]
	return faults == 0 && t["max_concurrent_per_outlet"] <= 2 && share >= 0.99, nil
}

// conditional returns the share of conditional requests among those to
// outlets that can validate, after the first 200 of each.
func conditional(ctx context.Context, w *outside, log string) (float64, error) {
	var outlets []struct{ Slug, Validators string }
	if err := w.ask(ctx, http.MethodGet, "/outlets.json", &outlets); err != nil {
		return 0, err
	}
	can := map[string]bool{}
	for _, o := range outlets {
		can[o.Slug] = o.Validators != "none"
	}
	f, err := os.Open(log)
	if err != nil {
		return 0, err
	}
	defer f.Close()
	answered, all, with := map[string]bool{}, 0, 0
	for rows := json.NewDecoder(f); rows.More(); {
		var r struct {
			Outlet, What string
			Status       int
			Conditional  bool
		}
		if err := rows.Decode(&r); err != nil {
			return 0, fmt.Errorf("read the world's log: %w", err)
		}
		if r.What != "feed" || !can[r.Outlet] {
			continue
		}
		if answered[r.Outlet] {
			all++
			if r.Conditional {
				with++
			}
		}
		answered[r.Outlet] = answered[r.Outlet] || r.Status == http.StatusOK
	}
	if all == 0 {
		return 1, nil
	}
	return float64(with) / float64(all), nil
}
