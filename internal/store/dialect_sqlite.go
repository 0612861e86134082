package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"strings"
	"time"

	"github.com/pressly/goose/v3"
	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/riverdriver/riversqlite"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// File is the name of the SQLite database within its folder.
const File = "dateline.db"

var sqliteDialect = dialect{
	name:  "sqlite",
	file:  true,
	goose: goose.DialectSQLite3,
	tokens: strings.NewReplacer(
		"{id}", "INTEGER PRIMARY KEY AUTOINCREMENT",
		"{blob}", "BLOB",
		"{xid}", "INTEGER NOT NULL DEFAULT 0",
		"{key}", "TEXT",
	),
	// Named parameters are looked up one after the other, each.
	mark: func(int) string { return "?" },
	now:  "CAST(unixepoch('subsec') * 1000000 AS INTEGER)",
	// One writer at a time: the order of ids is the order of commits.
	eventsEnd:   "TRUE",
	eventsAfter: "id > $2 AND xid >= CAST($1 AS INTEGER)",
	eventsOrder: "id",
	xidText:     "CAST(xid AS TEXT)",
	kindOf:      sqliteViolation,
	driver:      func(db *sql.DB) riverdriver.Driver[*sql.Tx] { return riversqlite.New(db) },
	freeJobs:    sqliteJobs,
	check:       sqliteCheck,
	backup:      sqliteBackup,
	notify:      func(context.Context, queries) error { return nil }, // writing is telling
	follow:      sqliteFollow,
}

// sqliteJobs gives jobs back that a worker who is no longer alive had taken.
const sqliteJobs = `
UPDATE river_job SET state = 'available'
WHERE state = 'running'
  AND COALESCE(json_extract(attempted_by, '$[#-1]'), '') NOT IN
      (SELECT substr(name, 8) FROM leases WHERE name LIKE 'worker:%' AND until > `

func sqliteViolation(err error) violation {
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return noViolation
	}
	switch e.Code() {
	case sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY, sqlite3.SQLITE_CONSTRAINT_ROWID:
		return uniqueViolation
	case sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY:
		return foreignKeyViolation
	case sqlite3.SQLITE_CONSTRAINT_CHECK, sqlite3.SQLITE_CONSTRAINT_NOTNULL:
		return checkViolation
	}
	switch e.Code() & 0xff { // whatever the reason of being busy
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
		return busy
	}
	return noViolation
}

// openSQLite opens the writer's single connection and the readers' pool.
func openSQLite(ctx context.Context, dir string) (write, read *sql.DB, err error) {
	return openSQLiteFile(ctx, filepath.Join(dir, File))
}

func openSQLiteFile(ctx context.Context, path string) (write, read *sql.DB, err error) {
	connector, err := sqlite.NewConnector(sqliteDSN(path, "_txlock=immediate"))
	if err != nil {
		return nil, nil, fmt.Errorf("open %s: %w", path, err)
	}
	write = sql.OpenDB(rememberer{connector})
	write.SetMaxOpenConns(1)
	if err := write.PingContext(ctx); err != nil {
		write.Close()
		return nil, nil, fmt.Errorf("open %s: %w", path, err)
	}
	read, err = sql.Open("sqlite", sqliteDSN(path, "_pragma=query_only(1)"))
	if err != nil {
		write.Close()
		return nil, nil, fmt.Errorf("open %s: %w", path, err)
	}
	read.SetMaxOpenConns(8)
	read.SetMaxIdleConns(4)
	read.SetConnMaxIdleTime(time.Minute) // each holds a cache of its own
	return write, read, nil
}

func sqliteDSN(path, extra string) string {
	u := url.URL{Scheme: "file", Opaque: (&url.URL{Path: path}).EscapedPath()}
	return u.String() + "?" + strings.Join([]string{
		"_pragma=busy_timeout(10000)",
		"_pragma=journal_mode(WAL)",
		"_pragma=synchronous(FULL)",
		"_pragma=foreign_keys(1)",
		"_pragma=cache_size(-4000)",
		"_pragma=temp_store(MEMORY)",
		extra,
	}, "&")
}

// sqliteCheck reads the whole file and follows every reference.
func sqliteCheck(ctx context.Context, db *sql.DB) error {
	var verdict string
	if err := db.QueryRowContext(ctx, "PRAGMA integrity_check(1)").Scan(&verdict); err != nil {
		return err
	}
	if verdict != "ok" {
		return errors.New(verdict)
	}
	var table string
	var row, parent, index sql.NullString
	found, err := one(db.QueryRowContext(ctx, "PRAGMA foreign_key_check"), &table, &row, &parent, &index)
	if err == nil && found {
		err = fmt.Errorf("%s refers to something that is not there", table)
	}
	return err
}

// sqliteBackup copies the database as one transaction sees it.
func sqliteBackup(ctx context.Context, db *sql.DB, path string) error {
	_, err := db.ExecContext(ctx, "VACUUM INTO $1", path)
	return err
}

// followEvery is how often a file is looked at for another process's writes.
const followEvery = 500 * time.Millisecond

// sqliteFollow pokes when another process has written to the file, until ctx
// ends.
func sqliteFollow(ctx context.Context, db *sql.DB, poke func()) error {
	conn, err := db.Conn(ctx)
	if err != nil {
		return fmt.Errorf("follow the database: %w", err)
	}
	defer conn.Close()
	tick := time.NewTicker(followEvery)
	defer tick.Stop()
	var last, lastEvent int64
	for {
		var version, event int64
		if err := conn.QueryRowContext(ctx, "PRAGMA data_version").Scan(&version); err != nil {
			return fmt.Errorf("follow the database: %w", err)
		}
		if version != last { // somebody wrote: an event?
			if err := conn.QueryRowContext(ctx, "SELECT COALESCE(max(id), 0) FROM events").Scan(&event); err != nil {
				return fmt.Errorf("follow the database: %w", err)
			}
			if last != 0 && event != lastEvent {
				poke()
			}
			last, lastEvent = version, event
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-tick.C:
		}
	}
}
