package main

import (
	"context"
	"math/rand/v2"
	"time"

	"dateline/internal/fetch"
	"dateline/internal/job"
	"dateline/internal/news"
	"dateline/internal/web"
)

// hubsEvery is how often it is looked whether a hub is to be asked.
const hubsEvery = 15 * time.Second

// newSubscriber joins what keeps up with the feeds' hubs.
func (n *newsroom) newSubscriber() *fetch.Subscriber {
	return &fetch.Subscriber{
		Client: n.client, Poller: n.poller, Subscriptions: n.db, Deliveries: n.db,
		Callback: n.callback, Now: n.now, Rand: rand.Float64, Log: n.p.log,
	}
}

// callback returns where hubs reach the newsroom for a token, "" when they
// cannot reach it.
func (n *newsroom) callback(token string) string {
	pub, err := n.db.Publication(n.p.ctx)
	if err != nil || !fetch.Reachable(pub.Address) {
		return ""
	}
	return web.HubCallback(pub.Address, token)
}

// hubLoop asks hubs where feeds are polled.
func (n *newsroom) hubLoop() job.Loop {
	return job.Loop{Name: "hubs", Every: hubsEvery, Round: func(ctx context.Context) (bool, error) {
		if !n.roles.has("poll") {
			return false, nil
		}
		asked, err := n.subscriber.Round(ctx)
		return asked > 0, err
	}}
}

// hubWords says of every feed that has a hub how we stand with it.
func (n *newsroom) hubWords(ctx context.Context) (map[news.FeedID]string, error) {
	subs, err := n.db.ListSubscriptions(ctx)
	if err != nil {
		return nil, err
	}
	words := make(map[news.FeedID]string, len(subs))
	reachable, now := n.callback("") != "", n.now()
	for _, s := range subs {
		words[s.FeedID] = s.Words(now, reachable)
	}
	return words, nil
}

// withHubs adds to the lines of feeds how we stand with their hubs.
func withHubs(lines []feedLine, words map[news.FeedID]string) []feedLine {
	for i := range lines {
		lines[i].Hub = words[news.FeedID(lines[i].ID)]
	}
	return lines
}
