package main

import (
	"encoding/json"
	"fmt"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awseventschemas"
	"github.com/aws/jsii-runtime-go"

	"github.com/orderflow/orderflow/internal/events"
)

// addSchemas adds the events' schemas to a registry, where other teams find them
// and make code of them.
func addSchemas(stack awscdk.Stack, s settings) {
	registry := awseventschemas.NewCfnRegistry(stack, jsii.String("Schemas"), &awseventschemas.CfnRegistryProps{
		RegistryName: jsii.String(s.prefix()), Description: jsii.String("The events of orderflow: what is in their detail"),
	})
	for _, t := range events.Types {
		schema, err := events.Schema(t, events.Version)
		var about struct{ Description string }
		if err == nil {
			err = json.Unmarshal(schema, &about)
		}
		if err != nil {
			awscdk.Annotations_Of(stack).AddError(jsii.String("internal/events: " + err.Error()))
			continue
		}
		awseventschemas.NewCfnSchema(stack, jsii.String("Schema-"+string(t)), &awseventschemas.CfnSchemaProps{
			RegistryName: registry.AttrRegistryName(), SchemaName: jsii.String(fmt.Sprintf("%s@%s.v%d", events.Source, t, events.Version)),
			Type: jsii.String("JSONSchemaDraft4"), Content: jsii.String(string(schema)), Description: jsii.String(about.Description),
		})
	}
}
