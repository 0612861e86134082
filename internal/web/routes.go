package web

import "net/http"

// access says who may come in.
type access int

const (
	public access = iota // anybody; no session is read
	server               // other people's servers: no session and no form is read
	door                 // the way in: a session is kept, nobody has to be signed in
	inside               // editors who are signed in
)

type route struct {
	pattern string
	access  access
	serve   func(*Server, http.ResponseWriter, *http.Request) error
}

// routes is everything that is served, by who may come in.
func (s *Server) routes() []route {
	return []route{
		{"GET /static/{hash}/{path...}", public, (*Server).staticFile},

		{"GET /{$}", public, (*Server).frontPage},
		{"GET /archive", public, (*Server).archivePage},
		{"GET /label/{name}", public, (*Server).labelPage},
		{"GET /feed.xml", public, (*Server).feed},
		{"GET /sitemap.xml", public, (*Server).sitemapList},
		{"GET /sitemap/{month}", public, (*Server).sitemapOfMonth},
		{"GET /robots.txt", public, (*Server).robots},
		{"GET /about", public, (*Server).aboutPage},
		{"GET /contact", public, (*Server).contactPage},
		{"GET /privacy", public, (*Server).privacyPage},

		{"GET /hub/{token}", server, (*Server).verifyHub},
		{"POST /hub/{token}", server, (*Server).takeFromHub},

		// What stands under a year, "/2018/05/" and "/2018/05/slug.html", with
		// the comments sent to it, and the page for all other addresses.
		{"/", public, (*Server).dated},

		{"GET /desk/sign-in", door, (*Server).signInPage},
		{"POST /desk/sign-in", door, (*Server).signIn},
		{"GET /desk/enter", door, (*Server).enterPage},
		{"POST /desk/enter", door, (*Server).enter},
		{"GET /desk/setup", door, (*Server).setUpPage},
		{"POST /desk/setup", door, (*Server).setUp},

		{"POST /desk/sign-out", inside, (*Server).signOut},
		{"GET /desk", inside, (*Server).deskFront},
		{"GET /desk/{$}", inside, (*Server).deskFront},
		{"GET /desk/stream", inside, (*Server).stream},

		{"GET /desk/stories", inside, (*Server).storyList},
		{"GET /desk/stories/{id}", inside, (*Server).storyPage},
		{"POST /desk/stories/{id}/compose", inside, (*Server).compose},
		{"POST /desk/stories/{id}/spike", inside, (*Server).spike},
		{"POST /desk/stories/{id}/unspike", inside, (*Server).unspike},

		{"GET /desk/wire", inside, (*Server).wirePage},
		{"GET /desk/take", inside, (*Server).takePage},
		{"POST /desk/take", inside, (*Server).take},

		{"GET /desk/posts", inside, (*Server).postList},
		{"POST /desk/posts", inside, (*Server).newPost},
		{"GET /desk/posts/{id}", inside, (*Server).composer},
		{"POST /desk/posts/{id}", inside, (*Server).savePost},
		{"POST /desk/posts/{id}/withdraw", inside, (*Server).withdraw},
		{"POST /desk/posts/{id}/republish", inside, (*Server).republish},
		{"GET /desk/posts/{id}/revisions", inside, (*Server).revisionList},
		{"GET /desk/posts/{id}/revisions/{revision}", inside, (*Server).revision},
		{"GET /desk/posts/{id}/html", inside, (*Server).standalone},

		{"GET /desk/comments", inside, (*Server).commentList},
		{"POST /desk/comments/{id}/approve", inside, (*Server).approveComment},
		{"POST /desk/comments/{id}/hold", inside, (*Server).holdComment},
		{"POST /desk/comments/{id}/delete", inside, (*Server).deleteComment},

		{"GET /desk/outlets", inside, (*Server).outletList},
		{"POST /desk/outlets", inside, (*Server).followOutlet},
		{"GET /desk/outlets/add", inside, (*Server).addPage},
		{"POST /desk/outlets/add", inside, (*Server).previewLinks},
		{"GET /desk/outlets/lists", inside, (*Server).listsPage},
		{"POST /desk/outlets/lists", inside, (*Server).takeList},
		{"GET /desk/outlets/list.opml", inside, (*Server).sendList},
		{"GET /desk/outlets/{id}", inside, (*Server).outletPage},
		{"POST /desk/outlets/{id}", inside, (*Server).editOutlet},

		{"GET /desk/feeds", inside, (*Server).feedList},
		{"GET /desk/feeds/{id}", inside, (*Server).feedPage},
		{"POST /desk/feeds/{id}", inside, (*Server).editFeed},
		{"POST /desk/feeds/{id}/try", inside, (*Server).tryFeed},
		{"POST /desk/feeds/{id}/stop", inside, (*Server).stopFeed},
		{"POST /desk/feeds/{id}/resume", inside, (*Server).resumeFeed},
		{"POST /desk/feeds/{id}/undo-move", inside, (*Server).undoMove},

		{"GET /desk/rules", inside, (*Server).ruleList},
		{"POST /desk/rules", inside, (*Server).addRule},
		{"POST /desk/rules/apply", inside, (*Server).applyAll},
		{"GET /desk/rules/muted", inside, (*Server).mutedList},
		{"POST /desk/rules/{id}/delete", inside, (*Server).deleteRule},

		{"GET /desk/settings", inside, (*Server).settingsPage},
		{"POST /desk/settings", inside, (*Server).saveSettings},

		{"/desk/", inside, (*Server).noSuchPage},
	}
}

// admit puts before a route what its access asks for.
func (s *Server) admit(r route) http.Handler {
	if r.access == server {
		return s.handler(func(w http.ResponseWriter, req *http.Request) error { return r.serve(s, w, req) })
	}
	serve := func(w http.ResponseWriter, req *http.Request) error {
		switch {
		case isText(req.URL.Path):
		case r.access == public:
			return s.missing(w, req)
		default:
			return errNoPage
		}
		if err := takeForm(req); err != nil {
			return err
		}
		return r.serve(s, w, req)
	}
	switch r.access {
	case public:
		return s.handler(serve)
	case door:
		return private(s.sessions.LoadAndSave(s.handler(serve)))
	}
	return private(s.sessions.LoadAndSave(s.handler(s.signedIn(serve))))
}

func (s *Server) noSuchPage(http.ResponseWriter, *http.Request) error { return errNoPage }
