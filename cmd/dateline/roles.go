package main

import (
	"fmt"
	"slices"
	"strings"

	"dateline/internal/job"
	"dateline/internal/news"
)

// allRoles is what a serving newsroom can do. Several machines on one database
// may share them out.
var allRoles = []string{"web", "poll", "read", "group"}

// roles is what this machine does.
type roles []string

// parseRoles reads what this machine is to do; nothing means everything.
func parseRoles(texts []string) (roles, error) {
	if len(texts) == 0 {
		return allRoles, nil
	}
	for _, t := range texts {
		if !slices.Contains(allRoles, t) {
			return nil, &news.InvalidError{Field: "roles", Reason: fmt.Sprintf("--roles takes one or more of %s, not %q.", strings.Join(allRoles, ","), t)}
		}
	}
	return texts, nil
}

// has says whether this machine has a role.
func (r roles) has(role string) bool { return slices.Contains(r, role) }

// loops returns those of the newsroom's loops that belong to the roles. What
// is no role's is everybody's.
func (r roles) loops(all []job.Loop) []job.Loop {
	return slices.DeleteFunc(all, func(l job.Loop) bool {
		return slices.Contains(allRoles, l.Name) && !r.has(l.Name)
	})
}
