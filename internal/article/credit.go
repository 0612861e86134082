package article

import (
	"regexp"
	"slices"
	"strings"

	"dateline/internal/clean"
)

// credit returns the short names of the agencies that the report comes from,
// the outlet's own excepted: as byline, dateline, sign-off, page and feed
// name them.
func (p *page) credit(dateline string, by signed, paragraphs []string) ([]string, string) {
	ledger := creditLedger{own: p.ownNames(), agencies: p.agencies}
	ledger.name(dateline, "dateline")
	for _, b := range slices.Concat(by.agency, by.bodies) {
		ledger.name(byPrefix.ReplaceAllString(b, ""), "byline")
	}
	for _, s := range p.sources() {
		ledger.name(s.text, s.origin)
	}
	ledger.signOff(paragraphs)
	for _, t := range slices.Concat(p.hint.sources(), p.hint.authors()) {
		ledger.name(t, "feed")
	}
	return ledger.names, ledger.origin
}

// sourceKeys are the meta elements that say whose text it is.
var sourceKeys = []string{
	"source", "article:source", "news_source", "original-source-name", "dc.source", "dcterms.source", "cxenseparse:source",
	"copyright", "dc.rights", "article:content_source", "syndication-source-name", "content-source",
}

// sources returns whose text the page says it is.
func (p *page) sources() []fact {
	var all []fact
	for _, s := range p.ld.source {
		all = append(all, fact{s.name, "json-ld"})
	}
	for _, key := range sourceKeys {
		for _, v := range p.meta.values[key] {
			all = append(all, fact{strings.TrimLeft(plainText(v), "© "), "meta"})
		}
	}
	return all
}

// creditLedger gathers the agencies named, each once.
type creditLedger struct {
	own      []string // what the outlet itself is called
	agencies book
	names    []string
	origin   string
}

// ownNames returns what the outlet is called. What a page says of its
// publisher counts only where the outlet is not known: pages of agency copy
// name the agency there.
func (p *page) ownNames() []string {
	if p.hint.Outlet.Name == "" {
		return p.outletNames()
	}
	names := []string{p.hint.Outlet.Name}
	if site := siteOf(p.url.Hostname()); site != "" {
		label, _, _ := strings.Cut(site, ".")
		names = append(names, label)
	}
	return names
}

func (l *creditLedger) name(text, origin string) {
	if text == "" || len(text) > 200 {
		return
	}
	for _, a := range l.agencies.in(text) {
		l.add(a, origin)
	}
}

func (l *creditLedger) add(a *agency, origin string) {
	for _, o := range l.own {
		if a.isOf(o) {
			return
		}
	}
	for _, n := range l.names {
		if n == a.short {
			return
		}
	}
	l.names = append(l.names, a.short)
	if l.origin == "" {
		l.origin = origin
	}
}

var (
	reporting   = regexp.MustCompile(`(?i)^\W*(?:additional )?(?:reporting|writing|compiled|written) by .{3,200}?[;.)]\s*(?:(?:additional )?(?:reporting|writing|editing|compiled|graphics) (?:in|by) |$)`)
	tail        = regexp.MustCompile(`^.{0,400}?[(/\[]\s*((?:\p{Lu}|dpa|epd|ritzau|ansa)[^()/\[\]]{1,40}(?:/[^()/\[\]]{2,20}){0,2})\s*[)/\]]\s*\.?$`)
	soleLine    = regexp.MustCompile(`^(?:©|\(c\)|source|quelle|fuente|fonte|bron|källa|kilde|источник|джерело|kaynak|sumber|with inputs from|with agency inputs|avec|mit material von|con información de|com informações d[aeo]|出典|来源|來源)?\s*[:：]?\s*(?:\d{4}\s+)?(.{2,60}?)\.?$`)
	copyrighted = regexp.MustCompile(`(?i)(?:©|\(c\)|copyright)\s*(?:©|\(c\))?\s*(?:\d{4}\s+)?(the associated press|associated press|agence france-presse|afp|thomson reuters|reuters|dpa|upi|pti|ani|ians|kyodo(?: news)?|yonhap(?: news agency)?|efe|the canadian press|bloomberg(?: l\.p\.)?)`)
)

// signOff reads the last lines: "Reporting by ...; Editing by ...", "(AFP)",
// "dpa/lno", "© 2018 AFP".
func (l *creditLedger) signOff(paragraphs []string) {
	last := paragraphs
	if len(last) > 3 {
		last = last[len(last)-3:]
	}
	for _, t := range last {
		if strings.Contains(t, "Editing by") && reporting.MatchString(t) {
			l.add(l.agencies.named("Reuters"), "sign-off")
		}
		if m := copyrighted.FindStringSubmatch(t); m != nil {
			l.name(m[1], "sign-off")
		}
		if m := tail.FindStringSubmatch(t); m != nil {
			l.name(m[1], "sign-off")
		}
		if len(t) < 80 {
			if m := soleLine.FindStringSubmatch(strings.TrimSpace(t)); m != nil {
				l.name(m[1], "sign-off")
			}
		}
	}
}

// sources returns whose text the feed says it is.
func (h Hint) sources() []string {
	all := []string{clean.Line(h.Item.Credit), clean.Line(h.Item.Source.Title)}
	for _, c := range h.Item.Categories {
		scheme := strings.ToLower(c.Scheme)
		if strings.Contains(scheme, "source") || strings.Contains(scheme, "agency") || strings.Contains(scheme, "credit") {
			all = append(all, clean.Line(c.Term))
		}
	}
	return all
}
