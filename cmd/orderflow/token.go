package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
)

type tokenCommand struct {
	Role  string `arg:"" enum:"customer,restaurant,ops" help:"customer, restaurant or ops."`
	ID    string `arg:"" help:"Who: a name of your choice; for a restaurant its id."`
	Email string `help:"A customer's mail address."`
	Addr  string `default:"${api}" help:"Where the HTTP API listens."`
}

// Run prints a token.
func (c *tokenCommand) Run(ctx context.Context) error {
	body, err := json.Marshal(map[string]string{"role": c.Role, "id": c.ID, "email": c.Email})
	if err != nil {
		return err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://"+c.Addr+"/dev/token", bytes.NewReader(body))
	if err != nil {
		return err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return fmt.Errorf("no orderflow answers at %s: start one with make run (%w)", c.Addr, err)
	}
	defer response.Body.Close()
	var answer struct {
		AccessToken string `json:"access_token"`
		Message     string `json:"message"`
	}
	if err := json.NewDecoder(response.Body).Decode(&answer); err != nil {
		return fmt.Errorf("what answers at %s is no orderflow: %w", c.Addr, err)
	}
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("no token: %s", answer.Message)
	}
	fmt.Println(answer.AccessToken)
	return nil
}
