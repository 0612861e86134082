package store

import (
	"context"
	"fmt"

	"dateline/internal/news"
)

// The names of settings.
const (
	settingPublication = "publication"
	settingDemo        = "demo"
	settingFirstEditor = "first_editor"
)

// Publication returns the publication's settings. A newsroom that has none yet
// returns an error of kind news.ErrNotFound.
func (db *DB) Publication(ctx context.Context) (*news.Publication, error) {
	text, err := db.setting(ctx, settingPublication)
	if err != nil {
		return nil, err
	}
	if text == "" {
		return nil, fmt.Errorf("publication: %w", news.ErrNotFound)
	}
	var p news.Publication
	if err := decode(text, &p); err != nil {
		return nil, fmt.Errorf("publication: %w", err)
	}
	return &p, nil
}

// SavePublication replaces the publication's settings.
func (db *DB) SavePublication(ctx context.Context, p news.Publication) error {
	return db.do(ctx, func(t *tx) error { return t.savePublication(ctx, p) })
}

func (t *tx) savePublication(ctx context.Context, p news.Publication) error {
	if err := t.setSetting(ctx, settingPublication, encoded(p)); err != nil {
		return err
	}
	return t.event(ctx, t.db.machine(), news.EventSettings, 0, "")
}

// Demo returns the name of the world whose demonstration the newsroom belongs
// to, "" when it is a real one.
func (db *DB) Demo(ctx context.Context) (string, error) { return db.setting(ctx, settingDemo) }

// MarkDemo says that the newsroom belongs to the demonstration of a world.
func (db *DB) MarkDemo(ctx context.Context, world string) error {
	return db.do(ctx, func(t *tx) error { return t.setSetting(ctx, settingDemo, world) })
}

func (db *DB) setting(ctx context.Context, name string) (string, error) {
	var text string
	_, err := one(db.read.QueryRowContext(ctx, `SELECT value FROM settings WHERE name = $1`, name), &text)
	if err != nil {
		return "", fmt.Errorf("read setting %s: %w", name, err)
	}
	return text, nil
}

func (t *tx) setSetting(ctx context.Context, name, value string) error {
	_, err := t.ExecContext(ctx, `INSERT INTO settings (name, value) VALUES ($1, $2)
		ON CONFLICT (name) DO UPDATE SET value = excluded.value`, name, value)
	if err != nil {
		return fmt.Errorf("save setting %s: %w", name, err)
	}
	return nil
}
