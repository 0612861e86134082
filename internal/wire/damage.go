package wire

import "dateline/internal/news"

// A Kind is one fixed word for what is wrong with a document. As an Error's
// Kind it says why the document was refused; as news.Wire.Damage it says what
// was mended so that the rest could be read.
type Kind string

// Why a document is refused.
const (
	KindEmpty         Kind = "empty"              // nothing but white space
	KindNotAFeed      Kind = "not_a_feed"         // a page, plain text, or data of another kind
	KindEntities      Kind = "xml_dtd_or_entity"  // it uses entities that it defines or fetches itself
	KindDepth         Kind = "xml_depth"          // elements are nested beyond all use
	KindAttributes    Kind = "xml_attributes"     // an element has more attributes than any vocabulary knows
	KindTokenTooLong  Kind = "xml_token_too_long" // a name is longer than any name
	KindJSONDepth     Kind = "json_depth"         // values are nested beyond all use
	KindBadEncoding   Kind = "bad_encoding"       // it is compressed, and the compression is damaged
	KindUnpackedLarge Kind = "decoded_too_large"  // it is compressed, and unpacks to more than is read
)

// What was mended in a document that was read.
const (
	DamageTruncated    Kind = "xml_truncated"     // it ends before it is over; every whole item was kept
	DamageTrailing     Kind = "xml_trailing_data" // more stands behind its end
	DamageJSONCut      Kind = "json_truncated"    // it ends before it is over, or goes wrong on the way
	DamageJSON         Kind = "json_values"       // the same key twice, or values that no reader can hold
	DamageCharset      Kind = "charset"           // its encoding is not the one it names, or one nobody knows
	DamageConflict     Kind = "charset_conflict"  // two encodings are named, and only the second is right
	DamageBytes        Kind = "bytes"             // bytes or character references that stand for no text
	DamageMarkup       Kind = "markup"            // bare & or <, entities nobody defined
	DamageHTMLDepth    Kind = "html_depth"        // HTML in a text is nested beyond all use
	DamageHTMLBudget   Kind = "html_budget"       // HTML in a text leaves too much open to be balanced
	DamageTooManyItems Kind = "too_many_items"    // only the newest were kept
	DamageFieldTooLong Kind = "field_truncated"   // a text was longer than is kept, or an item's name than any name
	DamageUnnamed      Kind = "item_unnamed"      // an item has no name, address or headline
	DamageLinkScheme   Kind = "link_scheme"       // a report's address leads nowhere a reader may go
	DamageAddress      Kind = "bad_url"           // an address is longer than any address
)

// An Error says why a document could not be read as a feed. It is of the kind
// news.ErrInvalid.
type Error struct {
	Kind   Kind
	Reason string // a plain sentence, fit to show
}

// Error returns the reason.
func (e *Error) Error() string { return e.Reason }

// Is makes every Error one of the kind news.ErrInvalid.
func (e *Error) Is(target error) bool { return target == news.ErrInvalid }
