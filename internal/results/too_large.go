package results

import (
	"errors"
	"fmt"

	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/query"
	"hachinohe.example/opendata/internal/table"
)

// errTooManyListed says that a response would list too many groups.
var errTooManyListed = errors.New("too many groups to list")

// groupFault says what is wrong with a grouping that cannot be made, or listed.
func groupFault(q query.Query, err error) error {
	_, distinct := q.Given["distinct"]
	narrow := lang.T("条件を加えるか、group_by の列を減らしてください", "add conditions, or group by fewer columns")
	if distinct {
		narrow = lang.T("条件を加えるか、distinct の代わりに fields を使い、format=csv か format=ndjson で全件を取得してください",
			"add conditions, or request all rows with fields instead of distinct and format=csv or format=ndjson")
	}
	switch {
	case errors.Is(err, table.ErrTooManyGroups):
		return fault.New(fault.TooLarge, lang.T(fmt.Sprintf("グループが多すぎて集計できません（メモリーの上限 %d MB）", groupMemory>>20), fmt.Sprintf("too many groups to count (at most %d MB of memory)", groupMemory>>20)), narrow).Because(err)
	case errors.Is(err, errTooManyListed) && distinct:
		return tooMany(lang.T("distinct の値", "distinct values"), narrow, err)
	case errors.Is(err, errTooManyListed):
		return tooMany(lang.T("グループ", "groups"), narrow, err)
	case errors.Is(err, table.ErrTooLarge):
		return fault.New(fault.TooLarge, lang.T("合計が18桁を超えます", "a sum has more than 18 digits"),
			lang.T("条件を加えるか、group_by の列を増やしてください", "add conditions, or group by more columns")).Because(err)
	}
	return err
}

// tooMany refuses to list all groups. A part of them can be had.
func tooMany(what, narrow lang.Text, err error) error {
	return fault.New(fault.TooLarge,
		lang.T(fmt.Sprintf("%sが多すぎます（一度に返せるのは%dまで）", what.Ja, table.MaxGroups), fmt.Sprintf("too many %s (at most %d in one response)", what.En, table.MaxGroups)),
		lang.T("limit で一部を取得してください（sort と組み合わせると上位だけを取得できます）", "request a part of them with limit (and sort, for the highest)"), narrow).Because(err)
}

// tooLarge is the refusal of rows in JSON of which the first one is too large
// already, or which are so together. The advice is what makes them smaller: of
// one row no limit does, and what is expanded stays whatever the fields are.
func tooLarge(first, expanded bool) error {
	switch {
	case first && expanded:
		return errRowTooLarge()
	case first:
		return answerTooLarge(lang.T("fields で列を選ぶか、format=ndjson で取得してください", "request fewer columns (fields), or the row with format=ndjson"))
	case expanded:
		return answerTooLarge(lang.T("limit を小さくするか、expand の関連を減らすか浅くするか、format=ndjson で全件を取得してください", "request fewer rows (limit), fewer or shallower relations (expand), or everything with format=ndjson"))
	}
	return errTooLarge()
}

func errTooLarge() error {
	return answerTooLarge(lang.T("limit を小さくするか、fields で列を選ぶか、format=ndjson で全件を取得してください", "request fewer rows (limit) or columns (fields), or everything with format=ndjson"))
}

func answerTooLarge(fix lang.Text) error {
	return fault.New(fault.TooLarge, lang.T(fmt.Sprintf("応答が大きすぎます（上限 %d MB）", MaxBytes>>20), fmt.Sprintf("the response is too large (at most %d MB)", MaxBytes>>20)), fix)
}

// errRowTooLarge is the refusal of one row for the rows that it refers to.
func errRowTooLarge() error {
	return fault.New(fault.TooLarge,
		lang.T(fmt.Sprintf("expand で取り込む行が多すぎて、1行が大きすぎます（上限 %d MB）", MaxBytes>>20), fmt.Sprintf("one row is too large with the rows that expand puts into it (at most %d MB)", MaxBytes>>20)),
		lang.T("expand の関連を減らすか浅くするか、参照先のデータセットを条件を付けて別に取得してください", "use fewer or shallower relations in expand, or query the datasets that they refer to separately"))
}

// tooManyValues refuses to count the values of a column.
func tooManyValues(column string, err error) error {
	return fault.New(fault.TooLarge,
		lang.T(fmt.Sprintf("列 %s の値が多すぎて数えられません（メモリーの上限 %d MB）", column, groupMemory>>20), fmt.Sprintf("too many values of %s to count (at most %d MB of memory)", column, groupMemory>>20)),
		lang.T("条件を加えるか、facets から "+column+" を削除してください", "add conditions, or remove "+column+" from facets")).Because(err)
}
