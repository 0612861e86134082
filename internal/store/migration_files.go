package store

import (
	"bytes"
	"embed"
	"fmt"
	"io/fs"
	"strings"
)

//go:embed migrations/*.sql
var migrations embed.FS

// dialectFS shows the migrations in one engine's spelling.
type dialectFS struct {
	fs.FS
	tokens *strings.Replacer
}

// Open opens a folder as it is and a migration with its tokens replaced.
func (d dialectFS) Open(name string) (fs.File, error) {
	f, err := d.FS.Open(name)
	if err != nil || !strings.HasSuffix(name, ".sql") {
		return f, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, fmt.Errorf("read migration %s: %w", name, err)
	}
	text, err := fs.ReadFile(d.FS, name)
	if err != nil {
		return nil, fmt.Errorf("read migration %s: %w", name, err)
	}
	return &spelled{Reader: bytes.NewReader([]byte(d.tokens.Replace(string(text)))), info: info}, nil
}

// spelled is a migration with its tokens replaced.
type spelled struct {
	*bytes.Reader
	info fs.FileInfo
}

// Stat describes the file before its tokens were replaced.
func (s *spelled) Stat() (fs.FileInfo, error) { return s.info, nil }

// Close does nothing: the text is in memory.
func (s *spelled) Close() error { return nil }
