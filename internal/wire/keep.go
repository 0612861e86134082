package wire

import (
	"math"
	"runtime"
	"sort"
	"time"
	"unsafe"

	"dateline/internal/news"
)

// maxKept is how many bytes the items that Parse returns may take besides the
// document, whose texts they share where nothing in them had to be decoded.
const maxKept = 40 << 20

// keeper keeps the newest items of those it is given. Until there are too many
// it is a list; then a heap of places in the list has the oldest on top. Items
// without a time count as older than those with one, and of two of the same
// time the later one in the document as the older.
type keeper struct {
	limit   int
	doc     string
	items   []news.Item
	order   []int // when each of items came, math.MaxInt for one that is gone
	heap    []int // nil until the first has to go
	came    int
	weight  int
	dropped bool
}

// expect makes room for the items that are to be expected in the document.
func (k *keeper) expect(doc string, n int) {
	k.doc = doc
	k.items = make([]news.Item, 0, min(n, k.limit, maxKept/int(unsafe.Sizeof(news.Item{}))))
}

// take keeps an item if it is among the newest. It always wants more.
func (k *keeper) take(it *news.Item) bool {
	k.came++
	w := k.weightOf(it)
	if k.heap == nil && len(k.items) < k.limit && k.weight+w <= maxKept {
		k.items = append(k.items, *it)
		k.weight += w
		return true
	}
	k.dropped = true
	if len(k.items) == 0 {
		return true
	}
	if k.heap == nil {
		k.makeHeap()
	}
	k.exchange(it, w)
	return true
}

func (k *keeper) makeHeap() {
	k.order = make([]int, len(k.items))
	k.heap = make([]int, len(k.items))
	for i := range k.items {
		k.order[i], k.heap[i] = i, i
	}
	for i := len(k.heap)/2 - 1; i >= 0; i-- {
		k.sink(i)
	}
}

// exchange puts the item into the place of the oldest, if that is older, and
// lets go of more when it is heavier than what went.
func (k *keeper) exchange(it *news.Item, w int) {
	oldest := k.heap[0]
	if w > maxKept || !timeOf(it).After(timeOf(&k.items[oldest])) {
		return
	}
	k.weight += w - k.weightOf(&k.items[oldest])
	k.items[oldest], k.order[oldest] = *it, k.came
	k.sink(0)
	for k.weight > maxKept && len(k.heap) > 1 {
		gone, last := k.heap[0], len(k.heap)-1
		k.weight -= k.weightOf(&k.items[gone])
		k.items[gone], k.order[gone] = news.Item{}, math.MaxInt
		k.heap[0] = k.heap[last]
		k.heap = k.heap[:last]
		k.sink(0)
	}
}

// sink lets a place of the heap sink until none below it is older.
func (k *keeper) sink(at int) {
	for {
		below := 2*at + 1
		if below >= len(k.heap) {
			return
		}
		if below+1 < len(k.heap) && k.older(k.heap[below+1], k.heap[below]) {
			below++
		}
		if !k.older(k.heap[below], k.heap[at]) {
			return
		}
		k.heap[at], k.heap[below] = k.heap[below], k.heap[at]
		at = below
	}
}

func (k *keeper) older(a, b int) bool {
	if c := timeOf(&k.items[a]).Compare(timeOf(&k.items[b])); c != 0 {
		return c < 0
	}
	return k.order[a] > k.order[b]
}

// inOrder returns what was kept, in the document's order.
func (k *keeper) inOrder() []news.Item {
	if k.heap == nil {
		return k.items
	}
	sort.Sort(byOrder{k})
	return k.items[:len(k.heap)]
}

// byOrder sorts what was kept as it came, within its own memory.
type byOrder struct{ *keeper }

func (s byOrder) Len() int           { return len(s.items) }
func (s byOrder) Less(i, j int) bool { return s.order[i] < s.order[j] }
func (s byOrder) Swap(i, j int) {
	s.items[i], s.items[j] = s.items[j], s.items[i]
	s.order[i], s.order[j] = s.order[j], s.order[i]
}

// weightOf is how many bytes an item takes besides the document.
func (k *keeper) weightOf(it *news.Item) int {
	return int(unsafe.Sizeof(*it)) +
		cap(it.Authors)*int(unsafe.Sizeof(news.Person{})) +
		cap(it.Categories)*int(unsafe.Sizeof(news.Category{})) +
		cap(it.Enclosures)*int(unsafe.Sizeof(news.Enclosure{})) +
		cap(it.Thumbnails)*int(unsafe.Sizeof(news.Image{})) +
		(cap(it.Links)+cap(it.Source.Links))*int(unsafe.Sizeof(news.Link{})) +
		k.ownText(it.Headline) + k.ownText(it.Summary) + k.ownText(it.Content)
}

// A document longer than longDocument lets the garbage collector wait until as
// much again has been allocated. To stay within less, it is told to collect
// after every collectEvery bytes of items.
const (
	longDocument = 32 << 20
	collectEvery = 12 << 20
)

// collecting returns a sink that collects what the items before left behind.
func collecting(doc string, to sink) sink {
	each, k, left := to.each, keeper{doc: doc}, collectEvery
	to.each = func(it *news.Item) bool {
		if left -= k.weightOf(it); left < 0 {
			runtime.GC()
			left = collectEvery
		}
		return each(it)
	}
	return to
}

// ownText is how many bytes a text takes that is no part of the document.
func (k *keeper) ownText(s string) int {
	at := uintptr(unsafe.Pointer(unsafe.StringData(s)))
	doc := uintptr(unsafe.Pointer(unsafe.StringData(k.doc)))
	if at >= doc && at < doc+uintptr(len(k.doc)) {
		return 0
	}
	return len(s)
}

func timeOf(it *news.Item) time.Time {
	if it.Published.IsZero() {
		return it.Updated
	}
	return it.Published
}
