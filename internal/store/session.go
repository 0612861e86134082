package store

import (
	"context"
	"fmt"
	"time"
)

// Sessions keeps the desk's sessions in the shape that the session library
// asks for. The tokens it is given are hashes already.
type Sessions struct{ db *DB }

// Sessions returns the keeper of the desk's sessions.
func (db *DB) Sessions() *Sessions { return &Sessions{db: db} }

// Find returns a session's data, and false when there is none that holds.
func (s *Sessions) Find(token string) ([]byte, bool, error) {
	return s.FindCtx(context.Background(), token)
}

// FindCtx is Find under ctx.
func (s *Sessions) FindCtx(ctx context.Context, token string) ([]byte, bool, error) {
	var data []byte
	ok, err := one(s.db.read.QueryRowContext(ctx, `SELECT data FROM sessions WHERE token_hash = $1 AND expires_at > $2`,
		token, micros(s.db.machine())), &data)
	if err != nil {
		return nil, false, fmt.Errorf("read session: %w", err)
	}
	return data, ok, nil
}

// Commit keeps a session's data until expiry.
func (s *Sessions) Commit(token string, data []byte, expiry time.Time) error {
	return s.CommitCtx(context.Background(), token, data, expiry)
}

// CommitCtx is Commit under ctx.
func (s *Sessions) CommitCtx(ctx context.Context, token string, data []byte, expiry time.Time) error {
	_, err := s.db.write.ExecContext(ctx, `INSERT INTO sessions (token_hash, data, expires_at) VALUES ($1, $2, $3)
		ON CONFLICT (token_hash) DO UPDATE SET data = excluded.data, expires_at = excluded.expires_at`,
		token, data, micros(expiry))
	if err != nil {
		return fmt.Errorf("keep session: %w", err)
	}
	return nil
}

// Delete ends a session.
func (s *Sessions) Delete(token string) error { return s.DeleteCtx(context.Background(), token) }

// DeleteCtx is Delete under ctx.
func (s *Sessions) DeleteCtx(ctx context.Context, token string) error {
	if _, err := s.db.write.ExecContext(ctx, `DELETE FROM sessions WHERE token_hash = $1`, token); err != nil {
		return fmt.Errorf("end session: %w", err)
	}
	return nil
}

// ForgetSessions removes the sessions whose time has passed.
func (db *DB) ForgetSessions(ctx context.Context) error {
	if _, err := db.write.ExecContext(ctx, `DELETE FROM sessions WHERE expires_at <= $1`, micros(db.machine())); err != nil {
		return fmt.Errorf("forget sessions: %w", err)
	}
	return nil
}
