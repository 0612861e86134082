// Package account keeps the people who work at the desk: their passwords,
// their sign-ins and the first one's set-up. Sessions themselves are kept by
// web.
package account

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"dateline/internal/news"
)

// MinPassword is the shortest password that is accepted, in characters.
const MinPassword = 10

// maxPassword bounds the work that a password can cause, in bytes.
const maxPassword = 1024

// maxLogin bounds a sign-in name, in characters.
const maxLogin = 100

// Editors is what account needs of the store.
type Editors interface {
	Editor(ctx context.Context, id news.EditorID) (*news.Editor, error)
	EditorByLogin(ctx context.Context, login string) (*news.Editor, error)
	AddEditor(ctx context.Context, e news.Editor) (news.EditorID, error)
	// Found keeps a newsroom's first editor and its publication, both or
	// neither. It returns an error of kind news.ErrConflict when the newsroom
	// was founded already.
	Found(ctx context.Context, e news.Editor, p news.Publication) (news.EditorID, error)
	SetPassword(ctx context.Context, id news.EditorID, hash string) error
	CountEditors(ctx context.Context) (int, error)
}

// SignIns keeps one-time sign-ins. Only a hash of the token is kept.
type SignIns interface {
	AddSignIn(ctx context.Context, hash string, id news.EditorID, now, until time.Time) error
	TakeSignIn(ctx context.Context, hash string, now time.Time) (news.EditorID, error)
}

// Accounts is the door of the desk. Now is the machine's clock.
type Accounts struct {
	Editors Editors
	SignIns SignIns
	Now     func() time.Time
	Limiter *Limiter
}

// errSignIn is said for every sign-in that does not match, so that nobody
// learns which names exist.
var errSignIn = &news.InvalidError{Field: "password", Reason: "That name and password do not match. Try again."}

// SignIn returns the editor whose name and password these are. It returns an
// *news.InvalidError for a pair that does not match or when network, the
// caller's address, tried too often.
func (a *Accounts) SignIn(ctx context.Context, login, password, network string) (*news.Editor, error) {
	login = normalLogin(login)
	if utf8.RuneCountInString(login) > maxLogin {
		return nil, errSignIn // no editor has it, and it is not worth remembering
	}
	wait, hold := a.Limiter.Begin(a.Now(), login, network)
	if wait > 0 {
		return nil, &news.InvalidError{Field: "password", Reason: fmt.Sprintf("Too many tries. Wait %d seconds and try again.", int(wait.Seconds())+1)}
	}
	if err := pause(ctx, hold); err != nil {
		return nil, err
	}
	e, err := a.Editors.EditorByLogin(ctx, login)
	if err != nil && !errors.Is(err, news.ErrNotFound) {
		return nil, err
	}
	hash := absentHash
	if e != nil {
		hash = e.PasswordHash
	}
	ok, err := CheckPassword(ctx, hash, password)
	if err != nil {
		return nil, err
	}
	if !ok || e == nil {
		return nil, errSignIn
	}
	a.Limiter.Passed(login, network)
	return e, nil
}

// pause waits for d, or returns ctx's error when that ends first.
func pause(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return nil
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// NewSignIn returns a token that signs the editor in once, within ttl.
func (a *Accounts) NewSignIn(ctx context.Context, id news.EditorID, ttl time.Duration) (string, error) {
	token := newToken()
	now := a.Now()
	if err := a.SignIns.AddSignIn(ctx, hashToken(token), id, now, now.Add(ttl)); err != nil {
		return "", err
	}
	return token, nil
}

// SignInOnce returns the editor whom a token of NewSignIn was made for. The
// token is spent. A spent, late or unknown one is a *news.InvalidError.
func (a *Accounts) SignInOnce(ctx context.Context, token string) (*news.Editor, error) {
	id, err := a.SignIns.TakeSignIn(ctx, hashToken(token), a.Now())
	if errors.Is(err, news.ErrNotFound) {
		return nil, &news.InvalidError{Field: "token", Reason: "This sign-in address was used already or is too old. Sign in with your password."}
	}
	if err != nil {
		return nil, err
	}
	return a.Editors.Editor(ctx, id)
}

// Editor returns the editor named id, or an error of kind news.ErrNotFound.
func (a *Accounts) Editor(ctx context.Context, id news.EditorID) (*news.Editor, error) {
	return a.Editors.Editor(ctx, id)
}

// NeedsSetUp says whether the newsroom has no editor yet.
func (a *Accounts) NeedsSetUp(ctx context.Context) (bool, error) {
	n, err := a.Editors.CountEditors(ctx)
	return n == 0, err
}

// Found makes the newsroom: its first editor and its publication, both or
// neither. It returns an error of kind news.ErrConflict when there is one
// already, and an *news.InvalidError for a name or password that cannot be
// taken.
func (a *Accounts) Found(ctx context.Context, name, login, password string, pub news.Publication) (news.EditorID, error) {
	e, err := a.newEditor(ctx, name, login, password)
	if err != nil {
		return 0, err
	}
	return a.Editors.Found(ctx, *e, pub)
}

// Add adds an editor. It returns an *news.InvalidError for a name or password
// that cannot be taken.
func (a *Accounts) Add(ctx context.Context, name, login, password string) (news.EditorID, error) {
	e, err := a.newEditor(ctx, name, login, password)
	if err != nil {
		return 0, err
	}
	id, err := a.Editors.AddEditor(ctx, *e)
	if errors.Is(err, news.ErrConflict) {
		return 0, &news.InvalidError{Field: "login", Reason: "There is an editor with that sign-in name already. Choose another."}
	}
	return id, err
}

// SetPassword gives an editor a new password and ends all of the editor's
// sessions.
func (a *Accounts) SetPassword(ctx context.Context, login, password string) error {
	if err := CheckNewPassword(password); err != nil {
		return err
	}
	e, err := a.Editors.EditorByLogin(ctx, normalLogin(login))
	if errors.Is(err, news.ErrNotFound) {
		return &news.InvalidError{Field: "login", Reason: fmt.Sprintf("There is no editor with the sign-in name %q.", login)}
	}
	if err != nil {
		return err
	}
	hash, err := HashPassword(ctx, password)
	if err != nil {
		return err
	}
	return a.Editors.SetPassword(ctx, e.ID, hash)
}

func (a *Accounts) newEditor(ctx context.Context, name, login, password string) (*news.Editor, error) {
	name, login = strings.TrimSpace(name), normalLogin(login)
	switch {
	case name == "":
		return nil, &news.InvalidError{Field: "name", Reason: "Give the editor's name."}
	case utf8.RuneCountInString(name) > 100:
		return nil, &news.InvalidError{Field: "name", Reason: "That name is too long. Use at most 100 characters."}
	case login == "" || utf8.RuneCountInString(login) > maxLogin || strings.ContainsAny(login, " \t\r\n"):
		return nil, &news.InvalidError{Field: "login", Reason: "Give a sign-in name without spaces, at most 100 characters."}
	}
	if err := CheckNewPassword(password); err != nil {
		return nil, err
	}
	hash, err := HashPassword(ctx, password)
	if err != nil {
		return nil, err
	}
	return &news.Editor{Name: name, Login: login, PasswordHash: hash, AddedAt: a.Now()}, nil
}

// CheckNewPassword returns an *news.InvalidError for a password that is too
// short or too long to be taken.
func CheckNewPassword(password string) error {
	switch {
	case utf8.RuneCountInString(password) < MinPassword:
		return &news.InvalidError{Field: "password", Reason: fmt.Sprintf("That password is too short. Use at least %d characters.", MinPassword)}
	case len(password) > maxPassword:
		return &news.InvalidError{Field: "password", Reason: "That password is too long. Use at most 1,000 characters."}
	}
	return nil
}

func normalLogin(login string) string { return strings.ToLower(strings.TrimSpace(login)) }

func newToken() string {
	b := make([]byte, 24)
	rand.Read(b) // never fails; see crypto/rand
	return base64.RawURLEncoding.EncodeToString(b)
}

func hashToken(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}
