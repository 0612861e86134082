package web

import (
	"bytes"
	"compress/gzip"
	"container/list"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"strconv"
	"sync"
	"time"

	"golang.org/x/sync/singleflight"
)

// What the edition keeps.
const (
	editionSheets = 4096     // sheets
	editionBytes  = 48 << 20 // bytes of their compressed bodies
	// editionLife bounds how old a sheet can be. Posts, comments and settings
	// that change make it void at once, wherever that happens; the day's turn
	// has no line in the log.
	editionLife = 30 * time.Second
)

// sheet is one public page as it is sent.
type sheet struct {
	status int
	kind   string // its Content-Type
	packed []byte // its body, in gzip
	size   int    // bytes of the body before that
	tag    string // a hash of the body
	until  time.Time
}

// edition holds the public pages as they were last made. All are dropped when
// something they show has changed. It is safe for concurrent use.
type edition struct {
	making singleflight.Group

	mu     sync.Mutex
	number uint64 // grows with every drop
	sheets map[string]*list.Element
	order  *list.List // of *kept, the one used last first
	bytes  int
}

type kept struct {
	key string
	*sheet
}

func newEdition() *edition {
	return &edition{sheets: map[string]*list.Element{}, order: list.New()}
}

// get returns the sheet under key, which make makes when there is none. Those
// who ask for the same one at once wait for one making. A sheet that was begun
// before a drop is shown to those who asked before it and kept for nobody.
func (e *edition) get(ctx context.Context, key string, now time.Time, makeSheet func(context.Context) (*sheet, error)) (*sheet, error) {
	found, number := e.find(key, now)
	if found != nil {
		return found, nil
	}
	v, err, _ := e.making.Do(strconv.FormatUint(number, 10)+" "+key, func() (any, error) {
		if found, _ := e.find(key, now); found != nil {
			return found, nil // made between the look above and now
		}
		// Whoever came first may leave; the others still wait for the page.
		sh, err := makeSheet(context.WithoutCancel(ctx))
		if err != nil {
			return nil, err
		}
		sh.until = now.Add(editionLife)
		e.keep(key, number, sh)
		return sh, nil
	})
	if err != nil {
		return nil, err
	}
	return v.(*sheet), nil
}

func (e *edition) find(key string, now time.Time) (*sheet, uint64) {
	e.mu.Lock()
	defer e.mu.Unlock()
	el, ok := e.sheets[key]
	if !ok {
		return nil, e.number
	}
	k := el.Value.(*kept)
	if !now.Before(k.until) {
		e.remove(el)
		return nil, e.number
	}
	e.order.MoveToFront(el)
	return k.sheet, e.number
}

func (e *edition) keep(key string, number uint64, sh *sheet) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if number != e.number || len(sh.packed) > editionBytes/8 {
		return
	}
	if el, ok := e.sheets[key]; ok {
		e.remove(el)
	}
	e.sheets[key] = e.order.PushFront(&kept{key, sh})
	e.bytes += len(sh.packed)
	for e.order.Len() > editionSheets || e.bytes > editionBytes {
		e.remove(e.order.Back())
	}
}

func (e *edition) remove(el *list.Element) {
	k := e.order.Remove(el).(*kept)
	delete(e.sheets, k.key)
	e.bytes -= len(k.packed)
}

// drop makes every sheet void: the next reader gets what stands now.
func (e *edition) drop() {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.number++
	clear(e.sheets)
	e.order.Init()
	e.bytes = 0
}

// newSheet packs a page.
func newSheet(status int, kind string, body []byte) (*sheet, error) {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := z.Write(body); err != nil {
		return nil, fmt.Errorf("pack a page: %w", err)
	}
	if err := z.Close(); err != nil {
		return nil, fmt.Errorf("pack a page: %w", err)
	}
	sum := sha256.Sum256(body)
	return &sheet{
		status: status, kind: kind, packed: b.Bytes(), size: len(body),
		tag: base64.RawURLEncoding.EncodeToString(sum[:15]),
	}, nil
}
