package demo

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/sfn"

	"github.com/orderflow/orderflow/internal/onemachine"
)

// Client speaks HTTP with an orderflow: its API, what its local runtime shows,
// and its AWS endpoint.
type Client struct {
	base string
	sfn  *sfn.Client
}

// NewClient speaks with the orderflow that listens there.
func NewClient(at onemachine.Addresses) *Client {
	return &Client{"http://" + at.API, sfn.New(sfn.Options{
		Region: onemachine.DefaultPlace.Region, BaseEndpoint: aws.String("http://" + at.AWS),
		Credentials: credentials.NewStaticCredentialsProvider("demo", "demo", ""),
	})}
}

// Do makes one request to the API. token and body may be empty; the answer is decoded into
// answer unless that is nil.
func (c *Client) Do(ctx context.Context, method, path, token string, body, answer any) (status int, err error) {
	var text []byte
	if body != nil {
		if text, err = json.Marshal(body); err != nil {
			return 0, err
		}
	}
	r, err := http.NewRequestWithContext(ctx, method, c.base+path, bytes.NewReader(text))
	if err != nil {
		return 0, err
	}
	r.Header.Set("Content-Type", "application/json")
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		return 0, err
	}
	defer response.Body.Close()
	if answer != nil {
		if err := json.NewDecoder(response.Body).Decode(answer); err != nil {
			return response.StatusCode, fmt.Errorf("%s %s answered %d and not what was expected: %w", method, path, response.StatusCode, err)
		}
	}
	return response.StatusCode, nil
}

// Token gets an access token, as POST /dev/token of the local runtime does.
func (c *Client) Token(ctx context.Context, role, id, email string) (string, error) {
	var answer struct {
		AccessToken string `json:"access_token"`
		Message     string
	}
	status, err := c.Do(ctx, http.MethodPost, "/dev/token", "", map[string]string{"role": role, "id": id, "email": email}, &answer)
	if err == nil && status != http.StatusOK {
		err = fmt.Errorf("POST /dev/token answered %d: %s", status, answer.Message)
	}
	return answer.AccessToken, err
}

// Place places an order of two margherite and a tiramisù; the answer is decoded
// into placed.
func (c *Client) Place(ctx context.Context, token string, placed any) (status int, err error) {
	return c.Do(ctx, http.MethodPost, "/orders", token, map[string]any{
		"restaurantId": restaurant, "address": "Via Roma 1, Napoli", "note": "second floor",
		"items": []map[string]any{{"dishId": "margherita", "quantity": 2}, {"dishId": "tiramisu", "quantity": 1}},
	}, placed)
}
