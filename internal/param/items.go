package param

import "strings"

// Items takes values apart that are separated by something.
func Items(text string) []string {
	items, wrong := Split(strings.NewReplacer("、", ",", "，", ",").Replace(text))
	if !wrong.Empty() {
		return nil
	}
	if len(items) == 1 && !strings.Contains(text, `"`) {
		items = strings.FieldsFunc(items[0], func(r rune) bool { return r == ';' || r == '；' || r == '|' })
	}
	for i, item := range items {
		items[i] = strings.TrimSpace(item)
	}
	return items
}
