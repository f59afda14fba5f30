package pages_test

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

// TestContrastOfTheConsole: a status's colour is read on its own soft ground, and on
// every surface, in both schemes: 4.5 to 1.
func TestContrastOfTheConsole(t *testing.T) {
	text, err := os.ReadFile("static/console.css")
	if err != nil {
		t.Fatal(err)
	}
	light, rest, _ := strings.Cut(string(text), "@media (prefers-color-scheme: dark)")
	dark, _, _ := strings.Cut(rest, "\n}\n")
	surfaces := map[string]map[string]string{"light": {"surface": "ffffff"}, "dark": {}} // the light one is that of all pages
	for name, block := range map[string]string{"light": light, "dark": dark} {
		colours := surfaces[name]
		for _, match := range regexp.MustCompile(`--([a-z-]+): #([0-9a-f]{6});`).FindAllStringSubmatch(block, -1) {
			colours[match[1]] = match[2]
		}
		check := func(front, back string) {
			if colours[front] == "" || colours[back] == "" {
				t.Errorf("%s: there is no --%s or no --%s", name, front, back)
				return
			}
			a, b := luminance(t, colours[front]), luminance(t, colours[back])
			if contrast := (max(a, b) + 0.05) / (min(a, b) + 0.05); contrast < 4.5 {
				t.Errorf("%s: --%s on --%s has a contrast of %.2f, less than 4.5", name, front, back, contrast)
			}
		}
		for _, status := range []string{"running", "waiting", "succeeded", "caught", "failed", "aborted", "timed"} {
			for _, back := range []string{"s-" + status + "-soft", "surface", "bg", "sunken"} {
				check("s-"+status, back)
			}
		}
		for _, back := range []string{"surface", "bg", "sunken"} {
			check("muted", back)
		}
	}
}
