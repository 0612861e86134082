package main

import (
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"os"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/mattn/go-isatty"
	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"
)

// quietLog passes on only errors: libraries chat below that.
func (p *program) quietLog() *slog.Logger {
	return slog.New(slog.NewTextHandler(p.stderr, &slog.HandlerOptions{Level: slog.LevelError}))
}

// printJSON prints v as indented JSON.
func (p *program) printJSON(v any) error {
	e := json.NewEncoder(p.stdout)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}

// table prints rows in columns under their heads.
func (p *program) table(heads []string, rows [][]string) error {
	w := tabwriter.NewWriter(p.stdout, 0, 4, 2, ' ', 0)
	fmt.Fprintln(w, strings.Join(heads, "\t"))
	for _, r := range rows {
		for i := range r {
			r[i] = plain(r[i])
		}
		fmt.Fprintln(w, strings.Join(r, "\t"))
	}
	return w.Flush()
}

// plain makes outside text safe for a terminal: no controls, one line.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || (r >= 0x7f && r < 0xa0) || r == 0x2028 || r == 0x2029 {
			return ' '
		}
		return r
	}, s)
}

// when is a time as a list shows it: the newsroom's, with its zone, "-" for
// none.
func (n *newsroom) when(t time.Time) string {
	if t.IsZero() {
		return "-"
	}
	return t.In(n.zone).Format("2006-01-02 15:04 MST")
}

// howMany is a number with its noun: "1 feed", "2 feeds", "0 feeds".
func howMany(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return strconv.Itoa(n) + " " + noun + "s"
}

// terminal says whether w is a person's terminal.
func terminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && isatty.IsTerminal(f.Fd())
}

// progress shows how far long work has come, on a terminal only. The returned
// functions count one step and end the display.
func (p *program) progress(name string, total int) (step, done func()) {
	if !terminal(p.stderr) {
		return func() {}, func() {}
	}
	bars := mpb.NewWithContext(p.ctx, mpb.WithOutput(p.stderr), mpb.WithWidth(50))
	bar := bars.AddBar(int64(total),
		mpb.PrependDecorators(decor.Name(name+" ")),
		mpb.AppendDecorators(decor.CountersNoUnit("%d of %d")))
	return bar.Increment, func() {
		bar.Abort(false)
		bars.Wait()
	}
}
