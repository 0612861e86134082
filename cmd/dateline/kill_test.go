package main

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"dateline/internal/newstest"
	"dateline/internal/store"
)

// child is the program running in a process of its own.
type child struct {
	cmd    *exec.Cmd
	began  time.Time
	stdout lockedText
	stderr lockedText
	ended  chan struct{}
}

// lockedText is what a child has printed so far.
type lockedText struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *lockedText) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

func (l *lockedText) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// startChild starts the program on a newsroom. It does not outlive the test.
func startChild(t *testing.T, o store.Options, args ...string) *child {
	t.Helper()
	args = append(args, "--data", o.Dir)
	if o.URL != "" {
		args = append(args[:len(args)-2], "--database", o.URL)
	}
	c := &child{cmd: exec.Command("dateline", args...), ended: make(chan struct{}), began: time.Now()}
	c.cmd.Stdout, c.cmd.Stderr = &c.stdout, &c.stderr
	if err := c.cmd.Start(); err != nil {
		t.Fatalf("start %v: %v", args, err)
	}
	go func() {
		c.cmd.Wait() // the state says how it ended
		close(c.ended)
	}()
	t.Cleanup(func() { c.kill(t) })
	return c
}

// kill ends the child without a warning, whatever it is doing.
func (c *child) kill(t *testing.T) {
	t.Helper()
	c.cmd.Process.Kill() // it has ended then
	c.wait(t)
}

// wait waits for the child's end.
func (c *child) wait(t *testing.T) {
	t.Helper()
	select {
	case <-c.ended:
	case <-time.After(patience):
		t.Fatalf("%v does not end; it said %s", c.cmd.Args, c.stderr.String())
	}
}

// killedAfter kills the child after it ran for d, and says false when it had
// come to its own end before.
func (c *child) killedAfter(t *testing.T, d time.Duration) bool {
	t.Helper()
	moment := time.AfterFunc(d, func() { c.cmd.Process.Kill() }) // it has ended then
	defer moment.Stop()
	c.wait(t)
	status, ok := c.cmd.ProcessState.Sys().(syscall.WaitStatus)
	return ok && status.Signaled()
}

// finish waits until the child ends by itself, which it has to do well.
func (c *child) finish(t *testing.T) {
	t.Helper()
	c.wait(t)
	if !c.cmd.ProcessState.Success() {
		t.Fatalf("%v ended with %v: %s", c.cmd.Args, c.cmd.ProcessState, c.stderr.String())
	}
}

// golden compares what a finished child printed with the bundled day's post.
func (c *child) golden(t *testing.T) {
	t.Helper()
	for name, got := range map[string]string{"expected.txt": c.stdout.String(), "expected-stderr.txt": c.stderr.String()} {
		want, err := os.ReadFile(filepath.Join(bundled, name))
		if err != nil {
			t.Fatal(err)
		}
		if got != string(want) {
			t.Errorf("it printed\n%s\nwant %s:\n%s", got, name, want)
		}
	}
}

// until waits until the answer is yes. It fails the test when the child ends
// before that.
func (c *child) until(t *testing.T, what string, ask func() bool) {
	t.Helper()
	alive := true
	seen := eventually(func() bool {
		select {
		case <-c.ended:
			alive = false
		default:
		}
		return ask() || !alive
	})
	if !seen || !alive {
		t.Fatalf("never seen: %s; %v printed %q and %q", what, c.cmd.Args, c.stdout.String(), c.stderr.String())
	}
}

// undisturbed runs the bundled day through once and says how long that takes
// and what is there afterwards.
func undisturbed(t *testing.T) (time.Duration, census) {
	t.Helper()
	o := newstest.Options(t)
	c := startChild(t, o, "demo", "--once")
	c.finish(t)
	length := time.Since(c.began)
	c.golden(t)
	got := mustCensus(t, o)
	if got.Counts["posts"] != 1 || got.Counts["comments"] != 1 || got.Counts["articles"] < 60 {
		t.Fatalf("an undisturbed run leaves %v; want a post, a comment and the day's articles", got.Counts)
	}
	return length, got
}

// finishAndCompare runs a newsroom whose last run was killed to the end: it has
// to come out as if nothing had happened.
func finishAndCompare(t *testing.T, o store.Options, want census) {
	t.Helper()
	c := startChild(t, o, "demo", "--once")
	c.finish(t)
	c.golden(t)
	sameCensus(t, mustCensus(t, o), want)
	doctor := startChild(t, o, "doctor")
	doctor.finish(t)
	if got := doctor.stdout.String(); !strings.Contains(got, ", 0 to mend.") {
		t.Errorf("the doctor says\n%s", got)
	}
}

// deadCount is how long, on PostgreSQL, a dead process counts as alive: a run
// after it waits for that, and a kill has to be able to come later.
const deadCount = 6 * time.Second

// A newsroom whose program is killed again and again comes to the same end,
// and nothing is there twice.
func TestKilledAgainAndAgain(t *testing.T) {
	t.Parallel()
	span, want := undisturbed(t)
	kills := 20
	if os.Getenv(newstest.PostgresEnv) != "" {
		kills, span = 5, span+deadCount
	}
	o := newstest.Options(t)
	moments := rand.New(rand.NewPCG(20260504, 1)) //nolint:gosec // seeded, to be repeated
	for killed, runs := 0, 0; killed < kills; runs++ {
		if runs > 10*kills {
			t.Fatalf("only %d of %d runs could be killed", killed, runs)
		}
		c := startChild(t, o, "demo", "--once")
		if c.killedAfter(t, time.Duration(moments.Int64N(int64(span)))) {
			killed++
			continue
		}
		// It was faster: what is left to do takes less than the whole day.
		c.golden(t)
		span = min(span, time.Since(c.began))
	}
	finishAndCompare(t, o, want)
}

// Every stretch of the run is hit: each newsroom is killed once, one later
// than the other, and run to the end.
func TestKilledAtEveryStretch(t *testing.T) {
	t.Parallel()
	const stretches = 8
	length, want := undisturbed(t)
	moments := rand.New(rand.NewPCG(20260504, 2)) //nolint:gosec // seeded, to be repeated
	for i := range stretches {
		after := (time.Duration(i)*length + time.Duration(moments.Int64N(int64(length)))) / stretches
		t.Run(fmt.Sprint(i+1), func(t *testing.T) {
			t.Parallel()
			o := newstest.Options(t)
			startChild(t, o, "demo", "--once").killedAfter(t, after)
			finishAndCompare(t, o, want)
		})
	}
}

// The demonstration for a browser is killed while it polls and started again:
// it goes on where it was.
func TestLiveDemoKilled(t *testing.T) {
	t.Parallel()
	_, want := undisturbed(t)
	o := newstest.Options(t)
	first := startChild(t, o, "demo", "--listen", "127.0.0.1:0")
	first.until(t, "the first reports", func() bool {
		c, err := takeCensus(o) // there may be no tables yet
		return err == nil && c.Counts["articles"] > 0
	})
	first.kill(t)

	second := startChild(t, o, "demo", "--listen", "127.0.0.1:0")
	second.until(t, "the whole day", func() bool {
		c := mustCensus(t, o)
		return c.Waiting == 0 && c.Counts["articles"] == want.Counts["articles"]
	})
	if !regexp.MustCompile(`http://127\.0\.0\.1:\d+/desk/enter\?token=\S+`).MatchString(second.stdout.String()) {
		t.Errorf("it printed no way in: %s", second.stdout.String())
	}
	if err := second.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	second.finish(t)
	finishAndCompare(t, o, want)
}
