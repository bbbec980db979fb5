package release_test

import (
	"fmt"

	"hachinohe.example/opendata/internal/release"
)

func ExampleReasons() {
	for _, r := range release.Reasons() {
		fmt.Println(r.Reason, r.Label.Ja)
	}
	// Output:
	// initial 最初の公表
	// new_data 新しいデータの追加
	// correction 誤りの訂正
	// late_data 遅れて届いたデータ
	// method_change 算出方法の変更
	// unit_change 単位の変更
	// plan_revision 計画の改定
}
