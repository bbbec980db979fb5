package ledger

import (
	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/lang"
)

// What is wrong with a store is Internal: it is for who runs the store, in both
// languages and with what to do about it, and opaque to clients.

// damaged says that something in the store is not as it was published.
func damaged(name string, cause error) error {
	return fault.New(fault.Internal, lang.T("保管場所の "+name+" が破損しています", name+" in the store is damaged"), verifyAndRestore()).Because(cause)
}

// missing says that something that the history names is not in the store.
func missing(name string, cause error) error {
	return fault.New(fault.Internal, lang.T("保管場所に "+name+" がありません", name+" is missing in the store"), verifyAndRestore()).Because(cause)
}

// brokenLog says that the entries of the log do not follow from one another.
func brokenLog(cause error) error {
	return fault.New(fault.Internal, lang.T("公表の記録が破損しています", "the log of releases is damaged"), verifyAndRestore()).Because(cause)
}

func verifyAndRestore() lang.Text {
	return lang.T("opendata verify 保管場所 で破損を確認し、挙げられたものをバックアップから戻してください", "run opendata verify STORE, and restore what it names from a backup")
}

// shortened says that the log lacks what it had before. Errors of it are
// ErrShortened.
func shortened(cause error) error {
	return fault.New(fault.Internal, lang.T("公表の記録が以前より短いか、書き換えられています", "the log is shorter than it was or has been rewritten"),
		lang.T("保管場所のURLが正しいことを確認し、失われた記録をバックアップから戻してください", "check the address of the store, and restore the lost entries from a backup")).Because(cause)
}

// unread says that a release cannot be read; what is wrong says its cause.
func unread(number int, cause error) error {
	return fault.New(fault.Internal, lang.Textf("第%d回公表を読み込めません", "cannot read release %d", number)).Because(cause)
}
