package main

import (
	"strings"

	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	"github.com/cdklabs/cdk-nag-go/cdknag/v2"
)

// excuse says why a finding of cdk-nag stands. A finding of IAM4 or IAM5 is
// excused only for what appliesTo names: findings, or regular expressions between
// slashes.
func excuse(on constructs.IConstruct, id, reason string, appliesTo ...string) {
	suppression := &cdknag.NagPackSuppression{Id: jsii.String(id), Reason: jsii.String(reason)}
	if appliesTo != nil {
		var these []any
		for _, finding := range appliesTo {
			if strings.HasPrefix(finding, "/") {
				these = append(these, &cdknag.RegexAppliesTo{Regex: jsii.String(finding)})
			} else {
				these = append(these, finding)
			}
		}
		suppression.AppliesTo = &these
	}
	cdknag.NagSuppressions_AddResourceSuppressions(on, &[]*cdknag.NagPackSuppression{suppression}, jsii.Bool(false))
}
