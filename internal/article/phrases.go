package article

import (
	"strings"
)

// asidePhrases begin, in lower case, what stands between the paragraphs of a
// report without being part of it: pointers to other reports, calls to
// subscribe, signs of advertisements, in the languages that news is read in.
var asidePhrases = []string{
	"read more", "read also", "also read", "read next", "read the full", "read:", "more:", "more on this",
	"related:", "related stor", "related article", "related topics", "see also", "watch:", "watch now", "watch live",
	"listen:", "listen to", "sign up", "subscribe", "newsletter", "follow us", "follow the", "join our", "join the conversation",
	"advertisement", "advertising", "story continues", "article continues", "continue reading", "click here", "download the app",
	"share this", "share on", "copy link", "published:", "updated:", "last updated", "first published", "image source", "photo:",
	"file photo", "(file photo", "image:", "image credit", "getty images", "copyright", "©", "all rights reserved", "editor's pick",
	"recommended", "trending", "most read", "most popular", "don't miss", "up next", "top stories", "in this article", "topics:", "tags:",
	"filed under", "comments", "leave a comment", "log in", "register", "already a subscriber", "this article was", "get the latest",
	"lesen sie auch", "lesen sie mehr", "mehr zum thema", "mehr dazu", "auch interessant", "das könnte sie", "anzeige", "werbung",
	"newsletter", "jetzt abonnieren", "zur startseite", "quelle:", "foto:", "video:", "bild:", "hier finden sie", "zum thema", "weitere artikel",
	"empfohlener", "externer inhalt", "an dieser stelle", "teilen", "merken", "drucken",
	"à lire aussi", "lire aussi", "a lire aussi", "lire la suite", "lire plus", "voir aussi", "à voir aussi", "publicité", "la suite après", "abonnez-vous",
	"s'abonner", "cet article est", "il vous reste", "partager", "sur le même sujet", "crédit photo", "à écouter", "la rédaction vous",
	"lea también", "lee también", "leer más", "te puede interesar", "le puede interesar", "te recomendamos", "más información", "publicidad", "suscríbete",
	"suscribite", "seguí leyendo", "mirá también", "además:", "ver también", "síguenos", "compartir",
	"leia também", "leia mais", "saiba mais", "veja também", "publicidade", "assine", "compartilhe", "siga o", "inscreva-se",
	"leggi anche", "approfondisci", "pubblicità", "iscriviti", "condividi", "guarda anche",
	"lees ook", "lees meer", "bekijk ook", "advertentie", "meld je aan", "lees verder",
	"läs också", "läs mer", "läs även", "annons", "les også", "les mer", "annonse", "læs også", "læs mere", "annonce", "lue myös", "mainos",
	"czytaj też", "czytaj także", "czytaj więcej", "zobacz też", "zobacz także", "reklama", "čtěte také", "čtěte i", "reklama", "olvasta már", "hirdetés",
	"читайте также", "читать далее", "подписывайтесь", "реклама", "смотрите также", "поделиться", "читайте також", "дивіться також",
	"ilgili haberler", "reklam", "haberin devamı", "okumaya devam", "ayrıca okuyun",
	"baca juga", "baca selengkapnya", "simak juga", "simak video", "lihat juga", "advertisement", "iklan", "scroll to continue",
	"اقرأ أيضا", "اقرأ أيضاً", "إقرأ أيضاً", "شاهد أيضا", "अन्य खबरें", "यह भी पढ़ें", "ये भी पढ़ें", "관련기사", "関連記事", "続きを読む", "延伸阅读", "相关新闻", "延伸閱讀", "相關新聞", "更多新闻",
}

// asideText says whether a text begins as what is no part of a report does.
func asideText(s string) bool {
	s = strings.ToLower(strings.TrimLeft(s, "([{<>»›→▶►•*|-–—:. \u00a0"))
	for _, p := range asidePhrases {
		if strings.HasPrefix(s, p) {
			return true
		}
	}
	return false
}
