package fetch

import (
	"testing"
	"time"

	"dateline/internal/news"
)

func TestMove(t *testing.T) {
	const here, there = "http://harbour.example/feed", "http://harbour.example/new"
	type step struct {
		after time.Duration // since the step before; the next poll is as long after it
		to    string        // where it was led for good, "" for nowhere
		fault Kind
	}
	every := func(gap time.Duration, n int) []step {
		steps := make([]step, n)
		for i := range steps {
			steps[i] = step{after: gap, to: there}
		}
		return steps
	}
	for _, tc := range []struct {
		name  string
		start news.FeedMove
		steps []step
		moved int // at which step, 0 for never
	}{
		{"twice", news.FeedMove{}, every(time.Hour, 2), 0},
		{"for a day, every hour", news.FeedMove{}, every(time.Hour, 30), 24},
		{"for a day, every six hours", news.FeedMove{}, every(6*time.Hour, 10), 4},
		{"seldom", news.FeedMove{}, every(20*time.Hour, 10), 3},
		{"not always", news.FeedMove{}, append(every(6*time.Hour, 3), step{after: 6 * time.Hour}), 0},
		{"to another place each time", news.FeedMove{}, []step{{time.Hour * 20, there + "1", ""}, {time.Hour * 20, there + "2", ""}, {time.Hour * 20, there + "3", ""}, {time.Hour * 20, there + "4", ""}}, 0},
		{"with a slow answer between", news.FeedMove{}, append(append(every(6*time.Hour, 2), step{6 * time.Hour, "", KindTimeout}), every(6*time.Hour, 1)...), 4},
		{"to what is no feed", news.FeedMove{}, append(append(every(6*time.Hour, 2), step{6 * time.Hour, "", KindNotAFeed}), every(6*time.Hour, 2)...), 0},
		{"taken back by the editor", news.FeedMove{Refused: there}, every(6*time.Hour, 20), 0},
		{"taken back, but elsewhere now", news.FeedMove{Refused: here + "old"}, every(6*time.Hour, 10), 4},
	} {
		claim := &news.FeedClaim{Feed: news.Feed{URL: here, Move: tc.start}}
		now, moved := noon, 0
		for i, s := range tc.steps {
			now = now.Add(s.after)
			p := plan{now: now, claim: claim}
			poll := pollOf(claim, now)
			if s.fault != "" {
				failed(&poll, p, &Fault{Kind: s.fault, Reason: "It failed."})
			} else {
				p.moved(&poll, &Response{FinalURL: s.to, Permanent: s.to != ""})
				poll.NextPollAt = now.Add(s.after)
				p.settleMove(&poll)
			}
			claim.Move = poll.Move
			if poll.MovedTo != "" {
				moved = i + 1
				if poll.MovedTo != s.to || poll.Move != (news.FeedMove{From: here, At: now, Refused: tc.start.Refused}) {
					t.Errorf("%s: moved to %s, %+v", tc.name, poll.MovedTo, poll.Move)
				}
				break
			}
		}
		if moved != tc.moved {
			t.Errorf("%s: moved at step %d, want %d", tc.name, moved, tc.moved)
		}
	}
}
