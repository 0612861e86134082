package main

import (
	"bufio"
	"cmp"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"net/url"
	"os"
	"strings"
	"time"

	"golang.org/x/term"

	"dateline/internal/account"
	"dateline/internal/news"
	"dateline/internal/source"
)

type initCommand struct {
	Title        string `help:"The publication's name."`
	Address      string `help:"The site's public address, such as https://news.example.org."`
	Zone         string `help:"The publication's time zone, such as Europe/Dublin."`
	Language     string `help:"The publication's language, such as en." default:"en"`
	Signature    string `help:"What the editor's comments are signed with."`
	Name         string `help:"The first editor's name."`
	Login        string `help:"The first editor's sign-in name."`
	PasswordFile string `help:"A file with the first editor's password. Otherwise DATELINE_PASSWORD or the terminal is asked." type:"path" placeholder:"FILE"`
	Starter      bool   `help:"Follow the starter list of outlets." default:"true" negatable:""`
}

// Run makes a newsroom.
func (c *initCommand) Run(p *program) error {
	if err := c.ask(p); err != nil {
		return err
	}
	pub, err := c.publication()
	if err != nil {
		return err
	}
	password, err := p.newPassword(c.PasswordFile)
	if err != nil {
		return err
	}
	if err := account.CheckNewPassword(password); err != nil {
		return err
	}
	n, err := p.open(openOptions{create: true, empty: true})
	if err != nil {
		return err
	}
	defer n.Close()
	if _, err := n.accounts.Found(p.ctx, c.Name, c.Login, password, *pub); err != nil {
		if errors.Is(err, news.ErrConflict) {
			return &news.InvalidError{Field: "data", Reason: fmt.Sprintf("There is a newsroom in %s already. Name %s.", p.place(), p.another())}
		}
		return err
	}
	if c.Starter {
		if err := n.followStarter(); err != nil {
			return err
		}
	}
	fmt.Fprintf(p.stdout, "The newsroom %q is ready. Start it with: dateline serve%s\n", pub.Title, p.where())
	return nil
}

// where repeats how the newsroom was named, for the next command.
func (p *program) where() string {
	switch {
	case p.cli.Database != "":
		return " --database URL"
	case p.cli.Data != defaultData:
		return " --data " + p.cli.Data
	}
	return ""
}

func (n *newsroom) followStarter() error {
	list, err := source.Starter()
	if err != nil {
		return err
	}
	sum, err := n.importListings(list)
	if err != nil {
		return err
	}
	fmt.Fprintf(n.p.stdout, "Following %d feeds of the starter list.\n", sum.Added)
	return nil
}

// ask asks for what the flags left out, when a person is there to answer.
func (c *initCommand) ask(p *program) error {
	in := bufio.NewReader(p.stdin)
	for _, q := range []struct {
		into           *string
		flag, question string
	}{
		{&c.Title, "title", "The publication's name"},
		{&c.Address, "address", "Its public address (https://...)"},
		{&c.Zone, "zone", "Its time zone (Europe/Dublin)"},
		{&c.Name, "name", "Your name"},
		{&c.Login, "login", "Your sign-in name"},
	} {
		if *q.into != "" {
			continue
		}
		if !terminalInput(p) {
			return &news.InvalidError{Field: q.flag, Reason: fmt.Sprintf("Give --%s, or run this on a terminal to be asked.", q.flag)}
		}
		fmt.Fprintf(p.stderr, "%s: ", q.question)
		line, err := in.ReadString('\n')
		if err != nil {
			return &news.InvalidError{Field: q.flag, Reason: fmt.Sprintf("Give --%s.", q.flag)}
		}
		*q.into = strings.TrimSpace(line)
	}
	return nil
}

func (c *initCommand) publication() (*news.Publication, error) {
	if _, err := time.LoadLocation(c.Zone); err != nil || c.Zone == "" {
		return nil, &news.InvalidError{Field: "zone", Reason: fmt.Sprintf("%q is not a time zone. Give one such as Europe/Dublin or America/New_York.", c.Zone)}
	}
	u, err := url.Parse(c.Address)
	if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") {
		return nil, &news.InvalidError{Field: "address", Reason: fmt.Sprintf("%q is not a web address. Give one such as https://news.example.org.", c.Address)}
	}
	if strings.TrimSpace(c.Title) == "" {
		return nil, &news.InvalidError{Field: "title", Reason: "Give the publication a name with --title."}
	}
	if !news.IsLanguage(c.Language) {
		return nil, &news.InvalidError{Field: "language", Reason: "Give the language as a code, such as en."}
	}
	return &news.Publication{
		Title: strings.TrimSpace(c.Title), Address: strings.TrimRight(c.Address, "/"), Zone: c.Zone,
		Language: c.Language, Signature: cmp.Or(c.Signature, c.Name), HoldComment: true,
	}, nil
}

func terminalInput(p *program) bool {
	f, ok := p.stdin.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// newPassword takes a password from a file, the environment or the terminal.
func (p *program) newPassword(file string) (string, error) {
	if file != "" {
		b, err := os.ReadFile(file)
		if err != nil {
			return "", &news.InvalidError{Field: "password", Reason: fmt.Sprintf("The password file %s cannot be read.", file)}
		}
		return strings.TrimRight(string(b), "\r\n"), nil
	}
	if pw := os.Getenv("DATELINE_PASSWORD"); pw != "" {
		return pw, nil
	}
	f, ok := p.stdin.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		return "", &news.InvalidError{Field: "password", Reason: "Give the password in a file with --password-file, or in DATELINE_PASSWORD."}
	}
	fmt.Fprintf(p.stderr, "Password (at least %d characters): ", account.MinPassword)
	b, err := term.ReadPassword(int(f.Fd()))
	fmt.Fprintln(p.stderr)
	if err != nil {
		return "", fmt.Errorf("read password: %w", err)
	}
	return string(b), nil
}

func randomPassword() (string, error) {
	b := make([]byte, 24)
	if _, err := rand.Read(b); err != nil {
		return "", fmt.Errorf("make a password: %w", err)
	}
	return base64.RawURLEncoding.EncodeToString(b), nil
}
