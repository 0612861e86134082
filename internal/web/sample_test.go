package web_test

import (
	"context"
	"log/slog"
	"time"

	"github.com/alexedwards/scs/v2/memstore"

	"dateline/internal/account"
	"dateline/internal/comment"
	"dateline/internal/desk"
	"dateline/internal/news"
	"dateline/internal/site"
	"dateline/internal/web"
)

// noon is when the sample day is looked at.
var noon = time.Date(2031, 5, 6, 12, 0, 0, 0, time.UTC)

const (
	sampleLogin    = "ida"
	samplePassword = "a long enough password"
)

// sample returns a newsroom with an invented day. Nothing in it ever happened.
func sample() *newsroom {
	n := &newsroom{pub: news.Publication{
		Title: "The Harbour Review", Description: "What the ports say", Address: "https://review.example",
		Zone: "Europe/Lisbon", Language: "en", Signature: "HR Editor", HoldComment: true,
	}}
	n.stories = []news.Story{bridgeStory(), grainStory(), smallStory(3, "Two Lighthouses Go Dark Along The Cape After A Storm", 3, 3, "Cape Courier", "en"), smallStory(4, "Valoria's Parliament Puts Off Its Vote On Fishing Rights", 2, 1, "Valoria Wire", "en"), smallStory(5, "Паромы между Нордхафеном и Каленом снова ходят по расписанию", 2, 2, "Северный вестник", "ru")}
	n.stories[3].State = news.StorySpiked
	n.outlets = []news.Outlet{
		{ID: 1, Name: "Valoria Wire", Site: "https://wire.example", Country: "VA", Language: "en", Kind: news.KindAgency},
		{ID: 2, Name: "Cape Courier", Site: "https://courier.example", Language: "en", Kind: news.KindNewspaper},
		{ID: 3, Name: "Северный вестник", Language: "ru", Kind: news.KindNewspaper},
		{ID: 4, Name: "Strait Television", Site: "https://strait.example", Language: "en", Kind: news.KindBroadcaster},
	}
	n.feeds = []news.Feed{
		{ID: 1, OutletID: 1, Outlet: "Valoria Wire", URL: "https://wire.example/rss", Title: "Valoria Wire: World", State: news.FeedActive, LastPollAt: noon.Add(-4 * time.Minute), LastSuccessAt: noon.Add(-4 * time.Minute), NextPollAt: noon.Add(6 * time.Minute), LastStatus: 200, Items: 212},
		{ID: 2, OutletID: 2, Outlet: "Cape Courier", URL: "https://courier.example/feed.xml", Title: "Cape Courier", State: news.FeedActive, LastPollAt: noon.Add(-2 * time.Hour), LastSuccessAt: noon.Add(-30 * time.Hour), NextPollAt: noon.Add(40 * time.Minute), LastStatus: 503, Failures: 7, Fault: "The outlet's server answered 503 (busy) seven times. It is asked again later.", Items: 48},
		{ID: 3, OutletID: 3, Outlet: "Северный вестник", URL: "https://vestnik.example/rss", State: news.FeedActive, NextPollAt: noon.Add(time.Minute)},
		{ID: 4, OutletID: 4, Outlet: "Strait Television", URL: "https://strait.example/video.atom", Title: "Strait Television (videos)", State: news.FeedStopped, LastPollAt: noon.Add(-50 * time.Hour), LastSuccessAt: noon.Add(-50 * time.Hour), Items: 17},
		{ID: 5, OutletID: 1, Outlet: "Valoria Wire", URL: "https://wire.example/sport", Title: "Valoria Wire: Ports and Shipping, Fisheries, Weather at Sea and Notices to Mariners", State: news.FeedActive, LastPollAt: noon.Add(-10 * time.Minute), LastSuccessAt: noon.Add(-10 * time.Minute), NextPollAt: noon.Add(5 * time.Minute), LastStatus: 304, Items: 77},
	}
	for i := range n.stories[0].Articles {
		n.stories[0].Articles[i].FeedID, n.stories[0].Articles[i].OutletID = 1, 1
	}
	n.comments = []news.Comment{
		{ID: 1, PostID: 1, Headline: "Bridge Over The Kalen Strait Reopens", Name: "Tom of the Docks", Text: "About time.\n\nMy lorry has stood on the wrong side for nine days <b>and</b> nobody said a word.", State: news.CommentHeld, At: noon.Add(-12 * time.Minute)},
		{ID: 2, PostID: 1, Headline: "Bridge Over The Kalen Strait Reopens", PostPath: "/2031/05/bridge.html", Name: "Marguerite", Text: "Thank you for putting the reports side by side.", State: news.CommentShown, At: noon.Add(-50 * time.Minute)},
	}
	return n
}

func smallStory(id news.StoryID, headline string, outlets, own int, first, language string) news.Story {
	at := noon.Add(-time.Duration(id) * 50 * time.Minute)
	rhythm := make([]int, 24)
	rhythm[23-int(id)], rhythm[23] = outlets-1, 1
	return news.Story{
		ID: id, Headline: headline, State: news.StoryNew, Languages: []string{language}, Reports: outlets, Outlets: outlets,
		Independent: own, FirstAt: at, FirstOutlet: first, LatestAt: at.Add(20 * time.Minute), Rhythm: rhythm,
		Articles: []news.Article{article(news.ArticleID(100*int(id)), first, headline, at, language)},
	}
}

func article(id news.ArticleID, outlet, headline string, at time.Time, language string) news.Article {
	return news.Article{
		ID: id, Outlet: outlet, URL: "https://outlet.example/" + at.Format("150405"), State: news.ArticleRead,
		Reading: news.Reading{
			Headline: headline, Published: at, Language: language, Form: news.FormReport,
			Standfirst: "The harbour office gave the word at first light.",
			Paragraphs: []string{
				"NORDHAFEN, May 6. /VW/. The first lorries rolled over the bridge at 6:40 on Tuesday, the harbour office said, “nine days and four hours” after the last one.",
				"Engineers had replaced two of the eleven [load-bearing] cables that the storm of April 27 tore loose.",
				"The ferry between Nordhafen and Kalen goes on running until the weekend, at half its fare.",
			},
		},
	}
}

func bridgeStory() news.Story {
	at := noon.Add(-5 * time.Hour)
	s := news.Story{
		ID: 1, Headline: "Bridge Over The Kalen Strait Reopens After Nine Days", State: news.StoryNew, Languages: []string{"en", "ru"},
		Reports: 7, Outlets: 6, Independent: 4, FirstAt: at, FirstOutlet: "Valoria Wire", LatestAt: noon.Add(-12 * time.Minute),
		Rhythm: []int{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 3, 1, 0, 1, 1},
	}
	lead := article(11, "Valoria Wire", "Kalen Strait bridge open to traffic again", at, "en")
	lead.Paragraphs = append(lead.Paragraphs,
		"Haulage firms put what the closure cost them at 4 million crowns a day.",
		"“Nobody will miss the queue,” said Anna Brandt, who runs the kiosk at the northern ramp.",
		"A third cable is to be replaced in the autumn.", "Tolls stay suspended until Friday.")
	second := article(12, "Cape Courier", "Lorries first as the strait bridge reopens", at.Add(41*time.Minute), "en")
	second.Standfirst = ""
	second.Authors = []string{"Hanna Lind"}
	run := article(13, "Strait Gazette", "Kalen Strait bridge open to traffic again (PHOTO)", at.Add(55*time.Minute), "en")
	run.CopyOf, run.Credit = 11, []string{"VW"}
	feed := article(14, "Harbour Times", "Toll stays off until Friday", at.Add(70*time.Minute), "en")
	feed.State, feed.Note, feed.Paragraphs = news.ArticleFeed, "The outlet asks for a subscription: the feed's own words serve.", nil
	feed.Paywalled = true
	russian := article(15, "Северный вестник", "Мост через Каленский пролив снова открыт", at.Add(2*time.Hour), "ru")
	russian.Standfirst, russian.Paragraphs = "", []string{"Первые грузовики прошли по мосту во вторник утром, сообщили в администрации порта."}
	view := article(16, "The Kalen Monitor", "What nine days without a bridge have taught us", at.Add(4*time.Hour), "en")
	view.Form, view.Authors = news.FormOpinion, []string{"Piet Aalders"}
	video := article(17, "Strait Television", "First lorries cross (VIDEO)", at.Add(3*time.Hour), "en")
	video.Form, video.Video, video.Paragraphs, video.Standfirst = news.FormVideo, news.Video{Provider: "youtube", ID: "abcdefghijk"}, nil, ""
	s.Articles = []news.Article{lead, second, run, feed, russian, video, view}
	return s
}

func grainStory() news.Story {
	s := smallStory(2, "Grain Talks In Vessen Break Up Without A Date For The Next Round", 4, 3, "Cape Courier", "en")
	s.Languages = []string{"en", "de"}
	return s
}

// options returns what a server over the newsroom is made of.
func (n *newsroom) options() web.Options {
	clock := func() time.Time { return noon }
	return web.Options{
		Desk: &desk.Desk{Stories: n, Posts: n, Articles: n, Settings: n.Publication, Now: clock},
		Accounts: &account.Accounts{
			Editors: n, SignIns: n, Now: clock, Limiter: &account.Limiter{},
		},
		Discussion: &comment.Discussion{Comments: n, Now: clock},
		Site:       &site.Site{Posts: n},
		Settings:   n, Counts: n, Events: n, Outlets: n, Feeds: n, Polling: n, Rules: n,
		Sessions: memstore.NewWithCleanupInterval(0),
		Finder:   n.finds, Import: n.importList, Preview: n.previews,
		FollowStarter: func(context.Context) (int, error) { return 60, nil },
		Now:           clock, Machine: clock, Log: slog.New(slog.DiscardHandler),
		SetUpToken: "set-up-token",
	}
}
