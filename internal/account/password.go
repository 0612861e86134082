package account

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"

	"golang.org/x/crypto/argon2"
)

// The cost of a password hash: OWASP's first choice for argon2id with 19 MiB.
const (
	argonTime    = 2
	argonMemory  = 19 * 1024 // KiB
	argonThreads = 1
	argonKey     = 32
	argonSalt    = 16
)

// absentHash is checked against when there is no such editor, so that both
// cases take the same time. It matches no password.
const absentHash = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

// hashing bounds how many passwords are hashed at once, so that a flood of
// sign-ins cannot take the machine's memory.
var hashing = make(chan struct{}, 2)

// HashPassword returns password as an argon2id hash in its usual encoded form.
func HashPassword(ctx context.Context, password string) (string, error) {
	salt := make([]byte, argonSalt)
	rand.Read(salt) // never fails; see crypto/rand
	key, err := derive(ctx, password, salt, argonTime, argonMemory, argonThreads)
	if err != nil {
		return "", err
	}
	b64 := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version,
		argonMemory, argonTime, argonThreads, b64.EncodeToString(salt), b64.EncodeToString(key)), nil
}

// CheckPassword says whether hash was made of password. An error means that
// the hash cannot be read or ctx ended while waiting for a turn.
func CheckPassword(ctx context.Context, hash, password string) (bool, error) {
	var version int
	var memory, rounds uint32
	var threads uint8
	var rest string
	if _, err := fmt.Sscanf(hash, "$argon2id$v=%d$m=%d,t=%d,p=%d$%s", &version, &memory, &rounds, &threads, &rest); err != nil {
		return false, fmt.Errorf("read password hash: %w", err)
	}
	salt, key, err := splitHash(rest)
	if err != nil {
		return false, err
	}
	if len(password) > maxPassword {
		return false, nil
	}
	got, err := derive(ctx, password, salt, rounds, memory, threads)
	if err != nil {
		return false, err
	}
	return subtle.ConstantTimeCompare(got, key) == 1, nil
}

func splitHash(rest string) (salt, key []byte, err error) {
	for i := range len(rest) {
		if rest[i] != '$' {
			continue
		}
		if salt, err = base64.RawStdEncoding.DecodeString(rest[:i]); err != nil {
			return nil, nil, fmt.Errorf("read password salt: %w", err)
		}
		if key, err = base64.RawStdEncoding.DecodeString(rest[i+1:]); err != nil {
			return nil, nil, fmt.Errorf("read password key: %w", err)
		}
		if len(key) != argonKey {
			return nil, nil, errors.New("read password key: wrong length")
		}
		return salt, key, nil
	}
	return nil, nil, errors.New("read password hash: no salt")
}

func derive(ctx context.Context, password string, salt []byte, rounds, memory uint32, threads uint8) ([]byte, error) {
	select {
	case hashing <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	defer func() { <-hashing }()
	return argon2.IDKey([]byte(password), salt, rounds, memory, threads, argonKey), nil
}
