package web

import (
	"net/http"
	"net/netip"
	"slices"
	"strings"
)

// network returns whom to slow down when passwords are guessed or comments
// come in a flood: the address that a request comes from, or for IPv6 the
// network that one customer holds.
func (s *Server) network(r *http.Request) string {
	from, ok := addressIn(r.RemoteAddr)
	if !ok {
		return r.RemoteAddr
	}
	if s.isProxy(from) {
		from = s.beforeProxies(from, r.Header.Values("X-Forwarded-For"))
	}
	if from.Is4() {
		return from.String()
	}
	customer, err := from.Prefix(64)
	if err != nil {
		return from.String()
	}
	return customer.String()
}

// beforeProxies returns the last address that the proxies' header names and
// that is no proxy of ours: what stands before it is the sender's own say. A
// header that cannot be read leaves the proxy itself.
func (s *Server) beforeProxies(proxy netip.Addr, header []string) netip.Addr {
	for _, text := range slices.Backward(strings.Split(strings.Join(header, ","), ",")) {
		from, ok := addressIn(strings.TrimSpace(text))
		if !ok {
			return proxy
		}
		if !s.isProxy(from) {
			return from
		}
	}
	return proxy
}

func (s *Server) isProxy(a netip.Addr) bool {
	return slices.ContainsFunc(s.Proxies, func(p netip.Prefix) bool { return p.Contains(a) })
}

// addressIn reads an address with or without a port.
func addressIn(text string) (netip.Addr, bool) {
	a, err := netip.ParseAddr(strings.Trim(text, "[]"))
	if err != nil {
		with, err := netip.ParseAddrPort(text)
		if err != nil {
			return netip.Addr{}, false
		}
		a = with.Addr()
	}
	return a.Unmap().WithZone(""), true
}
