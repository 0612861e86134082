package web

import (
	"context"
	"encoding/xml"
	"fmt"
	"net/http"
	"strings"

	"dateline/internal/news"
)

// What the sitemap protocol calls its parts.
type (
	sitemapIndex struct {
		XMLName xml.Name  `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 sitemapindex"`
		Maps    []siteURL `xml:"sitemap"`
	}
	sitemap struct {
		XMLName xml.Name  `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
		URLs    []siteURL `xml:"url"`
	}
	siteURL struct {
		Loc     string `xml:"loc"`
		LastMod string `xml:"lastmod,omitempty"`
	}
)

// robots tells programs what to leave alone.
func (s *Server) robots(w http.ResponseWriter, r *http.Request) error {
	return s.print(w, r, "robots", func(ctx context.Context) (*sheet, error) {
		pub, err := s.publication(ctx)
		if err != nil {
			return nil, err
		}
		text := "User-agent: *\nDisallow: /desk\n"
		if pub.Address != "" {
			text += "\nSitemap: " + pub.Address + "/sitemap.xml\n"
		}
		return newSheet(http.StatusOK, "text/plain; charset=utf-8", []byte(text))
	})
}

// sitemapList lists a map for every month, so that no map grows with the
// archive.
func (s *Server) sitemapList(w http.ResponseWriter, r *http.Request) error {
	return s.print(w, r, "sitemap", func(ctx context.Context) (*sheet, error) {
		pub, err := s.publication(ctx)
		if err != nil {
			return nil, err
		}
		months, err := s.Site.Posts.Months(ctx)
		if err != nil {
			return nil, err
		}
		index := sitemapIndex{}
		for _, m := range months {
			index.Maps = append(index.Maps, siteURL{Loc: fmt.Sprintf("%s/sitemap/%04d-%02d.xml", pub.Address, m.Year, m.Month)})
		}
		return xmlSheet("application/xml; charset=utf-8", index)
	})
}

// sitemapOfMonth lists a month's posts and the page of the month.
func (s *Server) sitemapOfMonth(w http.ResponseWriter, r *http.Request) error {
	year, month, ok := monthOf(r.PathValue("month"))
	if !ok {
		return s.missing(w, r)
	}
	return s.print(w, r, "sitemap "+monthPath(year, month), func(ctx context.Context) (*sheet, error) {
		pub, err := s.publication(ctx)
		if err != nil {
			return nil, err
		}
		days, err := s.Site.Month(ctx, year, month, pub.Location())
		if err != nil {
			return nil, err
		}
		set := sitemap{URLs: []siteURL{{Loc: pub.Address + monthPath(year, month)}}}
		for _, d := range days {
			set.URLs = append(set.URLs, urlsOf(d.Posts, pub)...)
		}
		return xmlSheet("application/xml; charset=utf-8", set)
	})
}

func urlsOf(posts []news.Post, pub *news.Publication) []siteURL {
	urls := make([]siteURL, 0, len(posts))
	for i := range posts {
		urls = append(urls, siteURL{Loc: pub.Address + pathOf(&posts[i]), LastMod: atomTime(changedAt(&posts[i]))})
	}
	return urls
}

// monthOf reads "2018-05.xml".
func monthOf(name string) (year, month int, ok bool) {
	name, ok = strings.CutSuffix(name, ".xml")
	y, m, dash := strings.Cut(name, "-")
	year, okYear := digits(y, 4)
	month, okMonth := digits(m, 2)
	return year, month, ok && dash && okYear && okMonth && year > 0 && month >= 1 && month <= 12
}
