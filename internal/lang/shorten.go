package lang

const maxShown = 80 // characters

// Shorten keeps a message short, whatever somebody wrote that it repeats.
func Shorten(text string) string {
	if runes := []rune(text); len(runes) > maxShown {
		return string(runes[:maxShown]) + "…"
	}
	return text
}
