package web

import (
	"html/template"
	"net/http"

	"dateline/internal/news"
)

// phraseField is one fixed phrase of a post on the settings page.
type phraseField struct {
	Name    string
	Label   string
	Value   string
	Default string
}

type settingsView struct {
	frame
	Pub         news.Publication
	Phrases     []phraseField
	Fault       fieldFault
	Bookmarklet template.URL
}

// phraseFields names the phrases in the order in which a post prints them.
func phraseFields(p *news.Phrases) []struct {
	name, label string
	value       *string
} {
	return []struct {
		name, label string
		value       *string
	}{
		{"day_format", "Day line, as it is for January 2, 2006", &p.DayFormat},
		{"read_more", "Link to the whole report", &p.ReadMore},
		{"update", "Before an update", &p.Update},
		{"previous", "Before an earlier post", &p.Previous},
		{"more_news", "Before the topic of the list", &p.MoreNews},
		{"separator", "Between headline and outlet", &p.Separator},
		{"editorial", "After an outlet's own opinion", &p.Editorial},
		{"comment", "After the number 1", &p.Comment},
		{"comments", "After other numbers", &p.Comments},
		{"said", "After a reader's name", &p.Said},
	}
}

func (s *Server) settingsPage(w http.ResponseWriter, r *http.Request) error {
	pub, err := s.Settings.Publication(r.Context())
	if err != nil {
		return err
	}
	return s.showSettings(w, r, http.StatusOK, *pub, fieldFault{})
}

func (s *Server) showSettings(w http.ResponseWriter, r *http.Request, status int, pub news.Publication, fault fieldFault) error {
	f, _, err := s.frame(r, "settings", "Settings")
	if err != nil {
		return err
	}
	v := settingsView{frame: f, Pub: pub, Fault: fault, Bookmarklet: bookmarklet(f.Site)}
	standard := news.DefaultPhrases
	defaults := phraseFields(&standard)
	for i, field := range phraseFields(&pub.Phrases) {
		v.Phrases = append(v.Phrases, phraseField{
			Name: field.name, Label: field.label, Value: *field.value, Default: *defaults[i].value,
		})
	}
	return s.render(w, status, "desk/settings", "page", v)
}

func (s *Server) saveSettings(w http.ResponseWriter, r *http.Request) error {
	current, err := s.Settings.Publication(r.Context())
	if err != nil {
		return err
	}
	pub := *current
	err = setIdentity(&pub, r)
	pub.Signature = oneLine(r.FormValue("signature"))
	pub.Contact = oneLine(r.FormValue("contact"))
	pub.HoldComment = r.FormValue("hold_comments") != ""
	pub.About, pub.ContactPage, pub.Privacy = r.FormValue("about"), r.FormValue("contact_page"), r.FormValue("privacy")
	for _, field := range phraseFields(&pub.Phrases) {
		// Spaces count: the separator has them around it.
		*field.value = r.FormValue(field.name)
	}
	if invalid, ok := invalidOf(err); ok {
		return s.showSettings(w, r, http.StatusUnprocessableEntity, pub, faultOf(invalid))
	}
	if err != nil {
		return err
	}
	if err := s.Settings.SavePublication(r.Context(), pub); err != nil {
		return err
	}
	s.edition.drop()
	if err := s.tell(r.Context(), notice{Text: "Saved."}); err != nil {
		return err
	}
	return seeOther(w, r, "/desk/settings")
}
