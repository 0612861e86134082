package fetch

import (
	"net/netip"
	"strings"

	"dateline/internal/news"
)

// Rule sends the requests for a host to one socket address instead, whatever
// the port of their address. Host is a name, or "*.suffix" for every name
// below suffix. A rule opens nothing: its socket address must pass the guard
// as any other.
type Rule struct {
	Host string
	To   netip.AddrPort
}

// Rules are tried in their order, exact names before suffixes.
type Rules []Rule

// ParseRule reads a rule in the form "host=127.0.0.1:8080" or
// "*.suffix=[::1]:8080". An error is of kind news.ErrInvalid.
func ParseRule(text string) (Rule, error) {
	host, to, ok := strings.Cut(text, "=")
	if !ok {
		return Rule{}, badRule(text)
	}
	address, err := netip.ParseAddrPort(strings.TrimSpace(to))
	if err != nil || address.Port() == 0 {
		return Rule{}, badRule(text)
	}
	host = strings.TrimSpace(host)
	name, wild := strings.CutPrefix(host, "*.")
	ascii, fault := hostName(name)
	if fault != nil {
		return Rule{}, badRule(text)
	}
	if wild {
		ascii = "*." + ascii
	}
	return Rule{Host: ascii, To: address}, nil
}

func badRule(text string) error {
	return &news.InvalidError{
		Field:  "resolve",
		Reason: "Write a rule as HOST=ADDRESS:PORT, for example news.example=127.0.0.1:8080, and not " + text + ".",
	}
}

// lookup returns where the rules send host, a lower-case ASCII name without a
// dot at its end.
func (rs Rules) lookup(host string) (netip.AddrPort, bool) {
	for _, r := range rs {
		if strings.EqualFold(r.Host, host) {
			return r.To, true
		}
	}
	for _, r := range rs {
		suffix, wild := strings.CutPrefix(r.Host, "*")
		if wild && len(host) > len(suffix) && strings.HasSuffix(host, strings.ToLower(suffix)) {
			return r.To, true
		}
	}
	return netip.AddrPort{}, false
}
