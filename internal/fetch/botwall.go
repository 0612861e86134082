package fetch

import (
	"bytes"
	"net/http"
	"strings"
)

// wallHeaders are headers that only a check for robots sets, each with the
// start of the values that mean so ("" for any).
var wallHeaders = []struct{ name, value string }{
	{"Cf-Mitigated", ""},
	{"X-Amzn-Waf-Action", ""},
	{"X-Sucuri-Block", ""},
	{"X-Datadome", "protected"},
	{"X-Vercel-Mitigated", ""},
}

// wallMarks are strings in the pages of such checks. They are only looked for
// in answers that are suspicious for their status.
var wallMarks = [][]byte{
	[]byte("/cdn-cgi/challenge-platform/"),
	[]byte("cf-browser-verification"),
	[]byte("_Incapsula_Resource"),
	[]byte("captcha-delivery.com"),
	[]byte("px-captcha"),
	[]byte("awsWafCookieDomainList"),
	[]byte("ddos-guard/js-challenge"),
	[]byte("anubis_challenge"),
	[]byte("sgcaptcha"),
}

// walled says whether an answer is that of a check for robots that stands
// before the site. We do not try to pass one; the editor is told.
func walled(status int, header http.Header, body []byte) bool {
	refused := status < 200 || status > 299
	for _, h := range wallHeaders {
		value := header.Get(h.name)
		if value == "" || !strings.HasPrefix(strings.ToLower(value), h.value) {
			continue
		}
		// DataDome marks the answers that it lets through as well.
		if h.name != "X-Datadome" || refused {
			return true
		}
	}
	// A report about such checks may name them: small pages only.
	if !refused && status != http.StatusAccepted && len(body) > 8<<10 {
		return false
	}
	if !strings.Contains(strings.ToLower(header.Get("Content-Type")), "html") {
		return false
	}
	for _, mark := range wallMarks {
		if bytes.Contains(body, mark) {
			return true
		}
	}
	return false
}

func botWall(status int) *Fault {
	return &Fault{
		Kind: KindBotWall, Status: status,
		Reason: "The site lets nobody in without a check for robots, so we cannot read it.",
	}
}
