package news

// ArchiveMonth is one month of a publication's archive.
type ArchiveMonth struct {
	Year  int
	Month int
	Posts int
}
