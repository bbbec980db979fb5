package portal_test

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"hachinohe.example/opendata/internal/portal"
)

var (
	rootPattern  = regexp.MustCompile(`(?s):root\s*\{(.*?)\}`)
	colorPattern = regexp.MustCompile(`--([a-z]+-[a-z]+):\s*(#[0-9a-f]{6});`)
	anyColor     = regexp.MustCompile(`#[0-9a-fA-F]{3,8}\b|\b(?:rgb|hsl|oklch|lab)a?\(`)
	usedPattern  = regexp.MustCompile(`var\(--([a-z-]+)\)`)
)

// palettes are the colours in light and in dark; what dark does not say again is as
// in light.
func palettes(t *testing.T) map[string]map[string]string {
	t.Helper()
	roots := rootPattern.FindAllStringSubmatch(string(portal.Style()), -1)
	if len(roots) != 2 {
		t.Fatalf("the style sheet should set its colours twice, light and dark, not %d times", len(roots))
	}
	all := map[string]map[string]string{"light": {}, "dark": {}}
	for i, root := range roots {
		for _, c := range colorPattern.FindAllStringSubmatch(root[1], -1) {
			all["dark"][c[1]] = c[2]
			if i == 0 {
				all["light"][c[1]] = c[2]
			}
		}
	}
	return all
}

func TestEveryColourPairCanBeRead(t *testing.T) {
	for mode, colours := range palettes(t) {
		checked := 0
		for ink := range colours {
			for ground := range colours {
				want := needed(ink, ground)
				if want == 0 {
					continue
				}
				checked++
				if got := contrast(t, colours[ink], colours[ground]); got < want {
					t.Errorf("%s: %s on %s has contrast %.2f, want %.1f", mode, ink, ground, got, want)
				}
			}
		}
		if checked < 12 {
			t.Errorf("%s: only %d pairs found; were the properties renamed?", mode, checked)
		}
	}
}

// needed is the contrast that two colours must have, 0 if they never meet.
func needed(ink, ground string) float64 {
	const text, graphic = 4.5, 3.0 // WCAG 2.2, 1.4.3 and 1.4.11
	paper, button := strings.HasPrefix(ground, "paper-"), strings.HasPrefix(ground, "button-")
	switch {
	case strings.HasPrefix(ink, "ink-") && paper, ink == "button-ink" && button && ground != ink:
		return text
	case ink == "line-focus" && paper, ink == "button-rest" && paper:
		return graphic
	}
	return 0
}

// Otherwise a colour could escape the test above.
func TestColoursAreOnlyInProperties(t *testing.T) {
	css := string(portal.Style())
	rest := rootPattern.ReplaceAllString(css, "")
	if found := anyColor.FindString(rest); found != "" {
		t.Errorf("the colour %s is used outside of the custom properties", found)
	}
	known := palettes(t)["light"]
	for _, use := range usedPattern.FindAllStringSubmatch(rest, -1) {
		if _, ok := known[use[1]]; !ok {
			t.Errorf("--%s is used and not set", use[1])
		}
	}
	for name := range known {
		if family, _, _ := strings.Cut(name, "-"); !strings.Contains(" ink paper button line ", " "+family+" ") {
			t.Errorf("--%s belongs to no family that the contrast test knows", name)
		}
	}
}

func TestStyleIsSmallAndLoadsNothing(t *testing.T) {
	css := portal.Style()
	if len(css) >= 8_000 {
		t.Errorf("the style sheet has %d bytes, want less than 8000", len(css))
	}
	for _, forbidden := range []string{"url(", "@import", "@font-face", "http"} {
		if strings.Contains(string(css), forbidden) {
			t.Errorf("the style sheet contains %s", forbidden)
		}
	}
	css[0] = 'x'
	if portal.Style()[0] == 'x' {
		t.Error("a caller can change the style sheet of the others")
	}
}

func contrast(t *testing.T, a, b string) float64 {
	t.Helper()
	la, lb := luminance(t, a), luminance(t, b)
	return (max(la, lb) + 0.05) / (min(la, lb) + 0.05)
}

// luminance is the relative luminance of WCAG.
func luminance(t *testing.T, colour string) float64 {
	t.Helper()
	sum := 0.0
	for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
		n, err := strconv.ParseUint(colour[1+2*i:3+2*i], 16, 8)
		if err != nil {
			t.Fatal(err)
		}
		c := float64(n) / 255
		if c <= 0.04045 {
			c /= 12.92
		} else {
			c = math.Pow((c+0.055)/1.055, 2.4)
		}
		sum += weight * c
	}
	return sum
}
