// Package store holds all of Dateline's SQL. It keeps the newsroom in SQLite
// or PostgreSQL, with every statement written once for both, and it gives the
// steps whole actions rather than rows. Nothing else in the program speaks
// SQL or knows which engine is used.
package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/riverqueue/river"

	"dateline/internal/news"
)

// Options say which database to open and for whom.
type Options struct {
	Dir     string           // the newsroom's folder; the SQLite database lives in it
	URL     string           // postgres://...; empty: SQLite in Dir
	Worker  string           // names this process among those on the database; made up when empty
	Machine func() time.Time // the machine's clock, for claims and sessions
	Log     *slog.Logger
	Create  bool // make the folder and the database when they are missing
	Sole    bool // this process alone serves the folder: what others had claimed is free
}

// DB is an open newsroom. It is safe for concurrent use.
type DB struct {
	write   *sql.DB
	read    *sql.DB
	d       *dialect
	worker  string
	machine func() time.Time
	log     *slog.Logger
	client  *river.Client[*sql.Tx] // enqueues; RunJobs has a client of its own
	poke    poke
	records records // polls on their way in
	rules   rules
	texts   texts
	lock    *folderLock
	closing sync.Once
}

// Open opens the newsroom's database and brings its schema up to date. Its
// errors are plain sentences fit to show; those a person can mend are of kind
// news.ErrInvalid, news.ErrNotFound or news.ErrConflict.
func Open(ctx context.Context, o Options) (*DB, error) {
	db := &DB{d: &sqliteDialect, worker: o.Worker, machine: o.Machine, log: o.Log}
	if db.worker == "" {
		db.worker = newWorkerName()
	}
	if db.log == nil {
		db.log = slog.New(slog.DiscardHandler)
	}
	if err := db.connect(ctx, o); err != nil {
		return nil, err
	}
	if err := db.prepare(ctx, o); err != nil {
		db.Close()
		return nil, err
	}
	return db, nil
}

func (db *DB) connect(ctx context.Context, o Options) error {
	if o.URL != "" {
		return db.connectPostgres(ctx, o.URL)
	}
	if err := checkFolder(o.Dir, o.Create); err != nil {
		return err
	}
	if o.Sole {
		lock, err := lockFolder(o.Dir)
		if err != nil {
			return err
		}
		db.lock = lock
	}
	var err error
	if db.write, db.read, err = openSQLite(ctx, o.Dir); err != nil {
		db.lock.release()
		return &news.InvalidError{Field: "data", Reason: fmt.Sprintf("The newsroom in %s cannot be opened: %s.", o.Dir, trimDriver(err))}
	}
	return nil
}

func (db *DB) connectPostgres(ctx context.Context, address string) error {
	if !strings.HasPrefix(address, "postgres://") && !strings.HasPrefix(address, "postgresql://") {
		return &news.InvalidError{Field: "database", Reason: "The database address has to begin with postgres://."}
	}
	db.d = &postgresDialect
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	pool, err := openPostgres(ctx, address)
	if err != nil {
		return &news.InvalidError{Field: "database", Reason: fmt.Sprintf("The database cannot be reached: %s. Check the address given with --database.", trimDriver(err))}
	}
	db.write, db.read = pool, pool
	return nil
}

func (db *DB) prepare(ctx context.Context, o Options) error {
	if err := db.migrate(ctx, o.Dir); err != nil {
		return err
	}
	if err := db.openJobs(); err != nil {
		return err
	}
	if o.Sole && o.URL == "" {
		return db.freeClaims(ctx)
	}
	return nil
}

// Close ends all work on the database. It may be called more than once.
func (db *DB) Close() error {
	var err error
	db.closing.Do(func() {
		if db.read != db.write {
			err = db.read.Close()
		}
		err = errors.Join(err, db.write.Close())
		db.lock.release()
	})
	return err
}

// Engine names the engine in use, "sqlite" or "postgres".
func (db *DB) Engine() string { return db.d.name }

// Worker names this process among those on the database.
func (db *DB) Worker() string { return db.worker }

// tx is one transaction. What it changes is told to the desk once it is
// committed.
type tx struct {
	*sql.Tx
	db     *DB
	events int
}

// tries is how often a transaction is begun anew when the engine was too busy
// or two of them stood in each other's way.
const tries = 8

// do runs fn in one transaction. fn may run more than once, and must not keep
// anything of a run that failed.
func (db *DB) do(ctx context.Context, fn func(t *tx) error) error {
	var err error
	for try := range tries {
		if err = db.once(ctx, fn); !db.d.is(err, busy) {
			return err
		}
		wait := time.NewTimer(time.Duration(try+1) * 20 * time.Millisecond)
		select {
		case <-ctx.Done():
			wait.Stop()
			return ctx.Err()
		case <-wait.C:
		}
	}
	return err
}

func (db *DB) once(ctx context.Context, fn func(t *tx) error) error {
	sqlTx, err := db.write.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	t := &tx{Tx: sqlTx, db: db}
	if err := fn(t); err != nil {
		return errors.Join(err, ignoreDone(sqlTx.Rollback()))
	}
	if t.events > 0 {
		if err := t.announce(ctx); err != nil {
			return errors.Join(err, ignoreDone(sqlTx.Rollback()))
		}
	}
	if err := sqlTx.Commit(); err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	if t.events > 0 {
		db.poke.all()
	}
	return nil
}

func ignoreDone(err error) error {
	if errors.Is(err, sql.ErrTxDone) {
		return nil
	}
	return err
}

// checkFolder makes sure that dir is a folder that can be written to.
func checkFolder(dir string, create bool) error {
	if dir == "" {
		return &news.InvalidError{Field: "data", Reason: "Name the newsroom's folder with --data."}
	}
	info, err := os.Stat(dir)
	switch {
	case errors.Is(err, os.ErrNotExist) && !create:
		return &news.InvalidError{Field: "data", Reason: fmt.Sprintf("There is no newsroom in %s. Make one with: dateline init --data %s", dir, dir)}
	case errors.Is(err, os.ErrNotExist):
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return &news.InvalidError{Field: "data", Reason: fmt.Sprintf("The folder %s cannot be made. Choose another with --data, or make it and give yourself the right to write to it.", dir)}
		}
	case err != nil:
		return &news.InvalidError{Field: "data", Reason: fmt.Sprintf("The folder %s cannot be read. Check its rights.", dir)}
	case !info.IsDir():
		return &news.InvalidError{Field: "data", Reason: fmt.Sprintf("%s is not a folder. Name a folder with --data.", dir)}
	}
	probe, err := os.CreateTemp(dir, ".write-*")
	if err != nil {
		return &news.InvalidError{Field: "data", Reason: fmt.Sprintf("The folder %s cannot be written to. Check its rights, or choose another with --data.", dir)}
	}
	probe.Close()
	return os.Remove(probe.Name())
}

// trimDriver shortens a driver's error to its last, telling part.
func trimDriver(err error) string {
	for next := errors.Unwrap(err); next != nil; next = errors.Unwrap(err) {
		err = next
	}
	text, _, _ := strings.Cut(err.Error(), "\n")
	return strings.TrimRight(text, ".")
}
