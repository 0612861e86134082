package news

// Job is one piece of background work: its name in the program's table of
// works and the identity of what it is done to.
type Job struct {
	Name    string
	Subject int64
	Last    bool // no further try follows this one
}

// The names of background work.
const (
	JobRead = "read" // read the page of the article Subject
)
