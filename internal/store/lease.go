package store

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"os"
	"time"

	"dateline/internal/news"
)

// How long a worker counts as alive after its last sign of life, and how often
// it gives one.
const (
	aliveFor   = 6 * time.Second
	aliveEvery = 2 * time.Second
)

func newWorkerName() string {
	host, err := os.Hostname()
	if err != nil {
		host = "worker"
	}
	b := make([]byte, 6)
	rand.Read(b) // never fails; see crypto/rand
	return fmt.Sprintf("%.40s-%d-%s", host, os.Getpid(), hex.EncodeToString(b))
}

// alive is the condition that the worker named by a column gives signs of life.
func (db *DB) alive(column string) string {
	return `EXISTS (SELECT 1 FROM leases w WHERE w.name = 'worker:' || ` + column + ` AND w.until > ` + db.d.now + `)`
}

// StayAlive says that this process lives until ctx ends, and gives back what
// processes that do not had claimed. Claims and leases of a process that does
// not call it are free for others at once.
func (db *DB) StayAlive(ctx context.Context) error {
	tick := time.NewTicker(aliveEvery)
	defer tick.Stop()
	for {
		if err := db.SignOfLife(ctx); err != nil && ctx.Err() == nil {
			db.log.ErrorContext(ctx, "no sign of life given", "error", err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

// SignOfLife renews this process's standing among the workers.
func (db *DB) SignOfLife(ctx context.Context) error {
	return db.do(ctx, func(t *tx) error {
		q := `INSERT INTO leases (name, holder, epoch, until) VALUES ($1, $2, 1, ` + db.d.now + ` + $3)
			ON CONFLICT (name) DO UPDATE SET until = excluded.until`
		if _, err := t.ExecContext(ctx, q, "worker:"+db.worker, db.worker, aliveFor.Microseconds()); err != nil {
			return fmt.Errorf("say that this worker lives: %w", err)
		}
		if _, err := t.ExecContext(ctx, db.d.freeJobs+db.d.now+`)`); err != nil {
			return fmt.Errorf("give back jobs: %w", err)
		}
		// A worker that was silent for long has ended; its name never comes back.
		q = `DELETE FROM leases WHERE name LIKE 'worker:%' AND until < ` + db.d.now + ` - 60000000`
		if _, err := t.ExecContext(ctx, q); err != nil {
			return fmt.Errorf("forget dead workers: %w", err)
		}
		return nil
	})
}

// freeClaims lets go of everything that earlier processes had claimed. Only
// the process that holds the folder's lock may do that.
func (db *DB) freeClaims(ctx context.Context) error {
	return db.do(ctx, func(t *tx) error {
		for _, q := range []string{
			`UPDATE leases SET until = 0`,
			`DELETE FROM leases WHERE name LIKE 'worker:%'`,
			`UPDATE feeds SET claimed_until = 0, claimed_by = '' WHERE claimed_until > 0`,
			db.d.freeJobs + db.d.now + `)`,
		} {
			if _, err := t.ExecContext(ctx, q); err != nil {
				return fmt.Errorf("free claims: %w", err)
			}
		}
		return nil
	})
}

// TakeLease takes or renews the lease called name for holder, and says false
// when somebody else who is alive holds it. A renewal keeps the epoch; taking
// it over from another begins a new one.
func (db *DB) TakeLease(ctx context.Context, name, holder string, ttl time.Duration) (news.Lease, bool, error) {
	l := news.Lease{Name: name, Holder: holder}
	taken := false
	err := db.do(ctx, func(t *tx) error {
		q := `INSERT INTO leases (name, holder, epoch, until) VALUES ($1, $2, 1, ` + db.d.now + ` + $3)
			ON CONFLICT (name) DO UPDATE SET
				epoch = CASE WHEN leases.holder = excluded.holder THEN leases.epoch ELSE leases.epoch + 1 END,
				holder = excluded.holder, until = excluded.until
			WHERE leases.holder = excluded.holder OR leases.until < ` + db.d.now + ` OR NOT ` + db.alive("leases.holder") + `
			RETURNING epoch`
		var err error
		taken, err = one(t.QueryRowContext(ctx, q, name, holder, ttl.Microseconds()), &l.Epoch)
		return err
	})
	if err != nil {
		return news.Lease{}, false, fmt.Errorf("take the lease %s: %w", name, err)
	}
	return l, taken, nil
}

// fence refuses, with news.ErrConflict, to go on under a lease that is held no
// more. It locks the lease until the transaction ends.
func (t *tx) fence(ctx context.Context, l news.Lease) error {
	res, err := t.ExecContext(ctx, `UPDATE leases SET until = until WHERE name = $1 AND holder = $2 AND epoch = $3 AND until > `+t.db.d.now,
		l.Name, l.Holder, l.Epoch)
	if err != nil {
		return fmt.Errorf("check the lease %s: %w", l.Name, err)
	}
	n, err := res.RowsAffected()
	if err != nil {
		return fmt.Errorf("check the lease %s: %w", l.Name, err)
	}
	if n == 0 {
		return fmt.Errorf("the lease %s is held by another: %w", l.Name, news.ErrConflict)
	}
	return nil
}
