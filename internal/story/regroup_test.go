package story

import "testing"

func TestRivalsHaveNamesOfTheirOwn(t *testing.T) {
	const harlan, ohio, iowa, storm = 1, 2, 3, 4
	group := func(reports int64, names ...termID) *node {
		n := &node{side: side{reports: reports}, names: names}
		for _, id := range names {
			n.sum = append(n.sum, mention{id, 1})
		}
		return n
	}
	says := func(n *node, id termID) *node {
		n.sum = plus(n.sum, vector{{id, 1}}, 1)
		return n
	}
	tests := []struct {
		name string
		a, b *node
		want bool
	}{
		{"one primary and another", group(3, harlan, ohio), group(4, harlan, iowa), true},
		{"one and a part of it", group(3, harlan, ohio), group(3, harlan), false},
		{"one that tells of the other", says(group(3, harlan, ohio), iowa), group(3, harlan, iowa), false},
		{"too few reports to know", group(3, harlan, ohio), group(2, harlan, iowa), false},
		{"nothing in common", group(3, ohio), group(3, storm), true},
	}
	for _, tt := range tests {
		if got := rivals(tt.a, tt.b); got != tt.want {
			t.Errorf("%s: rivals = %v, want %v", tt.name, got, tt.want)
		}
		if got := rivals(tt.b, tt.a); got != tt.want {
			t.Errorf("%s: rivals the other way = %v, want %v", tt.name, got, tt.want)
		}
	}
}
