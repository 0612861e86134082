package main

import (
	"context"
	"fmt"
	"strings"

	"dateline/internal/article"
	"dateline/internal/fetch"
	"dateline/internal/news"
)

// readPage: a page's active content and its redirect to elsewhere do nothing.
func readPage(ctx context.Context, w *walk) string {
	address := "http://" + hostOf(w.k.Name) + w.k.Path
	id, err := w.db.AddAddress(ctx, news.Arrival{
		GUID: address, Key: news.AddressKey(address),
		Article: news.Article{URL: address, State: news.ArticleWaiting, FoundAt: w.clock(), Item: news.Item{URL: address}, Reading: news.Reading{Headline: "Page", Form: news.FormReport}},
	}, hostOf(w.k.Name))
	if err != nil {
		return err.Error()
	}
	reader := &article.Reader{Pages: pages{w.client}, Articles: w.db, Now: w.clock}
	if err := reader.Read(ctx, id, true); err != nil {
		return err.Error()
	}
	a, err := w.db.Article(ctx, id)
	if err != nil {
		return err.Error()
	}
	if w.k.Name == "xss-page" && (a.State != news.ArticleRead || len(a.Paragraphs) == 0) {
		return fmt.Sprintf("%s with %d paragraphs (%s), want it read", a.State, len(a.Paragraphs), a.Note)
	}
	for _, text := range append(a.Paragraphs, a.Headline, a.Standfirst) {
		if !strings.Contains(text, "Paragraph of plain words") && strings.Contains(text, "pwned") {
			return fmt.Sprintf("a script is taken for text: %q", text)
		}
	}
	requests, err := w.court.server.requests(ctx, w.k.Name)
	if err != nil || len(requests) != 1 {
		return fmt.Sprintf("%d requests, want one (%v)", len(requests), err)
	}
	return ""
}

// pages is the guarded client as the reader asks for it.
type pages struct{ *fetch.Client }

// Page fetches a page.
func (p pages) Page(ctx context.Context, address string) (body []byte, contentType, final string, err error) {
	r, err := p.Client.Page(ctx, address)
	if err != nil {
		return nil, "", "", err
	}
	return r.Body, r.ContentType, r.FinalURL, nil
}
