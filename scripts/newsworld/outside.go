package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// outside is a server of the shared data that plays the outside world.
type outside struct {
	base string // http://127.0.0.1:PORT
	cmd  *exec.Cmd
}

// begin starts one of the shared servers and waits for the address it prints.
func begin(ctx context.Context, o options, program string, args ...string) (*outside, error) {
	path := filepath.Join(o.shared, "tools", "world", program)
	cmd := exec.CommandContext(ctx, "python3", append([]string{"-u", path}, args...)...)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("start %s: %w", program, err)
	}
	lines := bufio.NewReader(out)
	line, err := lines.ReadString('\n')
	at := strings.Index(line, "http://127.0.0.1:")
	if at < 0 {
		return nil, fmt.Errorf("%s printed no address but %q: %w", program, line, errors.Join(err, cmd.Process.Kill()))
	}
	go io.Copy(io.Discard, lines) //nolint:errcheck // ends with the program
	base := strings.FieldsFunc(line[at:], func(r rune) bool { return r == ' ' || r == '\n' || r == ',' })[0]
	base = strings.TrimSuffix(base, "/manifest.json")
	return &outside{base: strings.TrimRight(base, "/"), cmd: cmd}, nil
}

// end stops the server.
func (w *outside) end() {
	w.cmd.Process.Kill() //nolint:errcheck // it may have stopped by itself
	w.cmd.Wait()         //nolint:errcheck // killed
}

// host returns the server's address and port.
func (w *outside) host() string { return strings.TrimPrefix(w.base, "http://") }

// ask reads a page of the server's control site into v.
func (w *outside) ask(ctx context.Context, method, path string, v any) error {
	req, err := http.NewRequestWithContext(ctx, method, w.base+path, nil)
	if err != nil {
		return err
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if text, ok := v.(*[]byte); ok {
		*text, err = io.ReadAll(resp.Body)
		return err
	}
	return json.NewDecoder(resp.Body).Decode(v)
}

// clock returns the world's time.
func (w *outside) clock(ctx context.Context) (time.Time, error) {
	var c struct {
		WorldTime float64 `json:"world_time"`
	}
	err := w.ask(ctx, http.MethodGet, "/clock", &c)
	return time.UnixMicro(int64(c.WorldTime * 1e6)).UTC(), err
}

// advance moves the world's time.
func (w *outside) advance(ctx context.Context, hours float64) error {
	var c map[string]any
	return w.ask(ctx, http.MethodPost, "/advance?hours="+strconv.FormatFloat(hours, 'f', -1, 64), &c)
}

// list keeps the world's OPML in a file.
func (w *outside) list(ctx context.Context, path string) error {
	var text []byte
	if err := w.ask(ctx, http.MethodGet, "/outlets.opml", &text); err != nil {
		return err
	}
	return os.WriteFile(path, text, 0o600)
}

// truth is what the world says that it published.
type truth struct {
	Articles []struct {
		Outlet string `json:"outlet"`
		ID     string `json:"id"`
		URL    string `json:"url"`
		Kind   string `json:"kind"`
		Of     string `json:"of"` // the article it repeats
	} `json:"articles"`
}

// idOf returns the world's number of an article from its address.
func idOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	_, id, _ := strings.Cut(u.Path, "/a/")
	return id
}
