package store

import (
	"context"
	"database/sql"
	"strconv"
	"strings"
	"sync"
)

const (
	// chunk is how many rows one statement takes at most.
	chunk = 512
	// mostParameters is how many parameters: engines keep what they prepared,
	// on each connection.
	mostParameters = 2048
)

// rooms are the numbers of rows that statements have room for.
var rooms = [...]int{1, 4, 16, 48, 128, 256, chunk}

// bulk is a statement over many rows, which it finds in the table came. Rows
// are filled up with NULLs to one of a few numbers, so that the engines meet
// few texts and prepare each once: the statement has to pass over them. It has
// no parameters of its own.
type bulk struct {
	columns string // of came with their types: "id BIGINT, guid TEXT"
	does    string
}

// text returns the statement with room for so many rows.
func (b bulk) text(room int, mark func(n int) string) string {
	names, types := b.fields()
	var s strings.Builder
	s.Grow(len(b.does) + 128 + 8*room*len(types))
	s.WriteString("WITH came (" + strings.Join(names, ", ") + ") AS (VALUES ")
	for row := range room {
		if row > 0 {
			s.WriteString(", ")
		}
		for i, kind := range types {
			s.WriteByte("(,"[min(i, 1)])
			if row > 0 {
				s.WriteString(mark(row*len(types) + i + 1))
				continue
			}
			// The first row gives the columns their types.
			s.WriteString("CAST(" + mark(i+1) + " AS " + kind + ")")
		}
		s.WriteByte(')')
	}
	s.WriteString(") " + b.does)
	return s.String()
}

func (b bulk) fields() (names, types []string) {
	for _, column := range strings.Split(b.columns, ",") {
		name, kind, _ := strings.Cut(strings.TrimSpace(column), " ")
		names, types = append(names, name), append(types, kind)
	}
	return names, types
}

// roomFor returns how many rows the statement for n rows of so many columns has
// room for. It may be fewer than n.
func roomFor(n, columns int) int {
	room := rooms[0]
	for _, next := range rooms[1:] {
		if room >= n || next*columns > mostParameters {
			break
		}
		room = next
	}
	return room
}

// texts keeps the texts of bulk statements.
type texts struct{ known sync.Map }

type textKey struct {
	bulk
	room int
}

func (k *texts) of(b bulk, room int, mark func(n int) string) string {
	key := textKey{b, room}
	if text, ok := k.known.Load(key); ok {
		return text.(string)
	}
	text := b.text(room, mark)
	k.known.Store(key, text)
	return text
}

// eachPart calls do with the text and the arguments for each chunk of n rows,
// of which row gives the values.
func (t *tx) eachPart(b bulk, n int, row func(i int) []any, do func(text string, args []any) error) error {
	width := strings.Count(b.columns, ",") + 1
	for from, to := 0, 0; from < n; from = to {
		room := roomFor(n-from, width)
		to = min(n, from+room)
		args := make([]any, room*width)
		for i := from; i < to; i++ {
			copy(args[(i-from)*width:], row(i))
		}
		if err := do(t.db.texts.of(b, room, t.db.d.mark), args); err != nil {
			return err
		}
	}
	return nil
}

// execBulk runs a statement over n rows.
func (t *tx) execBulk(ctx context.Context, b bulk, n int, row func(i int) []any) error {
	return t.eachPart(b, n, row, func(text string, args []any) error {
		_, err := t.ExecContext(ctx, text, args...)
		return err
	})
}

// queryBulk runs a statement over n rows and hands over each row that it
// returns.
func (t *tx) queryBulk(ctx context.Context, b bulk, n int, row func(i int) []any, each func(scan func(...any) error) error) error {
	return t.eachPart(b, n, row, func(text string, args []any) error {
		rows, err := t.QueryContext(ctx, text, args...)
		return eachRow(rows, err, each)
	})
}

// eachRow hands over the rows of a query and closes it.
func eachRow(rows *sql.Rows, err error, each func(scan func(...any) error) error) error {
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := each(rows.Scan); err != nil {
			return err
		}
	}
	return rows.Err()
}

// placeholders returns "$first, ...", n of them.
func placeholders(first, n int) string {
	var b strings.Builder
	for i := range n {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString("$" + strconv.Itoa(first+i))
	}
	return b.String()
}

// ids reads the rows of a statement that returns one id each.
func ids(rows *sql.Rows, err error) ([]int64, error) {
	var list []int64
	err = eachRow(rows, err, func(scan func(...any) error) error {
		var id int64
		err := scan(&id)
		list = append(list, id)
		return err
	})
	return list, err
}
