package main

import (
	"context"
	_ "embed"
	"fmt"

	"hachinohe.example/opendata/internal/config"
	"hachinohe.example/opendata/internal/lang"
)

//go:generate go run -C ../../internal/tools ./licenses

//go:embed licenses.txt
var notices string

// licenses prints the notices of the modules that the program is made of.
func licenses(_ context.Context, args []string, term terminal) error {
	if err := config.ParseLicenses(args, term.environment()); err != nil {
		return err
	}
	term.say(term.out, lang.T("このプログラムに含まれる、ほかの人が作成したプログラムと、そのライセンスの原文です。", "The software by others in this program, and its licences:"))
	fmt.Fprintln(term.out, "\n"+notices)
	return nil
}
