package web

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"dateline/internal/desk"
	"dateline/internal/news"
)

// material is everything that a post may be made of: the reports of its story
// and what it quotes already. A form names reports and paragraphs by keys and
// marks; their words come from here, so that no browser can put words into an
// outlet's mouth.
type material struct {
	articles []news.Article // the story's, in order of publication
	byID     map[news.ArticleID]*news.Article
	reports  map[string]news.Report
	videos   map[string]news.Video
	texts    map[string]map[string]string // by report's key and text's mark
	kept     map[string]news.Block        // blocks that the form only keeps or drops
	marks    outletMarks
}

// materialFor gathers what the post p may be made of. form names further
// articles when it brings some in; older are earlier texts of the post that a
// form may still quote.
func (s *Server) materialFor(ctx context.Context, p *news.Post, form url.Values) (*material, error) {
	m := &material{
		byID: map[news.ArticleID]*news.Article{}, reports: map[string]news.Report{},
		videos: map[string]news.Video{}, texts: map[string]map[string]string{}, kept: map[string]news.Block{},
	}
	var err error
	if m.marks, err = s.outletMarks(ctx); err != nil {
		return nil, err
	}
	m.addBlocks(p.Blocks)
	if form != nil && form.Get("version") != strconv.Itoa(p.Version) {
		revisions, err := s.Desk.Revisions(ctx, p.ID)
		if err != nil {
			return nil, err
		}
		for _, old := range revisions {
			m.addBlocks(old.Blocks)
		}
	}
	if p.StoryID != 0 {
		st, err := s.Desk.Story(ctx, p.StoryID)
		switch {
		case err == nil:
			m.articles = st.Articles
		case !errors.Is(err, news.ErrNotFound):
			return nil, err
		}
	}
	for i := range m.articles {
		m.addArticle(&m.articles[i])
	}
	return m, s.addQuoted(ctx, m, p)
}

// addQuoted reads the articles that the post quotes but its story does not
// hold any more.
func (s *Server) addQuoted(ctx context.Context, m *material, p *news.Post) error {
	for _, b := range p.Blocks {
		if b.Kind != news.BlockLead || b.Report == nil || b.Report.ArticleID == 0 || m.byID[b.Report.ArticleID] != nil {
			continue
		}
		a, err := s.Desk.Articles.Article(ctx, b.Report.ArticleID)
		if errors.Is(err, news.ErrNotFound) {
			continue
		}
		if err != nil {
			return err
		}
		m.addArticle(a)
	}
	return nil
}

func (m *material) addArticle(a *news.Article) {
	m.byID[a.ID] = a
	key := reportKey(news.ReportOf(a))
	if _, ok := m.reports[key]; !ok {
		m.reports[key] = news.ReportOf(a)
	}
	if a.Video != (news.Video{}) {
		m.videos[key] = a.Video
	}
	m.addTexts(key, append([]string{a.Standfirst}, a.Paragraphs...))
}

// addBlocks makes a post's own words known. What was added first stands.
func (m *material) addBlocks(blocks []news.Block) {
	for _, b := range blocks {
		m.kept[blockMark(b)] = b
		reports := b.Reports
		if b.Report != nil {
			reports = append([]news.Report{*b.Report}, reports...)
			key := reportKey(*b.Report)
			m.addTexts(key, append([]string{b.Standfirst}, b.Quotes...))
			if b.Video != (news.Video{}) {
				m.videos[key] = b.Video
			}
		}
		for _, r := range reports {
			if _, ok := m.reports[reportKey(r)]; !ok {
				m.reports[reportKey(r)] = r
			}
		}
	}
}

func (m *material) addTexts(key string, texts []string) {
	if m.texts[key] == nil {
		m.texts[key] = map[string]string{}
	}
	for _, t := range texts {
		if t != "" {
			m.texts[key][markOf(t)] = t
		}
	}
}

// article returns the article that a report's key names, nil when it is none
// of ours.
func (m *material) article(key string) *news.Article {
	id, err := strconv.ParseInt(strings.TrimPrefix(key, "a"), 10, 64)
	if err != nil {
		return nil
	}
	return m.byID[news.ArticleID(id)]
}

// lead returns a block that quotes the report named by key in the usual
// measure.
func (m *material) lead(key string) (news.Block, bool) {
	if a := m.article(key); a != nil {
		return desk.LeadBlock(a, 2), true
	}
	r, ok := m.reports[key]
	return news.Block{Kind: news.BlockLead, Report: &r}, ok
}

// reportKey names a report in a form.
func reportKey(r news.Report) string {
	if r.ArticleID != 0 {
		return fmt.Sprintf("a%d", r.ArticleID)
	}
	return "u" + markOf(r.URL)
}

// markOf names a text in a form.
func markOf(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:8])
}

func blockMark(b news.Block) string {
	return markOf(fmt.Sprintf("%s\n%s\n%s\n%s", b.Kind, b.Title, b.URL, b.Date))
}
