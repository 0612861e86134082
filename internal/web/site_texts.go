package web

import (
	"context"
	"html/template"
	"net/http"
	"net/mail"
	"strings"

	"dateline/internal/clean"
	"dateline/internal/news"
)

// textView is one of the pages about the publication itself.
type textView struct {
	siteFrame
	HTML template.HTML // the owner's own words, "" when there are none
	Pub  *news.Publication
	Mail string // the contact as an address for mail, "" when it is none
	Page string // the contact as an address of a page, "" when it is none
}

func (s *Server) aboutPage(w http.ResponseWriter, r *http.Request) error {
	return s.textPage(w, r, "about", "About", func(pub *news.Publication) string { return pub.About })
}

func (s *Server) contactPage(w http.ResponseWriter, r *http.Request) error {
	return s.textPage(w, r, "contact", "Contact", func(pub *news.Publication) string { return pub.ContactPage })
}

func (s *Server) privacyPage(w http.ResponseWriter, r *http.Request) error {
	return s.textPage(w, r, "privacy", "Privacy", func(pub *news.Publication) string { return pub.Privacy })
}

// textPage shows what the owner wrote, or what is true of every publication
// that Dateline serves.
func (s *Server) textPage(w http.ResponseWriter, r *http.Request, name, title string, text func(*news.Publication) string) error {
	return s.print(w, r, name, func(ctx context.Context) (*sheet, error) {
		f, pub, err := s.siteFrame(ctx, title, "/"+name)
		if err != nil {
			return nil, err
		}
		v := textView{siteFrame: f, Pub: pub}
		v.Mail, v.Page = contactOf(pub)
		if own := strings.TrimSpace(text(pub)); own != "" {
			v.HTML = template.HTML(clean.Markdown(own)) //nolint:gosec // clean has made it safe
		}
		return s.setPage(http.StatusOK, name, v)
	})
}

// contactOf tells a mail address from the address of a page.
func contactOf(pub *news.Publication) (address, page string) {
	contact := strings.TrimPrefix(strings.TrimSpace(pub.Contact), "mailto:")
	if a, err := mail.ParseAddress(contact); err == nil {
		return a.Address, ""
	}
	if strings.HasPrefix(contact, "https://") || strings.HasPrefix(contact, "http://") {
		return "", contact
	}
	return "", ""
}
