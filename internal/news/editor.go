package news

import "time"

// Editor is a person who works at the desk.
type Editor struct {
	ID           EditorID
	Name         string // as it is shown to colleagues
	Login        string // lower case, what the editor signs in with
	PasswordHash string // argon2id in its usual encoded form
	AddedAt      time.Time
}
