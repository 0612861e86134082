package article

import (
	"net/url"
	"strings"

	"dateline/internal/clean"
	"dateline/internal/news"
)

// formLists are the words by which sections, paths, categories and prefixes
// of headlines say what form a report has.
var formLists = []struct {
	form  news.Form
	words string
}{
	{news.FormEditorial, `editorial|editorials|the editorial|editorial board|from the editorial board|our view|the times view|leader|leaders|leading article|leitartikel|éditorial|editoriale|editoriales|edito|édito|l'édito|l'éditorial|ledare|leder|hoofdredactioneel commentaar|hoofdredactioneel|редакционная статья|社说|社論|社評|社説|사설|the post's view|the guardian view|toi edit|editorial opinion|başyazı|tajuk rencana`},
	{news.FormOpinion, `opinion|opinions|op-ed|op-eds|oped|opinion columns|opinion-column|opinion-columns|opinionista|comment|commentary|commentaries|commentisfree|comment is free|columnist|columnists|column|columns|views|viewpoint|viewpoints|perspective|perspectives|letters|guest essay|essay|voices|contributors|first person|ideas|debate|thoughts|think|meinung|meinungen|kommentar|kommentare|kolumne|kolumnen|gastkommentar|gastbeitrag|glosse|standpunkt|debatte|tribune|tribunes|idées|débats|points de vue|point de vue|chronique|chroniques|billet|opinión|opinion y blogs|columna|columnas|columnistas|tribuna|tribunas|opinião|opiniao|colunas|coluna|colunistas|opinioni|commento|commenti|opinie|opinies|column|columns|åsikt|debatt|ledare-debatt|kronik|kronikk|kronikker|mening|meninger|debat|kolumnit|mielipide|opinie i komentarze|komentarz|komentarze|felieton|felietony|názory|komentáře|vélemény|мнение|мнения|думка|думки|колумнисты|блоги|авторские колонки|görüş|yazarlar|köşe yazıları|opini|kolom|رأي|آراء|مقالات|دیدگاه|विचार|评论|評論|论坛|観点|コラム|칼럼|오피니언`},
	{news.FormAnalysis, `analysis|analyses|news analysis|explainer|explainers|in depth|analyse|analysen|hintergrund|décryptage|decryptage|análisis|analisis|análise|analise|analisi|analys|analiza|analizy|analýza|elemzés|анализ|аналитика|аналітика|analiz|analisa|تحليل|تحلیل|विश्लेषण|解説|深度|분석`},
	{news.FormVideo, `video|videos|watch|vidéo|vídeo|vídeos|videonews|видео|відео|فيديو|视频|動画|영상`},
}

var formBook = func() map[string]news.Form {
	book := map[string]news.Form{}
	for _, l := range formLists {
		for _, w := range strings.Split(l.words, "|") {
			if book[w] == "" {
				book[w] = l.form
			}
		}
	}
	return book
}()

// ldForms are the forms that types of JSON-LD stand for.
var ldForms = map[string]news.Form{
	"OpinionNewsArticle": news.FormOpinion, "AnalysisNewsArticle": news.FormAnalysis,
	"BackgroundNewsArticle": news.FormAnalysis,
}

// form says what form the report has, and where that is known from. The
// outlet's own word for it comes before the shape of its address.
func (p *page) form(headline, section string, paragraphs []string) (news.Form, string) {
	for _, t := range p.ld.types {
		if f := ldForms[t]; f != "" {
			return f, "json-ld"
		}
	}
	if f := formOf(section); f != "" && f != news.FormVideo {
		return f, "page"
	}
	if f := formByPrefix(headline); f != "" {
		return f, "page"
	}
	if f := p.hint.formByCategory(); f != "" {
		return f, "feed"
	}
	if f := formByPath(p.url); f != "" && f != news.FormVideo {
		return f, "page"
	}
	if p.onlyVideo(paragraphs) {
		return news.FormVideo, "page"
	}
	return news.FormReport, ""
}

// onlyVideo says whether the page shows a video and has hardly a text.
func (p *page) onlyVideo(paragraphs []string) bool {
	long := 0
	for _, t := range paragraphs {
		long += len(t)
	}
	if long > 600 {
		return false
	}
	main := strings.HasPrefix(p.meta.first("og:type"), "video") || len(p.ld.types) > 0 && p.ld.types[0] == "VideoObject"
	return main || formByPath(p.url) == news.FormVideo && long < 300
}

func formOf(label string) news.Form {
	label = strings.ToLower(strings.TrimSpace(label))
	if f := formBook[label]; f != "" {
		return f
	}
	for _, part := range strings.FieldsFunc(label, func(r rune) bool { return strings.ContainsRune("/|>,;:&›»", r) }) {
		if f := formBook[strings.TrimSpace(part)]; f != "" && f != news.FormVideo {
			return f
		}
	}
	return ""
}

// formByPrefix reads "Opinion: ...", "Analysis | ...", "Editorial: ...".
func formByPrefix(headline string) news.Form {
	for _, mark := range []string{":", "|", " - ", " – ", " — ", "//"} {
		if before, _, found := strings.Cut(headline, mark); found && len(before) < 40 {
			if f := formBook[strings.ToLower(strings.TrimSpace(before))]; f != "" && f != news.FormVideo {
				return f
			}
		}
	}
	return ""
}

func (h Hint) formByCategory() news.Form {
	for _, c := range h.Item.Categories {
		for _, label := range []string{c.Term, c.Label} {
			if f := formOf(clean.Line(label)); f != "" && f != news.FormVideo {
				return f
			}
		}
	}
	return ""
}

// formByPath reads the folders of an address: /opinion/, /commentisfree/.
func formByPath(u *url.URL) news.Form {
	folders := strings.Split(strings.Trim(strings.ToLower(u.Path), "/"), "/")
	if len(folders) < 2 {
		return ""
	}
	var last news.Form
	for _, f := range folders[:len(folders)-1] {
		if form := formBook[f]; form != "" {
			last = form
			break
		}
	}
	return last
}
