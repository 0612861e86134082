package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/alecthomas/kong"
)

// settings is a settings file: values by the flags' names, written with - or _
// between their words.
type settings map[string]any

// readConfig reads a settings file. One that is not one JSON object is said to
// be so.
func readConfig(r io.Reader) (kong.Resolver, error) {
	var s settings
	d := json.NewDecoder(r)
	err := d.Decode(&s)
	if err == nil && s == nil {
		err = errors.New("it holds no settings")
	}
	if _, more := d.Token(); err == nil && !errors.Is(more, io.EOF) {
		err = errors.New("something stands behind its end")
	}
	if err != nil {
		return nil, fmt.Errorf("config file is not valid JSON (%w): mend it or leave --config out", err)
	}
	return s, nil
}

// Validate refuses a name that no flag has: a setting that is misspelt would
// otherwise be passed over in silence.
func (s settings) Validate(app *kong.Application) error {
	known := map[string]bool{}
	for nodes := []*kong.Node{app.Node}; len(nodes) > 0; nodes = nodes[1:] {
		for _, f := range nodes[0].Flags {
			known[f.Name] = true
		}
		nodes = append(nodes, nodes[0].Children...)
	}
	for _, name := range slices.Sorted(maps.Keys(s)) {
		if !known[strings.ReplaceAll(name, "_", "-")] {
			return fmt.Errorf("config file has a setting %q that no flag is called: mend it or leave it out", name)
		}
	}
	return nil
}

// Resolve gives a flag that was not set what the file says. The environment
// goes before the file, the command line before both.
func (s settings) Resolve(_ *kong.Context, _ *kong.Path, flag *kong.Flag) (any, error) {
	for _, name := range flag.Envs {
		if _, set := os.LookupEnv(name); set {
			return nil, nil //nolint:nilnil // nothing to say is how a resolver passes
		}
	}
	if value, ok := s[flag.Name]; ok {
		return value, nil
	}
	return s[strings.ReplaceAll(flag.Name, "-", "_")], nil
}
