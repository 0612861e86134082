package store

import (
	"fmt"
	"path/filepath"

	"github.com/gofrs/flock"

	"dateline/internal/news"
)

// folderLock keeps a second server off a folder. The operating system lets go
// of it when the process ends, however it ends.
type folderLock struct{ file *flock.Flock }

func lockFolder(dir string) (*folderLock, error) {
	f := flock.New(filepath.Join(dir, "serve.lock"))
	ok, err := f.TryLock()
	if err != nil {
		return nil, fmt.Errorf("lock %s: %w", dir, err)
	}
	if !ok {
		return nil, fmt.Errorf("%w: Dateline is already running on %s. Stop it first, or give this one another folder with --data", news.ErrConflict, dir)
	}
	return &folderLock{file: f}, nil
}

func (l *folderLock) release() {
	if l != nil {
		l.file.Unlock() //nolint:errcheck // the process gives it up anyway
	}
}
