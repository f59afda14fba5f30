package awsapi

import (
	"fmt"
	"regexp"
)

// Place is the account and region that ARNs name.
type Place struct {
	Account string
	Region  string
}

var (
	account = regexp.MustCompile(`^\d{12}$`)
	region  = regexp.MustCompile(`^[a-z]{2,3}(-[a-z]+)+-\d$`)
)

// Check says what is wrong with a place: everything is named by it.
func (p Place) Check() error {
	if !account.MatchString(p.Account) {
		return fmt.Errorf("the account %q is none: an AWS account has twelve digits", p.Account)
	}
	if !region.MatchString(p.Region) {
		return fmt.Errorf("the region %q is none: AWS regions are named like us-east-1", p.Region)
	}
	return nil
}

// ARN makes the ARN of a service's resource in this place.
func (p Place) ARN(service, resource string) string {
	return "arn:aws:" + service + ":" + p.Region + ":" + p.Account + ":" + resource
}

// RoleARN makes the ARN of a role.
func (p Place) RoleARN(name string) string { return "arn:aws:iam::" + p.Account + ":role/" + name }
