package story

import "slices"

// vector holds the terms of one or more reports by rising term. It is added
// up in whole numbers, so a sum is the same in whatever order it was made.
type vector []mention

// plus returns the sum of two vectors, by times the second.
func plus(a, b vector, by int32) vector {
	sum := make(vector, 0, len(a)+len(b))
	i, j := 0, 0
	for i < len(a) || j < len(b) {
		switch {
		case j == len(b) || i < len(a) && a[i].term < b[j].term:
			sum = append(sum, a[i])
			i++
		case i == len(a) || b[j].term < a[i].term:
			sum = append(sum, mention{b[j].term, by * b[j].weight})
			j++
		default:
			if w := a[i].weight + by*b[j].weight; w != 0 {
				sum = append(sum, mention{a[i].term, w})
			}
			i++
			j++
		}
	}
	return slices.Clip(sum)
}

// weight returns the weight of a term, 0 when the vector does not have it.
func (v vector) weight(t termID) int32 {
	i, found := slices.BinarySearchFunc(v, t, func(m mention, t termID) int { return int(m.term) - int(t) })
	if !found {
		return 0
	}
	return v[i].weight
}

func (v vector) has(t termID) bool { return v.weight(t) != 0 }
