package pages_test

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/orderflow/orderflow/internal/events"
	"github.com/orderflow/orderflow/internal/order"
	"github.com/orderflow/orderflow/internal/order/api"
)

// TestThereAreWordsForEverything: the pages have words for every status, every
// event of a timeline and every problem that the API may answer.
func TestThereAreWordsForEverything(t *testing.T) {
	text, err := os.ReadFile("static/words.js")
	if err != nil {
		t.Fatal(err)
	}
	words := string(text)
	for _, status := range order.Statuses {
		if !strings.Contains(words, "\n  "+string(status)+": { name:") {
			t.Errorf("there is no name for the status %s", status)
		}
		ended := !strings.Contains(regexp.MustCompile(`ended = .*`).FindString(words), "'"+string(status)+"'")
		if ended != status.Ended() {
			t.Errorf("the pages take it that an order that is %s has ended: %v", status, ended)
		}
	}
	for _, event := range events.Types {
		if !strings.Contains(words, "case '"+string(event)+"':") {
			t.Errorf("there are no words for the event %s", event)
		}
	}
	// What only a page that is wrong itself could be told.
	never := []string{"bad-idempotency-key", "bad-parameter", "not-json"}
	problems := regexp.MustCompile(`urn:orderflow:problem:([a-z-]+)`).FindAllStringSubmatch(string(api.Contract), -1)
	if len(problems) < 10 {
		t.Fatalf("openapi.yaml names %d problems", len(problems))
	}
	for _, problem := range problems {
		if !slices.Contains(never, problem[1]) && !strings.Contains(words, "case '"+problem[1]+"':") {
			t.Errorf("there is no sentence for the problem %s", problem[1])
		}
	}
}
