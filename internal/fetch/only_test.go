package fetch_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// waysOut are the names of the standard library by which a program reaches
// another machine.
var waysOut = map[string]*regexp.Regexp{
	"net":               regexp.MustCompile(`^(Dial\w*|Dialer|Resolver|DefaultResolver|Lookup\w*)$`),
	"net/http":          regexp.MustCompile(`^(Client|Transport|DefaultClient|DefaultTransport|Get|Head|Post|PostForm|NewClientConn)$`),
	"net/http/httputil": regexp.MustCompile(`^(ReverseProxy|NewSingleHostReverseProxy|NewClientConn|NewProxyClientConn)$`),
	"net/rpc":           regexp.MustCompile(`^Dial\w*$`),
	"net/smtp":          regexp.MustCompile(`^(Dial|SendMail|NewClient)$`),
	"crypto/tls":        regexp.MustCompile(`^(Dial\w*|Dialer|Client)$`),
	"syscall":           regexp.MustCompile(`^(Connect|Socket)$`),
}

// TestOnlyWayOut fails when any part of the program but this package reaches
// for the network on its own.
func TestOnlyWayOut(t *testing.T) {
	root := filepath.Join("..", "..")
	if _, err := os.Stat(filepath.Join(root, "go.mod")); err != nil {
		t.Fatalf("the module's root is not where it was: %v", err)
	}
	files := 0
	err := filepath.WalkDir(root, func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			return skipped(root, name, entry.Name())
		}
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		files++
		for _, use := range usesOfNetwork(t, name, nil) {
			t.Errorf("%s: only internal/fetch may reach for the network", use)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if files == 0 {
		t.Error("no file was looked at")
	}
}

// skipped leaves out this package, what is not Go's, and what is not part of
// the program: help for tests and for measuring.
func skipped(root, name, base string) error {
	hidden := name != root && strings.HasPrefix(base, ".")
	inside := filepath.ToSlash(strings.TrimPrefix(name, root+string(filepath.Separator)))
	if hidden || base == "testdata" || base == "node_modules" || slices.Contains([]string{"internal/fetch", "internal/newstest", "scripts"}, inside) {
		return filepath.SkipDir
	}
	return nil
}

func usesOfNetwork(t *testing.T, name string, src any) []string {
	t.Helper()
	set := token.NewFileSet()
	file, err := parser.ParseFile(set, name, src, parser.SkipObjectResolution)
	if err != nil {
		// Somebody is in the middle of writing it; the compiler will tell.
		return nil
	}
	imports := map[string]string{}
	for _, spec := range file.Imports {
		from := strings.Trim(spec.Path.Value, `"`)
		local := path.Base(from)
		if spec.Name != nil {
			local = spec.Name.Name
		}
		imports[local] = from
	}
	var uses []string
	ast.Inspect(file, func(n ast.Node) bool {
		sel, ok := n.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		pkg, ok := sel.X.(*ast.Ident)
		if !ok {
			return true
		}
		if names := waysOut[imports[pkg.Name]]; names != nil && names.MatchString(sel.Sel.Name) {
			uses = append(uses, set.Position(sel.Pos()).String()+": "+imports[pkg.Name]+"."+sel.Sel.Name)
		}
		return true
	})
	return uses
}

// Inside this package, one file makes the client and its dialer, and all the
// others use that.
func TestOnlyClientDials(t *testing.T) {
	making := regexp.MustCompile(`\.(Dial\w*|Dialer|Lookup\w*|Client|Transport|Default\w+|Get|Head|Post|PostForm)$`)
	files, err := filepath.Glob("*.go")
	if err != nil || len(files) == 0 {
		t.Fatalf("no files found: %v", err)
	}
	for _, name := range files {
		if name == "client.go" || strings.HasSuffix(name, "_test.go") {
			continue
		}
		for _, use := range usesOfNetwork(t, name, nil) {
			if making.MatchString(use) {
				t.Errorf("%s: only client.go may reach for the network", use)
			}
		}
	}
}

// The test above is only worth something when it sees what it looks for.
func TestOnlyWayOutSees(t *testing.T) {
	for _, tc := range []struct {
		src  string
		want int
	}{
		{`package p; import "net/http"; var c = &http.Client{}`, 1},
		{`package p; import h "net/http"; var c = h.DefaultClient`, 1},
		{`package p; import "net/http"; func f() { http.Get("x") }`, 1},
		{`package p; import "net"; var c, _ = net.DialTimeout("tcp", "x", 1)`, 1},
		{`package p; import "net"; func f() { var d net.Dialer; _ = d }`, 1},
		{`package p; import "crypto/tls"; var c, _ = tls.Dial("tcp", "x", nil)`, 1},
		{`package p; import "net/http"; var s = &http.Server{}; func h(w http.ResponseWriter, r *http.Request) {}`, 0},
		{`package p; import "net"; var l, _ = net.Listen("tcp", "x")`, 0},
	} {
		if got := usesOfNetwork(t, "p.go", tc.src); len(got) != tc.want {
			t.Errorf("%s: found %v, want %d", tc.src, got, tc.want)
		}
	}
}
