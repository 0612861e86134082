package store

import (
	"context"
	"fmt"
	"time"

	"dateline/internal/news"
)

const editorColumns = `id, name, login, password_hash, added_at`

// Editor returns the editor named id, or an error of kind news.ErrNotFound.
func (db *DB) Editor(ctx context.Context, id news.EditorID) (*news.Editor, error) {
	return db.editor(ctx, `id = $1`, int64(id))
}

// EditorByLogin returns the editor with that sign-in name, or an error of kind
// news.ErrNotFound.
func (db *DB) EditorByLogin(ctx context.Context, login string) (*news.Editor, error) {
	return db.editor(ctx, `login = $1`, login)
}

func (db *DB) editor(ctx context.Context, where string, arg any) (*news.Editor, error) {
	var e news.Editor
	var added int64
	ok, err := one(db.read.QueryRowContext(ctx, `SELECT `+editorColumns+` FROM editors WHERE `+where, arg),
		&e.ID, &e.Name, &e.Login, &e.PasswordHash, &added)
	switch {
	case err != nil:
		return nil, fmt.Errorf("read editor: %w", err)
	case !ok:
		return nil, fmt.Errorf("editor: %w", news.ErrNotFound)
	}
	e.AddedAt = moment(added)
	return &e, nil
}

// CountEditors returns how many editors there are.
func (db *DB) CountEditors(ctx context.Context) (int, error) {
	var n int
	if err := db.read.QueryRowContext(ctx, `SELECT count(*) FROM editors`).Scan(&n); err != nil {
		return 0, fmt.Errorf("count editors: %w", err)
	}
	return n, nil
}

// AddEditor adds an editor. It returns an error of kind news.ErrConflict when
// the sign-in name is taken.
func (db *DB) AddEditor(ctx context.Context, e news.Editor) (news.EditorID, error) {
	err := db.do(ctx, func(t *tx) error { return t.addEditor(ctx, &e) })
	return e.ID, err
}

// Found makes a newsroom of an empty database: its first editor and its
// publication, both or neither. A newsroom that was founded already returns an
// error of kind news.ErrConflict.
func (db *DB) Found(ctx context.Context, e news.Editor, p news.Publication) (news.EditorID, error) {
	err := db.do(ctx, func(t *tx) error {
		if err := t.addFirst(ctx, &e); err != nil {
			return err
		}
		return t.savePublication(ctx, p)
	})
	return e.ID, err
}

func (t *tx) addFirst(ctx context.Context, e *news.Editor) error {
	res, err := t.ExecContext(ctx, `INSERT INTO settings (name, value) VALUES ($1, 'set') ON CONFLICT (name) DO NOTHING`, settingFirstEditor)
	if err != nil {
		return fmt.Errorf("note the first editor: %w", err)
	}
	if n, err := res.RowsAffected(); err != nil || n == 0 {
		return fmt.Errorf("the first editor was added already: %w", news.ErrConflict)
	}
	return t.addEditor(ctx, e)
}

func (t *tx) addEditor(ctx context.Context, e *news.Editor) error {
	err := t.QueryRowContext(ctx, `INSERT INTO editors (name, login, password_hash, added_at) VALUES ($1, $2, $3, $4) RETURNING id`,
		e.Name, e.Login, e.PasswordHash, micros(e.AddedAt)).Scan(&e.ID)
	if t.db.d.is(err, uniqueViolation) {
		return fmt.Errorf("editor %s: %w", e.Login, news.ErrConflict)
	}
	if err != nil {
		return fmt.Errorf("add editor: %w", err)
	}
	return nil
}

// SetPassword gives an editor a new password hash and ends the editor's open
// one-time sign-ins. Sessions are sealed with the hash, and so end too.
func (db *DB) SetPassword(ctx context.Context, id news.EditorID, hash string) error {
	return db.do(ctx, func(t *tx) error {
		if _, err := t.ExecContext(ctx, `UPDATE editors SET password_hash = $1 WHERE id = $2`, hash, int64(id)); err != nil {
			return fmt.Errorf("set password: %w", err)
		}
		if _, err := t.ExecContext(ctx, `DELETE FROM sign_ins WHERE editor_id = $1`, int64(id)); err != nil {
			return fmt.Errorf("set password: %w", err)
		}
		return nil
	})
}

// AddSignIn keeps the hash of a one-time sign-in, and forgets those whose time
// has passed.
func (db *DB) AddSignIn(ctx context.Context, hash string, id news.EditorID, now, until time.Time) error {
	return db.do(ctx, func(t *tx) error {
		if _, err := t.ExecContext(ctx, `DELETE FROM sign_ins WHERE expires_at < $1`, micros(now)); err != nil {
			return fmt.Errorf("forget old sign-ins: %w", err)
		}
		if _, err := t.ExecContext(ctx, `INSERT INTO sign_ins (token_hash, editor_id, expires_at) VALUES ($1, $2, $3)`,
			hash, int64(id), micros(until)); err != nil {
			return fmt.Errorf("add sign-in: %w", err)
		}
		return nil
	})
}

// TakeSignIn spends a one-time sign-in and returns whose it was, or an error
// of kind news.ErrNotFound when there is none that still holds.
func (db *DB) TakeSignIn(ctx context.Context, hash string, now time.Time) (news.EditorID, error) {
	var id news.EditorID
	ok, err := one(db.write.QueryRowContext(ctx, `DELETE FROM sign_ins WHERE token_hash = $1 AND expires_at >= $2 RETURNING editor_id`,
		hash, micros(now)), &id)
	if err == nil && !ok {
		err = news.ErrNotFound
	}
	if err != nil {
		return 0, fmt.Errorf("take sign-in: %w", err)
	}
	return id, nil
}
