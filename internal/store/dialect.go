package store

import (
	"context"
	"database/sql"
	"errors"
	"strings"

	"github.com/pressly/goose/v3"
	"github.com/riverqueue/river/riverdriver"
)

// dialect is what the two engines do differently. Nothing outside the
// dialect*.go files knows which engine it talks to.
type dialect struct {
	name      string
	file      bool // the newsroom is a file of ours
	goose     goose.Dialect
	tokens    *strings.Replacer  // types in migrations
	now       string             // the engine's clock in microseconds, for leases
	mark      func(n int) string // the n-th of very many parameters
	skip      string             // what a claiming SELECT ends with
	eventsEnd string             // which events no running transaction can still precede
	// eventsAfter are those behind the cursor ($1, $2), in the order eventsOrder.
	eventsAfter, eventsOrder string
	xidText                  string // an event's transaction number as text
	kindOf                   func(error) violation
	driver                   func(*sql.DB) riverdriver.Driver[*sql.Tx]
	freeJobs                 string // gives jobs of workers that are no longer alive back; the clock is appended
	// sessionLock says that several machines may migrate at once.
	sessionLock bool
	check       func(ctx context.Context, db *sql.DB) error
	backup      func(ctx context.Context, db *sql.DB, path string) error
	notify      func(ctx context.Context, q queries) error               // tells other processes of new events
	follow      func(ctx context.Context, db *sql.DB, poke func()) error // hears of other processes' events
}

// violation says which rule of the schema a statement broke.
type violation int

const (
	noViolation violation = iota
	uniqueViolation
	foreignKeyViolation
	checkViolation
	busy // others stand in the way: the same call may go through later
)

// is says whether err broke the given rule.
func (d *dialect) is(err error, v violation) bool { return err != nil && d.kindOf(err) == v }

// queries is what both a pool and a transaction can do.
type queries interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// one reads a single row and says whether there was one.
func one(row *sql.Row, into ...any) (bool, error) {
	err := row.Scan(into...)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil, err
}
