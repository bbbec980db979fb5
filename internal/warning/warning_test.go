package warning_test

import (
	"encoding/json"
	"testing"

	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/warning"
)

// Programs read warnings: their JSON is a promise.
func TestAWarningAsJSON(t *testing.T) {
	message := lang.T("時系列の断層があります", "there is a break in the series")
	for want, w := range map[string]warning.Warning{
		`{"code":"no_rows","message":"時系列の断層があります","message_en":"there is a break in the series"}`: warning.New(warning.NoRows, message, warning.Place{}),
		`{"code":"series_break","message":"時系列の断層があります","message_en":"there is a break in the series","place":{"indicator_id":"ind-2","area_code":"022039","period_start":"2021-01-01","period_end":"2021-01-01"}}`: warning.New(warning.SeriesBreak, message,
			warning.Place{IndicatorID: "ind-2", AreaCode: "022039", PeriodStart: "2021-01-01", PeriodEnd: "2021-01-01"}),
	} {
		if got, err := json.Marshal(w); err != nil || string(got) != want {
			t.Errorf("got  %s, %v\nwant %s", got, err, want)
		}
	}
}
