package wire

import (
	"strconv"
	"strings"
	"time"

	"dateline/internal/news"
)

// field reads an element that is a fact about what is around it. It reports
// false for one that is unknown, which is then entered like any other, so
// that nothing in it is taken for a fact about what is around.
func (r *reader) field(e element) bool {
	switch r.place {
	case placeIgnored:
		return false
	case placeAuthor:
		return r.authorField(e)
	case placeImage:
		return r.imageField(e)
	case placeHours:
		return r.quietField(e)
	case placeSource:
		return r.sourceField(e)
	case placeMedia:
		return r.mediaFileField(e)
	case placeOutside:
		if r.page || !r.feed {
			r.page = r.page || e.local == "head"
			return false
		}
	}
	if r.commonField(e) {
		return true
	}
	if r.inItem {
		return r.itemField(e) || r.unknown()
	}
	return r.feedField(e) || r.unknown()
}

func (r *reader) unknown() bool {
	r.place = placeIgnored
	return false
}

// commonField reads the fields that feeds and items have in common.
func (r *reader) commonField(e element) bool {
	switch e.ns {
	case nsCore:
		return r.commonCore(e)
	case nsDC:
		return r.dublinCore(e)
	case nsDCTerms:
		switch e.local {
		case "issued":
			r.setTime(published, r.word(e))
		case "modified":
			r.setTime(updated, r.word(e))
		default:
			return false
		}
	case nsITunes:
		return r.podcast(e)
	case nsCC:
		if e.local != "license" {
			return false
		}
		href := e.attr("resource")
		if text := r.word(e); href == "" {
			href = text
		}
		r.addLinkTo(news.Link{Href: r.address(href), Rel: "license"})
	default:
		return false
	}
	return true
}

func (r *reader) commonCore(e element) bool {
	switch e.local {
	case "link":
		r.addLink(e, e.attr("href"), r.word(e))
	case "title":
		r.setTitle(r.html(e, r.ambiguous()), strong)
	case "id":
		r.setID(r.word(e))
	case "author", "managingeditor":
		r.addAuthor(personOf(r.plain(e)))
	case "category", "keywords":
		scheme := e.attr("scheme")
		if scheme == "" {
			scheme = e.attr("domain")
		}
		term, label := e.attr("term"), e.attr("label")
		if text := r.plain(e); term == "" {
			term = text
		}
		r.addCategoryTo(news.Category{Term: term, Scheme: scheme, Label: label})
	case "tags":
		r.addTags(r.plain(e), "")
	case "published", "pubdate", "issued":
		r.setTime(published, r.word(e))
	case "updated", "modified", "lastbuilddate", "lastmod":
		r.setTime(updated, r.word(e))
	case "rights", "copyright":
		r.setRights(r.html(e, r.ambiguous()))
	case "language":
		r.setLanguageTo(r.word(e))
	default:
		return false
	}
	return true
}

func (r *reader) dublinCore(e element) bool {
	switch e.local {
	case "title":
		r.setTitle(r.html(e, r.ambiguous()), weak)
	case "creator", "author":
		if r.beginsWithTag(e) {
			return false
		}
		r.addAuthor(personOf(r.plain(e)))
	case "subject":
		if r.beginsWithTag(e) {
			return false
		}
		r.addCategory("", "", r.plain(e))
	case "date":
		r.setTime(updated, r.word(e))
	case "rights":
		r.setRights(r.html(e, r.ambiguous()))
	case "language":
		r.setLanguageTo(r.word(e))
	case "description":
		r.setSummary(r.html(e, kindHTML), weak)
	case "source":
		r.setCredit(r.plain(e), creditSource)
	case "identifier":
		r.setLibraryID(r.word(e))
	default:
		return false
	}
	return true
}

func (r *reader) podcast(e element) bool {
	switch e.local {
	case "author":
		r.addAuthor(personOf(r.plain(e)))
	case "subtitle":
		if text := r.html(e, r.ambiguous()); !r.inItem && r.wire.Subtitle == "" {
			r.wire.Subtitle = text
		}
	case "summary":
		r.setSummary(r.html(e, r.ambiguous()), weak)
	case "keywords":
		r.addTags(r.plain(e), "http://www.itunes.com/")
	case "image":
		href := e.attr("href")
		if href == "" {
			href = e.attr("url")
		}
		if text := r.word(e); href == "" {
			href = text
		}
		if href != "" {
			r.imageOf().URL = r.address(href)
		}
	default:
		return false
	}
	return true
}

// feedField reads the fields that only feeds have.
func (r *reader) feedField(e element) bool {
	w := r.wire
	switch e.ns {
	case nsSy:
		return r.updateField(e)
	case nsAdmin:
		if e.local != "generatoragent" {
			return false
		}
		if at := e.attr("resource"); w.Generator == "" {
			w.Generator = at
		}
		r.word(e)
		return true
	case nsCore:
	default:
		return false
	}
	switch e.local {
	case "description", "subtitle", "tagline", "abstract", "summary":
		r.setSubtitle(e)
	case "generator":
		w.Generator = r.plain(e)
	case "icon":
		w.Icon = r.address(r.word(e))
	case "logo":
		r.setLogo(e)
	case "image":
		r.imageOf().URL = r.address(r.word(e))
	case "ttl":
		if minutes, err := strconv.Atoi(r.word(e)); err == nil && minutes > 0 && minutes < 1<<20 {
			w.TTL = time.Duration(minutes) * time.Minute
		}
	default:
		return false
	}
	return true
}

func (r *reader) setSubtitle(e element) {
	kind := r.ambiguous()
	if e.local == "description" || e.local == "abstract" {
		kind = kindHTML
	}
	if text := r.html(e, kind); text != "" {
		r.wire.Subtitle = text
	}
}

func (r *reader) setLogo(e element) {
	href := e.attr("href")
	if text := r.word(e); href == "" {
		href = text
	}
	r.wire.Logo = r.address(href)
}

// updateField reads how often the feed says that it changes.
func (r *reader) updateField(e element) bool {
	switch e.local {
	case "updateperiod":
		period := map[string]time.Duration{
			"hourly": time.Hour, "daily": 24 * time.Hour, "weekly": 7 * 24 * time.Hour,
			"monthly": 30 * 24 * time.Hour, "yearly": 365 * 24 * time.Hour,
		}[lower(r.word(e))]
		r.draft.period = period
	case "updatefrequency":
		if n, err := strconv.Atoi(r.word(e)); err == nil && n > 0 {
			r.draft.frequency = n
		}
	default:
		return false
	}
	r.wire.UpdateEvery = r.draft.period / time.Duration(max(r.draft.frequency, 1))
	return true
}

// quietField reads the hours and days on which a feed asks not to be polled.
func (r *reader) quietField(e element) bool {
	switch e.local {
	case "hour":
		if hour, err := strconv.Atoi(r.word(e)); err == nil && hour >= 0 && hour <= 24 && len(r.wire.SkipHours) < 24 {
			r.wire.SkipHours = append(r.wire.SkipHours, hour%24)
		}
	case "day":
		name := lower(r.word(e))
		for day := time.Sunday; day <= time.Saturday; day++ {
			if name == lower(day.String()) && len(r.wire.SkipDays) < 7 {
				r.wire.SkipDays = append(r.wire.SkipDays, day)
			}
		}
	default:
		return false
	}
	return true
}

func (r *reader) authorField(e element) bool {
	switch e.local {
	case "name":
		r.author.Name = r.plain(e)
	case "email":
		r.author.Email = r.plain(e)
	case "url", "uri", "homepage":
		r.author.URL = r.address(r.word(e))
	default:
		return r.unknown()
	}
	return true
}

func (r *reader) imageField(e element) bool {
	m := &r.wire.Image
	if r.owner == placeItem {
		m = &r.item.Image
	}
	switch e.local {
	case "url", "href":
		m.URL = r.address(r.word(e))
	case "title":
		m.Title = r.html(e, kindGuess)
	case "link":
		m.Link = r.address(r.word(e))
	case "width":
		m.Width = r.word(e)
	case "height":
		m.Height = r.word(e)
	default:
		return r.unknown()
	}
	return true
}

// imageOf returns the image of what is being read.
func (r *reader) imageOf() *news.Image {
	if r.inItem {
		return &r.item.Image
	}
	return &r.wire.Image
}

// addTags takes in words that are parted by commas.
func (r *reader) addTags(list, scheme string) {
	for term := range strings.SplitSeq(list, ",") {
		r.addCategory("", scheme, strings.TrimSpace(term))
	}
}
