package store

import (
	"context"
	"errors"
	"io/fs"
	"path/filepath"
	"testing"
	"testing/fstest"
	"time"
)

// withNext is the program's migrations and one more.
func withNext(t *testing.T, next string) fs.FS {
	t.Helper()
	files := fstest.MapFS{"0099_next.sql": &fstest.MapFile{Data: []byte(next)}}
	names, err := fs.Glob(migrations, "migrations/*.sql")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		text, err := fs.ReadFile(migrations, name)
		if err != nil {
			t.Fatal(err)
		}
		files[filepath.Base(name)] = &fstest.MapFile{Data: text}
	}
	return files
}

func openFolder(t *testing.T, dir string) *DB {
	t.Helper()
	db, err := Open(context.Background(), Options{Dir: dir, Machine: time.Now, Create: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

func TestBackupBeforeMigration(t *testing.T) {
	ctx, dir := context.Background(), t.TempDir()
	db := openFolder(t, dir)
	if err := db.MarkDemo(ctx, "before"); err != nil {
		t.Fatal(err)
	}
	err := db.migrateTo(ctx, dir, withNext(t, "-- +goose Up\nUPDATE settings SET value = 'after' WHERE name = 'demo';\n"))
	if err != nil {
		t.Fatal(err)
	}
	if got, err := db.Demo(ctx); err != nil || got != "after" {
		t.Errorf("after the migration = %q, %v", got, err)
	}
	backups, err := filepath.Glob(filepath.Join(dir, "dateline-before-v*.db"))
	if err != nil || len(backups) != 1 {
		t.Fatalf("backups = %v, %v; want one", backups, err)
	}
	write, read, err := openSQLiteFile(ctx, backups[0])
	if err != nil {
		t.Fatal(err)
	}
	defer write.Close()
	defer read.Close()
	var kept string
	if err := read.QueryRowContext(ctx, "SELECT value FROM settings WHERE name = 'demo'").Scan(&kept); err != nil || kept != "before" {
		t.Errorf("the backup holds %q, %v; want what was there before", kept, err)
	}
}

func TestFailedMigrationChangesNothing(t *testing.T) {
	ctx, dir := context.Background(), t.TempDir()
	db := openFolder(t, dir)
	if err := db.MarkDemo(ctx, "before"); err != nil {
		t.Fatal(err)
	}
	if err := db.migrateTo(ctx, dir, withNext(t, "-- +goose Up\nUPDATE settings SET value = 'half';\nUPDATE no_such_table SET x = 1;\n")); err == nil {
		t.Fatal("a broken migration went through")
	}
	if got, err := db.Demo(ctx); err != nil || got != "before" {
		t.Errorf("after a failed migration = %q, %v; want before", got, err)
	}
}

func TestNewerSchemaIsRefused(t *testing.T) {
	ctx, dir := context.Background(), t.TempDir()
	db := openFolder(t, dir)
	if err := db.migrateTo(ctx, dir, withNext(t, "-- +goose Up\nCREATE TABLE later (id INTEGER);\n")); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(ctx, Options{Dir: dir, Machine: time.Now}); !errors.Is(err, ErrNewer) {
		t.Errorf("opening a newer schema = %v; want it refused", err)
	}
}
