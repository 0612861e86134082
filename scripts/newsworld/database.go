package main

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"os"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver of the server that a database is made on
)

// ownDatabase makes a database for this run and returns what drops it.
func (o *options) ownDatabase(ctx context.Context) (drop func(), err error) {
	admin, err := sql.Open("pgx", o.database)
	if err != nil {
		return nil, err
	}
	name := fmt.Sprintf("newsworld_%d", os.Getpid())
	if _, err := admin.ExecContext(ctx, "CREATE DATABASE "+name); err != nil {
		admin.Close()
		return nil, err
	}
	u, err := url.Parse(o.database)
	if err != nil {
		admin.Close()
		return nil, err
	}
	u.Path = "/" + name
	o.database = u.String()
	return func() {
		admin.ExecContext(context.WithoutCancel(ctx), "DROP DATABASE "+name+" WITH (FORCE)") //nolint:errcheck // the server is thrown away
		admin.Close()
	}, nil
}
