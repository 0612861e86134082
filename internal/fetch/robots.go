package fetch

import (
	"bytes"
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"
)

// robotsName is the name by which robots.txt files speak of this program.
const robotsName = "Dateline"

const (
	robotsLimit   = 512 << 10       // bytes of a robots.txt that are read
	longestPage   = 8 << 20         // bytes of a page that are read
	robotsFresh   = 24 * time.Hour  // how long one is kept
	robotsRetry   = time.Hour       // how long the lack of one is kept
	robotsAgain   = 5 * time.Minute // and how long that it could not be reached
	longestDelay  = 2 * time.Minute
	longestWait   = time.Hour // for which the reading of a page is put off
	manyRobots    = 4096
	pageAccepted  = "text/html,application/xhtml+xml;q=0.9,*/*;q=0.5"
	textAccepted  = "text/plain,*/*;q=0.5"
	longestRule   = 2 << 10
	robotsMaximum = 5000 // rules of one group that are kept
)

// robotsCache keeps what the robots.txt of each site says.
type robotsCache struct {
	mu     sync.Mutex
	bySite map[string]*siteRobots
}

// siteRobots is one site's entry. Who has the turn at its file reads or fetches
// the rules, so that it is fetched once.
type siteRobots struct {
	file  host
	rules robotsRules
	fault *Fault // why it could not be read, nil when it could
	until time.Time
	turns turns
}

func newRobotsCache() *robotsCache { return &robotsCache{bySite: map[string]*siteRobots{}} }

func (rc *robotsCache) site(origin string) *siteRobots {
	rc.mu.Lock()
	defer rc.mu.Unlock()
	s := rc.bySite[origin]
	if s != nil {
		return s
	}
	if len(rc.bySite) >= manyRobots {
		// Any will do: a file that is still wanted is fetched again.
		for other := range rc.bySite {
			delete(rc.bySite, other)
			break
		}
	}
	s = &siteRobots{file: host{turns: make(chan struct{}, 1)}}
	rc.bySite[origin] = s
	return s
}

// Page fetches a page as Get does, but only where the site's robots.txt allows
// it, and no faster than it asks for; where a redirect leads, too. A page past
// 8 MiB is cut there. The error is always a *Fault, of kind KindRobots when the
// page may not be read.
func (c *Client) Page(ctx context.Context, address string) (*Response, error) {
	res, fault := c.get(ctx, Request{URL: address, Accept: pageAccepted, MaxBytes: longestPage, enter: c.reading(), hurried: true}, true)
	if fault != nil {
		if wait := fault.RetryAt.Sub(c.now()); fault.Wait == 0 && wait > 0 && wait <= longestWait {
			fault.Wait = wait
		}
		return nil, fault
	}
	res.release()
	return res, nil
}

// reading returns what decides on every address on the way to one page:
// robots.txt has to allow it, and the site's crawl delay to be over. An address
// that a site redirects to on itself is part of the same turn.
func (c *Client) reading() func(context.Context, *url.URL) *Fault {
	inTurn := ""
	return func(ctx context.Context, u *url.URL) *Fault {
		site := c.robots.site(u.Scheme + "://" + u.Host)
		delay, fault := c.mayRead(ctx, site, u, true)
		if fault != nil || u.Host == inTurn {
			return fault
		}
		inTurn = u.Host
		return site.turns.take(delay)
	}
}

// allowing returns what decides on every address on the way to a page that is
// polled as a feed is: robots.txt has to allow it. It is asked for so seldom
// that the crawl delay is kept anyway, and does not wait behind the reports.
func (c *Client) allowing() func(context.Context, *url.URL) *Fault {
	return func(ctx context.Context, u *url.URL) *Fault {
		_, fault := c.mayRead(ctx, c.robots.site(u.Scheme+"://"+u.Host), u, false)
		return fault
	}
}

// mayRead asks robots.txt for a page and returns the site's crawl delay. Who is
// hurried does not wait while somebody else fetches the file.
func (c *Client) mayRead(ctx context.Context, site *siteRobots, u *url.URL, hurried bool) (delay time.Duration, fault *Fault) {
	if fault := site.file.turn(ctx, hurried); fault != nil {
		return 0, fault
	}
	rules, fault := c.rulesOf(ctx, site, u)
	<-site.file.turns
	switch {
	case fault != nil:
		return 0, fault
	case rules.closed:
		return 0, &Fault{Kind: KindRobots, Reason: "The site's robots.txt cannot be read at the moment, so its pages are left alone."}
	case !rules.allows(u.RequestURI()):
		return 0, &Fault{Kind: KindRobots, Reason: "The site's robots.txt asks programs not to read this page."}
	}
	return rules.delay, nil
}

// rulesOf returns the site's rules for us, fetched when they are not known or
// too old. The caller has the turn at the site's file.
func (c *Client) rulesOf(ctx context.Context, s *siteRobots, page *url.URL) (robotsRules, *Fault) {
	now := c.now()
	if now.Before(s.until) {
		return s.rules, s.fault
	}
	s.fault = nil
	file := url.URL{Scheme: page.Scheme, Host: page.Host, Path: "/robots.txt"}
	res, fault := c.get(ctx, Request{URL: file.String(), Accept: textAccepted, MaxBytes: robotsLimit}, true)
	switch {
	case fault == nil:
		res.release()
		s.rules, s.until = parseRobots(res.Body), now.Add(robotsFresh)
	case fault.Status >= 400 && fault.Status < 500 && fault.Status != http.StatusTooManyRequests:
		s.rules, s.until = robotsRules{}, now.Add(robotsFresh) // there is none
	case fault.Status >= 500:
		// The site may well have rules and cannot tell them at the moment.
		s.rules, s.until = robotsRules{closed: true}, now.Add(robotsRetry)
	case fault.Kind == KindRefused || fault.Kind == KindRedirects || fault.Kind == KindBadRedirect:
		s.rules, s.until = robotsRules{}, now.Add(robotsRetry)
	case fault.Kind == KindStopped:
		return robotsRules{}, fault
	default:
		// The page could not be reached either: say why, to all who ask soon.
		s.rules, s.fault, s.until = robotsRules{}, fault, now.Add(robotsAgain)
	}
	return s.rules, s.fault
}

// robotsRules is what a robots.txt says to us.
type robotsRules struct {
	rules  []robotsRule
	delay  time.Duration
	closed bool // they are not known: nothing may be read
}

type robotsRule struct {
	path  string // may hold "*" for any text, and end in "$" for the end
	allow bool
}

// parseRobots reads the group of rules that is for us, else the one for all.
func parseRobots(file []byte) robotsRules {
	var ours, all robotsRules
	var named, inOurs, inAll, heading bool
	for line := range bytes.Lines(bytes.TrimPrefix(file, []byte("\ufeff"))) {
		text, _, _ := strings.Cut(string(line[:min(len(line), longestRule)]), "#")
		field, value, ok := strings.Cut(text, ":")
		if !ok {
			continue
		}
		field, value = strings.ToLower(strings.TrimSpace(field)), strings.TrimSpace(value)
		if field == "user-agent" {
			if !heading {
				inOurs, inAll = false, false
			}
			heading = true
			inOurs = inOurs || speaksOfUs(value)
			inAll = inAll || value == "*"
			named = named || inOurs
			continue
		}
		heading = heading && field != "allow" && field != "disallow" && field != "crawl-delay"
		if inOurs {
			ours.add(field, value)
		}
		if inAll {
			all.add(field, value)
		}
	}
	if named {
		return ours
	}
	return all
}

func speaksOfUs(agent string) bool {
	product, _, _ := strings.Cut(agent, "/")
	return strings.EqualFold(strings.TrimSpace(product), robotsName)
}

func (r *robotsRules) add(field, value string) {
	switch field {
	case "allow", "disallow":
		if value != "" && len(r.rules) < robotsMaximum {
			r.rules = append(r.rules, robotsRule{path: value, allow: field == "allow"})
		}
	case "crawl-delay":
		if s, err := strconv.ParseFloat(value, 64); err == nil && s > 0 {
			r.delay = time.Duration(min(s, longestDelay.Seconds()) * float64(time.Second))
		}
	}
}

// allows says whether path, with its query, may be read: the longest rule that
// fits decides, and of two equally long ones the one that allows.
func (r robotsRules) allows(path string) bool {
	longest, allowed := -1, true
	for _, rule := range r.rules {
		if !pathFits(rule.path, path) {
			continue
		}
		if n := len(rule.path); n > longest || (n == longest && rule.allow) {
			longest, allowed = n, rule.allow
		}
	}
	return allowed
}

// pathFits says whether a rule's path matches the beginning of path.
func pathFits(rule, path string) bool {
	rule, atEnd := strings.CutSuffix(rule, "$")
	pieces := strings.Split(rule, "*")
	rest, ok := strings.CutPrefix(path, pieces[0])
	if !ok {
		return false
	}
	if len(pieces) == 1 {
		return !atEnd || rest == ""
	}
	last := len(pieces) - 1
	for _, piece := range pieces[1:last] {
		at := strings.Index(rest, piece)
		if at < 0 {
			return false
		}
		rest = rest[at+len(piece):]
	}
	if atEnd {
		return strings.HasSuffix(rest, pieces[last])
	}
	return strings.Contains(rest, pieces[last])
}
