package store

import (
	"context"
	"io/fs"
	"path/filepath"
	"testing/fstest"

	"dateline/internal/news"
)

// OpenFirst makes a database with the schema of the first Dateline.
func OpenFirst(ctx context.Context, o Options) (*DB, error) {
	db := &DB{d: &sqliteDialect, worker: "first", machine: o.Machine}
	if err := db.connect(ctx, o); err != nil {
		return nil, err
	}
	const first = "migrations/0001_newsroom.sql"
	text, err := fs.ReadFile(migrations, first)
	if err != nil {
		return nil, err
	}
	return db, db.migrateTo(ctx, o.Dir, fstest.MapFS{filepath.Base(first): &fstest.MapFile{Data: text}})
}

// ApplySeen applies the rules to articles as they were seen, and returns how
// many came or went.
func (db *DB) ApplySeen(ctx context.Context, list []news.Article) (changed int, err error) {
	var book *rulebook
	if err := db.do(ctx, func(t *tx) (err error) { book, err = t.rulebook(ctx); return err }); err != nil {
		return 0, err
	}
	return db.applyRules(ctx, book, list)
}
