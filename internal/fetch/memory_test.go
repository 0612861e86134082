package fetch

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"testing/iotest"
)

func bodyOf(n int) *bytes.Reader { return bytes.NewReader(bytes.Repeat([]byte("news "), n/5)) }

func readAll(ctx context.Context, r *room, n int, limit int64, cut bool) ([]byte, error) {
	return r.read(iotest.HalfReader(bodyOf(n)), limit, cut, func(n int64) error { return r.hold(ctx, n) })
}

func TestRoomReads(t *testing.T) {
	for _, tc := range []struct {
		name   string
		size   int
		limit  int64
		cut    bool
		want   int
		fault  error
		places int
	}{
		{"nothing", 0, 100, false, 0, nil, 0},
		{"small", 100_000, smallBody, false, 100_000, nil, 0},
		{"exactly one piece", pieceOfBody / 5 * 5, smallBody, false, pieceOfBody / 5 * 5, nil, 0},
		{"middling", 3_000_000, 32 << 20, false, 3_000_000, nil, 1},
		{"large", 10_000_000, 32 << 20, false, 10_000_000, nil, 2},
		{"too large", 3_000_000, 2_000_000, false, 0, errTooLarge, 1},
		{"cut", 3_000_000, 2_000_000, true, 2_000_000, errTooLarge, 1},
	} {
		r := newMemory().room()
		body, err := readAll(t.Context(), r, tc.size, tc.limit, tc.cut)
		if !errors.Is(err, tc.fault) || len(body) != tc.want || len(r.held) != tc.places {
			t.Errorf("%s: %d bytes, %v, %d places, want %d, %v, %d", tc.name, len(body), err, len(r.held), tc.want, tc.fault, tc.places)
		}
		if want := bytes.Repeat([]byte("news "), tc.want/5); !bytes.Equal(body, want) {
			t.Errorf("%s: the body is not what was sent", tc.name)
		}
		r.giveBack()
		r.giveBack()
		if !r.memory.largest.TryAcquire(largestRoom) || !r.memory.middling.TryAcquire(middlingRoom) {
			t.Errorf("%s: a place was not given back", tc.name)
		}
	}
}

// Large bodies wait for each other, and small ones for nobody.
func TestRoomIsBounded(t *testing.T) {
	m := newMemory()
	var holders []*room
	for range largestRoom {
		r := m.room()
		if _, err := readAll(t.Context(), r, 5<<20, 32<<20, false); err != nil {
			t.Fatal(err)
		}
		holders = append(holders, r)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := readAll(ctx, m.room(), 5<<20, 32<<20, false); !errors.Is(err, errNoRoom) {
		t.Errorf("one large body too many: %v, want no room", err)
	}
	if _, err := readAll(ctx, m.room(), 500_000, 32<<20, false); err != nil {
		t.Errorf("a small body: %v", err)
	}
	holders[0].giveBack()
	if _, err := readAll(t.Context(), m.room(), 5<<20, 32<<20, false); err != nil {
		t.Errorf("a large body in a place that is free again: %v", err)
	}
}

// Many that unpack large bodies while others hold the places do not wait for
// each other for ever.
func TestUnpackingDoesNotLock(t *testing.T) {
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	if _, err := z.Write([]byte(strings.Repeat("news ", 1<<20))); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	m := newMemory()
	var wait sync.WaitGroup
	for range 4 * (largestRoom + unpackers) {
		wait.Go(func() {
			r := m.room()
			defer r.giveBack()
			// As if what came over the line were large already.
			if err := r.hold(t.Context(), 5<<20); err != nil {
				t.Error(err)
			}
			if body, err := r.unpack(t.Context(), "gzip", packed.Bytes(), 32<<20, false); err != nil || len(body) != 5<<20 {
				t.Errorf("unpacked to %d bytes, %v", len(body), err)
			}
		})
		wait.Go(func() {
			r := m.room()
			defer r.giveBack()
			if body, err := r.unpack(t.Context(), "gzip", packed.Bytes(), 32<<20, false); err != nil || len(body) != 5<<20 {
				t.Errorf("unpacked to %d bytes, %v", len(body), err)
			}
		})
	}
	wait.Wait()
}
