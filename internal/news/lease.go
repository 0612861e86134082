package news

// Lease is one holder's right to be the only one at some work for a while.
// Epoch grows each time another holder takes the work over, and fences what is
// written: a write under an older epoch than the lease's is refused with
// ErrConflict.
type Lease struct {
	Name   string
	Holder string
	Epoch  int64
}
