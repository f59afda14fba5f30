package stepfunctions

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/orderflow/orderflow/internal/asl"
	"github.com/orderflow/orderflow/internal/localaws/awsapi"
	"github.com/orderflow/orderflow/internal/sqlitedb"
)

// pollTime is how long GetActivityTask waits for a task (API reference).
const pollTime = 60 * time.Second

// activities are the activities that have been created, and the tasks that wait
// for workers. A task is in here only; after a restart its execution brings it
// back. All methods may be called by many goroutines.
type activities struct {
	mu    sync.Mutex // guards all
	known map[string]activityItem
	tasks map[string][]activityTask // by ARN, oldest first
	news  map[string]chan struct{}  // closed when there is a task
	polls map[string]int            // polls under way
}

// activityTask is a task that no worker has taken yet.
type activityTask struct {
	x       *execution
	command asl.Command
}

type activityItem struct {
	ActivityArn  string `json:"activityArn"`
	Name         string `json:"name"`
	CreationDate epoch  `json:"creationDate"`
}

// missingActivities are the activities that the machine names and that are not there.
func (e *Engine) missingActivities(m *machine) (missing []string) {
	named := m.asl.Activities()
	if len(named) == 0 {
		return nil
	}
	a := &e.activities
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, arn := range named {
		if _, ok := a.known[arn]; !ok {
			missing = append(missing, arn)
		}
	}
	return missing
}

// offer keeps a task for a worker. It reports whether there is such an activity.
func (a *activities) offer(x *execution, c asl.Command) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	if _, ok := a.known[c.Resource]; !ok {
		return false
	}
	a.tasks[c.Resource] = append(a.tasks[c.Resource], activityTask{x, c})
	if news, ok := a.news[c.Resource]; ok {
		close(news)
		delete(a.news, c.Resource)
	}
	return true
}

// take gives the oldest task, or a channel that is closed when there is one.
func (a *activities) take(arn string) (task activityTask, ok bool, news <-chan struct{}) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if waiting := a.tasks[arn]; len(waiting) > 0 {
		a.tasks[arn] = waiting[1:]
		return waiting[0], true, nil
	}
	if a.news[arn] == nil {
		a.news[arn] = make(chan struct{})
	}
	return task, false, a.news[arn]
}

// maxPolls is how many workers may poll for one activity (API reference).
const maxPolls = 1000

// poll counts the polls under way; it reports false when there would be too many.
func (a *activities) poll(arn string, more int) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.polls[arn]+more > maxPolls {
		return false
	}
	a.polls[arn] += more
	return true
}

func (e *Engine) loadActivities() error {
	e.activities.known, e.activities.tasks, e.activities.news = map[string]activityItem{}, map[string][]activityTask{}, map[string]chan struct{}{}
	e.activities.polls = map[string]int{}
	return e.cfg.DB.View(func(tx *sqlitedb.Tx) error {
		return tx.Query("SELECT name, created FROM activities", nil, func(row sqlitedb.Row) error {
			var item activityItem
			var created asl.Instant
			err := row.Scan(&item.Name, &created)
			item.ActivityArn, item.CreationDate = e.activityARN(item.Name), epoch(created)
			e.activities.known[item.ActivityArn] = item
			return err
		})
	})
}

func (e *Engine) activityARN(name string) string {
	return e.cfg.Place.ARN("states", "activity:"+name)
}

// createActivity is idempotent by name.
func (e *Engine) createActivity(_ *http.Request, in struct {
	Name string
	Tags []tag
},
) (any, error) {
	for _, err := range []error{checkName(in.Name), checkTags(in.Tags)} {
		if err != nil {
			return nil, err
		}
	}
	a := &e.activities
	a.mu.Lock()
	defer a.mu.Unlock()
	item, ok := a.known[e.activityARN(in.Name)]
	if !ok {
		now := asl.InstantOf(time.Now())
		item = activityItem{e.activityARN(in.Name), in.Name, epoch(now)}
		err := e.cfg.DB.Update(func(tx *sqlitedb.Tx) error {
			_, err := tx.Exec("INSERT INTO activities VALUES (?, ?)", in.Name, now)
			return err
		})
		if err != nil {
			return nil, awsapi.Internal(err)
		}
		if err := e.putTags(item.ActivityArn, in.Tags); err != nil {
			return nil, err
		}
		a.known[item.ActivityArn] = item
	}
	return struct {
		ActivityArn  string `json:"activityArn"`
		CreationDate epoch  `json:"creationDate"`
	}{item.ActivityArn, item.CreationDate}, nil
}

type activityInput struct{ ActivityArn string }

func (e *Engine) describeActivity(_ *http.Request, in activityInput) (any, error) {
	return e.activity(in.ActivityArn)
}

func (e *Engine) activity(arn string) (activityItem, error) {
	kind, _, err := resourceOf(arn)
	if err != nil {
		return activityItem{}, err
	}
	if kind != "activity" {
		return activityItem{}, awsapi.Errorf("InvalidArn", "Invalid Arn: 'Resource type not valid in this context: %s'", kind)
	}
	e.activities.mu.Lock()
	defer e.activities.mu.Unlock()
	item, ok := e.activities.known[arn]
	if !ok {
		return item, awsapi.Errorf("ActivityDoesNotExist", "Activity Does Not Exist: '%s'", arn)
	}
	return item, nil
}

// deleteActivity succeeds as well when there is none.
func (e *Engine) deleteActivity(_ *http.Request, in activityInput) (any, error) {
	if _, _, err := resourceOf(in.ActivityArn); err != nil {
		return nil, err
	}
	a := &e.activities
	a.mu.Lock()
	defer a.mu.Unlock()
	err := e.cfg.DB.Update(func(tx *sqlitedb.Tx) error {
		if _, err := tx.Exec("DELETE FROM tags WHERE resource = ?", in.ActivityArn); err != nil {
			return err
		}
		_, err := tx.Exec("DELETE FROM activities WHERE name = ?", a.known[in.ActivityArn].Name)
		return err
	})
	if err != nil {
		return nil, awsapi.Internal(err)
	}
	delete(a.known, in.ActivityArn)
	delete(a.tasks, in.ActivityArn)
	return struct{}{}, nil
}

func (e *Engine) listActivities(_ *http.Request, in pageInput) (any, error) {
	from, size, err := in.page()
	if err != nil {
		return nil, err
	}
	e.activities.mu.Lock()
	items := make([]activityItem, 0, len(e.activities.known))
	for _, item := range e.activities.known {
		items = append(items, item)
	}
	e.activities.mu.Unlock()
	slices.SortFunc(items, func(a, b activityItem) int { return cmp.Compare(a.Name, b.Name) })
	answer := struct {
		Activities []activityItem `json:"activities"`
		NextToken  string         `json:"nextToken,omitempty"`
	}{Activities: items[min(from, len(items)):min(from+size, len(items))]}
	if from+size < len(items) {
		answer.NextToken = pageToken(from + size)
	}
	return answer, nil
}

// getActivityTask waits for a task as long as AWS does; when none comes the
// answer has no token.
func (e *Engine) getActivityTask(r *http.Request, in struct{ ActivityArn, WorkerName string }) (any, error) {
	if err := (&awsapi.Validation{}).Longest("workerName", in.WorkerName, 80).Err(); err != nil {
		return nil, err
	}
	if _, err := e.activity(in.ActivityArn); err != nil {
		return nil, err
	}
	if !e.activities.poll(in.ActivityArn, 1) {
		return nil, awsapi.Errorf("ActivityWorkerLimitExceeded", "The activity has %d workers that poll for it, and can have no more: '%s'", maxPolls, in.ActivityArn)
	}
	defer e.activities.poll(in.ActivityArn, -1)
	ctx, cancel := context.WithTimeout(r.Context(), pollTime)
	defer cancel()
	for {
		task, ok, news := e.activities.take(in.ActivityArn)
		if !ok {
			select {
			case <-news:
				continue
			case <-e.ctx.Done():
			case <-ctx.Done():
			}
			return struct{}{}, nil
		}
		refused, err := e.feedWait(task.x, asl.Fact{Kind: asl.FactPick, Task: task.command.Task, Worker: in.WorkerName})
		switch {
		case err != nil:
			return nil, awsapi.Internal(err)
		case refused != nil: // its time was up, or its execution has ended
			continue
		}
		return struct {
			TaskToken string `json:"taskToken"`
			Input     string `json:"input"`
		}{task.command.Token, string(task.command.Arguments)}, nil
	}
}
