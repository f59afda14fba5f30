package stepfunctions

// MoreTables is what was added to the engine's part of the database since [Tables]
// was released: the role and the life of machines that are made by the API, and
// activities. Born is when a machine was created, created when its revision was.
const MoreTables = `
	ALTER TABLE machines ADD COLUMN role TEXT NOT NULL DEFAULT '';
	ALTER TABLE machines ADD COLUMN born INTEGER NOT NULL DEFAULT 0;
	ALTER TABLE machines ADD COLUMN deleted INTEGER NOT NULL DEFAULT 0;
	UPDATE machines SET born = (SELECT min(created) FROM machines AS all_of_it WHERE all_of_it.arn = machines.arn);
	CREATE TABLE activities (
		name    TEXT PRIMARY KEY,
		created INTEGER NOT NULL
	) WITHOUT ROWID;
`

// VersionTables is what was added after that: the configuration of machines,
// their versions and aliases, tags, and by whom an execution was started. Routes
// are the JSON of an alias's routing configuration; parent is the execution and the
// task that started one.
const VersionTables = `
	ALTER TABLE machines ADD COLUMN type TEXT NOT NULL DEFAULT 'STANDARD';
	ALTER TABLE machines ADD COLUMN logging TEXT NOT NULL DEFAULT '';
	ALTER TABLE machines ADD COLUMN tracing INTEGER NOT NULL DEFAULT 0;
	CREATE TABLE versions (
		machine     TEXT NOT NULL,
		born        INTEGER NOT NULL,
		number      INTEGER NOT NULL,
		revision    INTEGER NOT NULL,
		description TEXT NOT NULL,
		created     INTEGER NOT NULL,
		deleted     INTEGER NOT NULL DEFAULT 0,
		PRIMARY KEY (machine, born, number)
	) WITHOUT ROWID;
	CREATE TABLE aliases (
		machine     TEXT NOT NULL,
		name        TEXT NOT NULL,
		description TEXT NOT NULL,
		routes      TEXT NOT NULL,
		created     INTEGER NOT NULL,
		updated     INTEGER NOT NULL,
		PRIMARY KEY (machine, name)
	) WITHOUT ROWID;
	CREATE TABLE tags (
		resource TEXT NOT NULL,
		key      TEXT NOT NULL,
		value    TEXT NOT NULL,
		PRIMARY KEY (resource, key)
	) WITHOUT ROWID;
	ALTER TABLE executions ADD COLUMN version INTEGER NOT NULL DEFAULT 0;
	ALTER TABLE executions ADD COLUMN alias TEXT NOT NULL DEFAULT '';
	ALTER TABLE executions ADD COLUMN parent TEXT NOT NULL DEFAULT '';
`

// RemovalTables is what was added after [StateColumn]. In removed is the greatest ref
// of an execution that has been removed: refs are never used again, because task
// tokens and children name them. Rules and missing are those of an execution's first
// fact, missing with blanks between; events counts the history of one that has ended.
const RemovalTables = `
	CREATE TABLE removed (
		ref INTEGER NOT NULL
	);
	ALTER TABLE executions ADD COLUMN rules INTEGER NOT NULL DEFAULT 0;
	ALTER TABLE executions ADD COLUMN missing TEXT NOT NULL DEFAULT '';
	ALTER TABLE executions ADD COLUMN events INTEGER NOT NULL DEFAULT 0;
`

// Tables makes the engine's part of the database.
//
// A row of executions is an execution as DescribeExecution tells it, and its
// first fact; facts are all the others, in JSON. Times are milliseconds since 1970.
const Tables = `
	CREATE TABLE machines (
		arn        TEXT NOT NULL,
		revision   INTEGER NOT NULL,
		name       TEXT NOT NULL,
		definition TEXT NOT NULL,
		created    INTEGER NOT NULL,
		PRIMARY KEY (arn, revision)
	) WITHOUT ROWID;
	CREATE TABLE executions (
		ref      INTEGER PRIMARY KEY,
		machine  TEXT NOT NULL,
		revision INTEGER NOT NULL,
		name     TEXT NOT NULL,
		status   TEXT NOT NULL,
		started  INTEGER NOT NULL,
		stopped  INTEGER,
		input    BLOB NOT NULL,
		entropy  BLOB NOT NULL,
		output   BLOB,
		error    TEXT,
		cause    TEXT,
		redrives INTEGER NOT NULL DEFAULT 0,
		redriven INTEGER,
		trace    TEXT NOT NULL DEFAULT '',
		UNIQUE (machine, name)
	);
	CREATE INDEX executions_by_status ON executions (machine, status, ref);
	CREATE TABLE facts (
		execution INTEGER NOT NULL,
		seq       INTEGER NOT NULL,
		fact      BLOB NOT NULL,
		PRIMARY KEY (execution, seq)
	) WITHOUT ROWID;
`
