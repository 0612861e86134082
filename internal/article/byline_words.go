package article

// bodyWords are words that stand in the names of desks, agencies and outlets
// and not in persons'.
var bodyWords = wordSet(`
	staff desk newsroom news agency agencies agentur agenturen agence agences agencia agencias redaktion redaction rédaction
	redacción redacao redação redazione redactie redaksi redakcja redakce redakcia redakciju toimitus redaktionen editorial
	editors editorials board team bureau press media online web digital tv radio television services service wire wires
	correspondent correspondents reporters contributors magazine zeitung times post tribune herald gazette journal newspaper
	daily com org net co inc ltd llc gmbh university institute foundation group network channel studio studios productions
	associated reuters afp dpa apa epd ansa efe bbc cnn abc nbc cbs fox pti ani ians xinhua tass video photos documentary
	condé nast hearst gannett submissions
	bio twitter facebook instagram email tnn
	admin administrator login user author autor anonymous unknown various guest source sources partner sponsored content
	редакция редакція корреспондент новости агентство rédacteur lavoz monde figaro welt spiegel stern focus bild faz
	nachrichten nachrichtenredaktion politik wirtschaft sport kultur live ticker app podcast newsletter
	新闻 记者 编辑部 haber haberler merkezi servisi redaktor dezk wetterredaktion
`)

// roleWords say what somebody is.
var roleWords = wordSet(`
	editor reporter correspondent journalist writer columnist producer author contributor anchor chief senior deputy political
	economics business foreign diplomatic security defence defense environment health science sports education royal
	redakteur redakteurin korrespondent korrespondentin chefredakteur reporterin journaliste correspondant correspondante
	rédacteur periodista corresponsal redactor redactora jornalista repórter giornalista inviato corrispondente photographer
	fotograf photography analyst professor director presenter freelance freier freie special assistant managing
	wartawan journalista журналист обозреватель published updated minutes ago follow read more
`)
