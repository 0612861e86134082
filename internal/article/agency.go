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
	// followed says that it is an outlet of the newsroom's and not of the table.
	followed bool
}

// agencies is the table of agencies. A new one is a line here.
var agencies = []agency{
	{short: "AP", names: []string{"Associated Press", "The Associated Press", "AP News", "APNews", "ap.org", "AP Wire", "AP/dpa"}},
	{short: "Reuters", names: []string{"Thomson Reuters", "Reuters News", "Reuters Staff", "reuters.com", "Reuters News Agency", "Рейтер", "路透社", "ロイター", "رويترز", "Ρόιτερς"}},
	{short: "AFP", names: []string{"Agence France-Presse", "Agence France Presse", "AFP News", "AFP Español", "afp.com", "AFPTV", "法新社", "فرانس برس", "أ ف ب"}},
	{short: "TASS", names: []string{"ITAR-TASS", "ТАСС", "ИТАР-ТАСС", "Tass.ru"}},
	{short: "RIA Novosti", names: []string{"RIA", "РИА Новости", "РИА", "RIA Nowosti"}},
	{short: "Sputnik", names: []string{"Sputnik News", "Спутник"}},
	{short: "Interfax", names: []string{"Интерфакс", "Interfax-Ukraine", "Інтерфакс-Україна", "Интерфакс-Украина"}},
	{short: "UPI", names: []string{"United Press International"}},
	{short: "dpa", names: []string{"Deutsche Presse-Agentur", "dpa-AFX", "dpa international", "dpa/lno", "dpa/lby", "dpa/lnw", "dpa/lsw", "dpa/lhe", "dpa/lni", "dpa-infocom", "dpa/tmn", "DPA"}},
	{short: "AFX", names: []string{"afx"}},
	{short: "epd", names: []string{"Evangelischer Pressedienst"}},
	{short: "KNA", names: []string{"Katholische Nachrichten-Agentur"}},
	{short: "SID", names: []string{"Sport-Informations-Dienst"}},
	{short: "APA", names: []string{"Austria Presse Agentur", "apa.at", "APA/Red"}},
	{short: "Keystone-SDA", names: []string{"SDA", "Keystone SDA", "ATS", "Keystone-ATS", "sda-ats"}},
	{short: "EFE", names: []string{"Agencia EFE", "Efe", "EFE Verde"}},
	{short: "Europa Press", names: []string{"EuropaPress"}},
	{short: "ANSA", names: []string{"Agenzia ANSA", "ansa.it"}},
	{short: "Adnkronos", names: []string{"AdnKronos"}},
	{short: "AGI", names: []string{"Agenzia Italia"}},
	{short: "LaPresse", names: []string{"La Presse (agenzia)"}},
	{short: "Lusa", names: []string{"Agência Lusa"}},
	{short: "Belga", names: []string{"Agence Belga", "Belga News Agency", "BELGA"}},
	{short: "ANP", names: []string{"Algemeen Nederlands Persbureau"}},
	{short: "TT", names: []string{"Tidningarnas Telegrambyrå", "TT Nyhetsbyrån", "TT-AFP", "TT-Reuters"}},
	{short: "NTB", names: []string{"Norsk Telegrambyrå", "©NTB"}},
	{short: "Ritzau", names: []string{"Ritzaus Bureau", "/ritzau/"}},
	{short: "STT", names: []string{"Suomen Tietotoimisto", "STT-Lehtikuva"}},
	{short: "BNS", names: []string{"Baltic News Service"}},
	{short: "PAP", names: []string{"Polska Agencja Prasowa"}},
	{short: "ČTK", names: []string{"CTK", "Česká tisková kancelář", "Czech News Agency"}},
	{short: "TASR", names: []string{"Tlačová agentúra Slovenskej republiky"}},
	{short: "MTI", names: []string{"Magyar Távirati Iroda"}},
	{short: "HINA", names: []string{"Hina"}},
	{short: "Tanjug", names: []string{"Танјуг"}},
	{short: "BTA", names: []string{"БТА", "Bulgarian News Agency"}},
	{short: "Agerpres", names: []string{"AGERPRES"}},
	{short: "Ukrinform", names: []string{"Укрінформ", "Укринформ"}},
	{short: "UNIAN", names: []string{"УНІАН", "УНИАН"}},
	{short: "BelTA", names: []string{"БЕЛТА", "БелТА"}},
	{short: "Kazinform", names: []string{"Казинформ"}},
	{short: "PA", names: []string{"PA Media", "Press Association", "The Press Association", "PA News"}},
	{short: "The Canadian Press", names: []string{"Canadian Press", "La Presse Canadienne", "La Presse canadienne", "CP"}},
	{short: "AAP", names: []string{"Australian Associated Press"}},
	{short: "Kyodo", names: []string{"Kyodo News", "共同通信", "共同"}},
	{short: "Jiji", names: []string{"Jiji Press", "時事通信", "JIJI", "AFP-Jiji"}},
	{short: "Yonhap", names: []string{"Yonhap News Agency", "Yonhap News", "연합뉴스"}},
	{short: "Newsis", names: []string{"뉴시스"}},
	{short: "KCNA", names: []string{"Korean Central News Agency", "조선중앙통신"}},
	{short: "Xinhua", names: []string{"Xinhua News Agency", "新华社", "新華社", "新华网"}},
	{short: "China News Service", names: []string{"CNS", "中新社", "中新网"}},
	{short: "CNA", names: []string{"Central News Agency", "中央社"}},
	{short: "VNA", names: []string{"Vietnam News Agency", "TTXVN"}},
	{short: "Bernama"},
	{short: "Antara", names: []string{"ANTARA News", "ANTARA"}},
	{short: "PNA", names: []string{"Philippine News Agency"}},
	{short: "PTI", names: []string{"Press Trust of India", "पीटीआई"}},
	{short: "ANI", names: []string{"Asian News International", "एएनआई"}},
	{short: "IANS", names: []string{"Indo-Asian News Service", "आईएएनएस"}},
	{short: "UNI", names: []string{"United News of India"}},
	{short: "APP", names: []string{"Associated Press of Pakistan"}},
	{short: "UNB", names: []string{"United News of Bangladesh"}},
	{short: "BSS", names: []string{"Bangladesh Sangbad Sangstha"}},
	{short: "IRNA", names: []string{"Islamic Republic News Agency", "ایرنا"}},
	{short: "Anadolu", names: []string{"Anadolu Agency", "Anadolu Ajansı", "AA"}},
	{short: "DHA", names: []string{"Demirören Haber Ajansı"}},
	{short: "İHA", names: []string{"İhlas Haber Ajansı", "IHA"}},
	{short: "SANA", names: []string{"Syrian Arab News Agency", "سانا"}},
	{short: "SPA", names: []string{"Saudi Press Agency", "واس"}},
	{short: "WAM", names: []string{"Emirates News Agency", "وام"}},
	{short: "MENA", names: []string{"Middle East News Agency"}},
	{short: "MAP", names: []string{"Maghreb Arabe Presse"}},
	{short: "APS", names: []string{"Algérie Presse Service"}},
	{short: "NAN", names: []string{"News Agency of Nigeria"}},
	{short: "GNA", names: []string{"Ghana News Agency"}},
	{short: "Télam", names: []string{"Telam"}},
	{short: "Agência Brasil", names: []string{"Agencia Brasil"}},
	{short: "Estadão Conteúdo", names: []string{"Estadao Conteudo"}},
	{short: "Notimex"},
	{short: "Prensa Latina"},
	{short: "Bloomberg", names: []string{"Bloomberg News"}},
	{short: "Dow Jones", names: []string{"Dow Jones Newswires", "Dow Jones News"}},
	{short: "RFE/RL", names: []string{"Radio Free Europe/Radio Liberty"}},
	{short: "States Newsroom"},
	{short: "KFF Health News", names: []string{"Kaiser Health News"}},
	{short: "The Conversation"},
	{short: "ProPublica"},
	{short: "PR Newswire", names: []string{"PRNewswire"}},
	{short: "Business Wire", names: []string{"BusinessWire"}},
	{short: "GlobeNewswire", names: []string{"GLOBE NEWSWIRE"}},
}

// shortOnly are short names that are words or other bodies' initials too.
// They count only where they are written exactly so, and an agency is what is
// expected there.
var shortOnly = map[string]bool{
	"AA": true, "PA": true, "TT": true, "MENA": true, "MAP": true, "APP": true, "CP": true,
	"UNI": true, "APA": true, "APS": true, "SPA": true, "CNA": true, "RIA": true, "SID": true,
	"ATS": true, "CNS": true, "STT": true, "Sana": true, "AGI": true, "PNA": true, "NAN": true,
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
	if a.followed {
		return false // another outlet's name may begin with the same word
	}
	first, _, _ := strings.Cut(outlet, " ")
	return len(a.short) > 2 && a.short == first && !unicode.IsLower(rune(a.short[0]))
}
