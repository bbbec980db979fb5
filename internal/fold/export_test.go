package fold

// The tables, for the test of their order.
const (
	KanjiOld = kanjiOld
	KanjiNew = kanjiNew
	Radicals = radicals
)
