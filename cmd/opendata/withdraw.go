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

// withdraw removes published bytes that must not be kept by law.
func withdraw(ctx context.Context, args []string, term terminal) error {
	cfg, err := config.ParseWithdraw(args, term.environment())
	if err != nil {
		return err
	}
	r, h, err := open(ctx, cfg.Store)
	if err != nil {
		return err
	}
	file, in, err := withSameBytes(h, cfg.Number, cfg.File)
	if err != nil {
		return err
	}
	messages := term.messages(cfg.JSON)
	term.say(messages, lang.Textf("取り下げる内容: %s（SHA-256 %s、%d バイト）", "to be removed: %s (SHA-256 %s, %d bytes)", file.Path, file.SHA256, int64(file.Bytes)))
	term.say(messages, lang.Textf("同じ内容を含む公表の番号: %s", "releases with these bytes: %s", numberList(in)))
	others := withOtherBytes(h, file)
	if len(others) > 0 {
		term.say(messages, lang.Textf("同じ名前で内容の違うファイルを含む公表の番号（取り下げる内容が残っていないか確認し、あれば一つずつ取り下げてください）: %s",
			"releases with other bytes under this name; check whether they have the same content, and withdraw them one by one: %s", numberList(others)))
	}
	withdrawn, err := r.Withdrawn(ctx)
	if err != nil {
		return err
	}
	if withdrawn.Has(file) {
		term.say(messages, lang.T("この内容は取り下げ済みです。もう一度実行すると、内容が残っている場合に削除します", "these bytes are already withdrawn; withdrawing again removes them if they are still there"))
	}
	if !cfg.Yes {
		if err := term.confirm(ctx, messages, lang.T("元に戻せません。取り下げますか", "This cannot be undone. Withdraw?")); err != nil {
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
	if withdrawn.Has(file) {
		term.say(term.out, lang.Textf("取り下げ済みです: %s %s", "already withdrawn: %s %s", w.Path, w.Withdrawn))
		return nil
	}
	term.say(term.out, lang.Textf("取り下げました: %s %s", "withdrawn: %s %s", w.Path, w.Withdrawn))
	return nil
}

func numberList(numbers []int) string { return strings.Trim(fmt.Sprint(numbers), "[]") }

// withSameBytes returns a file of a release, and every release that has its bytes.
func withSameBytes(h *ledger.History, number int, path string) (release.File, []int, error) {
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
		return file, nil, fault.New(fault.NotFound, lang.Textf("第%d回公表に %s はありません", "release %d has no %s", number, path),
			lang.T("次のいずれかを指定してください: "+strings.Join(files, ", "), "specify one of its files: "+strings.Join(files, ", ")))
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

// withOtherBytes returns the releases that have other bytes under the name of a
// file. What must not be kept may be in them as well.
func withOtherBytes(h *ledger.History, file release.File) []int {
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
