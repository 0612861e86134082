// Package newstest is help for tests: a fresh database on the engine under
// test and a fixed clock. Only tests import it.
package newstest

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"dateline/internal/store"
)

// Noon is the editorial time of tests that name no other.
var Noon = time.Date(2026, time.May, 4, 12, 0, 0, 0, time.UTC)

// PostgresEnv names the environment variable that puts tests on PostgreSQL: a
// server's address, postgres://user@host:port/postgres.
const PostgresEnv = "DATELINE_TEST_POSTGRES"

// DB returns a fresh, migrated newsroom that lives as long as the test:
// SQLite, or PostgreSQL where PostgresEnv is set.
func DB(t testing.TB) *store.DB {
	t.Helper()
	return Open(t, Options(t))
}

// Open opens a database and closes it with the test.
func Open(t testing.TB, o store.Options) *store.DB {
	t.Helper()
	db, err := store.Open(context.Background(), o)
	if err != nil {
		t.Fatalf("open database: %v", err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Errorf("close database: %v", err)
		}
	})
	return db
}

// Options returns where the test's own fresh database is.
func Options(t testing.TB) store.Options {
	t.Helper()
	o := store.Options{Machine: time.Now, Create: true}
	if server := os.Getenv(PostgresEnv); server != "" {
		o.URL = freshPostgres(t, server)
		return o
	}
	o.Dir = t.TempDir()
	return o
}

var template struct {
	sync.Once
	name string
	err  error
}

// freshPostgres makes a database from a template that is migrated once for
// the whole test binary.
func freshPostgres(t testing.TB, server string) string {
	t.Helper()
	admin, err := sql.Open("pgx", server)
	if err != nil {
		t.Fatalf("open %s: %v", PostgresEnv, err)
	}
	defer admin.Close()
	template.Do(func() { template.name, template.err = makeTemplate(admin, server) })
	if template.err != nil {
		t.Fatalf("make a template database: %v", template.err)
	}
	name := uniqueName("t")
	if _, err := admin.Exec(`CREATE DATABASE ` + name + ` TEMPLATE ` + template.name); err != nil {
		t.Fatalf("make a database: %v", err)
	}
	t.Cleanup(func() { dropPostgres(t, server, name) })
	return withDatabase(server, name)
}

func makeTemplate(admin *sql.DB, server string) (string, error) {
	name := uniqueName("template")
	if _, err := admin.Exec(`CREATE DATABASE ` + name); err != nil {
		return "", err
	}
	db, err := store.Open(context.Background(), store.Options{URL: withDatabase(server, name), Machine: time.Now})
	if err != nil {
		return "", err
	}
	return name, db.Close()
}

func dropPostgres(t testing.TB, server, name string) {
	admin, err := sql.Open("pgx", server)
	if err != nil {
		t.Errorf("open %s: %v", PostgresEnv, err)
		return
	}
	defer admin.Close()
	if _, err := admin.Exec(`DROP DATABASE IF EXISTS ` + name + ` WITH (FORCE)`); err != nil {
		t.Errorf("drop %s: %v", name, err)
	}
}

var counter struct {
	sync.Mutex
	n int
}

func uniqueName(kind string) string {
	counter.Lock()
	defer counter.Unlock()
	counter.n++
	return strings.ToLower(fmt.Sprintf("dateline_%s_%d_%d_%d", kind, os.Getpid(), time.Now().UnixNano(), counter.n))
}

func withDatabase(server, name string) string {
	u, err := url.Parse(server)
	if err != nil {
		return server
	}
	u.Path = "/" + name
	return u.String()
}
