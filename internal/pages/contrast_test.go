package pages_test

import (
	"math"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// TestContrast computes the contrast of the style sheet's colours, in both
// schemes: 4.5 to 1 for text, 3 to 1 for the borders of what can be filled in (WCAG
// 2.2, 1.4.3 and 1.4.11).
func TestContrast(t *testing.T) {
	text, err := os.ReadFile("static/style.css")
	if err != nil {
		t.Fatal(err)
	}
	light, rest, _ := strings.Cut(string(text), "@media (prefers-color-scheme: dark)")
	dark, _, _ := strings.Cut(rest, "}\n}")
	pairs := map[string][]string{ // text → surfaces
		"text": {"bg", "surface", "sunken"}, "muted": {"bg", "surface", "sunken"}, "accent": {"bg", "surface", "sunken"},
		"on-accent": {"accent", "accent-strong", "bad"}, "bad": {"bg", "surface"}, "good": {"bg", "surface"}, "bg": {"text"},
		"on-accent-soft": {"accent-soft"}, "on-good-soft": {"good-soft"}, "on-warn-soft": {"warn-soft"}, "on-bad-soft": {"bad-soft"}, "on-info-soft": {"info-soft"},
	}
	for name, block := range map[string]string{"light": light, "dark": dark} {
		colour := regexp.MustCompile(`--([a-z-]+): #([0-9a-f]{6});`)
		tokens := map[string]float64{}
		for _, match := range colour.FindAllStringSubmatch(block, -1) {
			tokens[match[1]] = luminance(t, match[2])
		}
		check := func(front, back string, least float64) {
			a, okA := tokens[front]
			b, okB := tokens[back]
			if !okA || !okB {
				t.Errorf("%s: there is no --%s or no --%s", name, front, back)
				return
			}
			if contrast := (max(a, b) + 0.05) / (min(a, b) + 0.05); contrast < least {
				t.Errorf("%s: --%s on --%s has a contrast of %.2f, less than %.1f", name, front, back, contrast, least)
			}
		}
		for front, backs := range pairs {
			for _, back := range backs {
				check(front, back, 4.5)
			}
		}
		check("line-strong", "surface", 3)
		check("info", "bg", 3) // the ring around what has the focus
		check("info", "surface", 3)
		check("warn", "surface", 3)
	}
}

// luminance is the relative luminance of an sRGB colour, as WCAG defines it.
func luminance(t *testing.T, hex string) (sum float64) {
	t.Helper()
	for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
		value, err := strconv.ParseUint(hex[2*i:2*i+2], 16, 8)
		if err != nil {
			t.Fatal(err)
		}
		c := float64(value) / 255
		if c <= 0.04045 {
			c /= 12.92
		} else {
			c = math.Pow((c+0.055)/1.055, 2.4)
		}
		sum += weight * c
	}
	return sum
}
