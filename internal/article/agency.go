package article

import (
	"strings"
	"unicode"

	"dateline/internal/news"
)

// An agency is an outlet whose text others run.
type agency struct {
	short string // as the house prints it
	// names are what it is called in bylines, datelines and sources, the
	// short name included without being listed.
	names []string
}

// agencies is the table of agencies. A new one is a line here.
var agencies = []agency{
	{"AP", []string{"Associated Press", "The Associated Press", "AP News", "APNews", "ap.org", "AP Wire", "AP/dpa"}},
	{"Reuters", []string{"Thomson Reuters", "Reuters News", "Reuters Staff", "reuters.com", "Reuters News Agency", "Рейтер", "路透社", "ロイター", "رويترز", "Ρόιτερς"}},
	{"AFP", []string{"Agence France-Presse", "Agence France Presse", "AFP News", "AFP Español", "afp.com", "AFPTV", "法新社", "فرانس برس", "أ ف ب"}},
	{"TASS", []string{"ITAR-TASS", "ТАСС", "ИТАР-ТАСС", "Tass.ru"}},
	{"RIA Novosti", []string{"RIA", "РИА Новости", "РИА", "RIA Nowosti"}},
	{"Sputnik", []string{"Sputnik News", "Спутник"}},
	{"Interfax", []string{"Интерфакс", "Interfax-Ukraine", "Інтерфакс-Україна", "Интерфакс-Украина"}},
	{"UPI", []string{"United Press International"}},
	{"dpa", []string{"Deutsche Presse-Agentur", "dpa-AFX", "dpa international", "dpa/lno", "dpa/lby", "dpa/lnw", "dpa/lsw", "dpa/lhe", "dpa/lni", "dpa-infocom", "dpa/tmn", "DPA"}},
	{"AFX", []string{"afx"}},
	{"epd", []string{"Evangelischer Pressedienst"}},
	{"KNA", []string{"Katholische Nachrichten-Agentur"}},
	{"SID", []string{"Sport-Informations-Dienst"}},
	{"APA", []string{"Austria Presse Agentur", "apa.at", "APA/Red"}},
	{"Keystone-SDA", []string{"SDA", "Keystone SDA", "ATS", "Keystone-ATS", "sda-ats"}},
	{"EFE", []string{"Agencia EFE", "Efe", "EFE Verde"}},
	{"Europa Press", []string{"EuropaPress"}},
	{"ANSA", []string{"Agenzia ANSA", "ansa.it"}},
	{"Adnkronos", []string{"AdnKronos"}},
	{"AGI", []string{"Agenzia Italia"}},
	{"LaPresse", []string{"La Presse (agenzia)"}},
	{"Lusa", []string{"Agência Lusa"}},
	{"Belga", []string{"Agence Belga", "Belga News Agency", "BELGA"}},
	{"ANP", []string{"Algemeen Nederlands Persbureau"}},
	{"TT", []string{"Tidningarnas Telegrambyrå", "TT Nyhetsbyrån", "TT-AFP", "TT-Reuters"}},
	{"NTB", []string{"Norsk Telegrambyrå", "©NTB"}},
	{"Ritzau", []string{"Ritzaus Bureau", "/ritzau/"}},
	{"STT", []string{"Suomen Tietotoimisto", "STT-Lehtikuva"}},
	{"BNS", []string{"Baltic News Service"}},
	{"PAP", []string{"Polska Agencja Prasowa"}},
	{"ČTK", []string{"CTK", "Česká tisková kancelář", "Czech News Agency"}},
	{"TASR", []string{"Tlačová agentúra Slovenskej republiky"}},
	{"MTI", []string{"Magyar Távirati Iroda"}},
	{"HINA", []string{"Hina"}},
	{"Tanjug", []string{"Танјуг"}},
	{"BTA", []string{"БТА", "Bulgarian News Agency"}},
	{"Agerpres", []string{"AGERPRES"}},
	{"Ukrinform", []string{"Укрінформ", "Укринформ"}},
	{"UNIAN", []string{"УНІАН", "УНИАН"}},
	{"BelTA", []string{"БЕЛТА", "БелТА"}},
	{"Kazinform", []string{"Казинформ"}},
	{"PA", []string{"PA Media", "Press Association", "The Press Association", "PA News"}},
	{"The Canadian Press", []string{"Canadian Press", "La Presse Canadienne", "La Presse canadienne", "CP"}},
	{"AAP", []string{"Australian Associated Press"}},
	{"Kyodo", []string{"Kyodo News", "共同通信", "共同"}},
	{"Jiji", []string{"Jiji Press", "時事通信", "JIJI", "AFP-Jiji"}},
	{"Yonhap", []string{"Yonhap News Agency", "Yonhap News", "연합뉴스"}},
	{"Newsis", []string{"뉴시스"}},
	{"KCNA", []string{"Korean Central News Agency", "조선중앙통신"}},
	{"Xinhua", []string{"Xinhua News Agency", "新华社", "新華社", "新华网"}},
	{"China News Service", []string{"CNS", "中新社", "中新网"}},
	{"CNA", []string{"Central News Agency", "中央社"}},
	{"VNA", []string{"Vietnam News Agency", "TTXVN"}},
	{"Bernama", nil},
	{"Antara", []string{"ANTARA News", "ANTARA"}},
	{"PNA", []string{"Philippine News Agency"}},
	{"PTI", []string{"Press Trust of India", "पीटीआई"}},
	{"ANI", []string{"Asian News International", "एएनआई"}},
	{"IANS", []string{"Indo-Asian News Service", "आईएएनएस"}},
	{"UNI", []string{"United News of India"}},
	{"APP", []string{"Associated Press of Pakistan"}},
	{"UNB", []string{"United News of Bangladesh"}},
	{"BSS", []string{"Bangladesh Sangbad Sangstha"}},
	{"IRNA", []string{"Islamic Republic News Agency", "ایرنا"}},
	{"Anadolu", []string{"Anadolu Agency", "Anadolu Ajansı", "AA"}},
	{"DHA", []string{"Demirören Haber Ajansı"}},
	{"İHA", []string{"İhlas Haber Ajansı", "IHA"}},
	{"SANA", []string{"Syrian Arab News Agency", "سانا"}},
	{"SPA", []string{"Saudi Press Agency", "واس"}},
	{"WAM", []string{"Emirates News Agency", "وام"}},
	{"MENA", []string{"Middle East News Agency"}},
	{"MAP", []string{"Maghreb Arabe Presse"}},
	{"APS", []string{"Algérie Presse Service"}},
	{"NAN", []string{"News Agency of Nigeria"}},
	{"GNA", []string{"Ghana News Agency"}},
	{"Télam", []string{"Telam"}},
	{"Agência Brasil", []string{"Agencia Brasil"}},
	{"Estadão Conteúdo", []string{"Estadao Conteudo"}},
	{"Notimex", nil},
	{"Prensa Latina", nil},
	{"Bloomberg", []string{"Bloomberg News"}},
	{"Dow Jones", []string{"Dow Jones Newswires", "Dow Jones News"}},
	{"RFE/RL", []string{"Radio Free Europe/Radio Liberty"}},
	{"States Newsroom", nil},
	{"KFF Health News", []string{"Kaiser Health News"}},
	{"The Conversation", nil},
	{"ProPublica", nil},
	{"PR Newswire", []string{"PRNewswire"}},
	{"Business Wire", []string{"BusinessWire"}},
	{"GlobeNewswire", []string{"GLOBE NEWSWIRE"}},
}

// shortOnly are short names that are words or other bodies' initials too.
// They count only where they are written exactly so, and an agency is what is
// expected there.
var shortOnly = map[string]bool{
	"AA": true, "PA": true, "TT": true, "MENA": true, "MAP": true, "APP": true, "CP": true,
	"UNI": true, "APA": true, "APS": true, "SPA": true, "CNA": true, "RIA": true, "SID": true,
	"ATS": true, "CNS": true, "STT": true, "Sana": true, "AGI": true, "PNA": true, "NAN": true,
}

// agencyBook finds an agency by a name without case and punctuation.
var agencyBook = func() map[string]*agency {
	book := map[string]*agency{}
	for i := range agencies {
		a := &agencies[i]
		book[compareKey(a.short)] = a
		for _, n := range a.names {
			if k := compareKey(n); book[k] == nil {
				book[k] = a
			}
		}
	}
	return book
}()

// agencyNamed returns the agency that a text names and nothing else, nil when
// there is none.
func agencyNamed(name string) *agency {
	name = strings.Trim(name, " \t./|()[]-–—:;,©*")
	a := agencyBook[compareKey(name)]
	if a == nil {
		return nil
	}
	if utf := strings.ToUpper(name); shortOnly[utf] && name != utf {
		return nil
	}
	return a
}

// agenciesIn returns the agencies that a credit line names: the whole line,
// or its parts between slashes, commas and "and".
func agenciesIn(credit string) []*agency {
	if a := agencyNamed(credit); a != nil {
		return []*agency{a}
	}
	var found []*agency
	for _, part := range creditParts(credit) {
		if a := agencyNamed(part); a != nil {
			found = append(found, a)
		}
	}
	return found
}

// creditParts parts a credit line into the names in it.
func creditParts(credit string) []string {
	credit = joiners.ReplaceAllString(credit, "/")
	return strings.FieldsFunc(credit, func(r rune) bool {
		return strings.ContainsRune("/,;|&+•·()[]–—", r) || r == '\u00a0'
	})
}

// isOf says whether an outlet is the agency itself.
func (a *agency) isOf(outlet string) bool {
	if outlet == "" {
		return false
	}
	if news.SameName(a.short, outlet) {
		return true
	}
	for _, n := range a.names {
		if news.SameName(n, outlet) {
			return true
		}
	}
	first, _, _ := strings.Cut(outlet, " ")
	return len(a.short) > 2 && a.short == first && !unicode.IsLower(rune(a.short[0]))
}
