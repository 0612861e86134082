package web

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"dateline/internal/desk"
	"dateline/internal/news"
)

// An act is what a button of the composer does to the blocks besides saving
// them: "pull:a12" puts a report into the list, "lead:a12" quotes it, "video:"
// and "update:" put it in as such, "up:", "down:" and "drop:" move and remove
// it in the list, "cut:2" removes a block, "add:text" adds one, "put" puts back
// what the last act took out.
type act struct {
	verb string
	arg  string // a report's key, a block's place, or a kind
}

func actOf(do string) act {
	verb, arg, _ := strings.Cut(do, ":")
	return act{verb: verb, arg: arg}
}

// aside is what an act took out of a post. It is kept beside the session, with
// the editor's own words in it, until the next act takes something out.
type aside struct {
	Post  news.PostID `json:"post"`
	At    int         `json:"at"` // where it stood
	Block news.Block  `json:"block"`
	Text  string      `json:"text"` // what happened, one sentence
}

// apply does the act. It returns what it took out, nil when that is nothing.
func (a act) apply(blocks []news.Block, m *material) ([]news.Block, *aside) {
	switch a.verb {
	case "pull":
		if r, ok := m.reports[a.arg]; ok {
			return pull(blocks, r, -1), nil
		}
	case "drop":
		return a.drop(blocks)
	case "up", "down":
		return a.move(blocks), nil
	case "lead":
		if fresh, ok := m.lead(a.arg); ok {
			return swapLead(blocks, fresh)
		}
	case "video":
		return putVideo(blocks, m, a.arg), nil
	case "update":
		return putUpdate(blocks, m, a.arg), nil
	case "cut":
		return a.cut(blocks)
	case "add":
		return append(blocks, news.Block{Kind: news.BlockText}), nil
	}
	return blocks, nil
}

// putBack puts what an act took out back where it stood.
func (out *aside) putBack(blocks []news.Block) []news.Block {
	switch {
	case out.Block.Kind == news.BlockLead:
		blocks, _ = swapLead(blocks, out.Block)
		return blocks
	case out.Block.Kind == news.BlockMore && len(out.Block.Reports) == 1:
		return pull(blocks, out.Block.Reports[0], out.At)
	}
	return slices.Insert(blocks, min(out.At, len(blocks)), out.Block)
}

// pull puts a report into the list, at its end unless at says where. It leaves
// other uses of the report in the post.
func pull(blocks []news.Block, r news.Report, at int) []news.Block {
	i := slices.IndexFunc(blocks, func(b news.Block) bool { return b.Kind == news.BlockMore })
	if i < 0 {
		return append(blocks, news.Block{Kind: news.BlockMore, Reports: []news.Report{r}})
	}
	key := reportKey(r)
	if slices.ContainsFunc(blocks[i].Reports, func(in news.Report) bool { return reportKey(in) == key }) {
		return blocks
	}
	list := slices.Clone(blocks[i].Reports)
	if at < 0 || at > len(list) {
		at = len(list)
	}
	blocks[i].Reports = slices.Insert(list, at, r)
	return blocks
}

func (a act) drop(blocks []news.Block) ([]news.Block, *aside) {
	i, j := listed(blocks, a.arg)
	if i < 0 {
		return blocks, nil
	}
	gone := blocks[i].Reports[j]
	blocks[i].Reports = slices.Delete(slices.Clone(blocks[i].Reports), j, j+1)
	return blocks, &aside{
		Text: fmt.Sprintf("Removed “%s” from the list.", gone.Headline), At: j,
		Block: news.Block{Kind: news.BlockMore, Reports: []news.Report{gone}},
	}
}

func (a act) move(blocks []news.Block) []news.Block {
	i, j := listed(blocks, a.arg)
	if i < 0 {
		return blocks
	}
	to := j + 1
	if a.verb == "up" {
		to = j - 1
	}
	list := slices.Clone(blocks[i].Reports)
	if to < 0 || to >= len(list) {
		return blocks
	}
	list[j], list[to] = list[to], list[j]
	blocks[i].Reports = list
	return blocks
}

// listed returns the block and the place in it where a report is listed, -1
// when it is in no list.
func listed(blocks []news.Block, key string) (block, place int) {
	for i, b := range blocks {
		if b.Kind != news.BlockMore {
			continue
		}
		for j, r := range b.Reports {
			if reportKey(r) == key {
				return i, j
			}
		}
	}
	return -1, -1
}

// swapLead makes fresh the lead. The report that it replaces takes its place
// in the list.
func swapLead(blocks []news.Block, fresh news.Block) ([]news.Block, *aside) {
	i := slices.IndexFunc(blocks, func(b news.Block) bool { return b.Kind == news.BlockLead })
	j, place := listed(blocks, reportKey(*fresh.Report))
	if j >= 0 {
		blocks[j].Reports = slices.Delete(slices.Clone(blocks[j].Reports), place, place+1)
	}
	if i < 0 {
		return slices.Insert(blocks, 0, fresh), nil
	}
	was := blocks[i]
	blocks[i] = fresh
	if was.Report == nil || reportKey(*was.Report) == reportKey(*fresh.Report) {
		return blocks, nil
	}
	return pull(blocks, *was.Report, place), &aside{
		Text: fmt.Sprintf("“%s” leads now.", fresh.Report.Headline), At: i, Block: was,
	}
}

// putVideo shows the video of a report above the lead, and takes the report
// out of the list.
func putVideo(blocks []news.Block, m *material, key string) []news.Block {
	a := m.article(key)
	if a == nil || a.Video == (news.Video{}) {
		return blocks
	}
	if i, j := listed(blocks, key); i >= 0 {
		blocks[i].Reports = slices.Delete(slices.Clone(blocks[i].Reports), j, j+1)
	}
	return slices.Insert(blocks, 0, desk.VideoBlock(a))
}

// putUpdate adds an update line after the lead and the updates there are.
func putUpdate(blocks []news.Block, m *material, key string) []news.Block {
	r, ok := m.reports[key]
	if !ok {
		return blocks
	}
	if i, j := listed(blocks, key); i >= 0 {
		blocks[i].Reports = slices.Delete(slices.Clone(blocks[i].Reports), j, j+1)
	}
	return putLine(blocks, news.Block{Kind: news.BlockUpdate, Report: &r})
}

// putLine puts an update or an earlier post where such lines stand: after the
// lead, updates before earlier posts.
func putLine(blocks []news.Block, line news.Block) []news.Block {
	at := 0
	for i, b := range blocks {
		switch b.Kind {
		case news.BlockLead, news.BlockVideo, news.BlockUpdate, line.Kind:
			at = i + 1
		}
	}
	return slices.Insert(blocks, at, line)
}

func (a act) cut(blocks []news.Block) ([]news.Block, *aside) {
	i, err := strconv.Atoi(a.arg)
	if err != nil || i < 0 || i >= len(blocks) {
		return blocks, nil
	}
	gone := blocks[i]
	names := map[news.BlockKind]string{
		news.BlockLead: "lead", news.BlockVideo: "video", news.BlockUpdate: "update", news.BlockPrevious: "earlier post",
	}
	name := names[gone.Kind]
	if name == "" {
		name = "text"
	}
	return slices.Delete(slices.Clone(blocks), i, i+1), &aside{Text: "Took the " + name + " out.", At: i, Block: gone}
}
