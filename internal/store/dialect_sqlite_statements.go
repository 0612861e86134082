package store

import (
	"context"
	"database/sql/driver"
)

// rememberer opens SQLite connections that remember their prepared statements:
// reading a statement costs the engine more than most of ours cost to run.
type rememberer struct{ driver.Connector }

// Connect opens a connection.
func (r rememberer) Connect(ctx context.Context) (driver.Conn, error) {
	conn, err := r.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	full, ok := conn.(fullConn)
	if !ok {
		return conn, nil
	}
	return &rememberingConn{fullConn: full, known: map[string]*remembered{}}, nil
}

// fullConn is what a connection of the driver can do.
type fullConn interface {
	driver.Conn
	driver.ConnBeginTx
	driver.ConnPrepareContext
	driver.ExecerContext
	driver.QueryerContext
	driver.Pinger
	driver.SessionResetter
	driver.Validator
}

// mostRemembered bounds the statements that a connection remembers.
const mostRemembered = 128

// rememberingConn is a connection that prepares what it runs and keeps it. As
// every connection it is used by one goroutine at a time.
type rememberingConn struct {
	fullConn
	known map[string]*remembered
}

type remembered struct {
	driver.Stmt
	busy bool // its rows are being read
}

// Unwrap returns the driver's connection.
func (c *rememberingConn) Unwrap() driver.Conn { return c.fullConn }

// statement returns the prepared statement of a text, nil for one that is in
// use or for a text met for the first time, which may never be met again.
func (c *rememberingConn) statement(ctx context.Context, query string) (*remembered, error) {
	s, met := c.known[query]
	switch {
	case !met:
		if len(c.known) >= mostRemembered {
			c.forget()
		}
		c.known[query] = nil
		return nil, nil
	case s == nil:
		prepared, err := c.PrepareContext(ctx, query)
		if err != nil {
			return nil, err
		}
		s = &remembered{Stmt: prepared}
		c.known[query] = s
	}
	if s.busy {
		return nil, nil
	}
	return s, nil
}

// forget makes room. What is in use stays.
func (c *rememberingConn) forget() {
	for query, s := range c.known {
		if s != nil && s.busy {
			continue
		}
		if s != nil {
			s.Close() //nolint:errcheck // it only frees memory
		}
		delete(c.known, query)
	}
}

// ExecContext runs a statement that returns no rows.
func (c *rememberingConn) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	s, err := c.statement(ctx, query)
	if err != nil {
		return nil, err
	}
	if s == nil {
		return c.fullConn.ExecContext(ctx, query, args)
	}
	return s.Stmt.(driver.StmtExecContext).ExecContext(ctx, args)
}

// QueryContext runs a statement that returns rows.
func (c *rememberingConn) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	s, err := c.statement(ctx, query)
	if err != nil {
		return nil, err
	}
	if s == nil {
		return c.fullConn.QueryContext(ctx, query, args)
	}
	rows, err := s.Stmt.(driver.StmtQueryContext).QueryContext(ctx, args)
	if err != nil {
		return nil, err
	}
	s.busy = true
	return &rememberedRows{Rows: rows, of: s}, nil
}

// Close closes the connection and its statements.
func (c *rememberingConn) Close() error {
	for _, s := range c.known {
		if s != nil {
			s.Close() //nolint:errcheck // the connection ends with it
		}
	}
	c.known = nil
	return c.fullConn.Close()
}

// rememberedRows are rows of a statement that is free again when they are
// closed.
type rememberedRows struct {
	driver.Rows
	of *remembered
}

// Close ends the reading.
func (r *rememberedRows) Close() error {
	r.of.busy = false
	return r.Rows.Close()
}
