package httpapi

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/golang-jwt/jwt/v5"
)

// Claims checks a request's token as API Gateway's JWT authorizer does and
// returns its claims as functions get them: every value as text, lists as
// "[a b]".
func (i *Issuer) Claims(r *http.Request) (map[string]string, error) {
	text := r.Header.Get("Authorization")
	if rest, ok := strings.CutPrefix(text, "Bearer "); ok {
		text = rest
	}
	if text == "" {
		return nil, errors.New("no token")
	}
	token, err := jwt.Parse(text, i.keyOf,
		jwt.WithValidMethods([]string{"RS256", "RS384", "RS512"}), // RSA only; never "none"
		jwt.WithIssuer(i.url), jwt.WithExpirationRequired(), jwt.WithIssuedAt(), jwt.WithJSONNumber())
	if err != nil {
		return nil, err
	}
	all, ok := token.Claims.(jwt.MapClaims)
	if !ok {
		return nil, errors.New("the claims are not an object")
	}
	audience, err := all.GetAudience()
	if err != nil {
		return nil, err
	}
	if client, _ := all["client_id"].(string); !slices.Contains(audience, ClientID) && client != ClientID {
		return nil, errors.New("the token is for another client")
	}
	texts := make(map[string]string, len(all))
	for name, value := range all {
		texts[name] = claimText(value)
	}
	return texts, nil
}

func (i *Issuer) keyOf(token *jwt.Token) (any, error) {
	if token.Header["kid"] != i.kid {
		return nil, errors.New("the key is not known")
	}
	return &i.key.PublicKey, nil
}

func claimText(value any) string {
	switch v := value.(type) {
	case string:
		return v
	case json.Number:
		return v.String()
	case []any:
		parts := make([]string, len(v))
		for i, each := range v {
			parts[i] = claimText(each)
		}
		return "[" + strings.Join(parts, " ") + "]"
	default:
		return fmt.Sprint(v)
	}
}
