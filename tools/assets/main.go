// Command assets makes the desk's script, the typefaces and their licences in
// internal/web/static from npm packages and the modules in src. Run it with
// "npm ci && go run ." in its folder; what it makes is committed, so that
// building Dateline needs no Node.
package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

const static = "../../internal/web/static"

// faces are the typefaces that both the desk and the site use, cut to the
// scripts that their readers meet most.
var faces = []string{
	"inter/files/inter-latin-wght-normal.woff2",
	"inter/files/inter-latin-ext-wght-normal.woff2",
	"inter/files/inter-cyrillic-wght-normal.woff2",
	"source-serif-4/files/source-serif-4-latin-wght-normal.woff2",
	"source-serif-4/files/source-serif-4-latin-wght-italic.woff2",
	"source-serif-4/files/source-serif-4-latin-ext-wght-normal.woff2",
	"source-serif-4/files/source-serif-4-cyrillic-wght-normal.woff2",
}

// licensed are the packages whose licences are printed beside what is made of
// them.
var licensed = []string{
	"@fontsource-variable/inter", "@fontsource-variable/source-serif-4", "htmx.org", "sortablejs",
}

func main() {
	if err := errors.Join(bundle(), copyFaces(), collectLicences()); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// bundle makes one script of ours and the libraries it imports.
func bundle() error {
	result := api.Build(api.BuildOptions{
		EntryPoints:       []string{"src/desk.js"},
		Outdir:            static,
		Bundle:            true,
		Write:             true,
		Format:            api.FormatESModule,
		Target:            api.ES2022,
		MinifyWhitespace:  true,
		MinifyIdentifiers: true,
		MinifySyntax:      true,
		LegalComments:     api.LegalCommentsNone,
		LogLevel:          api.LogLevelWarning,
	})
	if len(result.Errors) > 0 {
		return fmt.Errorf("bundle the desk's script: %d errors", len(result.Errors))
	}
	return nil
}

func copyFaces() error {
	folder := filepath.Join(static, "fonts")
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return fmt.Errorf("make the folder of typefaces: %w", err)
	}
	for _, face := range faces {
		data, err := os.ReadFile(filepath.Join("node_modules/@fontsource-variable", face))
		if err != nil {
			return fmt.Errorf("read a typeface; run npm ci first: %w", err)
		}
		name := strings.ReplaceAll(filepath.Base(face), "-wght-", "-")
		if err := os.WriteFile(filepath.Join(folder, name), data, 0o644); err != nil {
			return fmt.Errorf("write a typeface: %w", err)
		}
	}
	return nil
}

func collectLicences() error {
	var all strings.Builder
	for _, name := range licensed {
		text, err := os.ReadFile(filepath.Join("node_modules", name, "LICENSE"))
		if err != nil {
			return fmt.Errorf("read a licence; run npm ci first: %w", err)
		}
		fmt.Fprintf(&all, "== %s ==\n\n%s\n\n", name, strings.TrimSpace(string(text)))
	}
	path := filepath.Join(static, "LICENSES.txt")
	if err := os.WriteFile(path, []byte(all.String()), 0o644); err != nil {
		return fmt.Errorf("write the licences: %w", err)
	}
	return nil
}
