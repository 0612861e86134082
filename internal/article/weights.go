package article

// weights say how much each feature speaks for a block being a part of the
// report's text. They were learnt by logistic regression from the paragraphs
// of some hundred labelled news pages of many countries, judged on outlets
// that were left out of the learning, and rounded.
var weights = [features]float64{
	fBias:            -0.7,
	fReadable:        0.0,
	fTrafilate:       0.4,
	fDeclared:        -0.6,
	fNotDeclared:     -0.6,
	fBoth:            1.1,
	fNobody:          -1.3,
	fParagraph:       -0.2,
	fHeading2:        0.8,
	fHeading3:        0.8,
	fHeading4:        -0.2,
	fHeading1:        -2.2,
	fItem:            -0.5,
	fLoose:           -1.2,
	fCell:            -1.6,
	fLength:          -0.2,
	fShort:           -0.4,
	fVeryShort:       -0.9,
	fLong:            0.6,
	fLinks:           -0.8,
	fAllLinks:        0.0,
	fSentence:        0.5,
	fBold:            -1.4,
	fSign:            3.0,
	fSignVoted:       -0.1,
	fParentVoted:     -0.2,
	fParentShare:     0.6,
	fOutside:         -0.7,
	fBefore:          -0.6,
	fAfter:           -0.9,
	fPrevious:        0.0,
	fNext:            0.0,
	fTitle:           -1.7,
	fLead:            -3.3,
	fInLead:          2.0,
	fRepeated:        0.7,
	fPhrase:          -3.6,
	fAboveHeadline:   -0.8,
	fHeadingThenText: 1.2,
	fHeadingThenNone: -0.4,
	fNoTrafilate:     -1.1,
	fShortList:       0.0,
	fSibling:         -0.1,
	fSiblingItem:     -1.1,
	fRole + 0:        0.0,  // roleArticle
	fRole + 1:        0.5,  // roleBody
	fRole + 2:        -0.3, // roleNav
	fRole + 3:        0.3,  // roleAside
	fRole + 4:        -1.0, // roleFooter
	fRole + 5:        -0.8, // roleHeader
	fRole + 6:        -1.4, // roleForm
	fRole + 7:        -0.8, // roleFigure
	fRole + 8:        -2.0, // roleCaption
	fRole + 9:        -1.3, // roleTable
	fRole + 10:       0.6,  // roleQuote
	fRole + 11:       -0.8, // roleList
	fRole + 12:       -2.1, // roleByline
	fRole + 13:       -0.1, // roleRelated
	fRole + 14:       -3.7, // roleShare
	fRole + 15:       -0.3, // roleSignup
	fRole + 16:       -1.4, // roleAdvert
	fRole + 17:       -1.8, // roleComment
	fRole + 18:       -0.9, // roleTags
	fRole + 19:       -0.1, // roleTime
	fRole + 20:       0.1,  // roleLead
	fRole + 21:       0.2,  // roleTitle
	fRole + 22:       -1.8, // roleBox
	fRole + 23:       0.2,  // roleLive
	fRole + 24:       -2.0, // roleConsent
	fRole + 25:       -1.9, // roleDisclaim
	fRole + 26:       -0.5, // roleTranscript
}
