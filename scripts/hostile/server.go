package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/netip"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// testCase is one entry of the server's manifest.
type testCase struct {
	Name   string `json:"name"`
	Path   string `json:"path"`
	Group  string `json:"group"`
	Expect expect `json:"expect"`

	expected map[string]json.RawMessage // all that is expected, by its name
}

// expect is the part of what is expected that has one type everywhere.
type expect struct {
	Outcome    string  `json:"outcome"`
	Error      string  `json:"error"`
	MaxSeconds float64 `json:"max_seconds"`
	MaxRSS     float64 `json:"max_rss_growth_mib"`
}

// slow says that the case is one of waiting for the server.
func (k *testCase) slow() bool { return k.Expect.Error == "timeout" }

// page says that the case is a page and no feed.
func (k *testCase) page() bool { return k.Name == "xss-page" || k.Name == "meta-refresh" }

// number returns an expectation's number, and false when there is none.
func (k *testCase) number(name string) (n float64, ok bool) {
	raw, ok := k.expected[name]
	return n, ok && json.Unmarshal(raw, &n) == nil
}

// text returns an expectation's text, and false when there is none.
func (k *testCase) text(name string) (s string, ok bool) {
	raw, ok := k.expected[name]
	return s, ok && json.Unmarshal(raw, &s) == nil
}

func (k *testCase) has(name string) bool { _, ok := k.expected[name]; return ok }

// server is the hostile server in a process of its own.
type server struct {
	base    string
	address netip.AddrPort
	cases   []*testCase
	process *exec.Cmd
}

func startServer(ctx context.Context, shared string) (*server, error) {
	name := filepath.Join(shared, "tools", "world", "hostile_server.py")
	process := exec.CommandContext(ctx, "python3", name, "--lifetime", "600")
	process.Stderr = os.Stderr
	out, err := process.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := process.Start(); err != nil {
		return nil, fmt.Errorf("start the hostile server: %w", err)
	}
	s := &server{process: process}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err == nil {
		err = s.load(ctx, strings.Fields(line)[0])
	}
	if err != nil {
		s.stop()
		return nil, fmt.Errorf("read the hostile server's manifest: %w", err)
	}
	return s, nil
}

func (s *server) stop() {
	if s.process.Process.Kill() == nil {
		s.process.Wait() //nolint:errcheck // it was killed
	}
}

func (s *server) load(ctx context.Context, address string) error {
	var manifest struct {
		Base  string            `json:"base"`
		Cases []json.RawMessage `json:"cases"`
	}
	if err := get(ctx, address, &manifest); err != nil {
		return err
	}
	s.base = manifest.Base
	u, err := url.Parse(s.base)
	if err != nil {
		return err
	}
	if s.address, err = netip.ParseAddrPort(u.Host); err != nil {
		return err
	}
	for _, raw := range manifest.Cases {
		k := &testCase{}
		all := struct {
			Expect *map[string]json.RawMessage `json:"expect"`
		}{&k.expected}
		if err := json.Unmarshal(raw, k); err != nil {
			return err
		}
		if err := json.Unmarshal(raw, &all); err != nil {
			return err
		}
		s.cases = append(s.cases, k)
	}
	return nil
}

// find returns the case of that name.
func (s *server) find(name string) *testCase {
	for _, k := range s.cases {
		if k.Name == name {
			return k
		}
	}
	return nil
}

// hits returns how many requests each case has had.
func (s *server) hits(ctx context.Context) (map[string]int, error) {
	var metrics struct {
		Hits map[string]int `json:"hits"`
	}
	err := get(ctx, s.base+"/metrics", &metrics)
	return metrics.Hits, err
}

// canaryHits returns how often somebody reached what nobody may reach.
func (s *server) canaryHits(ctx context.Context) (int, error) {
	var metrics struct {
		Canary []json.RawMessage `json:"canary"`
	}
	err := get(ctx, s.base+"/metrics", &metrics)
	return len(metrics.Canary), err
}

// asked is a request that the server received.
type asked struct {
	Path    string            `json:"path"`
	Headers map[string]string `json:"headers"`
}

// requests returns the requests for a case, in their order.
func (s *server) requests(ctx context.Context, name string) ([]asked, error) {
	var log struct {
		Requests []asked `json:"requests"`
	}
	if err := get(ctx, s.base+"/log.json", &log); err != nil {
		return nil, err
	}
	var list []asked
	for _, r := range log.Requests {
		if path, _, _ := strings.Cut(r.Path, "?"); path == "/c/"+name {
			list = append(list, r)
		}
	}
	return list, nil
}

// get reads JSON from the server's own pages, which are no cases.
func get(ctx context.Context, address string, into any) error {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return err
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	return json.NewDecoder(res.Body).Decode(into)
}
