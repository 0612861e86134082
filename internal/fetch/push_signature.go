package fetch

import (
	"crypto/hmac"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/hex"
	"hash"
	"strings"
)

// signed says whether a hub that knows the secret signed the body: signature
// is "method=hex" as X-Hub-Signature carries it, an HMAC (RFC 2104) with one
// of the methods that WebSub names. Many hubs only know SHA-1, of which an HMAC
// is sound.
func signed(signature, secret string, body []byte) bool {
	sum, theirs, known := methodOf(signature)
	if !known || secret == "" {
		return false
	}
	mac := hmac.New(sum, []byte(secret))
	mac.Write(body)
	return hmac.Equal(theirs, mac.Sum(nil))
}

// methodOf reads a signature, and says false for one that no body can have.
func methodOf(signature string) (sum func() hash.Hash, theirs []byte, known bool) {
	method, digits, _ := strings.Cut(strings.TrimSpace(signature), "=")
	switch strings.ToLower(method) {
	case "sha1":
		sum = sha1.New
	case "sha256":
		sum = sha256.New
	case "sha384":
		sum = sha512.New384
	case "sha512":
		sum = sha512.New
	default:
		return nil, nil, false
	}
	theirs, err := hex.DecodeString(digits)
	return sum, theirs, err == nil && len(theirs) == sum().Size()
}
