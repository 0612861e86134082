package store

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"time"

	"dateline/internal/news"
)

// event writes a line of the newsroom's log with the transaction it tells of.
func (t *tx) event(ctx context.Context, at time.Time, kind string, subject int64, text string) error {
	t.events++
	_, err := t.ExecContext(ctx, `INSERT INTO events (at, kind, subject, body) VALUES ($1, $2, $3, $4)`,
		micros(at), kind, subject, text)
	if err != nil {
		return fmt.Errorf("log %s: %w", kind, err)
	}
	return nil
}

func (t *tx) announce(ctx context.Context) error { return t.db.d.notify(ctx, t) }

// Cursor returns where the log ends now. Events after it are yet to come.
func (db *DB) Cursor(ctx context.Context) (string, error) {
	q := `SELECT ` + db.d.xidText + `, id FROM events WHERE ` + db.d.eventsEnd + ` ORDER BY xid DESC, id DESC LIMIT 1`
	var xid string
	var id int64
	ok, err := one(db.read.QueryRowContext(ctx, q), &xid, &id)
	if err != nil {
		return "", fmt.Errorf("read the log's end: %w", err)
	}
	if !ok {
		return "0.0", nil
	}
	return cursor(xid, id), nil
}

func cursor(xid string, id int64) string { return xid + "." + strconv.FormatInt(id, 10) }

// EventsAfter returns the events behind a cursor, in the order in which they
// were committed. A cursor that cannot be read is an *news.InvalidError.
func (db *DB) EventsAfter(ctx context.Context, after string, limit int) ([]news.Event, error) {
	xid, text, ok := strings.Cut(after, ".")
	id, err := strconv.ParseInt(text, 10, 64)
	if _, xerr := strconv.ParseUint(xid, 10, 63); !ok || err != nil || xerr != nil {
		return nil, &news.InvalidError{Field: "cursor", Reason: "That place in the log is not known. Load the page again."}
	}
	q := `SELECT ` + db.d.xidText + `, id, at, kind, subject, body FROM events
		WHERE ` + db.d.eventsEnd + ` AND ` + db.d.eventsAfter + ` ORDER BY ` + db.d.eventsOrder + ` LIMIT $3`
	rows, err := db.read.QueryContext(ctx, q, xid, id, limit)
	if err != nil {
		return nil, fmt.Errorf("read the log: %w", err)
	}
	defer rows.Close()
	var events []news.Event
	for rows.Next() {
		var e news.Event
		var xid string
		var at int64
		if err := rows.Scan(&xid, &e.ID, &at, &e.Kind, &e.Subject, &e.Text); err != nil {
			return nil, fmt.Errorf("read the log: %w", err)
		}
		e.Cursor, e.At = cursor(xid, int64(e.ID)), moment(at)
		events = append(events, e)
	}
	return events, rows.Err()
}

// ForgetEvents removes what the log said before the given time and returns how
// many lines that were.
func (db *DB) ForgetEvents(ctx context.Context, before time.Time) (int64, error) {
	res, err := db.write.ExecContext(ctx, `DELETE FROM events WHERE at < $1`, micros(before))
	if err != nil {
		return 0, fmt.Errorf("shorten the log: %w", err)
	}
	return res.RowsAffected()
}

// Watch returns a channel that is poked when there may be new events, and a
// function that ends the watch. A poke is a hint: the log is the truth.
func (db *DB) Watch() (<-chan struct{}, func()) { return db.poke.watch() }

// Tail pokes the watchers for events of other processes until ctx ends.
func (db *DB) Tail(ctx context.Context) error {
	err := db.d.follow(ctx, db.read, db.poke.all)
	if ctx.Err() != nil || errors.Is(err, context.Canceled) {
		return nil
	}
	return err
}

// poke wakes everybody who watches.
type poke struct {
	mu       sync.Mutex
	watchers map[chan struct{}]bool
}

func (p *poke) watch() (<-chan struct{}, func()) {
	ch := make(chan struct{}, 1)
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.watchers == nil {
		p.watchers = map[chan struct{}]bool{}
	}
	p.watchers[ch] = true
	return ch, func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		delete(p.watchers, ch)
	}
}

func (p *poke) all() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for ch := range p.watchers {
		select {
		case ch <- struct{}{}:
		default: // poked already
		}
	}
}
