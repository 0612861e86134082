package store

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"dateline/internal/news"
)

// micros returns a time as it is kept: microseconds since 1970, 0 for none.
func micros(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMicro()
}

// moment is the reverse of micros.
func moment(us int64) time.Time {
	if us == 0 {
		return time.Time{}
	}
	return time.UnixMicro(us).UTC()
}

// encoded is v as JSON text, with the signs of HTML as they are. The types
// given to it always can be written.
func encoded(v any) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return "null"
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// encodedList is a list as JSON text, never null.
func encodedList(s []string) string {
	if len(s) == 0 {
		return "[]"
	}
	return encoded(s)
}

func encodedVideo(v news.Video) string {
	if v == (news.Video{}) {
		return "{}"
	}
	return encoded(v)
}

// keptItem is a news.Item as it is kept: without what is empty.
type keptItem struct {
	GUID       string           `json:",omitempty"`
	URL        string           `json:",omitempty"`
	Headline   string           `json:",omitempty"`
	Summary    string           `json:",omitempty"`
	Content    string           `json:",omitempty"`
	ContentSrc string           `json:",omitempty"`
	Authors    []news.Person    `json:",omitempty"`
	Published  time.Time        `json:",omitzero"`
	Updated    time.Time        `json:",omitzero"`
	Categories []news.Category  `json:",omitempty"`
	Enclosures []news.Enclosure `json:",omitempty"`
	Thumbnails []news.Image     `json:",omitempty"`
	Image      news.Image       `json:",omitzero"`
	Links      []news.Link      `json:",omitempty"`
	Comments   string           `json:",omitempty"`
	Rights     string           `json:",omitempty"`
	Language   string           `json:",omitempty"`
	Source     news.Source      `json:",omitzero"`
	Credit     string           `json:",omitempty"`
	Video      news.Video       `json:",omitzero"`
}

func encodedItem(i *news.Item) string { return encoded((*keptItem)(i)) }

// decode reads JSON text that encoded wrote.
func decode(text string, into any) error {
	if text == "" || text == "{}" || text == "[]" {
		return nil
	}
	if err := json.Unmarshal([]byte(text), into); err != nil {
		return fmt.Errorf("read stored value: %w", err)
	}
	return nil
}

// storable is text that both engines take: UTF-8 without NUL.
func storable(s string) string {
	if utf8.ValidString(s) && strings.IndexByte(s, 0) < 0 {
		return s
	}
	return strings.ReplaceAll(strings.ToValidUTF8(s, "\ufffd"), "\x00", "")
}

// escapedBytes begins text that stands for bytes which are no text.
const escapedBytes = "\x01"

// asText is a value that has to come back byte for byte, whatever is in it.
func asText(s string) string {
	if utf8.ValidString(s) && strings.IndexByte(s, 0) < 0 && !strings.HasPrefix(s, escapedBytes) {
		return s
	}
	return escapedBytes + hex.EncodeToString([]byte(s))
}

// fromText is the reverse of asText.
func fromText(s string) string {
	if code, escaped := strings.CutPrefix(s, escapedBytes); escaped {
		if b, err := hex.DecodeString(code); err == nil {
			return string(b)
		}
	}
	return s
}
