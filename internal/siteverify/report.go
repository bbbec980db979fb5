// Package siteverify proves from outside that a release or a whole log is as it
// was published: on a running site, over HTTP, or in a folder that opendata
// export wrote, offline.
//
// It promises to name everything that differs from the manifests, the rules of
// the log or the head that somebody noted down, and that a broken or hostile
// site costs it no more than Limits allow. It refuses to follow a site to
// another host, to follow links out of a folder, and to write anything. Only
// cmd/opendata imports it.
package siteverify

import (
	"fmt"

	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/ledger"
	"hachinohe.example/opendata/internal/release"
)

func found(r *ledger.Report, name string, problem lang.Text) {
	r.Findings = append(r.Findings, ledger.Finding{Name: name, Problem: problem})
}

// because adds the cause to a text, in the language of each.
func because(ja, en string, cause error) lang.Text {
	return lang.T(ja+": "+fault.In(cause, lang.Japanese), en+": "+fault.In(cause, lang.English))
}

func unreadable(err error) lang.Text { return because("読み込めません", "cannot be read", err) }

func damaged(err error) lang.Text { return because("壊れています", "damaged", err) }

func missing() lang.Text { return lang.T("ありません", "missing") }

// checkBytes compares the sha256 and size of a file with what its manifest says.
func checkBytes(r *ledger.Report, name string, f release.File, sum string, size int64) {
	if sum != f.SHA256 || size != int64(f.Bytes) {
		found(r, name, lang.T(
			fmt.Sprintf("公表した内容と違います（SHA-256 %s、ファイル一覧では %s）", sum, f.SHA256),
			fmt.Sprintf("differs from what was published (SHA-256 %s, the manifest says %s)", sum, f.SHA256)))
		return
	}
	r.Objects++
	r.Bytes += size
}
