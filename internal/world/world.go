// Package world serves a recorded or invented day of the outside world on
// loopback, so that the ordinary program can be run against it. It reads the
// day's folder, checks it, and answers by exact address. It knows nothing of
// feeds, articles or stories: what the program makes of the day is its own
// affair.
package world

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"time"

	"dateline/internal/news"
)

// manifest is the file that describes a day.
const manifest = "world.json"

// Day is one day of the outside world, as its folder describes it.
type Day struct {
	// Clock is the editorial time at which the day is looked at.
	Clock time.Time
	// Publication holds the title, signature, zone and language of the
	// newsroom that covers the day. Its zone is a known one, "UTC" when the
	// folder names none.
	Publication news.Publication
	// Outlets is the name of the OPML file in Files that lists the outlets.
	Outlets string
	// Edits is what the editor does that day, nil when the folder says nothing.
	Edits *Edits
	// Files is the day's folder.
	Files fs.FS

	answers []answer
}

// Edits is what the editor does with the story ranked first. Empty fields
// leave things as the program proposes them.
type Edits struct {
	Headline string   `json:"headline"`
	Lead     string   `json:"lead"`  // the outlet whose report leads
	Quote    int      `json:"quote"` // how many of its first paragraphs are quoted
	Note     string   `json:"note"`
	Order    []string `json:"order"` // printed labels of the list, in order
	Video    bool     `json:"video"` // an offered video is put in
	Comment  *Comment `json:"comment"`
}

// Comment is what a reader says under the day's post.
type Comment struct {
	Name string `json:"name"`
	Text string `json:"text"`
}

// answer is one thing the outside world answers with.
type answer struct {
	key  string // from addressKey
	host string
	file string
	kind string // Content-Type, "" when the folder does not say
}

// folder is the manifest as it is written.
type folder struct {
	Clock       string           `json:"clock"`
	Publication news.Publication `json:"publication"`
	Outlets     string           `json:"outlets"`
	Edits       *Edits           `json:"edits"`
	Files       []struct {
		URL  string `json:"url"`
		File string `json:"file"`
		Type string `json:"type"`
	} `json:"files"`
}

// Load reads the day in fsys and checks that it is whole: every file it names
// is there, every address is one that can be asked for, clock and zone are
// known. A broken day gives a *news.InvalidError, one sentence that says what
// is wrong with it. Names that would leave the folder are refused; fsys itself
// decides about symbolic links, so a folder on disk is best given as the FS of
// an os.Root.
func Load(fsys fs.FS) (*Day, error) {
	written, err := readManifest(fsys)
	if err != nil {
		return nil, err
	}
	d := &Day{
		Publication: written.Publication,
		Outlets:     written.Outlets,
		Edits:       written.Edits,
		Files:       fsys,
	}
	if d.Clock, err = time.Parse(time.RFC3339, written.Clock); err != nil {
		return nil, broken("the clock %q is not a time such as 2018-05-31T20:00:00Z", written.Clock)
	}
	if err := checkPublication(&d.Publication); err != nil {
		return nil, err
	}
	if err := checkFile(fsys, d.Outlets, "the list of outlets"); err != nil {
		return nil, err
	}
	if err := checkEdits(d.Edits); err != nil {
		return nil, err
	}
	d.answers = make([]answer, 0, len(written.Files))
	for _, f := range written.Files {
		if err := checkFile(fsys, f.File, "the answer to "+f.URL); err != nil {
			return nil, err
		}
		key, host, err := addressKey(f.URL)
		if err != nil {
			return nil, err
		}
		d.answers = append(d.answers, answer{key: key, host: host, file: f.File, kind: f.Type})
	}
	return d, nil
}

func readManifest(fsys fs.FS) (*folder, error) {
	text, err := fs.ReadFile(fsys, manifest)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, broken("the folder has no %s", manifest)
	case err != nil:
		return nil, fmt.Errorf("read the world's %s: %w", manifest, err)
	}
	var written folder
	if err := json.Unmarshal(bytes.TrimPrefix(text, []byte("\ufeff")), &written); err != nil {
		return nil, broken("%s is not the JSON it should be: %v", manifest, err)
	}
	return &written, nil
}

func checkPublication(p *news.Publication) error {
	if p.Zone == "" {
		p.Zone = "UTC"
	}
	// "Local" would make the day depend on the machine it is looked at on.
	if _, err := time.LoadLocation(p.Zone); err != nil || strings.EqualFold(p.Zone, "local") {
		return broken("the time zone %q is not known", p.Zone)
	}
	return nil
}

func checkEdits(e *Edits) error {
	switch {
	case e == nil:
		return nil
	case e.Quote < 0:
		return broken("the edits quote %d paragraphs", e.Quote)
	case e.Comment != nil && (e.Comment.Name == "" || e.Comment.Text == ""):
		return broken("the comment of the edits needs a name and a text")
	}
	return nil
}

// checkFile makes sure that name is a plain file inside the folder. What says
// what the file is for, as it stands in the error.
func checkFile(fsys fs.FS, name, what string) error {
	if name == "" {
		return broken("%s has no file", what)
	}
	if !fs.ValidPath(name) || strings.Contains(name, `\`) {
		return broken("%s is %q, which is not a name inside the folder", what, name)
	}
	info, err := fs.Stat(fsys, name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return broken("%s is %q, which is not in the folder", what, name)
	case err != nil:
		return broken("%s is %q, which cannot be read", what, name)
	case !info.Mode().IsRegular():
		return broken("%s is %q, which is not a file", what, name)
	}
	return nil
}

// broken returns the error for a day that cannot be served as it is.
func broken(format string, args ...any) error {
	return &news.InvalidError{
		Field:  "world",
		Reason: "This world cannot be used: " + fmt.Sprintf(format, args...) + ".",
	}
}
