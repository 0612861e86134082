package fetch

import (
	"net/netip"
	"net/url"
	"strings"
)

// youTubeHub is where YouTube takes subscriptions to its channels.
const youTubeHub = "https://pubsubhubbub.appspot.com/subscribe"

// KnownHub returns the hub that is known to tell of a feed though the feed
// need not name it, and the topic under which it does. Both are "" when there
// is none. YouTube tells of every channel (YouTube Data API, push
// notifications) but not of playlists or users.
func KnownHub(feed string) (hub, topic string) {
	u, err := url.Parse(feed)
	if err != nil {
		return "", ""
	}
	host := strings.ToLower(u.Hostname())
	if host != "youtube.com" && !strings.HasSuffix(host, ".youtube.com") {
		return "", ""
	}
	if path := strings.TrimPrefix(u.Path, "/xml"); path != "/feeds/videos.xml" {
		return "", ""
	}
	channel := u.Query().Get("channel_id")
	if channel == "" {
		return "", ""
	}
	return youTubeHub, "https://www.youtube.com/xml/feeds/videos.xml?channel_id=" + url.QueryEscape(channel)
}

// Reachable says whether other people's servers can reach a site at an
// address: http or https on a host of the internet. What a name server would
// say of the host is not asked.
func Reachable(address string) bool {
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Hostname() == "" {
		return false
	}
	host, fault := hostName(u.Hostname())
	if fault != nil {
		return false
	}
	if ip, err := netip.ParseAddr(host); err == nil {
		return public(ip)
	}
	if !strings.Contains(host, ".") {
		return false
	}
	for _, name := range localNames {
		if strings.HasSuffix(host, "."+name) {
			return false
		}
	}
	return true
}
