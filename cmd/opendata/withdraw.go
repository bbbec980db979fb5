package main

import (
	"context"
	"fmt"
	"strings"

	"hachinohe.example/opendata/internal/config"
	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/ledger"
	"hachinohe.example/opendata/internal/release"
)

// withdraw removes published bytes that the law does not let stay.
func withdraw(ctx context.Context, args []string, term terminal) error {
	cfg, err := config.ParseWithdraw(args, term.getenv, term.out)
	if err != nil {
		return err
	}
	r, h, err := open(ctx, cfg.Store)
	if err != nil {
		return err
	}
	file, in, err := bearers(h, cfg.Number, cfg.File)
	if err != nil {
		return err
	}
	talk := term.talk(cfg.JSON)
	fmt.Fprintf(talk, "取り下げる内容 / to be removed: %s（sha256 %s, %d bytes）\n同じ内容を持つ公表 / releases with these bytes: %s\n",
		file.Path, file.SHA256, file.Bytes, strings.Trim(fmt.Sprint(in), "[]"))
	others := otherwise(h, file)
	if len(others) > 0 {
		fmt.Fprintf(talk, "内容の違う同じ名前のファイルを持つ公表（同じ記録が残っていないか確かめ、あれば一つずつ取り下げる） / releases with other bytes under this name; look whether they hold the same records, and withdraw them one by one: %s\n", strings.Trim(fmt.Sprint(others), "[]"))
	}
	if !cfg.Yes {
		if err := term.ask(ctx, talk, lang.T("元に戻せません。取り下げますか", "this cannot be undone; withdraw?")); err != nil {
			return err
		}
	}
	w, err := r.Withdraw(ctx, cfg.Number, cfg.File, cfg.Note, term.now())
	if err != nil {
		return err
	}
	if cfg.JSON {
		return term.json(struct {
			release.Withdrawal
			Releases []int `json:"releases"`
			Others   []int `json:"others"` // with other bytes under this name
		}{w, in, others})
	}
	fmt.Fprintf(term.out, "取り下げました / withdrawn: %s %s\n", w.Path, w.Withdrawn)
	return nil
}

// bearers returns a file of a release, and every release that has its bytes.
func bearers(h *ledger.History, number int, path string) (release.File, []int, error) {
	var file release.File
	if err := mustExist(h, number); err != nil {
		return file, nil, err
	}
	var files []string
	m, _ := h.Manifest(number)
	for _, f := range m.Files {
		files = append(files, f.Path)
		if f.Path == path {
			file = f
		}
	}
	if file.Path == "" {
		return file, nil, fault.New(fault.NotFound, lang.T(fmt.Sprintf("公表 %d に %s はありません", number, path), fmt.Sprintf("release %d has no %s", number, path)),
			lang.T("ファイル: "+strings.Join(files, ", "), "its files: "+strings.Join(files, ", ")))
	}
	var in []int
	for _, e := range h.Entries() {
		m, _ := h.Manifest(e.Number)
		for _, f := range m.Files {
			if f.SHA256 == file.SHA256 {
				in = append(in, e.Number)
			}
		}
	}
	return file, in, nil
}

// otherwise returns the releases that have other bytes under the name of a file.
// What must not stay may be in them as well.
func otherwise(h *ledger.History, file release.File) []int {
	numbers := []int{}
	for _, e := range h.Entries() {
		m, _ := h.Manifest(e.Number)
		for _, f := range m.Files {
			if f.Path == file.Path && f.SHA256 != file.SHA256 {
				numbers = append(numbers, e.Number)
			}
		}
	}
	return numbers
}
