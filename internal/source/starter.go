package source

import (
	"bytes"
	_ "embed" // for the starter list
)

//go:embed starter.opml
var starterList []byte

// Starter returns the outlets that a new newsroom is offered to follow.
func Starter() ([]Listing, error) {
	return ReadOPML(bytes.NewReader(starterList))
}
