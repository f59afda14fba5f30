package main

import (
	"context"
	"encoding/json"
	"errors"
	"os"

	"github.com/orderflow/orderflow/internal/cost"
)

type costCommand struct {
	Orders int64 `default:"100000" help:"How many orders a month."`
	JSON   bool  `help:"Print JSON, with every line of every bill."`
}

// Run counts what orders do on an orderflow of its own, and prices it.
func (c *costCommand) Run(ctx context.Context) error {
	if c.Orders < 1 {
		return errors.New("--orders: say how many orders a month, at least 1")
	}
	prices, err := cost.LoadPrices()
	if err != nil {
		return err
	}
	counts, err := cost.Run(ctx, prices)
	if err != nil {
		return err
	}
	report := prices.Price(counts, c.Orders)
	if c.JSON {
		encoder := json.NewEncoder(os.Stdout)
		encoder.SetIndent("", "  ")
		return encoder.Encode(report)
	}
	return report.Print(os.Stdout)
}
