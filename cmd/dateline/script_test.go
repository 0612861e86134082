package main

import (
	"bufio"
	"errors"
	"fmt"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"dateline/internal/newstest"
)

// TestMain builds the program that the scripts and the children run: the real
// one, and without the race detector, which slows SQLite down tenfold. The
// tests that run the newsroom in their own process have the detector.
func TestMain(m *testing.M) {
	os.Exit(withProgram(m.Run))
}

// withProgram runs the tests with a fresh dateline first in the path.
func withProgram(tests func() int) int {
	dir, err := os.MkdirTemp("", "dateline-test-")
	if err != nil {
		log.Print(err)
		return 1
	}
	defer os.RemoveAll(dir)
	build := exec.Command("go", "build", "-o", filepath.Join(dir, "dateline"), ".")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if said, err := build.CombinedOutput(); err != nil {
		log.Printf("build the program: %v\n%s", err, said)
		return 1
	}
	if err := os.Setenv("PATH", dir+string(filepath.ListSeparator)+os.Getenv("PATH")); err != nil {
		log.Print(err)
		return 1
	}
	return tests()
}

// bundled is the folder of the day that comes with the program.
const bundled = "../../internal/world/day"

// TestScripts runs the command line. A script that needs a newsroom says
// "newsroom" and is given a fresh one on the engine under test.
func TestScripts(t *testing.T) {
	t.Parallel()
	day, err := filepath.Abs(bundled)
	if err != nil {
		t.Fatal(err)
	}
	worlds, err := filepath.Abs("testdata/worlds")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(e *testscript.Env) error {
			e.Setenv("DAY", day)
			e.Setenv("WORLDS", worlds)
			t, ok := e.T().(testing.TB)
			if !ok {
				return errors.New("the script runs without a test of its own")
			}
			e.Values[stageKey{}] = &stage{t: t}
			return nil
		},
		Condition: func(name string) (bool, error) {
			if name != "postgres" {
				return false, fmt.Errorf("no condition is called %q", name)
			}
			return os.Getenv(newstest.PostgresEnv) != "", nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"newsroom": scriptNewsroom,
			"fails":    scriptFails,
			"serving":  scriptServing,
			"stopped":  scriptStopped,
			"outside":  scriptOutside,
			"occupied": scriptOccupied,
			"schema":   scriptSchema,
			"census":   scriptCensus,
			"comment":  scriptComment,
			"until":    scriptUntil,
		},
	})
}

// stage is what stands beside one script.
type stage struct {
	t       testing.TB
	serving *exec.Cmd // the newest "serving"
	said    strings.Builder
}

type stageKey struct{}

func stageOf(ts *testscript.TestScript) *stage {
	s, ok := ts.Value(stageKey{}).(*stage)
	if !ok {
		ts.Fatalf("the script was not set up")
	}
	return s
}

// scriptNewsroom gives the script a fresh place for a newsroom and names it in
// the program's own settings: "newsroom" an empty one, "newsroom founded" one
// that was set up and follows nobody.
func scriptNewsroom(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) > 1 {
		ts.Fatalf("usage: newsroom [founded]")
	}
	o := newstest.Options(stageOf(ts).t)
	ts.Setenv("DATELINE_DATA", o.Dir)
	ts.Setenv("DATELINE_DATABASE", o.URL)
	if len(args) == 0 {
		return
	}
	ts.Setenv("DATELINE_PASSWORD", "a long enough secret")
	ts.Check(ts.Exec("dateline", "init", "--title", "The Harbour Wire", "--address", "https://wire.example",
		"--zone", "Europe/Dublin", "--name", "Odd Weir", "--login", "odd", "--no-starter"))
	ts.Setenv("DATELINE_PASSWORD", "")
}

// scriptFails expects a command to end with an exit code and exactly one line
// on standard error: "fails 2 dateline --nonsense".
func scriptFails(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: fails CODE command...")
	}
	err := ts.Exec(args[1], args[2:]...)
	var exit *exec.ExitError
	if !errors.As(err, &exit) {
		ts.Fatalf("it ended with %v; want exit code %s", err, args[0])
	}
	if got := fmt.Sprint(exit.ExitCode()); got != args[0] {
		ts.Fatalf("exit code %s; want %s", got, args[0])
	}
	said := ts.ReadFile("stderr")
	if strings.Count(said, "\n") != 1 || !strings.HasPrefix(said, "dateline: ") || !strings.HasSuffix(said, "\n") {
		ts.Fatalf("standard error is %q; want one line from dateline", said)
	}
	if printed := ts.ReadFile("stdout"); printed != "" {
		ts.Fatalf("standard output is %q; want nothing", printed)
	}
}

// scriptServing starts "dateline serve" or "dateline demo" on a port of its
// own, waits until it says where, and puts the address in $SITE.
func scriptServing(ts *testscript.TestScript, neg bool, args []string) {
	s := stageOf(ts)
	if neg || s.serving != nil || len(args) == 0 {
		ts.Fatalf("usage: serving serve|demo [flags], until stopped")
	}
	cmd := scriptChild(ts, "dateline", append(args, "--listen", "127.0.0.1:0")...)
	cmd.Stderr = &s.said
	out, err := cmd.StdoutPipe()
	ts.Check(err)
	ts.Check(cmd.Start())
	ts.Defer(func() {
		if cmd.ProcessState == nil {
			cmd.Process.Kill() // it has ended then
			cmd.Wait()         // killed on purpose
		}
	})
	site := ""
	for lines := bufio.NewScanner(out); site == "" && lines.Scan(); {
		site = siteAddress.FindString(lines.Text())
	}
	if site == "" {
		ts.Fatalf("%v said no address", args)
	}
	ts.Setenv("SITE", site)
	s.serving = cmd
}

// scriptChild is a command that runs as the script's own commands do.
func scriptChild(ts *testscript.TestScript, name string, args ...string) *exec.Cmd {
	cmd := exec.Command(name, args...)
	cmd.Dir = ts.MkAbs(".")
	for _, name := range []string{"DATELINE_DATA", "DATELINE_DATABASE", "PATH", "HOME", "TMPDIR"} {
		cmd.Env = append(cmd.Env, name+"="+ts.Getenv(name))
	}
	return cmd
}

var siteAddress = regexp.MustCompile(`http://[0-9.:]+`)

// scriptStopped stops "serving" as an operator does. It has to end without a
// fault and without a word.
func scriptStopped(ts *testscript.TestScript, neg bool, args []string) {
	s := stageOf(ts)
	if neg || len(args) > 0 || s.serving == nil {
		ts.Fatalf("usage: stopped, after serving")
	}
	ts.Check(s.serving.Process.Signal(syscall.SIGTERM))
	if err := s.serving.Wait(); err != nil || s.said.Len() > 0 {
		ts.Fatalf("it ended with %v: %s", err, s.said.String())
	}
	s.serving = nil
}

// scriptOutside answers on loopback with the files of a folder and puts its
// address and port in $OUTSIDE.
func scriptOutside(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: outside FOLDER")
	}
	s := httptest.NewServer(http.FileServer(http.Dir(ts.MkAbs(args[0]))))
	ts.Defer(s.Close)
	ts.Setenv("OUTSIDE", s.Listener.Addr().String())
}

// scriptOccupied holds a port and puts it in $OCCUPIED; $FREE is one on which
// nobody answers.
func scriptOccupied(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) > 0 {
		ts.Fatalf("usage: occupied")
	}
	held, err := net.Listen("tcp", "127.0.0.1:0")
	ts.Check(err)
	ts.Defer(func() { held.Close() })
	ts.Setenv("OCCUPIED", held.Addr().String())
	free, err := net.Listen("tcp", "127.0.0.1:0")
	ts.Check(err)
	ts.Setenv("FREE", free.Addr().String())
	ts.Check(free.Close())
}

// scriptComment sends a comment to a post as a program does that fills
// every field of the form, so that it is held: "comment /2026/05/a.html NAME TEXT".
func scriptComment(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: comment PATH NAME TEXT")
	}
	form := url.Values{"name": {args[1]}, "text": {args[2]}, "website": {"https://pills.example"}, "seen": {"0"}}
	res, err := http.PostForm(ts.Getenv("SITE")+args[0], form)
	ts.Check(err)
	res.Body.Close()
	if res.StatusCode != http.StatusOK {
		ts.Fatalf("the comment was answered with %s", res.Status)
	}
}

// scriptUntil runs a command again and again until what it prints matches:
// "until PATTERN dateline story list".
func scriptUntil(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: until PATTERN command...")
	}
	want, err := regexp.Compile("(?m)" + args[0])
	ts.Check(err)
	var printed []byte
	seen := eventually(func() bool {
		printed, err = scriptChild(ts, args[1], args[2:]...).Output()
		ts.Check(err)
		return want.Match(printed)
	})
	if !seen {
		ts.Fatalf("%v never printed %s but %s", args[1:], args[0], printed)
	}
}

// patience is how long tests wait for what has to come about, whatever else
// the machine does.
const patience = time.Minute

// eventually asks until the answer is yes, and says false when it never is.
func eventually(ask func() bool) bool {
	again := time.NewTicker(20 * time.Millisecond)
	defer again.Stop()
	end := time.After(patience)
	for {
		if ask() {
			return true
		}
		select {
		case <-end:
			return false
		case <-again.C:
		}
	}
}

// writeScriptFile writes a file in the script's folder.
func writeScriptFile(ts *testscript.TestScript, name, text string) {
	ts.Check(os.WriteFile(ts.MkAbs(name), []byte(text), 0o600))
}
