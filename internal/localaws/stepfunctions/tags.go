package stepfunctions

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/orderflow/orderflow/internal/localaws/awsapi"
	"github.com/orderflow/orderflow/internal/sqlitedb"
)

// maxTags is how many tags a resource may have (API reference).
const maxTags = 50

type tag struct {
	Key   string `json:"key"`
	Value string `json:"value"`
}

func checkTags(tags []tag) error {
	v := &awsapi.Validation{}
	for i, t := range tags {
		if err := checkKey(t.Key); err != nil {
			return err
		}
		member := fmt.Sprintf("tags.%d.member.", i+1)
		v.Required(member+"key", t.Key).Longest(member+"key", t.Key, 128).Longest(member+"value", t.Value, 256)
	}
	return v.Err()
}

// checkKey refuses the keys that are AWS's own.
func checkKey(key string) error {
	if strings.HasPrefix(key, "aws:") {
		return awsapi.Errorf("AccessDeniedException", "Caller is an end user and not allowed to mutate system tags")
	}
	return nil
}

// checkTagged finds out whether there is a resource that can have tags: a machine
// or an activity, not a version or an alias.
func (e *Engine) checkTagged(arn string) error {
	kind, _, err := resourceOf(arn)
	if err != nil {
		return err
	}
	switch kind {
	case "stateMachine":
		if _, ok := e.newest(arn); ok {
			return nil
		}
	case "activity":
		if _, err := e.activity(arn); err == nil {
			return nil
		}
	}
	return awsapi.Errorf("ResourceNotFound", "Resource not found: '%s'", arn)
}

// putTags adds tags to what a resource has; a key that it has gets the new value.
func (e *Engine) putTags(arn string, tags []tag) error {
	if len(tags) == 0 {
		return nil
	}
	return e.cfg.DB.Update(func(tx *sqlitedb.Tx) error {
		for _, t := range tags {
			if _, err := tx.Exec("INSERT INTO tags VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET value = excluded.value", arn, t.Key, t.Value); err != nil {
				return err
			}
		}
		var count int
		if err := tx.QueryRow("SELECT count(*) FROM tags WHERE resource = ?", arn).Scan(&count); err != nil {
			return err
		}
		if count > maxTags {
			return awsapi.Errorf("TooManyTags", "A resource may have at most %d tags: '%s'", maxTags, arn)
		}
		return nil
	})
}

func (e *Engine) tagResource(_ *http.Request, in struct {
	ResourceArn string
	Tags        []tag
},
) (any, error) {
	for _, err := range []error{e.checkTagged(in.ResourceArn), checkTags(in.Tags)} {
		if err != nil {
			return nil, err
		}
	}
	return struct{}{}, e.putTags(in.ResourceArn, in.Tags)
}

// untagResource takes tags away; keys that are not there as well.
func (e *Engine) untagResource(_ *http.Request, in struct {
	ResourceArn string
	TagKeys     []string
},
) (any, error) {
	if err := e.checkTagged(in.ResourceArn); err != nil {
		return nil, err
	}
	return struct{}{}, e.cfg.DB.Update(func(tx *sqlitedb.Tx) error {
		for _, key := range in.TagKeys {
			if err := checkKey(key); err != nil {
				return err
			}
			if _, err := tx.Exec("DELETE FROM tags WHERE resource = ? AND key = ?", in.ResourceArn, key); err != nil {
				return err
			}
		}
		return nil
	})
}

func (e *Engine) isVersion(arn string) bool {
	m, qualifier, err := e.qualified(arn)
	number, bad := strconv.Atoi(qualifier)
	if err != nil || bad != nil {
		return false
	}
	v, err := e.version(m, number)
	return err == nil && v != nil
}

func (e *Engine) listTags(_ *http.Request, in struct{ ResourceArn string }) (any, error) {
	if err := e.checkTagged(in.ResourceArn); err != nil && !e.isVersion(in.ResourceArn) { // which can have none
		return nil, err
	}
	answer := struct {
		Tags []tag `json:"tags"`
	}{Tags: []tag{}}
	return &answer, e.cfg.DB.View(func(tx *sqlitedb.Tx) error {
		return tx.Query("SELECT key, value FROM tags WHERE resource = ? ORDER BY key", []any{in.ResourceArn}, func(row sqlitedb.Row) error {
			var t tag
			err := row.Scan(&t.Key, &t.Value)
			answer.Tags = append(answer.Tags, t)
			return err
		})
	})
}
