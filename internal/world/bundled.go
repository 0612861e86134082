package world

import (
	"embed"
	"io/fs"
)

//go:embed all:day
var dayFiles embed.FS

// Bundled returns the folder of the invented day that comes with the program.
func Bundled() fs.FS {
	day, err := fs.Sub(dayFiles, "day")
	if err != nil {
		// The name is valid, which is all that fs.Sub asks; should that ever
		// change, Load says what is missing.
		return dayFiles
	}
	return day
}
