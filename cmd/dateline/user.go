package main

import "fmt"

type userCommand struct {
	Add      userAdd      `cmd:"" help:"Add an editor."`
	Password userPassword `cmd:"" help:"Give an editor a new password and end the editor's sessions."`
}

type userAdd struct {
	Login        string `arg:"" help:"The editor's sign-in name."`
	Name         string `help:"The editor's name, as colleagues see it." required:""`
	PasswordFile string `help:"A file with the password. Otherwise DATELINE_PASSWORD or the terminal is asked." type:"path" placeholder:"FILE"`
}

// Run adds an editor.
func (c *userAdd) Run(p *program) error {
	n, err := p.open(openOptions{})
	if err != nil {
		return err
	}
	defer n.Close()
	password, err := p.newPassword(c.PasswordFile)
	if err != nil {
		return err
	}
	if _, err := n.accounts.Add(p.ctx, c.Name, c.Login, password); err != nil {
		return err
	}
	fmt.Fprintf(p.stdout, "%s can sign in now.\n", plain(c.Login))
	return nil
}

type userPassword struct {
	Login        string `arg:"" help:"The editor's sign-in name."`
	PasswordFile string `help:"A file with the password. Otherwise DATELINE_PASSWORD or the terminal is asked." type:"path" placeholder:"FILE"`
}

// Run changes an editor's password.
func (c *userPassword) Run(p *program) error {
	n, err := p.open(openOptions{})
	if err != nil {
		return err
	}
	defer n.Close()
	password, err := p.newPassword(c.PasswordFile)
	if err != nil {
		return err
	}
	if err := n.accounts.SetPassword(p.ctx, c.Login, password); err != nil {
		return err
	}
	fmt.Fprintf(p.stdout, "%s has a new password. All sessions with the old one have ended.\n", plain(c.Login))
	return nil
}
