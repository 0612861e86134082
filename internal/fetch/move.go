package fetch

import (
	"time"

	"dateline/internal/news"
)

// A permanent redirect is followed each time, and the feed's address is only
// changed when it has led to a feed this often and for about this long: a
// mistake at the site, or a network that sends everybody to its own page, is
// over by then.
const (
	movesSeen  = 3
	movesWatch = 24 * time.Hour
)

// moved keeps the account of a permanent redirect, and says so when the time
// has come to poll the new address instead. Where an editor took the feed back
// from, it is not moved again.
func (p plan) moved(poll *news.Poll, res *Response) {
	to := res.FinalURL
	if !res.Permanent || to == p.claim.URL || webLink(to) != to {
		poll.Move = stayed(p.claim.Move)
		return
	}
	move := p.claim.Move
	if move.Refused != "" && news.AddressKey(to) == news.AddressKey(move.Refused) {
		poll.Move = stayed(move)
		return
	}
	if move.To != to {
		move.To, move.Count, move.Since = to, 0, p.now
	}
	move.Count++
	poll.Move = move
}

// settleMove moves the feed when it was led elsewhere often enough. A site
// that is left waiting takes it amiss, so the feed is moved at the last poll
// before the watch is over.
func (p plan) settleMove(poll *news.Poll) {
	move := poll.Move
	if poll.Fault != "" || move.To == "" || move.Count < movesSeen || poll.NextPollAt.Sub(move.Since) < movesWatch {
		return
	}
	poll.MovedTo = move.To
	poll.Move = news.FeedMove{From: p.claim.URL, At: p.now, Refused: move.Refused}
}

// stayed forgets a redirect that is no longer there. Where the feed was before,
// and from where an editor took it back, is kept.
func stayed(move news.FeedMove) news.FeedMove {
	return news.FeedMove{From: move.From, At: move.At, Refused: move.Refused}
}
