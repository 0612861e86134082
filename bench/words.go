package main

import (
	"math/rand/v2"
	"strings"
)

// tongue is a language to write feeds in: invented reports of few words.
type tongue struct {
	code  string
	space string
	words []string
}

// tongues are the languages of the feeds. The sentences made of the words mean
// nothing; their letters take as many bytes as those of real ones.
var tongues = []tongue{
	newTongue("en", " ", `the harbour council voted on Tuesday to keep its ferry running through winter after
		a long debate about money fog and the price of diesel said one of those who had waited since morning`),
	newTongue("de", " ", `die Fähre läuft wieder täglich aus dem Hafen nachdem der Gemeinderat über Kosten Nebel und
		größere Schiffe beraten hatte hieß es am Dienstagabend für Pendler bedeutet das kürzere Wege`),
	newTongue("fr", " ", `le conseil a décidé que la traversée serait maintenue cet été malgré le coût du carburant
		a déclaré une élue après une soirée très animée où chacun voulait être entendu`),
	newTongue("es", " ", `el pequeño puerto abrirá también por la mañana según informó ayer el alcalde quien pidió
		más días de servicio y menos espera para los vecinos de la bahía`),
	newTongue("pl", " ", `rada gminy zdecydowała że prom będzie pływał również zimą choć koszty są większe niż
		przed rokiem powiedział wójt dziękując załodze łodzi ratowniczej`),
	newTongue("tr", " ", `belediye meclisi vapurun kış boyunca çalışmasına karar verdi şehrin öbür kıyısında
		oturanlar için ücret değişmeyecek güneşli günlerde ise sefer sayısı artırılacak`),
	newTongue("ru", " ", `совет решил что паром будет ходить и зимой несмотря на туман и цены на топливо сообщил
		глава посёлка после долгого заседания на котором выступили жители острова`),
	newTongue("el", " ", `το συμβούλιο αποφάσισε ότι το πλοίο θα ταξιδεύει και τον χειμώνα παρά την ομίχλη και το
		κόστος των καυσίμων είπε η δήμαρχος μετά τη συνεδρίαση`),
	newTongue("ar", " ", `قرر المجلس أن تستمر العبارة في الإبحار خلال الشتاء رغم الضباب وارتفاع سعر الوقود كما قالت
		رئيسة البلدية بعد جلسة طويلة حضرها سكان الجزيرة`),
	newTongue("hi", " ", `परिषद ने तय किया कि नौका सर्दियों में भी चलेगी कोहरे और महँगे ईंधन के बावजूद यह बात
		महापौर ने लंबी बैठक के बाद कही`),
	newTongue("zh", "", `议会 决定 渡轮 冬天 也 继续 航行 尽管 有雾 燃料 涨价 市长 在 漫长的 会议 之后 表示 岛上 居民 感到 高兴`),
	newTongue("ja", "", `議会は 冬も フェリーを 運航すると 決めた 霧や 燃料費の 高騰にも かかわらず 町長は 長い 会議の あと こう 述べた`),
	newTongue("ko", " ", `의회는 안개와 연료비에도 불구하고 겨울에도 여객선을 운항하기로 했다고 군수가 긴 회의 뒤에 밝혔다`),
}

func newTongue(code, space, words string) tongue {
	return tongue{code, space, strings.Fields(words)}
}

// writer writes text in one language, the same for the same seed.
type writer struct {
	tongue
	dice *rand.Rand
}

func newWriter(t tongue, seed uint64) *writer {
	return &writer{t, rand.New(rand.NewPCG(seed, 2))}
}

// line returns a line of n words or a few more.
func (w *writer) line(n int) string {
	words := make([]string, n+w.dice.IntN(n/2+1))
	for i := range words {
		words[i] = w.words[w.dice.IntN(len(w.words))]
	}
	return strings.Join(words, w.space)
}

// html returns a report of n paragraphs as publishers mark them up.
func (w *writer) html(n int, at string) string {
	var b strings.Builder
	for i := range n {
		switch {
		case i == 1:
			b.WriteString(`<figure class="wp-block-image size-large"><img src="` + at + `/photo.jpg?w=1024&amp;h=683" alt="` + w.line(6) + `" width="1024" height="683" loading="lazy" /><figcaption>` + w.line(9) + "</figcaption></figure>\n")
		case i%5 == 4:
			b.WriteString("<h2>" + w.line(5) + "</h2>\n<ul><li>" + w.line(8) + "</li><li>" + w.line(8) + "</li></ul>\n")
		}
		b.WriteString("<p>" + w.line(24) + ` <a href="` + at + `/more?x=1&amp;y=2">` + w.line(3) + "</a> " + w.line(16) + " <strong>" + w.line(2) + "</strong>.</p>\n")
	}
	return b.String()
}
