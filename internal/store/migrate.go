package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
	"github.com/riverqueue/river/rivermigrate"

	"dateline/internal/news"
)

// ErrNewer says that the database was made by a newer Dateline.
var ErrNewer = errors.New("made by a newer Dateline")

// migrate brings the schema up to this program's version. A newer one is
// refused before anything is touched, and an SQLite file is backed up first.
func (db *DB) migrate(ctx context.Context, dir string) error {
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return fmt.Errorf("read migrations: %w", err)
	}
	return db.migrateTo(ctx, dir, files)
}

func (db *DB) migrateTo(ctx context.Context, dir string, files fs.FS) error {
	options := []goose.ProviderOption{goose.WithLogger(goose.NopLogger())}
	if db.d.sessionLock {
		locker, err := lock.NewPostgresSessionLocker()
		if err != nil {
			return fmt.Errorf("prepare migration: %w", err)
		}
		options = append(options, goose.WithSessionLocker(locker))
	}
	provider, err := goose.NewProvider(db.d.goose, db.write, dialectFS{FS: files, tokens: db.d.tokens}, options...)
	if err != nil {
		return fmt.Errorf("prepare migration: %w", err)
	}
	have, err := provider.GetDBVersion(ctx)
	if err != nil {
		return fmt.Errorf("read schema version: %w", err)
	}
	sources := provider.ListSources()
	want := sources[len(sources)-1].Version
	switch {
	case have > want:
		return fmt.Errorf("%w: the newsroom's schema is version %d, this program knows version %d. Use the newer program again, or restore a backup made before the upgrade", ErrNewer, have, want)
	case have == want:
		return db.migrateJobs(ctx) // a start may have been cut off before it
	case have > 0:
		if err := db.backupBefore(ctx, dir, have); err != nil {
			return err
		}
	}
	if _, err := provider.Up(ctx); err != nil {
		return fmt.Errorf("bring the schema from version %d to %d: %w", have, want, err)
	}
	return db.migrateJobs(ctx)
}

// migrateJobs brings the job tables up to the version of the job library.
func (db *DB) migrateJobs(ctx context.Context) error {
	m, err := rivermigrate.New(db.d.driver(db.write), &rivermigrate.Config{Logger: db.log})
	if err != nil {
		return fmt.Errorf("prepare job tables: %w", err)
	}
	if _, err := m.Migrate(ctx, rivermigrate.DirectionUp, nil); err != nil {
		return fmt.Errorf("bring the job tables up to date: %w", err)
	}
	return nil
}

// backupBefore copies the SQLite file before its schema is changed. On
// PostgreSQL backups are the server's.
func (db *DB) backupBefore(ctx context.Context, dir string, version int64) error {
	if !db.d.file {
		return nil
	}
	path := filepath.Join(dir, fmt.Sprintf("dateline-before-v%d-%s.db", version+1, db.machine().UTC().Format("20060102T150405")))
	if err := db.Backup(ctx, path); err != nil {
		return fmt.Errorf("back up before the upgrade: %w", err)
	}
	return nil
}

// Backup writes a whole and consistent copy of the newsroom to a new file
// while work goes on. It returns an error of kind news.ErrInvalid on
// PostgreSQL, whose own tools do that, and when the file exists.
func (db *DB) Backup(ctx context.Context, path string) error {
	if !db.d.file {
		return &news.InvalidError{Field: "backup", Reason: "A newsroom on PostgreSQL is backed up with pg_dump."}
	}
	// The copy holds secrets: it is nobody else's to read from the beginning.
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return &news.InvalidError{Field: "backup", Reason: fmt.Sprintf("%s exists already. Name a new file.", path)}
	}
	if err != nil {
		return &news.InvalidError{Field: "backup", Reason: fmt.Sprintf("%s cannot be written. Check the folder and its rights.", path)}
	}
	f.Close()
	if err := db.d.backup(ctx, db.write, path); err != nil {
		os.Remove(path)
		return fmt.Errorf("write %s: %w", path, err)
	}
	return nil
}

// Check looks whether the database is sound. On SQLite every page is read.
func (db *DB) Check(ctx context.Context) error {
	if err := db.d.check(ctx, db.read); err != nil {
		return fmt.Errorf("the database is damaged, restore a backup: %w", err)
	}
	return nil
}
