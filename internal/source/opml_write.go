package source

import (
	"encoding/xml"
	"fmt"
	"io"
	"strings"
)

// The written form. Names and order are OPML's; country, kind, standing,
// stateRun and pattern are ours.
type (
	opmlDocument struct {
		XMLName xml.Name   `xml:"opml"`
		Version string     `xml:"version,attr"`
		Title   string     `xml:"head>title"`
		Body    []*outline `xml:"body>outline"`
	}
	outline struct {
		Type     string     `xml:"type,attr,omitempty"`
		Text     string     `xml:"text,attr"`
		Title    string     `xml:"title,attr,omitempty"`
		XMLURL   string     `xml:"xmlUrl,attr,omitempty"`
		URL      string     `xml:"url,attr,omitempty"`
		HTMLURL  string     `xml:"htmlUrl,attr,omitempty"`
		Language string     `xml:"language,attr,omitempty"`
		Country  string     `xml:"country,attr,omitempty"`
		Kind     string     `xml:"kind,attr,omitempty"`
		Standing string     `xml:"standing,attr,omitempty"`
		StateRun bool       `xml:"stateRun,attr,omitempty"`
		Pattern  string     `xml:"pattern,attr,omitempty"`
		Children []*outline `xml:"outline"`
	}
)

// WriteOPML writes the listings as an OPML 2.0 list called title, in their own
// order within their folders, so that ReadOPML gives them back. Folders stand
// in the order in which they first occur, and listings of no folder where
// they occur among them.
func WriteOPML(w io.Writer, title string, listings []Listing) error {
	doc := &opmlDocument{Version: "2.0", Title: title}
	folders := map[string]*outline{}
	for _, l := range listings {
		line := &outline{
			Type: "rss", Text: l.Outlet.Name, Title: l.Title,
			XMLURL: l.FeedURL, HTMLURL: l.Outlet.Site,
			Language: l.Outlet.Language, Country: l.Outlet.Country,
			Kind: string(l.Outlet.Kind), Standing: string(l.Outlet.Standing), StateRun: l.Outlet.StateRun,
		}
		if l.Pattern != "" {
			// Programs that know no patterns are not to take the page for a feed.
			line.Type, line.XMLURL, line.URL, line.Pattern = "page", "", l.FeedURL, l.Pattern
		}
		if folder := doc.folder(folders, l.Folder); folder != nil {
			folder.Children = append(folder.Children, line)
			continue
		}
		doc.Body = append(doc.Body, line)
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return fmt.Errorf("write the list of outlets: %w", err)
	}
	e := xml.NewEncoder(w)
	e.Indent("", "  ")
	if err := e.Encode(doc); err != nil {
		return fmt.Errorf("write the list of outlets: %w", err)
	}
	if _, err := io.WriteString(w, "\n"); err != nil {
		return fmt.Errorf("write the list of outlets: %w", err)
	}
	return nil
}

// folder returns the outline of the folder called path, made with the folders
// above it when it is new, or nil for the top.
func (d *opmlDocument) folder(known map[string]*outline, path string) *outline {
	path = strings.Trim(path, "/")
	if path == "" {
		return nil
	}
	if f, ok := known[path]; ok {
		return f
	}
	above, name := "", path
	if i := strings.LastIndexByte(path, '/'); i >= 0 {
		above, name = path[:i], path[i+1:]
	}
	f := &outline{Text: name}
	known[path] = f
	if parent := d.folder(known, above); parent != nil {
		parent.Children = append(parent.Children, f)
	} else {
		d.Body = append(d.Body, f)
	}
	return f
}
