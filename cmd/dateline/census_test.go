package main

import (
	"database/sql"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"dateline/internal/store"
)

// counted are the things that a run must not make twice. A story that was
// merged into another stays as a signpost to it and does not count.
var counted = []string{"outlets", "feeds", "sightings", "articles", "stories WHERE forward_to = 0", "posts", "comments", "editors"}

// census counts what a newsroom holds, past the program that made it.
type census struct {
	Counts  map[string]int
	Stories []string // the addresses of each story's reports, a line a story
	Waiting int      // jobs, and reports that grouping has to look at
	Leases  []string // who leads what: name and holder
}

// openDatabase opens a newsroom's database as a stranger. The program must
// not need to know of it.
func openDatabase(o store.Options) (*sql.DB, error) {
	if o.URL != "" {
		return sql.Open("pgx", o.URL)
	}
	return sql.Open("sqlite", "file:"+filepath.Join(o.Dir, store.File)+"?_pragma=busy_timeout(10000)")
}

func takeCensus(o store.Options) (c census, err error) {
	db, err := openDatabase(o)
	if err != nil {
		return c, err
	}
	defer db.Close()
	c.Counts = map[string]int{}
	for _, table := range counted {
		var n int
		if err := db.QueryRow(`SELECT count(*) FROM ` + table).Scan(&n); err != nil {
			return c, fmt.Errorf("count %s: %w", table, err)
		}
		name, _, _ := strings.Cut(table, " ")
		c.Counts[name] = n
	}
	err = db.QueryRow(`SELECT (SELECT count(*) FROM articles WHERE grouped < revision) +
		(SELECT count(*) FROM river_job WHERE state NOT IN ('completed', 'cancelled', 'discarded'))`).Scan(&c.Waiting)
	if err != nil {
		return c, fmt.Errorf("count what waits: %w", err)
	}
	stories := map[string][]string{}
	if err := pairs(db, `SELECT story_id, url FROM articles`, func(story, address string) {
		stories[story] = append(stories[story], address)
	}); err != nil {
		return c, err
	}
	for _, reports := range stories {
		slices.Sort(reports)
		c.Stories = append(c.Stories, strings.Join(reports, " "))
	}
	slices.Sort(c.Stories)
	err = pairs(db, `SELECT name, holder FROM leases WHERE name NOT LIKE 'worker:%' ORDER BY name`, func(name, holder string) {
		c.Leases = append(c.Leases, name+" "+holder)
	})
	return c, err
}

// pairs reads two columns.
func pairs(db *sql.DB, query string, each func(a, b string)) error {
	rows, err := db.Query(query)
	if err != nil {
		return fmt.Errorf("%s: %w", query, err)
	}
	defer rows.Close()
	for rows.Next() {
		var a, b string
		if err := rows.Scan(&a, &b); err != nil {
			return fmt.Errorf("%s: %w", query, err)
		}
		each(a, b)
	}
	return rows.Err()
}

// mustCensus takes a census of a newsroom that has to be there.
func mustCensus(t *testing.T, o store.Options) census {
	t.Helper()
	c, err := takeCensus(o)
	if err != nil {
		t.Fatalf("census: %v", err)
	}
	return c
}

// sameCensus reports where a newsroom differs from the one of a run that
// nobody disturbed.
func sameCensus(t *testing.T, got, want census) {
	t.Helper()
	if !maps.Equal(got.Counts, want.Counts) {
		t.Errorf("the newsroom holds %v; want %v", got.Counts, want.Counts)
	}
	if got.Waiting != 0 {
		t.Errorf("%d things wait to be done; want none", got.Waiting)
	}
	for _, s := range got.Stories {
		if !slices.Contains(want.Stories, s) {
			t.Errorf("a story that an undisturbed run does not make: %s", s)
		}
	}
}

// scriptPlace is the newsroom that a script works on.
func scriptPlace(ts *testscript.TestScript) store.Options {
	return store.Options{Dir: ts.Getenv("DATELINE_DATA"), URL: ts.Getenv("DATELINE_DATABASE")}
}

// scriptCensus writes the counts of the newsroom to a file, to be compared.
func scriptCensus(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: census FILE")
	}
	c, err := takeCensus(scriptPlace(ts))
	ts.Check(err)
	var b strings.Builder
	for _, name := range slices.Sorted(maps.Keys(c.Counts)) {
		fmt.Fprintf(&b, "%s %d\n", name, c.Counts[name])
	}
	writeScriptFile(ts, args[0], b.String())
}

// scriptSchema marks the newsroom as made by a program whose schema is newer
// by so many versions: "schema +1".
func scriptSchema(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: schema +N")
	}
	n, err := strconv.Atoi(args[0])
	ts.Check(err)
	db, err := openDatabase(scriptPlace(ts))
	ts.Check(err)
	defer db.Close()
	_, err = db.Exec(`INSERT INTO goose_db_version (version_id, is_applied)
		SELECT max(version_id) + $1, TRUE FROM goose_db_version`, n)
	ts.Check(err)
}
