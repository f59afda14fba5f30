package awsapi

// Place is the account and region that ARNs name.
type Place struct {
	Account string
	Region  string
}

// ARN makes the ARN of a service's resource in this place.
func (p Place) ARN(service, resource string) string {
	return "arn:aws:" + service + ":" + p.Region + ":" + p.Account + ":" + resource
}

// RoleARN makes the ARN of a role.
func (p Place) RoleARN(name string) string { return "arn:aws:iam::" + p.Account + ":role/" + name }
