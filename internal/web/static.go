package web

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"mime"
	"net/http"
	"path"
)

//go:embed static
var staticFiles embed.FS

// assets are the files that pages load. All stand under one address that
// holds a hash of their content, so that browsers may keep them for good and
// files can name each other.
type assets struct {
	hash  string
	files map[string][]byte
}

func newAssets() (*assets, error) {
	a := &assets{files: map[string][]byte{}}
	sum := sha256.New()
	err := fs.WalkDir(staticFiles, "static", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := staticFiles.ReadFile(name)
		if err != nil {
			return err
		}
		a.files[name[len("static/"):]] = data
		fmt.Fprintf(sum, "%s %d\n", name, len(data))
		sum.Write(data)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read static files: %w", err)
	}
	a.hash = hex.EncodeToString(sum.Sum(nil))[:12]
	return a, nil
}

// address returns where a file is served. Templates call it as "static".
func (a *assets) address(name string) (string, error) {
	if _, ok := a.files[name]; !ok {
		return "", fmt.Errorf("no static file %s", name)
	}
	return "/static/" + a.hash + "/" + name, nil
}

// contentTypes are said for what the machine's own tables may not know.
var contentTypes = map[string]string{
	".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8",
	".woff2": "font/woff2", ".svg": "image/svg+xml", ".txt": "text/plain; charset=utf-8",
}

func (s *Server) staticFile(w http.ResponseWriter, r *http.Request) error {
	data, ok := s.assets.files[r.PathValue("path")]
	if !ok || r.PathValue("hash") != s.assets.hash {
		return errNoPage
	}
	ext := path.Ext(r.PathValue("path"))
	kind := contentTypes[ext]
	if kind == "" {
		kind = mime.TypeByExtension(ext)
	}
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	_, err := w.Write(data)
	return err
}
