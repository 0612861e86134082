// Command newsworld measures the wire against a simulated world of outlets on
// loopback: whether every article that stood in a feed is stored once, what a
// poll costs, and how polite, punctual and small a serving newsroom is. It
// expects ./dateline and the shared data's simulated world.
//
//	newsworld --shared DIR day  --outlets 5000 --hours 24   every article once
//	newsworld --shared DIR cost --outlets 2000              CPU seconds of 1,000 polls
//	newsworld --shared DIR live --outlets 5000 --minutes 30 a serving newsroom
//	newsworld --shared DIR list --outlets 10000             taking over a list
//
// With --database it uses PostgreSQL, else SQLite in a temporary folder. It
// ends with 1 when a row that has to hold does not.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
)

// options are the command line's.
type options struct {
	shared   string
	database string
	outlets  int
	hours    float64
	minutes  float64
	hostile  float64
	verbose  bool
	roles    string
	work     string
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	held, err := measure(ctx, os.Args[1:])
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "newsworld:", err)
		os.Exit(2)
	}
	if !held {
		os.Exit(1)
	}
}

// measure runs one mode and says whether what has to hold held.
func measure(ctx context.Context, args []string) (bool, error) {
	var o options
	flags := flag.NewFlagSet("newsworld", flag.ContinueOnError)
	flags.StringVar(&o.shared, "shared", "", "the shared data's folder")
	flags.StringVar(&o.database, "database", "", "a PostgreSQL server to make a database on")
	if err := flags.Parse(args); err != nil {
		return false, err
	}
	mode := flags.Arg(0)
	more := flag.NewFlagSet(mode, flag.ContinueOnError)
	more.IntVar(&o.outlets, "outlets", 200, "how many outlets")
	more.Float64Var(&o.hours, "hours", 24, "hours of the world")
	more.Float64Var(&o.minutes, "minutes", 30, "minutes of the machine")
	more.Float64Var(&o.hostile, "hostile", 0, "share of further feeds that are hostile")
	more.StringVar(&o.roles, "roles", "", "what the serving newsroom does")
	more.BoolVar(&o.verbose, "v", false, "show the program's log")
	if err := more.Parse(flags.Args()[min(1, flags.NArg()):]); err != nil {
		return false, err
	}
	modes := map[string]func(context.Context, options) (bool, error){"day": day, "cost": cost, "live": live, "list": list}
	run, ok := modes[mode]
	if !ok || o.shared == "" {
		return false, fmt.Errorf("say --shared DIR and one of day, cost, live, list")
	}
	var err error
	if o.work, err = os.MkdirTemp("", "newsworld-"); err != nil {
		return false, err
	}
	defer os.RemoveAll(o.work)
	if o.database != "" {
		drop, err := o.ownDatabase(ctx)
		if err != nil {
			return false, err
		}
		defer drop()
	}
	return run(ctx, o)
}

// engine names what the newsroom is kept in.
func (o *options) engine() string {
	if o.database != "" {
		return "PostgreSQL"
	}
	return "SQLite"
}

// place returns the flags that name the newsroom.
func (o *options) place() []string {
	if o.database != "" {
		return []string{"--database", o.database}
	}
	return []string{"--data", o.work + "/newsroom"}
}
