package ledger_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/ledger"
	"hachinohe.example/opendata/internal/ledger/ledgertest"
	"hachinohe.example/opendata/internal/release"
)

func TestARefusalNamesAHundredChangesAndCountsTheRest(t *testing.T) {
	for _, test := range []struct {
		lost   int
		fields int
		more   string // beside those that are named
	}{
		{99, 99, ""}, {100, 100, ""}, {101, 101, "ほか 1 件 / … and 1 more"}, {5000, 101, "ほか 4900 件 / … and 4900 more"},
	} {
		t.Run(fmt.Sprintf("%d records are lost", test.lost), func(t *testing.T) {
			var b strings.Builder
			b.WriteString("id,height,kind\n")
			for i := range test.lost {
				fmt.Fprintf(&b, "t-%d,1,松\n", i)
			}
			kept := "t-kept,1,松\n"
			l := ledgertest.New(t, ledgertest.NewMemory())
			l.Publish(ledger.Proposal{Sources: ledgertest.Trees(t, b.String()+kept), Reason: release.Initial})
			_, err := l.Try(ledger.Proposal{Sources: ledgertest.Trees(t, "id,height,kind\n"+kept), Reason: release.NewData})
			refusal, ok := errors.AsType[*fault.Error](err)
			if !ok || len(refusal.Fields) != test.fields {
				t.Fatalf("got %T with %d fields, want %d", err, len(refusal.Fields), test.fields)
			}
			if want := fmt.Sprintf("理由「新しいデータの追加」では公表できない変更が%d件あります。何も公表していません / the reason new_data does not cover %d of the changes; nothing was published", test.lost, test.lost); refusal.Message.String() != want {
				t.Errorf("got %s, want %s", refusal.Message, want)
			}
			if last := refusal.Fields[len(refusal.Fields)-1]; test.more != "" && (last.Place != "" || last.Message.String() != test.more) {
				t.Errorf("the last field is %v, want %s", last, test.more)
			}
		})
	}
}
