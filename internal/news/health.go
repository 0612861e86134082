package news

// FeedHealth is a feed with what its reports say of how it does.
type FeedHealth struct {
	Feed
	PerDay float64 // new reports a day, over the last days that it was read; 0 for none
	Silent bool    // it is read, but has had nothing new for far longer than is usual for it
}
