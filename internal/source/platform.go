package source

import (
	"net/url"
	"regexp"
	"strings"

	"dateline/internal/news"
)

// platformFeeds returns the feed addresses that a platform is known to offer
// for an address of its own, worked out from the address alone.
func platformFeeds(address string) []string {
	u, err := url.Parse(address)
	if err != nil {
		return nil
	}
	host := strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")
	var parts []string
	for _, p := range strings.Split(u.EscapedPath(), "/") {
		if p != "" {
			parts = append(parts, p)
		}
	}
	root := u.Scheme + "://" + u.Host
	switch {
	case isYouTube(host):
		return youTubeFeeds(u, parts)
	case host == "reddit.com" || strings.HasSuffix(host, ".reddit.com"):
		return redditFeeds(parts)
	case host == "github.com":
		return gitHubFeeds(parts)
	case host == "medium.com":
		return mediumFeeds(parts)
	case host == "tumblr.com":
		return tumblrFeeds(parts)
	case host == "bsky.app" && len(parts) > 1 && parts[0] == "profile":
		return []string{root + "/profile/" + parts[1] + "/rss"}
	case host == "news.google.com":
		return googleNewsFeeds(u, parts)
	case strings.HasSuffix(host, ".wordpress.com"):
		return wordPressFeeds(root+"/", parts)
	case len(parts) > 0 && len(parts) < 3 && fediversePerson.MatchString(parts[0]):
		// The address of a person on a Mastodon server, whatever its host.
		return []string{root + "/" + parts[0] + ".rss"}
	}
	for _, service := range services {
		if strings.HasSuffix(host, service.host) {
			return []string{root + service.feed}
		}
	}
	if strings.Contains(host, ".blogspot.") {
		return []string{root + "/feeds/posts/default"}
	}
	return nil
}

// services are hosts below which each site keeps its feed in one place.
var services = []struct{ host, feed string }{
	{".medium.com", "/feed"},
	{".substack.com", "/feed"},
	{".tumblr.com", "/rss"},
	{".ghost.io", "/rss/"},
	{".livejournal.com", "/data/rss"},
	{".beehiiv.com", "/feed"},
}

var fediversePerson = regexp.MustCompile(`^@[A-Za-z0-9_.-]+$`)

// pagePlatformFeeds returns the feed addresses that follow from what a page
// says of the program that made it.
func pagePlatformFeeds(p *page) []string {
	u, err := url.Parse(p.address)
	if err != nil {
		return nil
	}
	root := u.Scheme + "://" + u.Host
	host := strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")
	switch {
	case isYouTube(host):
		return channelFeed(firstOf(p.channel, channelID(p.canonical)))
	case p.wordPress != "":
		return []string{p.wordPress + "feed/"}
	case strings.Contains(p.generator, "wordpress"):
		return []string{root + "/feed/"}
	case p.medium:
		return []string{root + "/feed"}
	case strings.Contains(p.generator, "blogger"):
		return []string{root + "/feeds/posts/default"}
	case strings.Contains(p.generator, "substack"):
		return []string{root + "/feed"}
	case strings.Contains(p.generator, "ghost"):
		return []string{root + "/rss/"}
	case strings.Contains(p.generator, "hugo"):
		return []string{root + "/index.xml"}
	case strings.Contains(p.generator, "jekyll"):
		return []string{root + "/feed.xml"}
	case strings.Contains(p.generator, "drupal"):
		return []string{root + "/rss.xml"}
	case strings.Contains(p.generator, "joomla"):
		return []string{strings.TrimSuffix(p.address, "/") + "?format=feed&type=rss"}
	case strings.Contains(p.generator, "discourse"):
		return []string{root + "/latest.rss"}
	case strings.Contains(p.generator, "wix.com"):
		return []string{root + "/blog-feed.xml"}
	case strings.Contains(p.generator, "squarespace"):
		return []string{strings.TrimSuffix(p.address, "/") + "?format=rss"}
	case p.mastodon || strings.Contains(p.generator, "mastodon"):
		return []string{strings.TrimSuffix(p.address, "/") + ".rss"}
	}
	return nil
}

// platformKind returns the kind of outlet that a platform's feed belongs to,
// "" for a feed of no known platform.
func platformKind(feedURL string) news.OutletKind {
	host := hostOf(feedURL)
	if isYouTube(host) {
		return news.KindVideo
	}
	for _, blogs := range []string{"blogspot.com", "substack.com", "wordpress.com", "medium.com", "reddit.com", "tumblr.com", "ghost.io", "bsky.app", "livejournal.com", "beehiiv.com"} {
		if host == blogs || strings.HasSuffix(host, "."+blogs) {
			return news.KindBlog
		}
	}
	return ""
}

// isYouTube says whether a host without "www." is YouTube's.
func isYouTube(host string) bool {
	return host == "youtube.com" || host == "m.youtube.com" || host == "youtu.be"
}

const youTubeFeed = "https://www.youtube.com/feeds/videos.xml?"

// youTubeFeeds knows channels, playlists and the old user names; a handle's
// channel stands on its page only.
func youTubeFeeds(u *url.URL, parts []string) []string {
	if list := u.Query().Get("list"); list != "" {
		return []string{youTubeFeed + "playlist_id=" + url.QueryEscape(list)}
	}
	if len(parts) < 2 {
		return nil
	}
	switch parts[0] {
	case "channel":
		return channelFeed(channelID(parts[1]))
	case "user":
		return []string{youTubeFeed + "user=" + url.QueryEscape(parts[1])}
	}
	return nil
}

func channelFeed(channel string) []string {
	if channel == "" {
		return nil
	}
	return []string{youTubeFeed + "channel_id=" + channel}
}

var channelPattern = regexp.MustCompile(`(?:^|/channel/)(UC[A-Za-z0-9_-]{22})(?:$|[/?#])`)

// channelID returns the channel named by an id or by a channel's address, ""
// when it names none.
func channelID(text string) string {
	if m := channelPattern.FindStringSubmatch(text); m != nil {
		return m[1]
	}
	return ""
}

var channelMark = regexp.MustCompile(`"(?:externalId|channelId|browseId)":"(UC[A-Za-z0-9_-]{22})"`)

// channelIn returns the channel that a page of YouTube's names in its data: the
// pages of handles and of single videos say it nowhere else.
func channelIn(body []byte, address string) string {
	if !isYouTube(hostOf(address)) {
		return ""
	}
	if m := channelMark.FindSubmatch(body); m != nil {
		return string(m[1])
	}
	return ""
}

// wordPressFeeds returns the feed of a category, tag or author where the
// address names one, and that of all.
func wordPressFeeds(root string, parts []string) []string {
	list := []string{root + "feed/"}
	if len(parts) > 1 && (parts[0] == "category" || parts[0] == "tag" || parts[0] == "author") {
		list = []string{root + parts[0] + "/" + parts[1] + "/feed/", list[0]}
	}
	return list
}

func tumblrFeeds(parts []string) []string {
	if len(parts) > 1 && parts[0] == "blog" {
		parts = parts[1:]
	}
	if len(parts) == 0 || !hostLabel.MatchString(parts[0]) {
		return nil
	}
	return []string{"https://" + parts[0] + ".tumblr.com/rss"}
}

var hostLabel = regexp.MustCompile(`^[A-Za-z0-9-]{1,63}$`)

// googleNewsFeeds returns the feed of a page of Google News: the same address
// below /rss.
func googleNewsFeeds(u *url.URL, parts []string) []string {
	if len(parts) > 0 && parts[0] == "rss" {
		return nil
	}
	feed := "https://news.google.com/rss"
	if len(parts) > 0 && parts[0] != "home" {
		feed += u.EscapedPath()
	}
	if u.RawQuery != "" {
		feed += "?" + u.RawQuery
	}
	return []string{feed}
}

func redditFeeds(parts []string) []string {
	if len(parts) < 2 {
		return nil
	}
	switch parts[0] {
	case "r", "user":
		return []string{"https://www.reddit.com/" + parts[0] + "/" + parts[1] + "/.rss"}
	case "u":
		return []string{"https://www.reddit.com/user/" + parts[1] + "/.rss"}
	}
	return nil
}

func gitHubFeeds(parts []string) []string {
	switch len(parts) {
	case 0:
		return nil
	case 1:
		return []string{"https://github.com/" + parts[0] + ".atom"}
	}
	repository := "https://github.com/" + parts[0] + "/" + parts[1]
	return []string{repository + "/releases.atom", repository + "/commits.atom"}
}

func mediumFeeds(parts []string) []string {
	if len(parts) == 0 {
		return nil
	}
	if parts[0] == "tag" && len(parts) > 1 {
		return []string{"https://medium.com/feed/tag/" + parts[1]}
	}
	return []string{"https://medium.com/feed/" + parts[0]}
}
