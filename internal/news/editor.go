package news

import "time"

// Editor is a person who works at the desk.
type Editor struct {
	ID           EditorID
	Name         string // as it is shown to colleagues
	Login        string // lower case, what the editor signs in with
	PasswordHash string // argon2id in its usual encoded form
	AddedAt      time.Time
	// SessionsFrom is the machine's time before which no session of the
	// editor counts any more: the last change of password.
	SessionsFrom time.Time
}
