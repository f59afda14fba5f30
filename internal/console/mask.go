package console

import (
	"encoding/json"
	"regexp"
	"strings"
)

// masked stands where a task token was.
const masked = "••• task token •••"

// A task token is base64 and begins with its version: an engine's here with AQ, one
// of AWS with AQ or AAAA. Nothing else that is shown looks like that at this length.
var tokenLike = regexp.MustCompile(`(^|[^A-Za-z0-9])A(?:Q|AAA)[A-Za-z0-9+/=_-]{46,}`)

// mask hides whatever looks like a task token in a text.
func mask(text []byte) []byte {
	return tokenLike.ReplaceAll(text, []byte("${1}"+masked))
}

// maskNamed hides the members of a JSON text, at any depth, that are called a
// token: in a history from elsewhere a token may look like anything. A text that is
// not JSON stays as it is.
func maskNamed(text string) string {
	if !strings.Contains(strings.ToLower(text), "token") {
		return text
	}
	var value any
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.UseNumber()
	if decoder.Decode(&value) != nil || !hideTokens(value) {
		return text
	}
	hidden, err := json.Marshal(value)
	if err != nil {
		return masked
	}
	return string(hidden)
}

func hideTokens(value any) (found bool) {
	switch v := value.(type) {
	case map[string]any:
		for name, each := range v {
			text, isText := each.(string)
			if isText && len(text) > 8 && isTokenName(name) {
				v[name], found = masked, true
				continue
			}
			found = hideTokens(each) || found
		}
	case []any:
		for _, each := range v {
			found = hideTokens(each) || found
		}
	}
	return found
}

func isTokenName(name string) bool {
	name = strings.ToLower(name)
	return name == "token" || strings.HasSuffix(name, "tasktoken") || strings.HasSuffix(name, "task_token")
}
