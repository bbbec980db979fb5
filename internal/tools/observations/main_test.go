package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const root = "../../.."

// The source file is what the program makes of the figures.
func TestTheSourceFileIsMadeOfTheFigures(t *testing.T) {
	figures, err := os.ReadFile(filepath.Join(root, "..", "shared", "data", "mynumber_cards_all_municipalities.csv"))
	if err != nil {
		t.Skip("the figures of all municipalities are not next to the repository: ", err)
	}
	areas, err := os.ReadFile(filepath.Join(root, "dataset", "source", "areas.csv"))
	if err != nil {
		t.Fatal(err)
	}
	want, err := os.ReadFile(filepath.Join(root, "dataset", "source", "observations.csv"))
	if err != nil {
		t.Fatal(err)
	}
	got, err := observations(areas, figures)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Error("dataset/source/observations.csv is not what go run -C internal/tools ./observations makes of the figures")
	}
}

const (
	someAreas = `code,name,name_en,kind,prefecture,hachinohe_area,source
020001,甲県,A,prefecture,甲県,false,x
022012,一市,B,municipality,甲県,false,x
`
	figureHeadings = "municipality_code,date,prefecture,municipality,population,population_date,cards_issued,cards_rate_percent\n"
)

// A sum says what it is of, whom it lacks, and where it breaks; of a municipality
// there is what the file says. Halves are rounded up: 125 of 1,000 are 12.5 %, and 1 of 80 is
// 1.25 %, so 1.3.
func TestSumsSayWhatTheyAre(t *testing.T) {
	got, err := observations([]byte(someAreas), []byte("\ufeff"+figureHeadings+
		"022012,2020-01-01,甲県,一市,80,2019-01-01,1,1.3\n"+
		"022012,2020-02-01,甲県,一市,80,2019-01-01,2,2.5\n"+
		"022021,2020-01-01,甲県,二市,920,2019-01-01,124,13.5\n"+
		"031001,2020-01-01,乙県,三市,920,2019-01-01,124,13.5\n"))
	if err != nil {
		t.Fatal(err)
	}
	const made = "。総務省の公表値ではない"
	want := strings.Join([]string{
		"indicator_id,area_code,period_start,period_end,label,value,base_date,status,note,source",
		"ind-1,020001,2020-01-01,2020-01-01,2020年1月1日,125,,E,甲県内の2市町村の値を市が合計した値" + made + "," + ministry + "（2020-01-01時点）の甲県内の2市町村の値から八戸市が計算",
		"ind-1,020001,2020-02-01,2020-02-01,2020年2月1日,2,,B,合計した市区町村が2から1に変わった。甲県内の1市町村の値を市が合計した値" + made + "。計算に使った資料にこの時点の値がない甲県二市を含まない," + ministry + "（2020-02-01時点）の甲県内の1市町村の値から八戸市が計算",
		"ind-1,022012,2020-01-01,2020-01-01,2020年1月1日,1,,A,," + ministry + "（2020-01-01時点）",
		"ind-1,022012,2020-02-01,2020-02-01,2020年2月1日,2,,A,," + ministry + "（2020-02-01時点）",
		"ind-2,020001,2020-01-01,2020-01-01,2020年1月1日,12.5,2019-01-01,E,甲県内の2市町村の交付枚数の合計を人口の合計で割って市が計算した値" + made + "," + ministry + "（2020-01-01時点）の甲県内の2市町村の値から八戸市が計算",
		"ind-2,020001,2020-02-01,2020-02-01,2020年2月1日,2.5,2019-01-01,B,合計した市区町村が2から1に変わった。甲県内の1市町村の交付枚数の合計を人口の合計で割って市が計算した値" + made + "。計算に使った資料にこの時点の値がない甲県二市を含まない," + ministry + "（2020-02-01時点）の甲県内の1市町村の値から八戸市が計算",
		"ind-2,022012,2020-01-01,2020-01-01,2020年1月1日,1.3,2019-01-01,A,," + ministry + "（2020-01-01時点）",
		"ind-2,022012,2020-02-01,2020-02-01,2020年2月1日,2.5,2019-01-01,A,," + ministry + "（2020-02-01時点）",
		"ind-3,020001,2019-01-01,2019-01-01,2019年1月1日,1000,,E,甲県内の2市町村の値を市が合計した値" + made + "," + ministry + "（2020-01-01時点から2020-02-01時点までの2時点の交付枚数率の分母）の甲県内の2市町村の値から八戸市が計算",
		"ind-3,022012,2019-01-01,2019-01-01,2019年1月1日,80,,A,," + ministry + "（2020-01-01時点から2020-02-01時点までの2時点の交付枚数率の分母）",
	}, "\n") + "\n"
	if string(got) != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestFiguresThatCannotBe(t *testing.T) {
	for name, rows := range map[string]string{
		"a rate that is not cards ÷ population":    "022012,2020-01-01,甲県,一市,80,2019-01-01,1,1.2\n",
		"no population":                            "022012,2020-01-01,甲県,一市,0,2019-01-01,1,1.2\n",
		"no number":                                "022012,2020-01-01,甲県,一市,80,2019-01-01,,1.3\n",
		"a municipality twice on a date":           "022012,2020-01-01,甲県,一市,80,2019-01-01,1,1.3\n022012,2020-01-01,甲県,一市,80,2019-01-01,1,1.3\n",
		"populations of two dates in one sum":      "022012,2020-01-01,甲県,一市,80,2019-01-01,1,1.3\n022021,2020-01-01,甲県,二市,80,2018-01-01,1,1.3\n",
		"an area that the figures do not speak of": "022021,2020-01-01,甲県,二市,80,2019-01-01,1,1.3\n",
	} {
		if _, err := observations([]byte(someAreas), []byte(figureHeadings+rows)); err == nil {
			t.Errorf("accepted %s", name)
		}
	}
}
