package results

import (
	"errors"
	"fmt"

	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/query"
	"hachinohe.example/opendata/internal/table"
)

// groupFault says what is wrong with a grouping that cannot be made.
func groupFault(q query.Query, err error) error {
	_, distinct := q.Given["distinct"]
	switch {
	case distinct && errors.Is(err, table.ErrTooManyGroups):
		return fault.New(fault.TooLarge,
			lang.T(fmt.Sprintf("distinct の値が多すぎます（%dまで）", table.MaxGroups), fmt.Sprintf("too many distinct values (at most %d)", table.MaxGroups)),
			lang.T("条件を加えるか、distinct の代わりに fields を使い、format=csv か format=ndjson で全件を取得してください",
				"add conditions, or request all rows with fields instead of distinct and format=csv or format=ndjson")).Because(err)
	case errors.Is(err, table.ErrTooManyGroups):
		return fault.New(fault.TooLarge,
			lang.T(fmt.Sprintf("グループが多すぎます（%dまで）", table.MaxGroups), fmt.Sprintf("too many groups (at most %d)", table.MaxGroups)),
			lang.T("条件を加えるか、group_by の列を減らしてください", "add conditions, or group by fewer columns")).Because(err)
	case errors.Is(err, table.ErrTooLarge):
		return fault.New(fault.TooLarge, lang.T("合計が18桁を超えます", "a sum has more than 18 digits"),
			lang.T("条件を加えるか、group_by の列を増やしてください", "add conditions, or group by more columns")).Because(err)
	}
	return err
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

func tooManyValues(column string, err error) error {
	return fault.New(fault.TooLarge,
		lang.T(fmt.Sprintf("列 %s の値が多すぎて数えられません（%dまで）", column, table.MaxGroups), fmt.Sprintf("too many values of %s to count (at most %d)", column, table.MaxGroups)),
		lang.T("条件を加えるか、facets から "+column+" を削除してください", "add conditions, or remove "+column+" from facets")).Because(err)
}
