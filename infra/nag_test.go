package main

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// readReports reads what cdk-nag reports of each stack.
func readReports(out string) (map[string]string, error) {
	files, err := filepath.Glob(filepath.Join(out, "*-NagReport.csv"))
	if err != nil {
		return nil, err
	}
	reports := map[string]string{}
	for _, file := range files {
		report, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		reports[filepath.Base(file)] = string(report)
	}
	return reports, nil
}

// TestNag: no finding of the AwsSolutions pack in any stack, but those that are
// excused where they arise, each for a reason.
func TestNag(t *testing.T) {
	for _, of := range []func() (deployment, error){dev, prod} {
		d := templates(t, of)
		if len(d.nag) != len(d.all()) {
			t.Errorf("%d reports for %d stacks", len(d.nag), len(d.all()))
		}
		for name, report := range d.nag {
			checkReport(t, name, report)
		}
	}
}

// checkReport reads a report: rule, resource, compliance, reason, level, and what
// the rule wants.
func checkReport(t *testing.T, name, report string) {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(report)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	compliant := 0
	for _, row := range rows[1:] {
		rule, resource, compliance, reason := row[0], row[1], row[2], row[3]
		switch {
		case compliance == "Compliant":
			compliant++
		case compliance == "Suppressed" && len(reason) > 30:
		default:
			t.Errorf("%s: %s on %s: %s (%s) %s", name, rule, resource, compliance, reason, row[len(row)-1])
		}
	}
	if compliant == 0 {
		t.Errorf("%s has nothing that is well:\n%s", name, report)
	}
}
