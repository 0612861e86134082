package wire

// What the tests outside the package look at besides its interface.
var (
	ParseDate      = parseDate
	DecodeDocument = decodeDocument
)
