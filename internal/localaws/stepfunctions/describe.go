package stepfunctions

import (
	"cmp"
	"encoding/base64"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/orderflow/orderflow/internal/asl"
	"github.com/orderflow/orderflow/internal/localaws/awsapi"
	"github.com/orderflow/orderflow/internal/sqlitedb"
)

type machineItem struct {
	StateMachineArn string `json:"stateMachineArn"`
	Name            string `json:"name"`
	Type            string `json:"type"`
	CreationDate    epoch  `json:"creationDate"`
}

func (m *machine) item() machineItem { return machineItem{m.arn, m.name, m.kind, epoch(m.born)} }

type pageInput struct {
	MaxResults int
	NextToken  string
}

// page gives the bounds of a page; the token is how many came before.
func (p pageInput) page() (from, size int, err error) {
	v := (&awsapi.Validation{}).Range("maxResults", p.MaxResults, 0, 1000).Longest("nextToken", p.NextToken, maxPageToken)
	if err := v.Err(); err != nil {
		return 0, 0, err
	}
	if size = p.MaxResults; size == 0 {
		size = 100
	}
	if p.NextToken == "" {
		return 0, size, nil
	}
	text, err := base64.RawURLEncoding.DecodeString(p.NextToken)
	if err == nil {
		from, err = strconv.Atoi(string(text))
	}
	if err != nil || from < 0 {
		return 0, 0, awsapi.Errorf("InvalidToken", "Invalid Token: 'Invalid token'")
	}
	return from, size, nil
}

// maxPageToken is the limit on a page's token, in characters (API reference).
const maxPageToken = 1024

func pageToken(from int) string {
	return base64.RawURLEncoding.EncodeToString([]byte(strconv.Itoa(from)))
}

func (e *Engine) listStateMachines(_ *http.Request, in pageInput) (any, error) {
	from, size, err := in.page()
	if err != nil {
		return nil, err
	}
	e.mu.RLock()
	items := make([]machineItem, 0, len(e.machines))
	for _, m := range e.machines {
		items = append(items, m.item())
	}
	for _, m := range e.dying {
		items = append(items, m.item())
	}
	e.mu.RUnlock()
	slices.SortFunc(items, func(a, b machineItem) int { return cmp.Compare(a.Name, b.Name) })
	answer := struct {
		StateMachines []machineItem `json:"stateMachines"`
		NextToken     string        `json:"nextToken,omitempty"`
	}{StateMachines: items[min(from, len(items)):min(from+size, len(items))]}
	if from+size < len(items) {
		answer.NextToken = pageToken(from + size)
	}
	return answer, nil
}

type executionItem struct {
	ExecutionArn    string     `json:"executionArn"`
	StateMachineArn string     `json:"stateMachineArn"`
	Name            string     `json:"name"`
	Status          asl.Status `json:"status"`
	StartDate       epoch      `json:"startDate"`
	StopDate        *epoch     `json:"stopDate,omitempty"`
	RedriveCount    int        `json:"redriveCount"`
	RedriveDate     *epoch     `json:"redriveDate,omitempty"`

	StateMachineVersionArn string `json:"stateMachineVersionArn,omitempty"`
	StateMachineAliasArn   string `json:"stateMachineAliasArn,omitempty"`
}

func (e *Engine) item(r *row) executionItem {
	_, machineName, _ := resourceOf(r.machine)
	item := executionItem{
		ExecutionArn: e.executionPrefix(machineName) + r.name, StateMachineArn: r.machine, Name: r.name, Status: r.status,
		StartDate: epoch(r.started), StopDate: when(r.stopped), RedriveCount: r.redrives, RedriveDate: when(r.redriven),
	}
	if r.version != 0 {
		item.StateMachineVersionArn = r.machine + ":" + strconv.Itoa(r.version)
	}
	if r.alias != "" {
		item.StateMachineAliasArn = r.machine + ":" + r.alias
	}
	return item
}

type executionDescription struct {
	executionItem
	Input               string    `json:"input,omitempty"`
	InputDetails        included  `json:"inputDetails"`
	Output              string    `json:"output,omitempty"`
	OutputDetails       *included `json:"outputDetails,omitempty"`
	Error               *string   `json:"error,omitempty"`
	Cause               *string   `json:"cause,omitempty"`
	RedriveStatus       string    `json:"redriveStatus"`
	RedriveStatusReason string    `json:"redriveStatusReason,omitempty"`
	TraceHeader         string    `json:"traceHeader,omitempty"`
}

func (e *Engine) describeExecution(_ *http.Request, in struct{ ExecutionArn, IncludedData string }) (any, error) {
	if err := checkIncluded(in.IncludedData).Err(); err != nil {
		return nil, err
	}
	r, err := e.byARN(in.ExecutionArn)
	if err != nil {
		return nil, err
	}
	d := executionDescription{
		executionItem: e.item(r), Input: string(r.input), InputDetails: included{true}, TraceHeader: r.trace,
	}
	data := in.IncludedData != metadataOnly
	if !data {
		d.Input, d.InputDetails = "", included{false}
	}
	d.RedriveStatus, d.RedriveStatusReason = redriveStatus(r.status, r.events, r.started, r.stopped, asl.InstantOf(time.Now()))
	switch r.status {
	case asl.Succeeded:
		d.OutputDetails = &included{data}
		if data {
			d.Output = string(r.output)
		}
	case asl.FailedRun, asl.Aborted:
		d.Error, d.Cause = r.err, r.cause
	}
	return d, nil
}

type listExecutionsInput struct {
	StateMachineArn, MapRunArn, StatusFilter, RedriveFilter string
	pageInput
}

// listExecutions lists a machine's executions, newest first.
func (e *Engine) listExecutions(_ *http.Request, in listExecutionsInput) (any, error) {
	err := (&awsapi.Validation{}).
		OneOf("statusFilter", in.StatusFilter, "SUCCEEDED", "TIMED_OUT", "PENDING_REDRIVE", "ABORTED", "FAILED", "RUNNING").
		OneOf("redriveFilter", in.RedriveFilter, "REDRIVEN", "NOT_REDRIVEN").Err()
	if err != nil {
		return nil, err
	}
	switch {
	case (in.StateMachineArn == "") == (in.MapRunArn == ""):
		return nil, awsapi.Errorf("ValidationException", "Exactly one of stateMachineArn and mapRunArn must be specified")
	case in.MapRunArn != "": // distributed Maps are not offered
		return nil, awsapi.Errorf("ResourceNotFound", "Resource not found: '%s'", in.MapRunArn)
	case in.RedriveFilter != "":
		return nil, awsapi.Errorf("ValidationException", "RedriveFilter cannot be applied to ListExecutions call with StateMachine ARN")
	}
	before, size, err := in.page() // the token is the last ref of the page before
	if err != nil {
		return nil, err
	}
	m, qualifier, _, err := e.qualifiedOrDying(in.StateMachineArn)
	if err != nil {
		return nil, err
	}
	if m.kind == express {
		return nil, machineTypeNotSupported()
	}
	where, args := "WHERE machine = ?", []any{m.arn}
	switch {
	case onlyNumbers.MatchString(qualifier):
		where, args = where+" AND version = ?", append(args, qualifier)
	case qualifier != "":
		where, args = where+" AND alias = ?", append(args, qualifier)
	}
	if in.StatusFilter != "" {
		where, args = where+" AND status = ?", append(args, in.StatusFilter)
	}
	if before > 0 {
		where, args = where+" AND ref < ?", append(args, before)
	}
	var rows []*row
	err = e.cfg.DB.View(func(tx *sqlitedb.Tx) (err error) {
		rows, err = queryRows(tx, where+" ORDER BY ref DESC LIMIT ?", append(args, size+1)...)
		return err
	})
	if err != nil {
		return nil, err
	}
	answer := struct {
		Executions []executionItem `json:"executions"`
		NextToken  string          `json:"nextToken,omitempty"`
	}{Executions: []executionItem{}}
	if len(rows) > size {
		rows = rows[:size]
		answer.NextToken = pageToken(int(rows[size-1].ref))
	}
	for _, r := range rows {
		answer.Executions = append(answer.Executions, e.item(r))
	}
	return answer, nil
}

type historyInput struct {
	ExecutionArn         string
	ReverseOrder         bool
	IncludeExecutionData *bool
	pageInput
}

// getExecutionHistory replays the execution: its history is nowhere else.
func (e *Engine) getExecutionHistory(_ *http.Request, in historyInput) (any, error) {
	from, size, err := in.page()
	if err != nil {
		return nil, err
	}
	r, err := e.byARN(in.ExecutionArn)
	if err != nil {
		return nil, err
	}
	var events []asl.Event
	if _, err := e.replay(r, func(event asl.Event) { events = append(events, event) }); err != nil {
		return nil, err
	}
	if in.ReverseOrder {
		slices.Reverse(events)
	}
	answer := struct {
		Events    []asl.Event `json:"events"`
		NextToken string      `json:"nextToken,omitempty"`
	}{Events: events[min(from, len(events)):min(from+size, len(events))]}
	if from+size < len(events) {
		answer.NextToken = pageToken(from + size)
	}
	if in.IncludeExecutionData != nil && !*in.IncludeExecutionData {
		for i := range answer.Events {
			answer.Events[i] = answer.Events[i].WithoutData()
		}
	}
	return answer, nil
}
