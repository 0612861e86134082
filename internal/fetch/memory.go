package fetch

import (
	"bytes"
	"context"
	"errors"
	"io"
	"sync"

	"golang.org/x/sync/semaphore"
)

// How much memory the bodies that are read at one time may take. Small ones
// always pass. Larger ones wait for a place among the middling and, past
// those, for one of the few for the largest: every body takes its places in
// this order, so that none waits for another that waits for it.
const (
	smallBody    = 1 << 20 // bytes that any body may have
	middlingBody = 4 << 20 // bytes that a body in a middling place may have
	middlingRoom = 16      // middling places
	largestRoom  = 2       // places for the largest, up to the client's limit
	unpackers    = 2       // bodies that are unpacked at a time
	pieceOfBody  = 64 << 10
)

// errNoRoom is why a body was given up: no place came free in time.
var errNoRoom = errors.New("no room for a large body")

// memory keeps the bodies that are read at one time within bounds.
type memory struct {
	middling, largest, unpacking *semaphore.Weighted

	pieces sync.Pool // of *[pieceOfBody]byte
}

func newMemory() *memory {
	return &memory{
		middling:  semaphore.NewWeighted(middlingRoom),
		largest:   semaphore.NewWeighted(largestRoom),
		unpacking: semaphore.NewWeighted(unpackers),
		pieces:    sync.Pool{New: func() any { return new([pieceOfBody]byte) }},
	}
}

// room is what one body takes of the memory. A nil one takes nothing.
type room struct {
	memory *memory
	held   []*semaphore.Weighted // places, in the order in which they were taken
}

func (m *memory) room() *room { return &room{memory: m} }

// giveBack says that the body is no longer used. It may be called again.
func (r *room) giveBack() {
	if r == nil {
		return
	}
	for _, places := range r.held {
		places.Release(1)
	}
	r.held = nil
}

// hold waits for the places that a body of so many bytes needs.
func (r *room) hold(ctx context.Context, bytes int64) error {
	for _, places := range r.needed(bytes) {
		if err := places.Acquire(ctx, 1); err != nil {
			return errors.Join(errNoRoom, err)
		}
		r.held = append(r.held, places)
	}
	return nil
}

// tryHold is hold without waiting.
func (r *room) tryHold(bytes int64) error {
	for _, places := range r.needed(bytes) {
		if !places.TryAcquire(1) {
			return errNoRoom
		}
		r.held = append(r.held, places)
	}
	return nil
}

// needed lists the places that a body of so many bytes needs and does not have.
func (r *room) needed(bytes int64) []*semaphore.Weighted {
	all := []*semaphore.Weighted{r.memory.middling, r.memory.largest}
	switch {
	case bytes <= smallBody:
		return nil
	case bytes <= middlingBody:
		all = all[:1]
	}
	return all[min(len(r.held), len(all)):]
}

// unpack unpacks a body. Whoever unpacks does not wait for a place, since those
// who have one may wait to unpack: it lets others unpack while it waits, and
// begins anew.
func (r *room) unpack(ctx context.Context, encoding string, packed []byte, limit int64, cut bool) ([]byte, error) {
	body, err := r.unpackOnce(ctx, encoding, packed, limit, cut)
	if !errors.Is(err, errNoRoom) {
		return body, err
	}
	if err := r.hold(ctx, limit); err != nil {
		return nil, err
	}
	return r.unpackOnce(ctx, encoding, packed, limit, cut)
}

func (r *room) unpackOnce(ctx context.Context, encoding string, packed []byte, limit int64, cut bool) ([]byte, error) {
	if err := r.memory.unpacking.Acquire(ctx, 1); err != nil {
		return nil, errors.Join(errNoRoom, err)
	}
	defer r.memory.unpacking.Release(1)
	plain, closePlain, err := unpacker(encoding, bytes.NewReader(packed))
	if err != nil {
		return nil, err
	}
	defer closePlain()
	return r.read(plain, limit, cut, r.tryHold)
}

// read reads what from holds, up to limit bytes, and calls hold before it takes
// more memory. When there is more it returns errTooLarge, and with cut what
// came before; with any other error it returns what came before. It reads into
// pieces that are used again and again, so that a bomb leaves nothing behind.
func (r *room) read(from io.Reader, limit int64, cut bool, hold func(int64) error) ([]byte, error) {
	var pieces []*[pieceOfBody]byte
	defer func() {
		for _, p := range pieces {
			r.memory.pieces.Put(p)
		}
	}()
	var total int64
	for {
		if int64(len(pieces))*pieceOfBody == total {
			if err := hold(total + pieceOfBody); err != nil {
				return nil, err
			}
			pieces = append(pieces, r.memory.pieces.Get().(*[pieceOfBody]byte)) //nolint:forcetypeassert // the pool holds nothing else
		}
		n, err := from.Read(pieces[len(pieces)-1][total%pieceOfBody:])
		if total += int64(n); total > limit {
			total, err = limit, errTooLarge
		}
		switch {
		case err == nil:
		case errors.Is(err, io.EOF):
			return joined(pieces, total), nil
		case errors.Is(err, errTooLarge) && !cut:
			return nil, err
		default:
			return joined(pieces, total), err
		}
	}
}

func joined(pieces []*[pieceOfBody]byte, total int64) []byte {
	body := make([]byte, 0, total)
	for _, p := range pieces {
		body = append(body, p[:min(total-int64(len(body)), pieceOfBody)]...)
	}
	return body
}
