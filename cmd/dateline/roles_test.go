package main

import (
	"slices"
	"testing"

	"dateline/internal/job"
)

func TestRolesChooseTheLoops(t *testing.T) {
	all := func() []job.Loop {
		return []job.Loop{{Name: "poll"}, {Name: "group"}, {Name: "alive"}, {Name: "read"}}
	}
	for _, tc := range []struct {
		roles []string
		web   bool
		want  []string
	}{
		{nil, true, []string{"poll", "group", "alive", "read"}},
		{[]string{"web"}, true, []string{"alive"}},
		{[]string{"poll", "read"}, false, []string{"poll", "alive", "read"}},
	} {
		r, err := parseRoles(tc.roles)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, l := range r.loops(all()) {
			got = append(got, l.Name)
		}
		if !slices.Equal(got, tc.want) || r.has("web") != tc.web {
			t.Errorf("roles %v do %v, web %v; want %v, %v", tc.roles, got, r.has("web"), tc.want, tc.web)
		}
	}
}
