package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"time"
)

// The seconds that 1,000 polls may cost, program and database together.
var reach = map[string][2]float64{"SQLite": {12, 1.5}, "PostgreSQL": {24, 6}}

// cost polls every outlet twice with the program and says what each round cost.
func cost(ctx context.Context, o options) (bool, error) {
	w, err := begin(ctx, o, "newsworld.py", "--urls", "host", "--manual", "--flaky", "0", "--outlets", fmt.Sprint(o.outlets))
	if err != nil {
		return false, err
	}
	defer w.end()
	path := filepath.Join(o.work, "world.opml")
	if err := w.list(ctx, path); err != nil {
		return false, err
	}
	if err := o.newsroom(ctx, path); err != nil {
		return false, err
	}
	var seconds [2]float64
	for i := range seconds {
		d, err := o.spent(ctx, "feed", "poll", "--all", "--allow", w.host(), "--resolve", "*.news.test="+w.host())
		if err != nil {
			return false, err
		}
		seconds[i] = d.Seconds() * 1000 / float64(o.outlets)
	}
	most := reach[o.engine()]
	fmt.Printf("newsworld cost, %s: %d outlets, CPU seconds per 1,000 polls: first poll %.2f (reach %.1f), nothing new %.2f (reach %.1f)\n",
		o.engine(), o.outlets, seconds[0], most[0], seconds[1], most[1])
	return true, nil
}

// newsroom makes a newsroom that follows the outlets of the lists.
func (o *options) newsroom(ctx context.Context, lists ...string) error {
	if _, err := o.spent(ctx, "init", "--title", "Measure", "--address", "http://localhost", "--zone", "UTC",
		"--name", "Editor", "--login", "editor", "--no-starter"); err != nil {
		return err
	}
	for _, list := range lists {
		start := time.Now()
		if _, err := o.spent(ctx, "outlet", "import", list); err != nil {
			return err
		}
		fmt.Printf("newsworld, %s: %s imported in %.1f s\n", o.engine(), filepath.Base(list), time.Since(start).Seconds())
	}
	return nil
}

// spent runs the program and returns the processor time that it and the
// database used.
func (o *options) spent(ctx context.Context, args ...string) (time.Duration, error) {
	server := time.Duration(0)
	if o.database != "" {
		server = usedByServer()
	}
	cmd := exec.CommandContext(ctx, "./dateline", slices.Concat(args, o.place(), []string{"--log-level", "error"})...)
	cmd.Env = append(os.Environ(), "DATELINE_PASSWORD=a-password-for-a-measure")
	cmd.Stderr = os.Stderr
	if err := cmd.Run(); err != nil {
		return 0, fmt.Errorf("dateline %s: %w", args[0], err)
	}
	d := cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	if o.database != "" {
		d += usedByServer() - server
	}
	return d, nil
}
