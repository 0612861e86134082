// Command dateline is the newsroom: it follows the outlets' feeds, groups
// their reports into stories, puts them before the editor and publishes the
// site. This folder is the only place that knows every part; it reads the
// flags, joins the parts and prints.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"log/slog"
	"os"
	"os/signal"
	"strings"
	"syscall"
	_ "time/tzdata"

	"github.com/alecthomas/kong"

	"dateline/internal/news"
)

// version is set by the build.
var version = "dev"

// cli is the command line. What is set nowhere else comes from DATELINE_*.
type cli struct {
	Config   kong.ConfigFlag `help:"A JSON file with settings: their names are the flags'." placeholder:"FILE"`
	Data     string          `help:"The newsroom's folder." default:"./dateline-data" env:"DATELINE_DATA" placeholder:"DIR"`
	Database string          `help:"A PostgreSQL database instead of the folder's own: postgres://..." env:"DATELINE_DATABASE" placeholder:"URL"`
	LogLevel string          `help:"How much to log: debug, info, warn or error." default:"info" enum:"debug,info,warn,error" env:"DATELINE_LOG_LEVEL" name:"log-level"`

	Init    initCommand    `cmd:"" help:"Make a newsroom."`
	Serve   serveCommand   `cmd:"" help:"Run the newsroom: poll, group, desk and site."`
	Demo    demoCommand    `cmd:"" help:"Run a demonstration newsroom on an invented day."`
	Outlet  outletCommand  `cmd:"" help:"The outlets that are followed."`
	Feed    feedCommand    `cmd:"" help:"The outlets' feeds."`
	Rule    ruleCommand    `cmd:"" help:"What is kept away from the wire."`
	Article articleCommand `cmd:"" help:"The outlets' reports."`
	Story   storyCommand   `cmd:"" help:"The day's stories."`
	Post    postCommand    `cmd:"" help:"What was written and published."`
	Comment commentCommand `cmd:"" help:"The readers' comments."`
	User    userCommand    `cmd:"" help:"The editors."`
	Backup  backupCommand  `cmd:"" help:"Write a copy of the newsroom to a file."`
	Doctor  doctorCommand  `cmd:"" help:"Check the newsroom and say what to mend."`
	Version versionCommand `cmd:"" help:"Print the program's version."`
}

// program is what every command is given: the settings of the command line,
// and where to read and print.
type program struct {
	ctx    context.Context
	cli    *cli
	stdin  io.Reader
	stdout io.Writer
	stderr io.Writer
	log    *slog.Logger
}

// Exit codes.
const (
	exitFailed = 1
	exitMisuse = 2
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// run runs one command line and returns its exit code.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	// Libraries that write to the standard logger quote what strangers send.
	log.SetOutput(io.Discard)
	var c cli
	exited := -1
	parser, err := kong.New(&c, kong.Name("dateline"),
		kong.Description("A newsroom for people who publish curated news roundups."),
		kong.Configuration(readConfig), kong.Writers(stdout, stderr),
		kong.Exit(func(code int) { exited = code }), kong.UsageOnError(),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, NoExpandSubcommands: true}))
	if err != nil {
		return fail(stderr, err)
	}
	if len(args) == 0 {
		args = []string{"--help"}
	}
	k, err := parser.Parse(args)
	if exited >= 0 {
		return exited
	}
	if err != nil {
		fmt.Fprintf(stderr, "dateline: %s\n", misuse(err))
		return exitMisuse
	}
	p := &program{ctx: ctx, cli: &c, stdin: stdin, stdout: stdout, stderr: stderr, log: newLog(stderr, c.LogLevel)}
	if err := k.Run(p); err != nil {
		return fail(stderr, err)
	}
	return 0
}

// misuse is a parser's complaint as one sentence that says what to do.
func misuse(err error) string {
	text := strings.TrimRight(err.Error(), ".")
	if strings.HasPrefix(text, "config ") {
		return text + "."
	}
	return text + ". See: dateline --help"
}

// An exitError ends the program with a code of its own after everything was
// said already.
type exitError int

// Error says that there is nothing more to say.
func (exitError) Error() string { return "" }

// fail prints an error as one plain sentence and returns the exit code.
func fail(stderr io.Writer, err error) int {
	var exit exitError
	if errors.As(err, &exit) {
		return int(exit)
	}
	if errors.Is(err, context.Canceled) {
		fmt.Fprintln(stderr, "dateline: stopped.")
		return exitFailed
	}
	fmt.Fprintf(stderr, "dateline: %s\n", sentence(err))
	return exitFailed
}

// sentence makes one line of an error; one that is meant for people is shown
// without what was being done.
func sentence(err error) string {
	text := err.Error()
	for _, kind := range []error{news.ErrConflict, news.ErrNotFound, news.ErrInvalid} {
		if errors.Is(err, kind) {
			text = strings.TrimPrefix(text, kind.Error()+": ")
		}
	}
	var invalid *news.InvalidError
	if errors.As(err, &invalid) {
		text = invalid.Reason
	}
	text = strings.Join(strings.Fields(text), " ")
	if !strings.HasSuffix(text, ".") && !strings.HasSuffix(text, "/") {
		text += "."
	}
	return text
}

func newLog(w io.Writer, level string) *slog.Logger {
	var l slog.Level
	if err := l.UnmarshalText([]byte(level)); err != nil {
		l = slog.LevelInfo
	}
	return slog.New(slog.NewTextHandler(w, &slog.HandlerOptions{Level: l}))
}
