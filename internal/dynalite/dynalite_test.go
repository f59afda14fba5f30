package dynalite_test

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"github.com/orderflow/orderflow/internal/dynalite"
	"github.com/orderflow/orderflow/internal/wiring"
)

// TestItsDataSurvives: what was acknowledged is there after it was killed.
func TestItsDataSurvives(t *testing.T) {
	dir, name := t.TempDir(), wiring.VouchersTable
	item := map[string]types.AttributeValue{"orderId": &types.AttributeValueMemberS{Value: "ord-1"}}
	for _, life := range []string{"first", "second"} {
		server, err := dynalite.Start(dir)
		if err != nil {
			t.Fatal(err)
		}
		if err := dynalite.CreateTables(t.Context(), server.Client()); err != nil {
			t.Fatal(err)
		}
		if life == "first" {
			if _, err := server.Client().PutItem(t.Context(), &dynamodb.PutItemInput{TableName: &name, Item: item}); err != nil {
				t.Fatal(err)
			}
		} else if got, err := server.Client().GetItem(t.Context(), &dynamodb.GetItemInput{TableName: &name, Key: item}); err != nil || got.Item == nil {
			t.Errorf("got %v, %v", got, err)
		}
		server.Close()
	}
}
