package web

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
)

// send answers with a sheet, or says that the reader has it already.
func (sh *sheet) send(w http.ResponseWriter, r *http.Request) error {
	h := w.Header()
	h.Set("Vary", "Accept-Encoding")
	h.Set("Cache-Control", "public, max-age=0, must-revalidate")
	packed := takesGzip(r.Header.Get("Accept-Encoding"))
	// The two forms of a page differ in their bytes, so their tags must.
	tag := `"` + sh.tag + `"`
	if packed {
		tag = `"` + sh.tag + `-z"`
	}
	h.Set("ETag", tag)
	if sh.status == http.StatusOK && matches(r.Header.Get("If-None-Match"), tag) {
		w.WriteHeader(http.StatusNotModified)
		return nil
	}
	h.Set("Content-Type", sh.kind)
	if packed {
		h.Set("Content-Encoding", "gzip")
		finish(w, r, sh.status, sh.packed)
		return nil
	}
	body, err := sh.unpacked()
	if err != nil {
		return err
	}
	finish(w, r, sh.status, body)
	return nil
}

// finish sends a body. Whoever left while it was sent is told nothing: the
// answer has begun.
func finish(w http.ResponseWriter, r *http.Request, status int, body []byte) {
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		_, _ = w.Write(body)
	}
}

func (sh *sheet) unpacked() ([]byte, error) {
	z, err := gzip.NewReader(bytes.NewReader(sh.packed))
	if err != nil {
		return nil, fmt.Errorf("unpack a page: %w", err)
	}
	body := bytes.NewBuffer(make([]byte, 0, sh.size))
	if _, err := io.Copy(body, z); err != nil { //nolint:gosec // we packed it ourselves
		return nil, fmt.Errorf("unpack a page: %w", err)
	}
	return body.Bytes(), nil
}

// takesGzip says whether an Accept-Encoding header allows gzip.
func takesGzip(header string) bool {
	any := false
	for offer := range strings.SplitSeq(header, ",") {
		name, rest, _ := strings.Cut(offer, ";")
		allowed := !refused(rest)
		switch strings.ToLower(strings.TrimSpace(name)) {
		case "gzip", "x-gzip":
			return allowed
		case "*":
			any = allowed
		}
	}
	return any
}

// refused says whether the parameters of an offer weigh it with nothing.
func refused(parameters string) bool {
	for p := range strings.SplitSeq(parameters, ";") {
		name, value, _ := strings.Cut(strings.TrimSpace(p), "=")
		if !strings.EqualFold(strings.TrimSpace(name), "q") {
			continue
		}
		q, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
		return err != nil || q <= 0
	}
	return false
}

// matches says whether an If-None-Match header names the tag. Tags of ours
// hold no comma, so the list can be cut at them.
func matches(header, tag string) bool {
	for known := range strings.SplitSeq(header, ",") {
		known = strings.TrimPrefix(strings.TrimSpace(known), "W/")
		if known == "*" || known == tag {
			return true
		}
	}
	return false
}
