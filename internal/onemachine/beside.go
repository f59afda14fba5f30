package onemachine

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/feature/dynamodb/attributevalue"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"github.com/orderflow/orderflow/internal/promo"
	"github.com/orderflow/orderflow/internal/wiring"
)

// What the pages need of stores that other processes write, when functions are
// processes: nobody here sees an order change, but every change has an event.

const (
	// watchEvery is how often the bus is looked at.
	watchEvery = 250 * time.Millisecond
	// afterglow is how long after an event browsers are still told to read again, each
	// second: a wait is parked and a voucher issued a moment after the event before,
	// and these have none of their own.
	afterglow = time.Minute
)

// watchBus tells browsers to read again whenever there is something new on the
// bus, until stop is called.
func (m *Machine) watchBus(log *slog.Logger) (stop func()) {
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		tick := time.NewTicker(watchEvery)
		defer tick.Stop()
		var newest int64
		var last, told time.Time
		for {
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
			}
			id, err := m.Cloud.NewestEvent()
			if err != nil {
				log.Warn("browsers are not told what has changed", "error", err)
				continue
			}
			now := time.Now()
			if id != newest {
				newest, last = id, now
			} else if now.Sub(last) > afterglow || now.Sub(told) < time.Second {
				continue
			}
			told = now
			m.Live.Resync()
		}
	}()
	return func() {
		cancel()
		<-ended
	}
}

// latestVouchers lists a customer's newest vouchers, from whichever store has them.
func (m *Machine) latestVouchers(ctx context.Context, customerID string, limit int) ([]promo.Voucher, error) {
	if m.dynamodb == nil {
		return m.vouchers.Latest(ctx, customerID, limit)
	}
	// The table has no index for this: nobody on AWS asks. Here it is small.
	var all []promo.Voucher
	pages := dynamodb.NewScanPaginator(m.dynamodb.Client(), &dynamodb.ScanInput{
		TableName: aws.String(wiring.VouchersTable), FilterExpression: aws.String("customerId = :customer"),
		ExpressionAttributeValues: map[string]types.AttributeValue{":customer": &types.AttributeValueMemberS{Value: customerID}},
	})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, fmt.Errorf("list vouchers: %w", err)
		}
		var some []promo.Voucher
		err = attributevalue.UnmarshalListOfMapsWithOptions(page.Items, &some, func(o *attributevalue.DecoderOptions) { o.TagKey = "json" })
		if err != nil {
			return nil, fmt.Errorf("a stored voucher is damaged: %w", err)
		}
		all = append(all, some...)
	}
	slices.SortFunc(all, func(a, b promo.Voucher) int { return b.IssuedAt.Compare(a.IssuedAt) })
	return all[:min(limit, len(all))], nil
}
