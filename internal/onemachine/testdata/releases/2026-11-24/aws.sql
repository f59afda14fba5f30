PRAGMA user_version = 1;
CREATE TABLE async_invocations (
		id       INTEGER PRIMARY KEY,
		function TEXT NOT NULL,
		payload  BLOB NOT NULL,
		attempts INTEGER NOT NULL,
		due      INTEGER NOT NULL
	);
CREATE TABLE dead_letters (
		id     INTEGER PRIMARY KEY,
		queue  TEXT NOT NULL,
		body   BLOB NOT NULL,
		cause  TEXT NOT NULL,
		at     INTEGER NOT NULL
	);
CREATE TABLE events (
		id       INTEGER PRIMARY KEY,
		bus      TEXT NOT NULL,
		envelope BLOB NOT NULL
	);
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
CREATE TABLE facts (
		execution INTEGER NOT NULL,
		seq       INTEGER NOT NULL,
		fact      BLOB NOT NULL,
		PRIMARY KEY (execution, seq)
	) WITHOUT ROWID;
CREATE TABLE issuer_keys (
		id      INTEGER PRIMARY KEY CHECK (id = 1),
		private BLOB NOT NULL -- PKCS #8
	);
CREATE TABLE machines (
		arn        TEXT NOT NULL,
		revision   INTEGER NOT NULL,
		name       TEXT NOT NULL,
		definition TEXT NOT NULL,
		created    INTEGER NOT NULL,
		PRIMARY KEY (arn, revision)
	) WITHOUT ROWID;
CREATE TABLE mails (
		id         INTEGER PRIMARY KEY,
		message_id TEXT NOT NULL,
		mail       BLOB NOT NULL,
		at         INTEGER NOT NULL
	);
CREATE TABLE topic_messages (
		id         INTEGER PRIMARY KEY,
		message_id TEXT NOT NULL,
		topic      TEXT NOT NULL,
		subject    TEXT NOT NULL,
		message    TEXT NOT NULL,
		attributes BLOB NOT NULL,
		at         INTEGER NOT NULL
	);
CREATE TABLE users (
		id    TEXT PRIMARY KEY,
		email TEXT NOT NULL
	) WITHOUT ROWID;
CREATE INDEX executions_by_status ON executions (machine, status, ref);
INSERT INTO async_invocations VALUES (1, 'issue-promo-code', CAST('{"version":"0","id":"6ae59405-85e5-4a9c-8af1-ccd8586a34c9","detail-type":"order_completed","source":"orderflow.orders","account":"123456789012","time":"2000-01-01T00:00:10Z","region":"us-east-1","resources":[],"detail":{"metadata":{"id":"ord-ixz6xtzwcu2bjyg32jkny6ulo4-5","version":1,"orderId":"ord-ixz6xtzwcu2bjyg32jkny6ulo4","occurredAt":"2000-01-01T00:00:10.995Z","sequence":5},"data":{"customerId":"alice","restaurantId":"bella-napoli","items":[{"dishId":"margherita","name":"Pizza Margherita","quantity":2,"unitPrice":{"amount":950,"currency":"EUR"}},{"dishId":"tiramisu","name":"Tiramisù","quantity":1,"unitPrice":{"amount":590,"currency":"EUR"}}],"total":{"amount":2490,"currency":"EUR"},"placedAt":"2000-01-01T00:00:10.995Z","acceptedAt":"2000-01-01T00:00:10.995Z"}}}' AS BLOB), 1, 946684870995);
INSERT INTO events VALUES (1, 'orderflow', CAST('{"version":"0","id":"37635383-7f26-4e6a-af29-c7ea394e9080","detail-type":"order_placed","source":"orderflow.orders","account":"123456789012","time":"2000-01-01T00:00:00Z","region":"us-east-1","resources":[],"detail":{"metadata":{"id":"ord-5trzf5y36jdrrxaviupnkkd4ku-1","version":1,"orderId":"ord-5trzf5y36jdrrxaviupnkkd4ku","occurredAt":"2000-01-01T00:00:00Z","sequence":1},"data":{"customerId":"alice","restaurantId":"bella-napoli","items":[{"dishId":"margherita","name":"Pizza Margherita","quantity":2,"unitPrice":{"amount":950,"currency":"EUR"}},{"dishId":"tiramisu","name":"Tiramisù","quantity":1,"unitPrice":{"amount":590,"currency":"EUR"}}],"total":{"amount":2490,"currency":"EUR"}}}}' AS BLOB));
INSERT INTO events VALUES (2, 'orderflow', CAST('{"version":"0","id":"bbd696f0-b4da-4f80-8e8d-2c7302de4083","detail-type":"restaurant_notified","source":"orderflow.orders","account":"123456789012","time":"2000-01-01T00:00:00Z","region":"us-east-1","resources":[],"detail":{"metadata":{"id":"ord-5trzf5y36jdrrxaviupnkkd4ku-2","version":1,"orderId":"ord-5trzf5y36jdrrxaviupnkkd4ku","occurredAt":"2000-01-01T00:00:00Z","sequence":2},"data":{"customerId":"alice","restaurantId":"bella-napoli","acceptBy":"2000-01-01T00:10:00Z"}}}' AS BLOB));
INSERT INTO events VALUES (3, 'orderflow', CAST('{"version":"0","id":"3dd162bc-6430-4b45-8adf-816e42bb401b","detail-type":"order_placed","source":"orderflow.orders","account":"123456789012","time":"2000-01-01T00:00:01Z","region":"us-east-1","resources":[],"detail":{"metadata":{"id":"ord-y4ygunhfwgvvvfhqcrfatqi3dq-1","version":1,"orderId":"ord-y4ygunhfwgvvvfhqcrfatqi3dq","occurredAt":"2000-01-01T00:00:01Z","sequence":1},"data":{"customerId":"alice","restaurantId":"bella-napoli","items":[{"dishId":"margherita","name":"Pizza Margherita","quantity":2,"unitPrice":{"amount":950,"currency":"EUR"}},{"dishId":"tiramisu","name":"Tiramisù","quantity":1,"unitPrice":{"amount":590,"currency":"EUR"}}],"total":{"amount":2490,"currency":"EUR"}}}}' AS BLOB));
INSERT INTO events VALUES (4, 'orderflow', CAST('{"version":"0","id":"96993c7d-0c41-470f-8afc-f87281d44989","detail-type":"restaurant_notified","source":"orderflow.orders","account":"123456789012","time":"2000-01-01T00:00:01Z","region":"us-east-1","resources":[],"detail":{"metadata":{"id":"ord-y4ygunhfwgvvvfhqcrfatqi3dq-2","version":1,"orderId":"ord-y4ygunhfwgvvvfhqcrfatqi3dq","occurredAt":"2000-01-01T00:00:01Z","sequence":2},"data":{"customerId":"alice","restaurantId":"bella-napoli","acceptBy":"2000-01-01T00:10:01Z"}}}' AS BLOB));
INSERT INTO events VALUES (5, 'orderflow', CAST('{"version":"0","id":"7b086150-c8d4-434c-bd85-7c7d8acbc0a6","detail-type":"order_placed","source":"orderflow.orders","account":"123456789012","time":"2000-01-01T00:00:02Z","region":"us-east-1","resources":[],"detail":{"metadata":{"id":"ord-4xa72qpiknsxsy4ovjon2hds7y-1","version":1,"orderId":"ord-4xa72qpiknsxsy4ovjon2hds7y","occurredAt":"2000-01-01T00:00:02Z","sequence":1},"data":{"customerId":"alice","restaurantId":"bella-napoli","items":[{"dishId":"margherita","name":"Pizza Margherita","quantity":2,"unitPrice":{"amount":950,"currency":"EUR"}},{"dishId":"tiramisu","name":"Tiramisù","quantity":1,"unitPrice":{"amount":590,"currency":"EUR"}}],"total":{"amount":2490,"currency":"EUR"}}}}' AS BLOB));
INSERT INTO events VALUES (6, 'orderflow', CAST('{"version":"0","id":"141b14e1-c687-4c21-8adf-b6832770ca90","detail-type":"restaurant_notified","source":"orderflow.orders","account":"123456789012","time":"2000-01-01T00:00:02Z","region":"us-east-1","resources":[],"detail":{"metadata":{"id":"ord-4xa72qpiknsxsy4ovjon2hds7y-2","version":1,"orderId":"ord-4xa72qpiknsxsy4ovjon2hds7y","occurredAt":"2000-01-01T00:00:02Z","sequence":2},"data":{"customerId":"alice","restaurantId":"bella-napoli","acceptBy":"2000-01-01T00:10:02Z"}}}' AS BLOB));
INSERT INTO events VALUES (7, 'orderflow', CAST('{"version":"0","id":"f59e4f59-1762-4878-a86b-9d5573cae6a5","detail-type":"order_placed","source":"orderflow.orders","account":"123456789012","time":"2000-01-01T00:00:03Z","region":"us-east-1","resources":[],"detail":{"metadata":{"id":"ord-ghy46o4j6nfryr5hwxyfkr6vgi-1","version":1,"orderId":"ord-ghy46o4j6nfryr5hwxyfkr6vgi","occurredAt":"2000-01-01T00:00:03Z","sequence":1},"data":{"customerId":"alice","restaurantId":"bella-napoli","items":[{"dishId":"margherita","name":"Pizza Margherita","quantity":2,"unitPrice":{"amount":950,"currency":"EUR"}},{"dishId":"tiramisu","name":"Tiramisù","quantity":1,"unitPrice":{"amount":590,"currency":"EUR"}}],"total":{"amount":2490,"currency":"EUR"}}}}' AS BLOB));
INSERT INTO events VALUES (8, 'orderflow', CAST('{"version":"0","id":"59523e5a-a406-4a75-840b-d37003056c2a","detail-type":"restaurant_notified","source":"orderflow.orders","account":"123456789012","time":"2000-01-01T00:00:03Z","region":"us-east-1","resources":[],"detail":{"metadata":{"id":"ord-ghy46o4j6nfryr5hwxyfkr6vgi-2","version":1,"orderId":"ord-ghy46o4j6nfryr5hwxyfkr6vgi","occurredAt":"2000-01-01T00:00:03Z","sequence":2},"data":{"customerId":"alice","restaurantId":"bella-napoli","acceptBy":"2000-01-01T00:10:03Z"}}}' AS BLOB));
INSERT INTO events VALUES (9, 'orderflow', CAST('{"version":"0","id":"9c2eabd6-983e-41f7-a357-ca6048fef12f","detail-type":"order_placed","source":"orderflow.orders","account":"123456789012","time":"2000-01-01T00:00:04Z","region":"us-east-1","resources":[],"detail":{"metadata":{"id":"ord-s7jrom6ean66mdghf57omguczm-1","version":1,"orderId":"ord-s7jrom6ean66mdghf57omguczm","occurredAt":"2000-01-01T00:00:04Z","sequence":1},"data":{"customerId":"alice","restaurantId":"bella-napoli","items":[{"dishId":"margherita","name":"Pizza Margherita","quantity":2,"unitPrice":{"amount":950,"currency":"EUR"}},{"dishId":"tiramisu","name":"Tiramisù","quantity":1,"unitPrice":{"amount":590,"currency":"EUR"}}],"total":{"amount":2490,"currency":"EUR"}}}}' AS BLOB));
INSERT INTO events VALUES (10, 'orderflow', CAST('{"version":"0","id":"f5712545-b055-432a-a0a0-db2121ac97d5","detail-type":"restaurant_notified","source":"orderflow.orders","account":"123456789012","time":"2000-01-01T00:00:04Z","region":"us-east-1","resources":[],"detail":{"metadata":{"id":"ord-s7jrom6ean66mdghf57omguczm-2","version":1,"orderId":"ord-s7jrom6ean66mdghf57omguczm","occurredAt":"2000-01-01T00:00:04Z","sequence":2},"data":{"customerId":"alice","restaurantId":"bella-napoli","acceptBy":"2000-01-01T00:10:04Z"}}}' AS BLOB));
INSERT INTO events VALUES (11, 'orderflow', CAST('{"version":"0","id":"251610ac-49ea-4ce9-9c10-6ac81a48f011","detail-type":"order_accepted","source":"orderflow.orders","account":"123456789012","time":"2000-01-01T00:00:04Z","region":"us-east-1","resources":[],"detail":{"metadata":{"id":"ord-s7jrom6ean66mdghf57omguczm-3","version":1,"orderId":"ord-s7jrom6ean66mdghf57omguczm","occurredAt":"2000-01-01T00:00:04Z","sequence":3},"data":{"customerId":"alice","restaurantId":"bella-napoli","total":{"amount":2490,"currency":"EUR"},"placedAt":"2000-01-01T00:00:04Z"}}}' AS BLOB));
INSERT INTO events VALUES (12, 'orderflow', CAST('{"version":"0","id":"3482ee43-0d1d-4373-b17a-265929cd97bc","detail-type":"user_notified","source":"orderflow.orders","account":"123456789012","time":"2000-01-01T00:00:04Z","region":"us-east-1","resources":[],"detail":{"metadata":{"id":"ord-s7jrom6ean66mdghf57omguczm-4","version":1,"orderId":"ord-s7jrom6ean66mdghf57omguczm","occurredAt":"2000-01-01T00:00:04Z","sequence":4},"data":{"customerId":"alice","restaurantId":"bella-napoli","about":"accepted"}}}' AS BLOB));
INSERT INTO events VALUES (13, 'orderflow', CAST('{"version":"0","id":"9e73cb17-0319-42bf-9777-4cfd99c2ec7e","detail-type":"order_placed","source":"orderflow.orders","account":"123456789012","time":"2000-01-01T00:00:05Z","region":"us-east-1","resources":[],"detail":{"metadata":{"id":"ord-nkfkxxc4ud4lmciqmihipso56u-1","version":1,"orderId":"ord-nkfkxxc4ud4lmciqmihipso56u","occurredAt":"2000-01-01T00:00:05Z","sequence":1},"data":{"customerId":"alice","restaurantId":"bella-napoli","items":[{"dishId":"margherita","name":"Pizza Margherita","quantity":2,"unitPrice":{"amount":950,"currency":"EUR"}},{"dishId":"tiramisu","name":"Tiramisù","quantity":1,"unitPrice":{"amount":590,"currency":"EUR"}}],"total":{"amount":2490,"currency":"EUR"}}}}' AS BLOB));
INSERT INTO events VALUES (14, 'orderflow', CAST('{"version":"0","id":"5a8f1091-a2f7-47bd-b011-34c49586d39c","detail-type":"restaurant_notified","source":"orderflow.orders","account":"123456789012","time":"2000-01-01T00:00:05Z","region":"us-east-1","resources":[],"detail":{"metadata":{"id":"ord-nkfkxxc4ud4lmciqmihipso56u-2","version":1,"orderId":"ord-nkfkxxc4ud4lmciqmihipso56u","occurredAt":"2000-01-01T00:00:05Z","sequence":2},"data":{"customerId":"alice","restaurantId":"bella-napoli","acceptBy":"2000-01-01T00:10:05Z"}}}' AS BLOB));
INSERT INTO events VALUES (15, 'orderflow', CAST('{"version":"0","id":"4280e18f-ec3d-47f9-a3bb-633ef5de1886","detail-type":"order_accepted","source":"orderflow.orders","account":"123456789012","time":"2000-01-01T00:00:05Z","region":"us-east-1","resources":[],"detail":{"metadata":{"id":"ord-nkfkxxc4ud4lmciqmihipso56u-3","version":1,"orderId":"ord-nkfkxxc4ud4lmciqmihipso56u","occurredAt":"2000-01-01T00:00:05Z","sequence":3},"data":{"customerId":"alice","restaurantId":"bella-napoli","total":{"amount":2490,"currency":"EUR"},"placedAt":"2000-01-01T00:00:05Z"}}}' AS BLOB));
INSERT INTO events VALUES (16, 'orderflow', CAST('{"version":"0","id":"e62637d0-eb7b-4d51-bd17-62d009fbec63","detail-type":"user_notified","source":"orderflow.orders","account":"123456789012","time":"2000-01-01T00:00:05Z","region":"us-east-1","resources":[],"detail":{"metadata":{"id":"ord-nkfkxxc4ud4lmciqmihipso56u-4","version":1,"orderId":"ord-nkfkxxc4ud4lmciqmihipso56u","occurredAt":"2000-01-01T00:00:05Z","sequence":4},"data":{"customerId":"alice","restaurantId":"bella-napoli","about":"accepted"}}}' AS BLOB));
INSERT INTO events VALUES (17, 'orderflow', CAST('{"version":"0","id":"110eb6d6-7ade-4158-8454-34f10da3eb51","detail-type":"order_placed","source":"orderflow.orders","account":"123456789012","time":"2000-01-01T00:00:06Z","region":"us-east-1","resources":[],"detail":{"metadata":{"id":"ord-npa2yf5xwefjpdzlkdiy3g65dq-1","version":1,"orderId":"ord-npa2yf5xwefjpdzlkdiy3g65dq","occurredAt":"2000-01-01T00:00:06Z","sequence":1},"data":{"customerId":"alice","restaurantId":"bella-napoli","items":[{"dishId":"margherita","name":"Pizza Margherita","quantity":2,"unitPrice":{"amount":950,"currency":"EUR"}},{"dishId":"tiramisu","name":"Tiramisù","quantity":1,"unitPrice":{"amount":590,"currency":"EUR"}}],"total":{"amount":2490,"currency":"EUR"}}}}' AS BLOB));
INSERT INTO events VALUES (18, 'orderflow', CAST('{"version":"0","id":"b88f1df0-fa1c-4c5d-a286-c72e5469de8b","detail-type":"restaurant_notified","source":"orderflow.orders","account":"123456789012","time":"2000-01-01T00:00:06Z","region":"us-east-1","resources":[],"detail":{"metadata":{"id":"ord-npa2yf5xwefjpdzlkdiy3g65dq-2","version":1,"orderId":"ord-npa2yf5xwefjpdzlkdiy3g65dq","occurredAt":"2000-01-01T00:00:06Z","sequence":2},"data":{"customerId":"alice","restaurantId":"bella-napoli","acceptBy":"2000-01-01T00:10:06Z"}}}' AS BLOB));
INSERT INTO events VALUES (19, 'orderflow', CAST('{"version":"0","id":"546c576d-63f6-4367-bc13-c397cef22c32","detail-type":"order_accepted","source":"orderflow.orders","account":"123456789012","time":"2000-01-01T00:00:06Z","region":"us-east-1","resources":[],"detail":{"metadata":{"id":"ord-npa2yf5xwefjpdzlkdiy3g65dq-3","version":1,"orderId":"ord-npa2yf5xwefjpdzlkdiy3g65dq","occurredAt":"2000-01-01T00:00:06Z","sequence":3},"data":{"customerId":"alice","restaurantId":"bella-napoli","total":{"amount":2490,"currency":"EUR"},"placedAt":"2000-01-01T00:00:06Z"}}}' AS BLOB));
INSERT INTO events VALUES (20, 'orderflow', CAST('{"version":"0","id":"949df127-0c8f-4696-b419-95e9c307570f","detail-type":"user_notified","source":"orderflow.orders","account":"123456789012","time":"2000-01-01T00:00:06Z","region":"us-east-1","resources":[],"detail":{"metadata":{"id":"ord-npa2yf5xwefjpdzlkdiy3g65dq-4","version":1,"orderId":"ord-npa2yf5xwefjpdzlkdiy3g65dq","occurredAt":"2000-01-01T00:00:06Z","sequence":4},"data":{"customerId":"alice","restaurantId":"bella-napoli","about":"accepted"}}}' AS BLOB));
INSERT INTO events VALUES (21, 'orderflow', CAST('{"version":"0","id":"70b24dd8-9393-4e67-88fd-ceb6a3a3c4c1","detail-type":"order_placed","source":"orderflow.orders","account":"123456789012","time":"2000-01-01T00:00:07Z","region":"us-east-1","resources":[],"detail":{"metadata":{"id":"ord-mx7nmtve5bfhxjckqw2tkygshi-1","version":1,"orderId":"ord-mx7nmtve5bfhxjckqw2tkygshi","occurredAt":"2000-01-01T00:00:07Z","sequence":1},"data":{"customerId":"alice","restaurantId":"bella-napoli","items":[{"dishId":"margherita","name":"Pizza Margherita","quantity":2,"unitPrice":{"amount":950,"currency":"EUR"}},{"dishId":"tiramisu","name":"Tiramisù","quantity":1,"unitPrice":{"amount":590,"currency":"EUR"}}],"total":{"amount":2490,"currency":"EUR"}}}}' AS BLOB));
INSERT INTO events VALUES (22, 'orderflow', CAST('{"version":"0","id":"f8506dbb-8c50-4f48-a463-410df6a227f1","detail-type":"restaurant_notified","source":"orderflow.orders","account":"123456789012","time":"2000-01-01T00:00:07Z","region":"us-east-1","resources":[],"detail":{"metadata":{"id":"ord-mx7nmtve5bfhxjckqw2tkygshi-2","version":1,"orderId":"ord-mx7nmtve5bfhxjckqw2tkygshi","occurredAt":"2000-01-01T00:00:07Z","sequence":2},"data":{"customerId":"alice","restaurantId":"bella-napoli","acceptBy":"2000-01-01T00:10:07Z"}}}' AS BLOB));
INSERT INTO events VALUES (23, 'orderflow', CAST('{"version":"0","id":"19a0dc78-9b68-4c58-89f4-6c06e1309f9c","detail-type":"order_accepted","source":"orderflow.orders","account":"123456789012","time":"2000-01-01T00:00:07Z","region":"us-east-1","resources":[],"detail":{"metadata":{"id":"ord-mx7nmtve5bfhxjckqw2tkygshi-3","version":1,"orderId":"ord-mx7nmtve5bfhxjckqw2tkygshi","occurredAt":"2000-01-01T00:00:07Z","sequence":3},"data":{"customerId":"alice","restaurantId":"bella-napoli","total":{"amount":2490,"currency":"EUR"},"placedAt":"2000-01-01T00:00:07Z"}}}' AS BLOB));
INSERT INTO events VALUES (24, 'orderflow', CAST('{"version":"0","id":"2a837b8b-48c9-46c5-8211-3a65aea1d7c6","detail-type":"user_notified","source":"orderflow.orders","account":"123456789012","time":"2000-01-01T00:00:07Z","region":"us-east-1","resources":[],"detail":{"metadata":{"id":"ord-mx7nmtve5bfhxjckqw2tkygshi-4","version":1,"orderId":"ord-mx7nmtve5bfhxjckqw2tkygshi","occurredAt":"2000-01-01T00:00:07Z","sequence":4},"data":{"customerId":"alice","restaurantId":"bella-napoli","about":"accepted"}}}' AS BLOB));
INSERT INTO events VALUES (25, 'orderflow', CAST('{"version":"0","id":"d9c18d6c-27a8-4343-9217-7f9f77396228","detail-type":"order_completed","source":"orderflow.orders","account":"123456789012","time":"2000-01-01T00:00:07Z","region":"us-east-1","resources":[],"detail":{"metadata":{"id":"ord-mx7nmtve5bfhxjckqw2tkygshi-5","version":1,"orderId":"ord-mx7nmtve5bfhxjckqw2tkygshi","occurredAt":"2000-01-01T00:00:07Z","sequence":5},"data":{"customerId":"alice","restaurantId":"bella-napoli","items":[{"dishId":"margherita","name":"Pizza Margherita","quantity":2,"unitPrice":{"amount":950,"currency":"EUR"}},{"dishId":"tiramisu","name":"Tiramisù","quantity":1,"unitPrice":{"amount":590,"currency":"EUR"}}],"total":{"amount":2490,"currency":"EUR"},"placedAt":"2000-01-01T00:00:07Z","acceptedAt":"2000-01-01T00:00:07Z"}}}' AS BLOB));
INSERT INTO events VALUES (26, 'orderflow', CAST('{"version":"0","id":"6ccd24bb-d3eb-4099-8552-0bb887e41730","detail-type":"order_placed","source":"orderflow.orders","account":"123456789012","time":"2000-01-01T00:00:10Z","region":"us-east-1","resources":[],"detail":{"metadata":{"id":"ord-gbvbxakufuxacwi6pexqo47itq-1","version":1,"orderId":"ord-gbvbxakufuxacwi6pexqo47itq","occurredAt":"2000-01-01T00:00:10.995Z","sequence":1},"data":{"customerId":"alice","restaurantId":"bella-napoli","items":[{"dishId":"margherita","name":"Pizza Margherita","quantity":2,"unitPrice":{"amount":950,"currency":"EUR"}},{"dishId":"tiramisu","name":"Tiramisù","quantity":1,"unitPrice":{"amount":590,"currency":"EUR"}}],"total":{"amount":2490,"currency":"EUR"}}}}' AS BLOB));
INSERT INTO events VALUES (27, 'orderflow', CAST('{"version":"0","id":"feb47132-dd76-4b24-ac02-9c61cbc689e5","detail-type":"restaurant_notified","source":"orderflow.orders","account":"123456789012","time":"2000-01-01T00:00:10Z","region":"us-east-1","resources":[],"detail":{"metadata":{"id":"ord-gbvbxakufuxacwi6pexqo47itq-2","version":1,"orderId":"ord-gbvbxakufuxacwi6pexqo47itq","occurredAt":"2000-01-01T00:00:10.995Z","sequence":2},"data":{"customerId":"alice","restaurantId":"bella-napoli","acceptBy":"2000-01-01T00:10:10.995Z"}}}' AS BLOB));
INSERT INTO events VALUES (28, 'orderflow', CAST('{"version":"0","id":"c5a17ac5-6de3-4739-bdf0-aacf9606d08c","detail-type":"order_placed","source":"orderflow.orders","account":"123456789012","time":"2000-01-01T00:00:10Z","region":"us-east-1","resources":[],"detail":{"metadata":{"id":"ord-tz4hoowrhjs2fcgkmvelgcy3ay-1","version":1,"orderId":"ord-tz4hoowrhjs2fcgkmvelgcy3ay","occurredAt":"2000-01-01T00:00:10.995Z","sequence":1},"data":{"customerId":"alice","restaurantId":"bella-napoli","items":[{"dishId":"margherita","name":"Pizza Margherita","quantity":2,"unitPrice":{"amount":950,"currency":"EUR"}},{"dishId":"tiramisu","name":"Tiramisù","quantity":1,"unitPrice":{"amount":590,"currency":"EUR"}}],"total":{"amount":2490,"currency":"EUR"}}}}' AS BLOB));
INSERT INTO events VALUES (29, 'orderflow', CAST('{"version":"0","id":"bd7925dd-ca0b-44ee-a767-224e82620db3","detail-type":"order_placed","source":"orderflow.orders","account":"123456789012","time":"2000-01-01T00:00:10Z","region":"us-east-1","resources":[],"detail":{"metadata":{"id":"ord-iaxvf3umlvbdvdysfpo4gaxqwi-1","version":1,"orderId":"ord-iaxvf3umlvbdvdysfpo4gaxqwi","occurredAt":"2000-01-01T00:00:10.995Z","sequence":1},"data":{"customerId":"alice","restaurantId":"bella-napoli","items":[{"dishId":"margherita","name":"Pizza Margherita","quantity":2,"unitPrice":{"amount":950,"currency":"EUR"}},{"dishId":"tiramisu","name":"Tiramisù","quantity":1,"unitPrice":{"amount":590,"currency":"EUR"}}],"total":{"amount":2490,"currency":"EUR"}}}}' AS BLOB));
INSERT INTO events VALUES (30, 'orderflow', CAST('{"version":"0","id":"b253509e-7a6d-4624-bfd0-a6e9bf05e844","detail-type":"restaurant_notified","source":"orderflow.orders","account":"123456789012","time":"2000-01-01T00:00:10Z","region":"us-east-1","resources":[],"detail":{"metadata":{"id":"ord-iaxvf3umlvbdvdysfpo4gaxqwi-2","version":1,"orderId":"ord-iaxvf3umlvbdvdysfpo4gaxqwi","occurredAt":"2000-01-01T00:00:10.995Z","sequence":2},"data":{"customerId":"alice","restaurantId":"bella-napoli","acceptBy":"2000-01-01T00:10:10.995Z"}}}' AS BLOB));
INSERT INTO events VALUES (31, 'orderflow', CAST('{"version":"0","id":"d130023e-f68e-47a6-9d48-45d1eb4f7d68","detail-type":"order_accepted","source":"orderflow.orders","account":"123456789012","time":"2000-01-01T00:00:10Z","region":"us-east-1","resources":[],"detail":{"metadata":{"id":"ord-iaxvf3umlvbdvdysfpo4gaxqwi-3","version":1,"orderId":"ord-iaxvf3umlvbdvdysfpo4gaxqwi","occurredAt":"2000-01-01T00:00:10.995Z","sequence":3},"data":{"customerId":"alice","restaurantId":"bella-napoli","total":{"amount":2490,"currency":"EUR"},"placedAt":"2000-01-01T00:00:10.995Z"}}}' AS BLOB));
INSERT INTO events VALUES (32, 'orderflow', CAST('{"version":"0","id":"8f14ae1f-177f-452d-bc70-b07e09abf7b1","detail-type":"user_notified","source":"orderflow.orders","account":"123456789012","time":"2000-01-01T00:00:10Z","region":"us-east-1","resources":[],"detail":{"metadata":{"id":"ord-iaxvf3umlvbdvdysfpo4gaxqwi-4","version":1,"orderId":"ord-iaxvf3umlvbdvdysfpo4gaxqwi","occurredAt":"2000-01-01T00:00:10.995Z","sequence":4},"data":{"customerId":"alice","restaurantId":"bella-napoli","about":"accepted"}}}' AS BLOB));
INSERT INTO events VALUES (33, 'orderflow', CAST('{"version":"0","id":"31e14082-35c6-4e07-bc07-50b01e02855c","detail-type":"order_placed","source":"orderflow.orders","account":"123456789012","time":"2000-01-01T00:00:10Z","region":"us-east-1","resources":[],"detail":{"metadata":{"id":"ord-i2pqocsderqlj45qatr23kzcvq-1","version":1,"orderId":"ord-i2pqocsderqlj45qatr23kzcvq","occurredAt":"2000-01-01T00:00:10.995Z","sequence":1},"data":{"customerId":"alice","restaurantId":"bella-napoli","items":[{"dishId":"margherita","name":"Pizza Margherita","quantity":2,"unitPrice":{"amount":950,"currency":"EUR"}},{"dishId":"tiramisu","name":"Tiramisù","quantity":1,"unitPrice":{"amount":590,"currency":"EUR"}}],"total":{"amount":2490,"currency":"EUR"}}}}' AS BLOB));
INSERT INTO events VALUES (34, 'orderflow', CAST('{"version":"0","id":"710e858c-060d-4049-a39e-ef4a94f30a50","detail-type":"restaurant_notified","source":"orderflow.orders","account":"123456789012","time":"2000-01-01T00:00:10Z","region":"us-east-1","resources":[],"detail":{"metadata":{"id":"ord-i2pqocsderqlj45qatr23kzcvq-2","version":1,"orderId":"ord-i2pqocsderqlj45qatr23kzcvq","occurredAt":"2000-01-01T00:00:10.995Z","sequence":2},"data":{"customerId":"alice","restaurantId":"bella-napoli","acceptBy":"2000-01-01T00:10:10.995Z"}}}' AS BLOB));
INSERT INTO events VALUES (35, 'default', CAST('{"version":"0","id":"d813ebf3-40f9-44ad-893e-78edd317b5ef","detail-type":"Step Functions Execution Status Change","source":"aws.states","account":"123456789012","time":"2000-01-01T00:00:10Z","region":"us-east-1","resources":["arn:aws:states:us-east-1:123456789012:execution:order:ord-i2pqocsderqlj45qatr23kzcvq"],"detail":{"executionArn":"arn:aws:states:us-east-1:123456789012:execution:order:ord-i2pqocsderqlj45qatr23kzcvq","stateMachineArn":"arn:aws:states:us-east-1:123456789012:stateMachine:order","name":"ord-i2pqocsderqlj45qatr23kzcvq","status":"FAILED","startDate":946684810995,"stopDate":946684810995,"input":"{\"orderId\":\"ord-i2pqocsderqlj45qatr23kzcvq\",\"customerId\":\"alice\",\"restaurantId\":\"bella-napoli\"}","output":null,"inputDetails":{"included":true},"outputDetails":null,"error":"InternalError","cause":"{\"errorMessage\":\"it is held\",\"errorType\":\"InternalError\"}","stateMachineVersionArn":null,"stateMachineAliasArn":null,"redriveCount":0,"redriveDate":null,"redriveStatus":"REDRIVABLE","redriveStatusReason":null}}' AS BLOB));
INSERT INTO events VALUES (36, 'orderflow', CAST('{"version":"0","id":"e3c3ac79-3f0f-4580-8457-2b623cfccff5","detail-type":"order_placed","source":"orderflow.orders","account":"123456789012","time":"2000-01-01T00:00:10Z","region":"us-east-1","resources":[],"detail":{"metadata":{"id":"ord-i2pqocsderqlj45qatr23kzcvq-1","version":1,"orderId":"ord-i2pqocsderqlj45qatr23kzcvq","occurredAt":"2000-01-01T00:00:10.995Z","sequence":1},"data":{"customerId":"alice","restaurantId":"bella-napoli","items":[{"dishId":"margherita","name":"Pizza Margherita","quantity":2,"unitPrice":{"amount":950,"currency":"EUR"}},{"dishId":"tiramisu","name":"Tiramisù","quantity":1,"unitPrice":{"amount":590,"currency":"EUR"}}],"total":{"amount":2490,"currency":"EUR"}}}}' AS BLOB));
INSERT INTO events VALUES (37, 'orderflow', CAST('{"version":"0","id":"43d71784-d6ab-46e4-9b37-9adee56a1cc3","detail-type":"restaurant_notified","source":"orderflow.orders","account":"123456789012","time":"2000-01-01T00:00:10Z","region":"us-east-1","resources":[],"detail":{"metadata":{"id":"ord-i2pqocsderqlj45qatr23kzcvq-2","version":1,"orderId":"ord-i2pqocsderqlj45qatr23kzcvq","occurredAt":"2000-01-01T00:00:10.995Z","sequence":2},"data":{"customerId":"alice","restaurantId":"bella-napoli","acceptBy":"2000-01-01T00:10:10.995Z"}}}' AS BLOB));
INSERT INTO events VALUES (38, 'orderflow', CAST('{"version":"0","id":"46c3f3ea-d63c-4902-a342-67ad38011b13","detail-type":"order_stalled","source":"orderflow.orders","account":"123456789012","time":"2000-01-01T00:00:10Z","region":"us-east-1","resources":[],"detail":{"metadata":{"id":"ord-i2pqocsderqlj45qatr23kzcvq-3","version":1,"orderId":"ord-i2pqocsderqlj45qatr23kzcvq","occurredAt":"2000-01-01T00:00:10.995Z","sequence":3},"data":{"customerId":"alice","restaurantId":"bella-napoli","status":"placed","error":"InternalError"}}}' AS BLOB));
INSERT INTO events VALUES (39, 'orderflow', CAST('{"version":"0","id":"7467b55e-586d-4e31-a8cb-a3829dc1d710","detail-type":"order_placed","source":"orderflow.orders","account":"123456789012","time":"2000-01-01T00:00:10Z","region":"us-east-1","resources":[],"detail":{"metadata":{"id":"ord-v2f63ho6otv7kxciobnltho5le-1","version":1,"orderId":"ord-v2f63ho6otv7kxciobnltho5le","occurredAt":"2000-01-01T00:00:10.995Z","sequence":1},"data":{"customerId":"alice","restaurantId":"bella-napoli","items":[{"dishId":"margherita","name":"Pizza Margherita","quantity":2,"unitPrice":{"amount":950,"currency":"EUR"}},{"dishId":"tiramisu","name":"Tiramisù","quantity":1,"unitPrice":{"amount":590,"currency":"EUR"}}],"total":{"amount":2490,"currency":"EUR"}}}}' AS BLOB));
INSERT INTO events VALUES (40, 'orderflow', CAST('{"version":"0","id":"2368820f-e331-4294-8933-6d169fe7ff01","detail-type":"restaurant_notified","source":"orderflow.orders","account":"123456789012","time":"2000-01-01T00:00:10Z","region":"us-east-1","resources":[],"detail":{"metadata":{"id":"ord-v2f63ho6otv7kxciobnltho5le-2","version":1,"orderId":"ord-v2f63ho6otv7kxciobnltho5le","occurredAt":"2000-01-01T00:00:10.995Z","sequence":2},"data":{"customerId":"alice","restaurantId":"bella-napoli","acceptBy":"2000-01-01T00:10:10.995Z"}}}' AS BLOB));
INSERT INTO events VALUES (41, 'default', CAST('{"version":"0","id":"5efebedf-3457-48e5-8bef-3a0da92533ea","detail-type":"Step Functions Execution Status Change","source":"aws.states","account":"123456789012","time":"2000-01-01T00:00:10Z","region":"us-east-1","resources":["arn:aws:states:us-east-1:123456789012:execution:order:ord-v2f63ho6otv7kxciobnltho5le"],"detail":{"executionArn":"arn:aws:states:us-east-1:123456789012:execution:order:ord-v2f63ho6otv7kxciobnltho5le","stateMachineArn":"arn:aws:states:us-east-1:123456789012:stateMachine:order","name":"ord-v2f63ho6otv7kxciobnltho5le","status":"FAILED","startDate":946684810995,"stopDate":946684810995,"input":"{\"orderId\":\"ord-v2f63ho6otv7kxciobnltho5le\",\"customerId\":\"alice\",\"restaurantId\":\"bella-napoli\"}","output":null,"inputDetails":{"included":true},"outputDetails":null,"error":"InternalError","cause":"{\"errorMessage\":\"it is held\",\"errorType\":\"InternalError\"}","stateMachineVersionArn":null,"stateMachineAliasArn":null,"redriveCount":0,"redriveDate":null,"redriveStatus":"REDRIVABLE","redriveStatusReason":null}}' AS BLOB));
INSERT INTO events VALUES (42, 'orderflow', CAST('{"version":"0","id":"9f9a52ce-69fb-4090-a6e6-9adc0c98f092","detail-type":"order_placed","source":"orderflow.orders","account":"123456789012","time":"2000-01-01T00:00:10Z","region":"us-east-1","resources":[],"detail":{"metadata":{"id":"ord-v2f63ho6otv7kxciobnltho5le-1","version":1,"orderId":"ord-v2f63ho6otv7kxciobnltho5le","occurredAt":"2000-01-01T00:00:10.995Z","sequence":1},"data":{"customerId":"alice","restaurantId":"bella-napoli","items":[{"dishId":"margherita","name":"Pizza Margherita","quantity":2,"unitPrice":{"amount":950,"currency":"EUR"}},{"dishId":"tiramisu","name":"Tiramisù","quantity":1,"unitPrice":{"amount":590,"currency":"EUR"}}],"total":{"amount":2490,"currency":"EUR"}}}}' AS BLOB));
INSERT INTO events VALUES (43, 'orderflow', CAST('{"version":"0","id":"d97a9c52-94d4-4a93-9a90-cc066730b38c","detail-type":"restaurant_notified","source":"orderflow.orders","account":"123456789012","time":"2000-01-01T00:00:10Z","region":"us-east-1","resources":[],"detail":{"metadata":{"id":"ord-v2f63ho6otv7kxciobnltho5le-2","version":1,"orderId":"ord-v2f63ho6otv7kxciobnltho5le","occurredAt":"2000-01-01T00:00:10.995Z","sequence":2},"data":{"customerId":"alice","restaurantId":"bella-napoli","acceptBy":"2000-01-01T00:10:10.995Z"}}}' AS BLOB));
INSERT INTO events VALUES (44, 'orderflow', CAST('{"version":"0","id":"0e702e04-9ddf-438c-93af-6efffbac29d5","detail-type":"order_stalled","source":"orderflow.orders","account":"123456789012","time":"2000-01-01T00:00:10Z","region":"us-east-1","resources":[],"detail":{"metadata":{"id":"ord-v2f63ho6otv7kxciobnltho5le-3","version":1,"orderId":"ord-v2f63ho6otv7kxciobnltho5le","occurredAt":"2000-01-01T00:00:10.995Z","sequence":3},"data":{"customerId":"alice","restaurantId":"bella-napoli","status":"placed","error":"InternalError"}}}' AS BLOB));
INSERT INTO events VALUES (45, 'orderflow', CAST('{"version":"0","id":"94abc7f3-9a29-42aa-8ba5-ae0ee9a2c60b","detail-type":"order_placed","source":"orderflow.orders","account":"123456789012","time":"2000-01-01T00:00:10Z","region":"us-east-1","resources":[],"detail":{"metadata":{"id":"ord-uqhn2s2ttrs2kfpy2a22qwngm4-1","version":1,"orderId":"ord-uqhn2s2ttrs2kfpy2a22qwngm4","occurredAt":"2000-01-01T00:00:10.995Z","sequence":1},"data":{"customerId":"alice","restaurantId":"bella-napoli","items":[{"dishId":"margherita","name":"Pizza Margherita","quantity":2,"unitPrice":{"amount":950,"currency":"EUR"}},{"dishId":"tiramisu","name":"Tiramisù","quantity":1,"unitPrice":{"amount":590,"currency":"EUR"}}],"total":{"amount":2490,"currency":"EUR"}}}}' AS BLOB));
INSERT INTO events VALUES (46, 'orderflow', CAST('{"version":"0","id":"02a4f637-2db2-42f2-b7b2-ba94d6ecbad9","detail-type":"restaurant_notified","source":"orderflow.orders","account":"123456789012","time":"2000-01-01T00:00:10Z","region":"us-east-1","resources":[],"detail":{"metadata":{"id":"ord-uqhn2s2ttrs2kfpy2a22qwngm4-2","version":1,"orderId":"ord-uqhn2s2ttrs2kfpy2a22qwngm4","occurredAt":"2000-01-01T00:00:10.995Z","sequence":2},"data":{"customerId":"alice","restaurantId":"bella-napoli","acceptBy":"2000-01-01T00:10:10.995Z"}}}' AS BLOB));
INSERT INTO events VALUES (47, 'orderflow', CAST('{"version":"0","id":"c47145dc-976b-4f90-a972-851345ed26de","detail-type":"order_accepted","source":"orderflow.orders","account":"123456789012","time":"2000-01-01T00:00:10Z","region":"us-east-1","resources":[],"detail":{"metadata":{"id":"ord-uqhn2s2ttrs2kfpy2a22qwngm4-3","version":1,"orderId":"ord-uqhn2s2ttrs2kfpy2a22qwngm4","occurredAt":"2000-01-01T00:00:10.995Z","sequence":3},"data":{"customerId":"alice","restaurantId":"bella-napoli","total":{"amount":2490,"currency":"EUR"},"placedAt":"2000-01-01T00:00:10.995Z"}}}' AS BLOB));
INSERT INTO events VALUES (48, 'orderflow', CAST('{"version":"0","id":"1813450a-a802-4c3a-b9fe-768cb2a886dc","detail-type":"user_notified","source":"orderflow.orders","account":"123456789012","time":"2000-01-01T00:00:10Z","region":"us-east-1","resources":[],"detail":{"metadata":{"id":"ord-uqhn2s2ttrs2kfpy2a22qwngm4-4","version":1,"orderId":"ord-uqhn2s2ttrs2kfpy2a22qwngm4","occurredAt":"2000-01-01T00:00:10.995Z","sequence":4},"data":{"customerId":"alice","restaurantId":"bella-napoli","about":"accepted"}}}' AS BLOB));
INSERT INTO events VALUES (49, 'default', CAST('{"version":"0","id":"160c439e-b15f-4762-bade-cb5bfc18708f","detail-type":"Step Functions Execution Status Change","source":"aws.states","account":"123456789012","time":"2000-01-01T00:00:10Z","region":"us-east-1","resources":["arn:aws:states:us-east-1:123456789012:execution:order:ord-uqhn2s2ttrs2kfpy2a22qwngm4"],"detail":{"executionArn":"arn:aws:states:us-east-1:123456789012:execution:order:ord-uqhn2s2ttrs2kfpy2a22qwngm4","stateMachineArn":"arn:aws:states:us-east-1:123456789012:stateMachine:order","name":"ord-uqhn2s2ttrs2kfpy2a22qwngm4","status":"FAILED","startDate":946684810995,"stopDate":946684810995,"input":"{\"orderId\":\"ord-uqhn2s2ttrs2kfpy2a22qwngm4\",\"customerId\":\"alice\",\"restaurantId\":\"bella-napoli\"}","output":null,"inputDetails":{"included":true},"outputDetails":null,"error":"InternalError","cause":"{\"errorMessage\":\"it is held\",\"errorType\":\"InternalError\"}","stateMachineVersionArn":null,"stateMachineAliasArn":null,"redriveCount":0,"redriveDate":null,"redriveStatus":"REDRIVABLE","redriveStatusReason":null}}' AS BLOB));
INSERT INTO events VALUES (50, 'orderflow', CAST('{"version":"0","id":"476851a5-1c63-4db8-928b-383b18a6ee0f","detail-type":"order_placed","source":"orderflow.orders","account":"123456789012","time":"2000-01-01T00:00:10Z","region":"us-east-1","resources":[],"detail":{"metadata":{"id":"ord-uqhn2s2ttrs2kfpy2a22qwngm4-1","version":1,"orderId":"ord-uqhn2s2ttrs2kfpy2a22qwngm4","occurredAt":"2000-01-01T00:00:10.995Z","sequence":1},"data":{"customerId":"alice","restaurantId":"bella-napoli","items":[{"dishId":"margherita","name":"Pizza Margherita","quantity":2,"unitPrice":{"amount":950,"currency":"EUR"}},{"dishId":"tiramisu","name":"Tiramisù","quantity":1,"unitPrice":{"amount":590,"currency":"EUR"}}],"total":{"amount":2490,"currency":"EUR"}}}}' AS BLOB));
INSERT INTO events VALUES (51, 'orderflow', CAST('{"version":"0","id":"5ac2c763-ccc2-458e-9d8b-515f7b666953","detail-type":"restaurant_notified","source":"orderflow.orders","account":"123456789012","time":"2000-01-01T00:00:10Z","region":"us-east-1","resources":[],"detail":{"metadata":{"id":"ord-uqhn2s2ttrs2kfpy2a22qwngm4-2","version":1,"orderId":"ord-uqhn2s2ttrs2kfpy2a22qwngm4","occurredAt":"2000-01-01T00:00:10.995Z","sequence":2},"data":{"customerId":"alice","restaurantId":"bella-napoli","acceptBy":"2000-01-01T00:10:10.995Z"}}}' AS BLOB));
INSERT INTO events VALUES (52, 'orderflow', CAST('{"version":"0","id":"1ca11204-aa05-4f3c-845b-e37ae3c60dd8","detail-type":"order_accepted","source":"orderflow.orders","account":"123456789012","time":"2000-01-01T00:00:10Z","region":"us-east-1","resources":[],"detail":{"metadata":{"id":"ord-uqhn2s2ttrs2kfpy2a22qwngm4-3","version":1,"orderId":"ord-uqhn2s2ttrs2kfpy2a22qwngm4","occurredAt":"2000-01-01T00:00:10.995Z","sequence":3},"data":{"customerId":"alice","restaurantId":"bella-napoli","total":{"amount":2490,"currency":"EUR"},"placedAt":"2000-01-01T00:00:10.995Z"}}}' AS BLOB));
INSERT INTO events VALUES (53, 'orderflow', CAST('{"version":"0","id":"bd74240e-2df1-4da3-b804-758433f711e2","detail-type":"user_notified","source":"orderflow.orders","account":"123456789012","time":"2000-01-01T00:00:10Z","region":"us-east-1","resources":[],"detail":{"metadata":{"id":"ord-uqhn2s2ttrs2kfpy2a22qwngm4-4","version":1,"orderId":"ord-uqhn2s2ttrs2kfpy2a22qwngm4","occurredAt":"2000-01-01T00:00:10.995Z","sequence":4},"data":{"customerId":"alice","restaurantId":"bella-napoli","about":"accepted"}}}' AS BLOB));
INSERT INTO events VALUES (54, 'orderflow', CAST('{"version":"0","id":"fd4ee77d-c6eb-4d92-a9bd-7ac07b8d6437","detail-type":"order_stalled","source":"orderflow.orders","account":"123456789012","time":"2000-01-01T00:00:10Z","region":"us-east-1","resources":[],"detail":{"metadata":{"id":"ord-uqhn2s2ttrs2kfpy2a22qwngm4-5","version":1,"orderId":"ord-uqhn2s2ttrs2kfpy2a22qwngm4","occurredAt":"2000-01-01T00:00:10.995Z","sequence":5},"data":{"customerId":"alice","restaurantId":"bella-napoli","status":"accepted","error":"InternalError"}}}' AS BLOB));
INSERT INTO events VALUES (55, 'orderflow', CAST('{"version":"0","id":"8cc49da6-8cdb-4ff8-8dce-cfdea924a7eb","detail-type":"order_placed","source":"orderflow.orders","account":"123456789012","time":"2000-01-01T00:00:10Z","region":"us-east-1","resources":[],"detail":{"metadata":{"id":"ord-ixz6xtzwcu2bjyg32jkny6ulo4-1","version":1,"orderId":"ord-ixz6xtzwcu2bjyg32jkny6ulo4","occurredAt":"2000-01-01T00:00:10.995Z","sequence":1},"data":{"customerId":"alice","restaurantId":"bella-napoli","items":[{"dishId":"margherita","name":"Pizza Margherita","quantity":2,"unitPrice":{"amount":950,"currency":"EUR"}},{"dishId":"tiramisu","name":"Tiramisù","quantity":1,"unitPrice":{"amount":590,"currency":"EUR"}}],"total":{"amount":2490,"currency":"EUR"}}}}' AS BLOB));
INSERT INTO events VALUES (56, 'orderflow', CAST('{"version":"0","id":"2fa1da65-e272-4b5e-945a-e494c42dd1af","detail-type":"restaurant_notified","source":"orderflow.orders","account":"123456789012","time":"2000-01-01T00:00:10Z","region":"us-east-1","resources":[],"detail":{"metadata":{"id":"ord-ixz6xtzwcu2bjyg32jkny6ulo4-2","version":1,"orderId":"ord-ixz6xtzwcu2bjyg32jkny6ulo4","occurredAt":"2000-01-01T00:00:10.995Z","sequence":2},"data":{"customerId":"alice","restaurantId":"bella-napoli","acceptBy":"2000-01-01T00:10:10.995Z"}}}' AS BLOB));
INSERT INTO events VALUES (57, 'orderflow', CAST('{"version":"0","id":"b9c772da-fc3d-4c08-b42b-47ced0eda766","detail-type":"order_accepted","source":"orderflow.orders","account":"123456789012","time":"2000-01-01T00:00:10Z","region":"us-east-1","resources":[],"detail":{"metadata":{"id":"ord-ixz6xtzwcu2bjyg32jkny6ulo4-3","version":1,"orderId":"ord-ixz6xtzwcu2bjyg32jkny6ulo4","occurredAt":"2000-01-01T00:00:10.995Z","sequence":3},"data":{"customerId":"alice","restaurantId":"bella-napoli","total":{"amount":2490,"currency":"EUR"},"placedAt":"2000-01-01T00:00:10.995Z"}}}' AS BLOB));
INSERT INTO events VALUES (58, 'orderflow', CAST('{"version":"0","id":"44237af3-6e6b-466a-b50f-9ae37ac31812","detail-type":"user_notified","source":"orderflow.orders","account":"123456789012","time":"2000-01-01T00:00:10Z","region":"us-east-1","resources":[],"detail":{"metadata":{"id":"ord-ixz6xtzwcu2bjyg32jkny6ulo4-4","version":1,"orderId":"ord-ixz6xtzwcu2bjyg32jkny6ulo4","occurredAt":"2000-01-01T00:00:10.995Z","sequence":4},"data":{"customerId":"alice","restaurantId":"bella-napoli","about":"accepted"}}}' AS BLOB));
INSERT INTO events VALUES (59, 'orderflow', CAST('{"version":"0","id":"6ae59405-85e5-4a9c-8af1-ccd8586a34c9","detail-type":"order_completed","source":"orderflow.orders","account":"123456789012","time":"2000-01-01T00:00:10Z","region":"us-east-1","resources":[],"detail":{"metadata":{"id":"ord-ixz6xtzwcu2bjyg32jkny6ulo4-5","version":1,"orderId":"ord-ixz6xtzwcu2bjyg32jkny6ulo4","occurredAt":"2000-01-01T00:00:10.995Z","sequence":5},"data":{"customerId":"alice","restaurantId":"bella-napoli","items":[{"dishId":"margherita","name":"Pizza Margherita","quantity":2,"unitPrice":{"amount":950,"currency":"EUR"}},{"dishId":"tiramisu","name":"Tiramisù","quantity":1,"unitPrice":{"amount":590,"currency":"EUR"}}],"total":{"amount":2490,"currency":"EUR"},"placedAt":"2000-01-01T00:00:10.995Z","acceptedAt":"2000-01-01T00:00:10.995Z"}}}' AS BLOB));
INSERT INTO executions VALUES (1, 'arn:aws:states:us-east-1:123456789012:stateMachine:order', 1, 'ord-5trzf5y36jdrrxaviupnkkd4ku', 'RUNNING', 946684800000, NULL, CAST('{"orderId":"ord-5trzf5y36jdrrxaviupnkkd4ku","customerId":"alice","restaurantId":"bella-napoli"}' AS BLOB), X'6FD4A5204620A1F5AE24105E6B43EDB1', NULL, NULL, NULL, 0, NULL, '');
INSERT INTO executions VALUES (2, 'arn:aws:states:us-east-1:123456789012:stateMachine:order', 1, 'ord-y4ygunhfwgvvvfhqcrfatqi3dq', 'RUNNING', 946684801000, NULL, CAST('{"orderId":"ord-y4ygunhfwgvvvfhqcrfatqi3dq","customerId":"alice","restaurantId":"bella-napoli"}' AS BLOB), X'4C4C6B203A4697B4FE89AE8775A30612', NULL, NULL, NULL, 0, NULL, '');
INSERT INTO executions VALUES (3, 'arn:aws:states:us-east-1:123456789012:stateMachine:order', 1, 'ord-4xa72qpiknsxsy4ovjon2hds7y', 'RUNNING', 946684802000, NULL, CAST('{"orderId":"ord-4xa72qpiknsxsy4ovjon2hds7y","customerId":"alice","restaurantId":"bella-napoli"}' AS BLOB), X'32145BD830D6A8E8FB9155297F1233E9', NULL, NULL, NULL, 0, NULL, '');
INSERT INTO executions VALUES (4, 'arn:aws:states:us-east-1:123456789012:stateMachine:order', 1, 'ord-ghy46o4j6nfryr5hwxyfkr6vgi', 'RUNNING', 946684803000, NULL, CAST('{"orderId":"ord-ghy46o4j6nfryr5hwxyfkr6vgi","customerId":"alice","restaurantId":"bella-napoli"}' AS BLOB), X'EF896A2D59A67F27B82D9C84AD20AC06', NULL, NULL, NULL, 0, NULL, '');
INSERT INTO executions VALUES (5, 'arn:aws:states:us-east-1:123456789012:stateMachine:order', 1, 'ord-s7jrom6ean66mdghf57omguczm', 'RUNNING', 946684804000, NULL, CAST('{"orderId":"ord-s7jrom6ean66mdghf57omguczm","customerId":"alice","restaurantId":"bella-napoli"}' AS BLOB), X'07A5C9F4BE9F43CF1E4D7106E57F5FC6', NULL, NULL, NULL, 0, NULL, '');
INSERT INTO executions VALUES (6, 'arn:aws:states:us-east-1:123456789012:stateMachine:order', 1, 'ord-nkfkxxc4ud4lmciqmihipso56u', 'RUNNING', 946684805000, NULL, CAST('{"orderId":"ord-nkfkxxc4ud4lmciqmihipso56u","customerId":"alice","restaurantId":"bella-napoli"}' AS BLOB), X'74AEDBA6D0F7D662C37477FBD55C7DDF', NULL, NULL, NULL, 0, NULL, '');
INSERT INTO executions VALUES (7, 'arn:aws:states:us-east-1:123456789012:stateMachine:order', 1, 'ord-npa2yf5xwefjpdzlkdiy3g65dq', 'RUNNING', 946684806000, NULL, CAST('{"orderId":"ord-npa2yf5xwefjpdzlkdiy3g65dq","customerId":"alice","restaurantId":"bella-napoli"}' AS BLOB), X'43A557EE6DC6418033E1E41058A4AD72', NULL, NULL, NULL, 0, NULL, '');
INSERT INTO executions VALUES (8, 'arn:aws:states:us-east-1:123456789012:stateMachine:order', 1, 'ord-mx7nmtve5bfhxjckqw2tkygshi', 'SUCCEEDED', 946684807000, 946684807000, CAST('{"orderId":"ord-mx7nmtve5bfhxjckqw2tkygshi","customerId":"alice","restaurantId":"bella-napoli"}' AS BLOB), X'B6832B3015B74CDB860D2ADB65CFA389', CAST('{"orderId":"ord-mx7nmtve5bfhxjckqw2tkygshi","outcome":"completed","userNotified":true}' AS BLOB), NULL, NULL, 0, NULL, '');
INSERT INTO executions VALUES (9, 'arn:aws:states:us-east-1:123456789012:stateMachine:order', 1, 'ord-najvgrjoovjgzzil6bk3a3huey', 'RUNNING', 946684810995, NULL, CAST('{"orderId":"ord-najvgrjoovjgzzil6bk3a3huey","customerId":"alice","restaurantId":"bella-napoli"}' AS BLOB), X'6EC75BFA9957ED6A69461EAD6677C01E', NULL, NULL, NULL, 0, NULL, '');
INSERT INTO executions VALUES (10, 'arn:aws:states:us-east-1:123456789012:stateMachine:order', 1, 'ord-gbvbxakufuxacwi6pexqo47itq', 'RUNNING', 946684810995, NULL, CAST('{"orderId":"ord-gbvbxakufuxacwi6pexqo47itq","customerId":"alice","restaurantId":"bella-napoli"}' AS BLOB), X'21FF198C465AEA675456985565CA3EA3', NULL, NULL, NULL, 0, NULL, '');
INSERT INTO executions VALUES (11, 'arn:aws:states:us-east-1:123456789012:stateMachine:order', 1, 'ord-tz4hoowrhjs2fcgkmvelgcy3ay', 'RUNNING', 946684810995, NULL, CAST('{"orderId":"ord-tz4hoowrhjs2fcgkmvelgcy3ay","customerId":"alice","restaurantId":"bella-napoli"}' AS BLOB), X'AE64FD322E13E705F0E0753BC3AF1160', NULL, NULL, NULL, 0, NULL, '');
INSERT INTO executions VALUES (12, 'arn:aws:states:us-east-1:123456789012:stateMachine:order', 1, 'ord-iaxvf3umlvbdvdysfpo4gaxqwi', 'RUNNING', 946684810995, NULL, CAST('{"orderId":"ord-iaxvf3umlvbdvdysfpo4gaxqwi","customerId":"alice","restaurantId":"bella-napoli"}' AS BLOB), X'F1E66ABA8F021AC346DF202AA2F071CF', NULL, NULL, NULL, 0, NULL, '');
INSERT INTO executions VALUES (13, 'arn:aws:states:us-east-1:123456789012:stateMachine:order', 1, 'ord-i2pqocsderqlj45qatr23kzcvq', 'FAILED', 946684810995, 946684810995, CAST('{"orderId":"ord-i2pqocsderqlj45qatr23kzcvq","customerId":"alice","restaurantId":"bella-napoli"}' AS BLOB), X'979ED4E43660669DC284D735FA5E8086', NULL, 'InternalError', '{"errorMessage":"it is held","errorType":"InternalError"}', 0, NULL, '');
INSERT INTO executions VALUES (14, 'arn:aws:states:us-east-1:123456789012:stateMachine:order', 1, 'ord-v2f63ho6otv7kxciobnltho5le', 'FAILED', 946684810995, 946684810995, CAST('{"orderId":"ord-v2f63ho6otv7kxciobnltho5le","customerId":"alice","restaurantId":"bella-napoli"}' AS BLOB), X'9796F08444CC5AFDD4CCD7A46369DA82', NULL, 'InternalError', '{"errorMessage":"it is held","errorType":"InternalError"}', 0, NULL, '');
INSERT INTO executions VALUES (15, 'arn:aws:states:us-east-1:123456789012:stateMachine:order', 1, 'ord-uqhn2s2ttrs2kfpy2a22qwngm4', 'FAILED', 946684810995, 946684810995, CAST('{"orderId":"ord-uqhn2s2ttrs2kfpy2a22qwngm4","customerId":"alice","restaurantId":"bella-napoli"}' AS BLOB), X'730F348DDD751A0F3801F92648B444FD', NULL, 'InternalError', '{"errorMessage":"it is held","errorType":"InternalError"}', 0, NULL, '');
INSERT INTO executions VALUES (16, 'arn:aws:states:us-east-1:123456789012:stateMachine:order', 1, 'ord-ixz6xtzwcu2bjyg32jkny6ulo4', 'SUCCEEDED', 946684810995, 946684810995, CAST('{"orderId":"ord-ixz6xtzwcu2bjyg32jkny6ulo4","customerId":"alice","restaurantId":"bella-napoli"}' AS BLOB), X'763D8B844BA560D22E6A0C66DDAD8101', CAST('{"orderId":"ord-ixz6xtzwcu2bjyg32jkny6ulo4","outcome":"completed","userNotified":true}' AS BLOB), NULL, NULL, 0, NULL, '');
INSERT INTO facts VALUES (1, 1, CAST('{"kind":"report","at":946684800000,"task":3,"output":{"ExecutedVersion":"$LATEST","Payload":null,"SdkHttpMetadata":{"AllHttpHeaders":{"X-Amz-Executed-Version":["$LATEST"],"x-amzn-RequestId":["767a9859-56e0-4086-827c-73b980541f7c"],"Content-Type":["application/json"]},"HttpHeaders":{"Content-Type":"application/json","X-Amz-Executed-Version":"$LATEST","x-amzn-RequestId":"767a9859-56e0-4086-827c-73b980541f7c"},"HttpStatusCode":200},"SdkResponseMetadata":{"RequestId":"767a9859-56e0-4086-827c-73b980541f7c"},"StatusCode":200}}' AS BLOB));
INSERT INTO facts VALUES (1, 2, CAST('{"kind":"report","at":946684800000,"task":8,"output":{"ExecutedVersion":"$LATEST","Payload":null,"SdkHttpMetadata":{"AllHttpHeaders":{"X-Amz-Executed-Version":["$LATEST"],"x-amzn-RequestId":["42fac063-2161-4ab9-9342-488aa583c1d9"],"Content-Type":["application/json"]},"HttpHeaders":{"Content-Type":"application/json","X-Amz-Executed-Version":"$LATEST","x-amzn-RequestId":"42fac063-2161-4ab9-9342-488aa583c1d9"},"HttpStatusCode":200},"SdkResponseMetadata":{"RequestId":"42fac063-2161-4ab9-9342-488aa583c1d9"},"StatusCode":200}}' AS BLOB));
INSERT INTO facts VALUES (1, 3, CAST('{"kind":"report","at":946684800000,"task":13,"output":{"ExecutedVersion":"$LATEST","Payload":null,"SdkHttpMetadata":{"AllHttpHeaders":{"X-Amz-Executed-Version":["$LATEST"],"x-amzn-RequestId":["3719b914-a94e-4308-826e-dc301283ff76"],"Content-Type":["application/json"]},"HttpHeaders":{"Content-Type":"application/json","X-Amz-Executed-Version":"$LATEST","x-amzn-RequestId":"3719b914-a94e-4308-826e-dc301283ff76"},"HttpStatusCode":200},"SdkResponseMetadata":{"RequestId":"3719b914-a94e-4308-826e-dc301283ff76"},"StatusCode":200}}' AS BLOB));
INSERT INTO facts VALUES (2, 1, CAST('{"kind":"report","at":946684801000,"task":3,"output":{"ExecutedVersion":"$LATEST","Payload":null,"SdkHttpMetadata":{"AllHttpHeaders":{"X-Amz-Executed-Version":["$LATEST"],"x-amzn-RequestId":["38834cbe-d095-46ea-acfd-0698e6378ef6"],"Content-Type":["application/json"]},"HttpHeaders":{"Content-Type":"application/json","X-Amz-Executed-Version":"$LATEST","x-amzn-RequestId":"38834cbe-d095-46ea-acfd-0698e6378ef6"},"HttpStatusCode":200},"SdkResponseMetadata":{"RequestId":"38834cbe-d095-46ea-acfd-0698e6378ef6"},"StatusCode":200}}' AS BLOB));
INSERT INTO facts VALUES (2, 2, CAST('{"kind":"report","at":946684801000,"task":8,"output":{"ExecutedVersion":"$LATEST","Payload":null,"SdkHttpMetadata":{"AllHttpHeaders":{"X-Amz-Executed-Version":["$LATEST"],"x-amzn-RequestId":["2cf7545d-5ee2-4358-bea7-e9b9d9e06bb6"],"Content-Type":["application/json"]},"HttpHeaders":{"Content-Type":"application/json","X-Amz-Executed-Version":"$LATEST","x-amzn-RequestId":"2cf7545d-5ee2-4358-bea7-e9b9d9e06bb6"},"HttpStatusCode":200},"SdkResponseMetadata":{"RequestId":"2cf7545d-5ee2-4358-bea7-e9b9d9e06bb6"},"StatusCode":200}}' AS BLOB));
INSERT INTO facts VALUES (2, 3, CAST('{"kind":"report","at":946684801000,"task":13,"output":{"ExecutedVersion":"$LATEST","Payload":null,"SdkHttpMetadata":{"AllHttpHeaders":{"X-Amz-Executed-Version":["$LATEST"],"x-amzn-RequestId":["22c588b3-7ac2-4243-ba1e-8289f4da7e85"],"Content-Type":["application/json"]},"HttpHeaders":{"Content-Type":"application/json","X-Amz-Executed-Version":"$LATEST","x-amzn-RequestId":"22c588b3-7ac2-4243-ba1e-8289f4da7e85"},"HttpStatusCode":200},"SdkResponseMetadata":{"RequestId":"22c588b3-7ac2-4243-ba1e-8289f4da7e85"},"StatusCode":200}}' AS BLOB));
INSERT INTO facts VALUES (3, 1, CAST('{"kind":"report","at":946684802000,"task":3,"output":{"ExecutedVersion":"$LATEST","Payload":null,"SdkHttpMetadata":{"AllHttpHeaders":{"X-Amz-Executed-Version":["$LATEST"],"x-amzn-RequestId":["488f3ac0-3b3b-49a5-b5f0-4ab9372a12ba"],"Content-Type":["application/json"]},"HttpHeaders":{"Content-Type":"application/json","X-Amz-Executed-Version":"$LATEST","x-amzn-RequestId":"488f3ac0-3b3b-49a5-b5f0-4ab9372a12ba"},"HttpStatusCode":200},"SdkResponseMetadata":{"RequestId":"488f3ac0-3b3b-49a5-b5f0-4ab9372a12ba"},"StatusCode":200}}' AS BLOB));
INSERT INTO facts VALUES (3, 2, CAST('{"kind":"report","at":946684802000,"task":8,"output":{"ExecutedVersion":"$LATEST","Payload":null,"SdkHttpMetadata":{"AllHttpHeaders":{"X-Amz-Executed-Version":["$LATEST"],"x-amzn-RequestId":["7118a10e-8c1d-4389-896d-9f4725ac9c7f"],"Content-Type":["application/json"]},"HttpHeaders":{"Content-Type":"application/json","X-Amz-Executed-Version":"$LATEST","x-amzn-RequestId":"7118a10e-8c1d-4389-896d-9f4725ac9c7f"},"HttpStatusCode":200},"SdkResponseMetadata":{"RequestId":"7118a10e-8c1d-4389-896d-9f4725ac9c7f"},"StatusCode":200}}' AS BLOB));
INSERT INTO facts VALUES (3, 3, CAST('{"kind":"report","at":946684802000,"task":13,"output":{"ExecutedVersion":"$LATEST","Payload":null,"SdkHttpMetadata":{"AllHttpHeaders":{"X-Amz-Executed-Version":["$LATEST"],"x-amzn-RequestId":["994d1d12-0875-440d-a5cc-e186fd522da9"],"Content-Type":["application/json"]},"HttpHeaders":{"Content-Type":"application/json","X-Amz-Executed-Version":"$LATEST","x-amzn-RequestId":"994d1d12-0875-440d-a5cc-e186fd522da9"},"HttpStatusCode":200},"SdkResponseMetadata":{"RequestId":"994d1d12-0875-440d-a5cc-e186fd522da9"},"StatusCode":200}}' AS BLOB));
INSERT INTO facts VALUES (4, 1, CAST('{"kind":"report","at":946684803000,"task":3,"output":{"ExecutedVersion":"$LATEST","Payload":null,"SdkHttpMetadata":{"AllHttpHeaders":{"X-Amz-Executed-Version":["$LATEST"],"x-amzn-RequestId":["62bd48a9-06d9-4443-a992-55aec4ee7588"],"Content-Type":["application/json"]},"HttpHeaders":{"Content-Type":"application/json","X-Amz-Executed-Version":"$LATEST","x-amzn-RequestId":"62bd48a9-06d9-4443-a992-55aec4ee7588"},"HttpStatusCode":200},"SdkResponseMetadata":{"RequestId":"62bd48a9-06d9-4443-a992-55aec4ee7588"},"StatusCode":200}}' AS BLOB));
INSERT INTO facts VALUES (4, 2, CAST('{"kind":"report","at":946684803000,"task":8,"output":{"ExecutedVersion":"$LATEST","Payload":null,"SdkHttpMetadata":{"AllHttpHeaders":{"X-Amz-Executed-Version":["$LATEST"],"x-amzn-RequestId":["42200bb9-2a61-4188-88af-73025500c08b"],"Content-Type":["application/json"]},"HttpHeaders":{"Content-Type":"application/json","X-Amz-Executed-Version":"$LATEST","x-amzn-RequestId":"42200bb9-2a61-4188-88af-73025500c08b"},"HttpStatusCode":200},"SdkResponseMetadata":{"RequestId":"42200bb9-2a61-4188-88af-73025500c08b"},"StatusCode":200}}' AS BLOB));
INSERT INTO facts VALUES (4, 3, CAST('{"kind":"report","at":946684803000,"task":13,"output":{"ExecutedVersion":"$LATEST","Payload":null,"SdkHttpMetadata":{"AllHttpHeaders":{"X-Amz-Executed-Version":["$LATEST"],"x-amzn-RequestId":["460156d0-e661-42db-950c-d23d1436faae"],"Content-Type":["application/json"]},"HttpHeaders":{"Content-Type":"application/json","X-Amz-Executed-Version":"$LATEST","x-amzn-RequestId":"460156d0-e661-42db-950c-d23d1436faae"},"HttpStatusCode":200},"SdkResponseMetadata":{"RequestId":"460156d0-e661-42db-950c-d23d1436faae"},"StatusCode":200}}' AS BLOB));
INSERT INTO facts VALUES (5, 1, CAST('{"kind":"report","at":946684804000,"task":3,"output":{"ExecutedVersion":"$LATEST","Payload":null,"SdkHttpMetadata":{"AllHttpHeaders":{"X-Amz-Executed-Version":["$LATEST"],"x-amzn-RequestId":["1601cbcd-631f-4a88-a712-0d3f60c4019a"],"Content-Type":["application/json"]},"HttpHeaders":{"Content-Type":"application/json","X-Amz-Executed-Version":"$LATEST","x-amzn-RequestId":"1601cbcd-631f-4a88-a712-0d3f60c4019a"},"HttpStatusCode":200},"SdkResponseMetadata":{"RequestId":"1601cbcd-631f-4a88-a712-0d3f60c4019a"},"StatusCode":200}}' AS BLOB));
INSERT INTO facts VALUES (5, 2, CAST('{"kind":"report","at":946684804000,"task":8,"output":{"ExecutedVersion":"$LATEST","Payload":null,"SdkHttpMetadata":{"AllHttpHeaders":{"X-Amz-Executed-Version":["$LATEST"],"x-amzn-RequestId":["b723a6bf-38ce-401e-bd2f-70f58e5b8acd"],"Content-Type":["application/json"]},"HttpHeaders":{"Content-Type":"application/json","X-Amz-Executed-Version":"$LATEST","x-amzn-RequestId":"b723a6bf-38ce-401e-bd2f-70f58e5b8acd"},"HttpStatusCode":200},"SdkResponseMetadata":{"RequestId":"b723a6bf-38ce-401e-bd2f-70f58e5b8acd"},"StatusCode":200}}' AS BLOB));
INSERT INTO facts VALUES (5, 3, CAST('{"kind":"report","at":946684804000,"task":13,"output":{"ExecutedVersion":"$LATEST","Payload":null,"SdkHttpMetadata":{"AllHttpHeaders":{"X-Amz-Executed-Version":["$LATEST"],"x-amzn-RequestId":["b8a27d1b-724e-436d-a5bc-5644311d4e54"],"Content-Type":["application/json"]},"HttpHeaders":{"Content-Type":"application/json","X-Amz-Executed-Version":"$LATEST","x-amzn-RequestId":"b8a27d1b-724e-436d-a5bc-5644311d4e54"},"HttpStatusCode":200},"SdkResponseMetadata":{"RequestId":"b8a27d1b-724e-436d-a5bc-5644311d4e54"},"StatusCode":200}}' AS BLOB));
INSERT INTO facts VALUES (5, 4, CAST('{"kind":"resolve","at":946684804000,"token":"AQAAAAAAAAAFAAAAAAAAAA20b2t5QY176y1uNmnMNqdM59zOwA","output":{"decision":"accept","by":"bella-napoli","requestId":"da05a975-9dd6-4b03-904a-817adbaa1135"}}' AS BLOB));
INSERT INTO facts VALUES (5, 5, CAST('{"kind":"report","at":946684804000,"task":19,"output":{"ExecutedVersion":"$LATEST","Payload":null,"SdkHttpMetadata":{"AllHttpHeaders":{"X-Amz-Executed-Version":["$LATEST"],"x-amzn-RequestId":["0260d1e1-efd6-455d-b6fc-386021695a6b"],"Content-Type":["application/json"]},"HttpHeaders":{"Content-Type":"application/json","X-Amz-Executed-Version":"$LATEST","x-amzn-RequestId":"0260d1e1-efd6-455d-b6fc-386021695a6b"},"HttpStatusCode":200},"SdkResponseMetadata":{"RequestId":"0260d1e1-efd6-455d-b6fc-386021695a6b"},"StatusCode":200}}' AS BLOB));
INSERT INTO facts VALUES (5, 6, CAST('{"kind":"report","at":946684804000,"task":24,"output":{"ExecutedVersion":"$LATEST","Payload":null,"SdkHttpMetadata":{"AllHttpHeaders":{"X-Amz-Executed-Version":["$LATEST"],"x-amzn-RequestId":["0f8dd604-d807-4163-bdc0-ed2a2b4536ab"],"Content-Type":["application/json"]},"HttpHeaders":{"Content-Type":"application/json","X-Amz-Executed-Version":"$LATEST","x-amzn-RequestId":"0f8dd604-d807-4163-bdc0-ed2a2b4536ab"},"HttpStatusCode":200},"SdkResponseMetadata":{"RequestId":"0f8dd604-d807-4163-bdc0-ed2a2b4536ab"},"StatusCode":200}}' AS BLOB));
INSERT INTO facts VALUES (5, 7, CAST('{"kind":"report","at":946684804000,"task":29,"output":{"ExecutedVersion":"$LATEST","Payload":null,"SdkHttpMetadata":{"AllHttpHeaders":{"X-Amz-Executed-Version":["$LATEST"],"x-amzn-RequestId":["8169af9d-1ab3-43bb-9673-f4072f31772f"],"Content-Type":["application/json"]},"HttpHeaders":{"Content-Type":"application/json","X-Amz-Executed-Version":"$LATEST","x-amzn-RequestId":"8169af9d-1ab3-43bb-9673-f4072f31772f"},"HttpStatusCode":200},"SdkResponseMetadata":{"RequestId":"8169af9d-1ab3-43bb-9673-f4072f31772f"},"StatusCode":200}}' AS BLOB));
INSERT INTO facts VALUES (6, 1, CAST('{"kind":"report","at":946684805000,"task":3,"output":{"ExecutedVersion":"$LATEST","Payload":null,"SdkHttpMetadata":{"AllHttpHeaders":{"X-Amz-Executed-Version":["$LATEST"],"x-amzn-RequestId":["51ccdb02-d11c-4937-b1e0-2e3b5df97abe"],"Content-Type":["application/json"]},"HttpHeaders":{"Content-Type":"application/json","X-Amz-Executed-Version":"$LATEST","x-amzn-RequestId":"51ccdb02-d11c-4937-b1e0-2e3b5df97abe"},"HttpStatusCode":200},"SdkResponseMetadata":{"RequestId":"51ccdb02-d11c-4937-b1e0-2e3b5df97abe"},"StatusCode":200}}' AS BLOB));
INSERT INTO facts VALUES (6, 2, CAST('{"kind":"report","at":946684805000,"task":8,"output":{"ExecutedVersion":"$LATEST","Payload":null,"SdkHttpMetadata":{"AllHttpHeaders":{"X-Amz-Executed-Version":["$LATEST"],"x-amzn-RequestId":["e931b1ce-7c92-4520-9b09-6efde31fbdbd"],"Content-Type":["application/json"]},"HttpHeaders":{"Content-Type":"application/json","X-Amz-Executed-Version":"$LATEST","x-amzn-RequestId":"e931b1ce-7c92-4520-9b09-6efde31fbdbd"},"HttpStatusCode":200},"SdkResponseMetadata":{"RequestId":"e931b1ce-7c92-4520-9b09-6efde31fbdbd"},"StatusCode":200}}' AS BLOB));
INSERT INTO facts VALUES (6, 3, CAST('{"kind":"report","at":946684805000,"task":13,"output":{"ExecutedVersion":"$LATEST","Payload":null,"SdkHttpMetadata":{"AllHttpHeaders":{"X-Amz-Executed-Version":["$LATEST"],"x-amzn-RequestId":["7ecbf734-7a3c-4a5a-bc17-b54d79e76892"],"Content-Type":["application/json"]},"HttpHeaders":{"Content-Type":"application/json","X-Amz-Executed-Version":"$LATEST","x-amzn-RequestId":"7ecbf734-7a3c-4a5a-bc17-b54d79e76892"},"HttpStatusCode":200},"SdkResponseMetadata":{"RequestId":"7ecbf734-7a3c-4a5a-bc17-b54d79e76892"},"StatusCode":200}}' AS BLOB));
INSERT INTO facts VALUES (6, 4, CAST('{"kind":"resolve","at":946684805000,"token":"AQAAAAAAAAAGAAAAAAAAAA1xKTcY-PGXtPmlkCnt2r7dnT0LlQ","output":{"decision":"accept","by":"bella-napoli","requestId":"09629e0a-1647-4723-afb6-adece3bff34c"}}' AS BLOB));
INSERT INTO facts VALUES (6, 5, CAST('{"kind":"report","at":946684805000,"task":19,"output":{"ExecutedVersion":"$LATEST","Payload":null,"SdkHttpMetadata":{"AllHttpHeaders":{"X-Amz-Executed-Version":["$LATEST"],"x-amzn-RequestId":["26798086-13be-4d85-907c-722e28d0e7c9"],"Content-Type":["application/json"]},"HttpHeaders":{"Content-Type":"application/json","X-Amz-Executed-Version":"$LATEST","x-amzn-RequestId":"26798086-13be-4d85-907c-722e28d0e7c9"},"HttpStatusCode":200},"SdkResponseMetadata":{"RequestId":"26798086-13be-4d85-907c-722e28d0e7c9"},"StatusCode":200}}' AS BLOB));
INSERT INTO facts VALUES (6, 6, CAST('{"kind":"report","at":946684805000,"task":24,"output":{"ExecutedVersion":"$LATEST","Payload":null,"SdkHttpMetadata":{"AllHttpHeaders":{"X-Amz-Executed-Version":["$LATEST"],"x-amzn-RequestId":["af86ebd2-0f39-4c52-bcb2-03fd685dd735"],"Content-Type":["application/json"]},"HttpHeaders":{"Content-Type":"application/json","X-Amz-Executed-Version":"$LATEST","x-amzn-RequestId":"af86ebd2-0f39-4c52-bcb2-03fd685dd735"},"HttpStatusCode":200},"SdkResponseMetadata":{"RequestId":"af86ebd2-0f39-4c52-bcb2-03fd685dd735"},"StatusCode":200}}' AS BLOB));
INSERT INTO facts VALUES (6, 7, CAST('{"kind":"report","at":946684805000,"task":29,"output":{"ExecutedVersion":"$LATEST","Payload":null,"SdkHttpMetadata":{"AllHttpHeaders":{"X-Amz-Executed-Version":["$LATEST"],"x-amzn-RequestId":["58a62f06-d48c-4509-b402-c52d0c2c7407"],"Content-Type":["application/json"]},"HttpHeaders":{"Content-Type":"application/json","X-Amz-Executed-Version":"$LATEST","x-amzn-RequestId":"58a62f06-d48c-4509-b402-c52d0c2c7407"},"HttpStatusCode":200},"SdkResponseMetadata":{"RequestId":"58a62f06-d48c-4509-b402-c52d0c2c7407"},"StatusCode":200}}' AS BLOB));
INSERT INTO facts VALUES (7, 1, CAST('{"kind":"report","at":946684806000,"task":3,"output":{"ExecutedVersion":"$LATEST","Payload":null,"SdkHttpMetadata":{"AllHttpHeaders":{"X-Amz-Executed-Version":["$LATEST"],"x-amzn-RequestId":["1987a1c9-9963-4862-aef6-f903eac05c8b"],"Content-Type":["application/json"]},"HttpHeaders":{"Content-Type":"application/json","X-Amz-Executed-Version":"$LATEST","x-amzn-RequestId":"1987a1c9-9963-4862-aef6-f903eac05c8b"},"HttpStatusCode":200},"SdkResponseMetadata":{"RequestId":"1987a1c9-9963-4862-aef6-f903eac05c8b"},"StatusCode":200}}' AS BLOB));
INSERT INTO facts VALUES (7, 2, CAST('{"kind":"report","at":946684806000,"task":8,"output":{"ExecutedVersion":"$LATEST","Payload":null,"SdkHttpMetadata":{"AllHttpHeaders":{"X-Amz-Executed-Version":["$LATEST"],"x-amzn-RequestId":["c42be0f1-1e6e-45d7-b62c-67b0164bdfc0"],"Content-Type":["application/json"]},"HttpHeaders":{"Content-Type":"application/json","X-Amz-Executed-Version":"$LATEST","x-amzn-RequestId":"c42be0f1-1e6e-45d7-b62c-67b0164bdfc0"},"HttpStatusCode":200},"SdkResponseMetadata":{"RequestId":"c42be0f1-1e6e-45d7-b62c-67b0164bdfc0"},"StatusCode":200}}' AS BLOB));
INSERT INTO facts VALUES (7, 3, CAST('{"kind":"report","at":946684806000,"task":13,"output":{"ExecutedVersion":"$LATEST","Payload":null,"SdkHttpMetadata":{"AllHttpHeaders":{"X-Amz-Executed-Version":["$LATEST"],"x-amzn-RequestId":["180d58b1-5595-4cb9-81d1-1cede3434d4f"],"Content-Type":["application/json"]},"HttpHeaders":{"Content-Type":"application/json","X-Amz-Executed-Version":"$LATEST","x-amzn-RequestId":"180d58b1-5595-4cb9-81d1-1cede3434d4f"},"HttpStatusCode":200},"SdkResponseMetadata":{"RequestId":"180d58b1-5595-4cb9-81d1-1cede3434d4f"},"StatusCode":200}}' AS BLOB));
INSERT INTO facts VALUES (7, 4, CAST('{"kind":"resolve","at":946684806000,"token":"AQAAAAAAAAAHAAAAAAAAAA3jqDh_rVS-df3lOiJu49Bl59qOAw","output":{"decision":"accept","by":"bella-napoli","requestId":"0884df54-ffb4-46b9-aa81-6969243b8198"}}' AS BLOB));
INSERT INTO facts VALUES (7, 5, CAST('{"kind":"report","at":946684806000,"task":19,"output":{"ExecutedVersion":"$LATEST","Payload":null,"SdkHttpMetadata":{"AllHttpHeaders":{"X-Amz-Executed-Version":["$LATEST"],"x-amzn-RequestId":["bc76dbaa-1059-442b-b65a-2734d8bdd8ec"],"Content-Type":["application/json"]},"HttpHeaders":{"Content-Type":"application/json","X-Amz-Executed-Version":"$LATEST","x-amzn-RequestId":"bc76dbaa-1059-442b-b65a-2734d8bdd8ec"},"HttpStatusCode":200},"SdkResponseMetadata":{"RequestId":"bc76dbaa-1059-442b-b65a-2734d8bdd8ec"},"StatusCode":200}}' AS BLOB));
INSERT INTO facts VALUES (7, 6, CAST('{"kind":"report","at":946684806000,"task":24,"output":{"ExecutedVersion":"$LATEST","Payload":null,"SdkHttpMetadata":{"AllHttpHeaders":{"X-Amz-Executed-Version":["$LATEST"],"x-amzn-RequestId":["186dbb4f-57f8-438c-9dec-7cc2344a4e13"],"Content-Type":["application/json"]},"HttpHeaders":{"Content-Type":"application/json","X-Amz-Executed-Version":"$LATEST","x-amzn-RequestId":"186dbb4f-57f8-438c-9dec-7cc2344a4e13"},"HttpStatusCode":200},"SdkResponseMetadata":{"RequestId":"186dbb4f-57f8-438c-9dec-7cc2344a4e13"},"StatusCode":200}}' AS BLOB));
INSERT INTO facts VALUES (7, 7, CAST('{"kind":"report","at":946684806000,"task":29,"output":{"ExecutedVersion":"$LATEST","Payload":null,"SdkHttpMetadata":{"AllHttpHeaders":{"X-Amz-Executed-Version":["$LATEST"],"x-amzn-RequestId":["6a942c63-852e-48b0-b7ec-0ef51b6fe476"],"Content-Type":["application/json"]},"HttpHeaders":{"Content-Type":"application/json","X-Amz-Executed-Version":"$LATEST","x-amzn-RequestId":"6a942c63-852e-48b0-b7ec-0ef51b6fe476"},"HttpStatusCode":200},"SdkResponseMetadata":{"RequestId":"6a942c63-852e-48b0-b7ec-0ef51b6fe476"},"StatusCode":200}}' AS BLOB));
INSERT INTO facts VALUES (8, 1, CAST('{"kind":"report","at":946684807000,"task":3,"output":{"ExecutedVersion":"$LATEST","Payload":null,"SdkHttpMetadata":{"AllHttpHeaders":{"X-Amz-Executed-Version":["$LATEST"],"x-amzn-RequestId":["aa380b9c-bc0f-47af-8b1a-3e7a065746ab"],"Content-Type":["application/json"]},"HttpHeaders":{"Content-Type":"application/json","X-Amz-Executed-Version":"$LATEST","x-amzn-RequestId":"aa380b9c-bc0f-47af-8b1a-3e7a065746ab"},"HttpStatusCode":200},"SdkResponseMetadata":{"RequestId":"aa380b9c-bc0f-47af-8b1a-3e7a065746ab"},"StatusCode":200}}' AS BLOB));
INSERT INTO facts VALUES (8, 2, CAST('{"kind":"report","at":946684807000,"task":8,"output":{"ExecutedVersion":"$LATEST","Payload":null,"SdkHttpMetadata":{"AllHttpHeaders":{"X-Amz-Executed-Version":["$LATEST"],"x-amzn-RequestId":["afd00854-8aaf-4bbd-86ab-229c72103250"],"Content-Type":["application/json"]},"HttpHeaders":{"Content-Type":"application/json","X-Amz-Executed-Version":"$LATEST","x-amzn-RequestId":"afd00854-8aaf-4bbd-86ab-229c72103250"},"HttpStatusCode":200},"SdkResponseMetadata":{"RequestId":"afd00854-8aaf-4bbd-86ab-229c72103250"},"StatusCode":200}}' AS BLOB));
INSERT INTO facts VALUES (8, 3, CAST('{"kind":"report","at":946684807000,"task":13,"output":{"ExecutedVersion":"$LATEST","Payload":null,"SdkHttpMetadata":{"AllHttpHeaders":{"X-Amz-Executed-Version":["$LATEST"],"x-amzn-RequestId":["0b1f3ed3-9589-4c0e-a211-31f3be1a5879"],"Content-Type":["application/json"]},"HttpHeaders":{"Content-Type":"application/json","X-Amz-Executed-Version":"$LATEST","x-amzn-RequestId":"0b1f3ed3-9589-4c0e-a211-31f3be1a5879"},"HttpStatusCode":200},"SdkResponseMetadata":{"RequestId":"0b1f3ed3-9589-4c0e-a211-31f3be1a5879"},"StatusCode":200}}' AS BLOB));
INSERT INTO facts VALUES (8, 4, CAST('{"kind":"resolve","at":946684807000,"token":"AQAAAAAAAAAIAAAAAAAAAA0yVNDqf64AskS54uqIVoB7Wu9pyA","output":{"decision":"accept","by":"bella-napoli","requestId":"5aa4d8b5-dac9-4119-aea1-f963a33554a1"}}' AS BLOB));
INSERT INTO facts VALUES (8, 5, CAST('{"kind":"report","at":946684807000,"task":19,"output":{"ExecutedVersion":"$LATEST","Payload":null,"SdkHttpMetadata":{"AllHttpHeaders":{"X-Amz-Executed-Version":["$LATEST"],"x-amzn-RequestId":["284d706c-0f9e-4230-bc3a-2df4c1a4b9fe"],"Content-Type":["application/json"]},"HttpHeaders":{"Content-Type":"application/json","X-Amz-Executed-Version":"$LATEST","x-amzn-RequestId":"284d706c-0f9e-4230-bc3a-2df4c1a4b9fe"},"HttpStatusCode":200},"SdkResponseMetadata":{"RequestId":"284d706c-0f9e-4230-bc3a-2df4c1a4b9fe"},"StatusCode":200}}' AS BLOB));
INSERT INTO facts VALUES (8, 6, CAST('{"kind":"report","at":946684807000,"task":24,"output":{"ExecutedVersion":"$LATEST","Payload":null,"SdkHttpMetadata":{"AllHttpHeaders":{"X-Amz-Executed-Version":["$LATEST"],"x-amzn-RequestId":["fbfbd2e6-33ba-4505-ac57-26f6b6e498d6"],"Content-Type":["application/json"]},"HttpHeaders":{"Content-Type":"application/json","X-Amz-Executed-Version":"$LATEST","x-amzn-RequestId":"fbfbd2e6-33ba-4505-ac57-26f6b6e498d6"},"HttpStatusCode":200},"SdkResponseMetadata":{"RequestId":"fbfbd2e6-33ba-4505-ac57-26f6b6e498d6"},"StatusCode":200}}' AS BLOB));
INSERT INTO facts VALUES (8, 7, CAST('{"kind":"report","at":946684807000,"task":29,"output":{"ExecutedVersion":"$LATEST","Payload":null,"SdkHttpMetadata":{"AllHttpHeaders":{"X-Amz-Executed-Version":["$LATEST"],"x-amzn-RequestId":["639f9bb8-4f73-4af2-ae4e-0afc0d24be0f"],"Content-Type":["application/json"]},"HttpHeaders":{"Content-Type":"application/json","X-Amz-Executed-Version":"$LATEST","x-amzn-RequestId":"639f9bb8-4f73-4af2-ae4e-0afc0d24be0f"},"HttpStatusCode":200},"SdkResponseMetadata":{"RequestId":"639f9bb8-4f73-4af2-ae4e-0afc0d24be0f"},"StatusCode":200}}' AS BLOB));
INSERT INTO facts VALUES (8, 8, CAST('{"kind":"resolve","at":946684807000,"token":"AQAAAAAAAAAIAAAAAAAAAB3tMMOVjfP8plMR88uSNz-1lEo6kw","output":{"decision":"complete","by":"bella-napoli","requestId":"52dbcb89-84f3-4a49-82cf-fc096ea685ef"}}' AS BLOB));
INSERT INTO facts VALUES (8, 9, CAST('{"kind":"report","at":946684807000,"task":35,"output":{"ExecutedVersion":"$LATEST","Payload":null,"SdkHttpMetadata":{"AllHttpHeaders":{"X-Amz-Executed-Version":["$LATEST"],"x-amzn-RequestId":["8bd3bd13-adbb-4a16-b450-a43eb7bf94a4"],"Content-Type":["application/json"]},"HttpHeaders":{"Content-Type":"application/json","X-Amz-Executed-Version":"$LATEST","x-amzn-RequestId":"8bd3bd13-adbb-4a16-b450-a43eb7bf94a4"},"HttpStatusCode":200},"SdkResponseMetadata":{"RequestId":"8bd3bd13-adbb-4a16-b450-a43eb7bf94a4"},"StatusCode":200}}' AS BLOB));
INSERT INTO facts VALUES (10, 1, CAST('{"kind":"report","at":946684810995,"task":3,"output":{"ExecutedVersion":"$LATEST","Payload":null,"SdkHttpMetadata":{"AllHttpHeaders":{"X-Amz-Executed-Version":["$LATEST"],"x-amzn-RequestId":["dee853b9-0e54-4f62-aa34-3fa99b5ca953"],"Content-Type":["application/json"]},"HttpHeaders":{"Content-Type":"application/json","X-Amz-Executed-Version":"$LATEST","x-amzn-RequestId":"dee853b9-0e54-4f62-aa34-3fa99b5ca953"},"HttpStatusCode":200},"SdkResponseMetadata":{"RequestId":"dee853b9-0e54-4f62-aa34-3fa99b5ca953"},"StatusCode":200}}' AS BLOB));
INSERT INTO facts VALUES (10, 2, CAST('{"kind":"report","at":946684810995,"task":8,"output":{"ExecutedVersion":"$LATEST","Payload":null,"SdkHttpMetadata":{"AllHttpHeaders":{"X-Amz-Executed-Version":["$LATEST"],"x-amzn-RequestId":["357a9d8e-0396-46ae-b6f9-1810cfd66449"],"Content-Type":["application/json"]},"HttpHeaders":{"Content-Type":"application/json","X-Amz-Executed-Version":"$LATEST","x-amzn-RequestId":"357a9d8e-0396-46ae-b6f9-1810cfd66449"},"HttpStatusCode":200},"SdkResponseMetadata":{"RequestId":"357a9d8e-0396-46ae-b6f9-1810cfd66449"},"StatusCode":200}}' AS BLOB));
INSERT INTO facts VALUES (10, 3, CAST('{"kind":"report","at":946684810995,"task":13,"output":{"ExecutedVersion":"$LATEST","Payload":null,"SdkHttpMetadata":{"AllHttpHeaders":{"X-Amz-Executed-Version":["$LATEST"],"x-amzn-RequestId":["df17cf4d-0ba0-4512-ac34-997564018f6b"],"Content-Type":["application/json"]},"HttpHeaders":{"Content-Type":"application/json","X-Amz-Executed-Version":"$LATEST","x-amzn-RequestId":"df17cf4d-0ba0-4512-ac34-997564018f6b"},"HttpStatusCode":200},"SdkResponseMetadata":{"RequestId":"df17cf4d-0ba0-4512-ac34-997564018f6b"},"StatusCode":200}}' AS BLOB));
INSERT INTO facts VALUES (11, 1, CAST('{"kind":"report","at":946684810995,"task":3,"output":{"ExecutedVersion":"$LATEST","Payload":null,"SdkHttpMetadata":{"AllHttpHeaders":{"X-Amz-Executed-Version":["$LATEST"],"x-amzn-RequestId":["62b934dd-44c6-4af7-a23a-b7579f7d75cb"],"Content-Type":["application/json"]},"HttpHeaders":{"Content-Type":"application/json","X-Amz-Executed-Version":"$LATEST","x-amzn-RequestId":"62b934dd-44c6-4af7-a23a-b7579f7d75cb"},"HttpStatusCode":200},"SdkResponseMetadata":{"RequestId":"62b934dd-44c6-4af7-a23a-b7579f7d75cb"},"StatusCode":200}}' AS BLOB));
INSERT INTO facts VALUES (11, 2, CAST('{"kind":"report","at":946684810995,"task":8,"failure":{"error":"Unavailable","cause":"{\"errorMessage\":\"it is held\",\"errorType\":\"Unavailable\"}"}}' AS BLOB));
INSERT INTO facts VALUES (12, 1, CAST('{"kind":"report","at":946684810995,"task":3,"output":{"ExecutedVersion":"$LATEST","Payload":null,"SdkHttpMetadata":{"AllHttpHeaders":{"X-Amz-Executed-Version":["$LATEST"],"x-amzn-RequestId":["a9a2de2c-c4f0-4a69-afd6-3357fb6968ad"],"Content-Type":["application/json"]},"HttpHeaders":{"Content-Type":"application/json","X-Amz-Executed-Version":"$LATEST","x-amzn-RequestId":"a9a2de2c-c4f0-4a69-afd6-3357fb6968ad"},"HttpStatusCode":200},"SdkResponseMetadata":{"RequestId":"a9a2de2c-c4f0-4a69-afd6-3357fb6968ad"},"StatusCode":200}}' AS BLOB));
INSERT INTO facts VALUES (12, 2, CAST('{"kind":"report","at":946684810995,"task":8,"output":{"ExecutedVersion":"$LATEST","Payload":null,"SdkHttpMetadata":{"AllHttpHeaders":{"X-Amz-Executed-Version":["$LATEST"],"x-amzn-RequestId":["dfa1039c-1592-4a5a-9014-b4ee217b0555"],"Content-Type":["application/json"]},"HttpHeaders":{"Content-Type":"application/json","X-Amz-Executed-Version":"$LATEST","x-amzn-RequestId":"dfa1039c-1592-4a5a-9014-b4ee217b0555"},"HttpStatusCode":200},"SdkResponseMetadata":{"RequestId":"dfa1039c-1592-4a5a-9014-b4ee217b0555"},"StatusCode":200}}' AS BLOB));
INSERT INTO facts VALUES (12, 3, CAST('{"kind":"report","at":946684810995,"task":13,"output":{"ExecutedVersion":"$LATEST","Payload":null,"SdkHttpMetadata":{"AllHttpHeaders":{"X-Amz-Executed-Version":["$LATEST"],"x-amzn-RequestId":["51736c75-d420-423d-8c17-0f6f77c87bb1"],"Content-Type":["application/json"]},"HttpHeaders":{"Content-Type":"application/json","X-Amz-Executed-Version":"$LATEST","x-amzn-RequestId":"51736c75-d420-423d-8c17-0f6f77c87bb1"},"HttpStatusCode":200},"SdkResponseMetadata":{"RequestId":"51736c75-d420-423d-8c17-0f6f77c87bb1"},"StatusCode":200}}' AS BLOB));
INSERT INTO facts VALUES (12, 4, CAST('{"kind":"resolve","at":946684810995,"token":"AQAAAAAAAAAMAAAAAAAAAA02d6ET878_aQ0I_XmWjIs7zplO5g","output":{"decision":"accept","by":"bella-napoli","requestId":"c20f9f6d-d00e-4417-9bf3-cda68e717b5a"}}' AS BLOB));
INSERT INTO facts VALUES (12, 5, CAST('{"kind":"report","at":946684810995,"task":19,"output":{"ExecutedVersion":"$LATEST","Payload":null,"SdkHttpMetadata":{"AllHttpHeaders":{"X-Amz-Executed-Version":["$LATEST"],"x-amzn-RequestId":["b0d3a45d-445b-409f-8fe7-408349f32563"],"Content-Type":["application/json"]},"HttpHeaders":{"Content-Type":"application/json","X-Amz-Executed-Version":"$LATEST","x-amzn-RequestId":"b0d3a45d-445b-409f-8fe7-408349f32563"},"HttpStatusCode":200},"SdkResponseMetadata":{"RequestId":"b0d3a45d-445b-409f-8fe7-408349f32563"},"StatusCode":200}}' AS BLOB));
INSERT INTO facts VALUES (12, 6, CAST('{"kind":"report","at":946684810995,"task":24,"output":{"ExecutedVersion":"$LATEST","Payload":null,"SdkHttpMetadata":{"AllHttpHeaders":{"X-Amz-Executed-Version":["$LATEST"],"x-amzn-RequestId":["190d8863-735b-40c3-8d9a-6969e40e32d0"],"Content-Type":["application/json"]},"HttpHeaders":{"Content-Type":"application/json","X-Amz-Executed-Version":"$LATEST","x-amzn-RequestId":"190d8863-735b-40c3-8d9a-6969e40e32d0"},"HttpStatusCode":200},"SdkResponseMetadata":{"RequestId":"190d8863-735b-40c3-8d9a-6969e40e32d0"},"StatusCode":200}}' AS BLOB));
INSERT INTO facts VALUES (12, 7, CAST('{"kind":"report","at":946684810995,"task":29,"output":{"ExecutedVersion":"$LATEST","Payload":null,"SdkHttpMetadata":{"AllHttpHeaders":{"X-Amz-Executed-Version":["$LATEST"],"x-amzn-RequestId":["9d577b73-7f8a-4a18-bd6a-0b030bd8df99"],"Content-Type":["application/json"]},"HttpHeaders":{"Content-Type":"application/json","X-Amz-Executed-Version":"$LATEST","x-amzn-RequestId":"9d577b73-7f8a-4a18-bd6a-0b030bd8df99"},"HttpStatusCode":200},"SdkResponseMetadata":{"RequestId":"9d577b73-7f8a-4a18-bd6a-0b030bd8df99"},"StatusCode":200}}' AS BLOB));
INSERT INTO facts VALUES (13, 1, CAST('{"kind":"report","at":946684810995,"task":3,"output":{"ExecutedVersion":"$LATEST","Payload":null,"SdkHttpMetadata":{"AllHttpHeaders":{"X-Amz-Executed-Version":["$LATEST"],"x-amzn-RequestId":["9b94d03d-f08b-47f4-9bcb-c450101cbdd7"],"Content-Type":["application/json"]},"HttpHeaders":{"Content-Type":"application/json","X-Amz-Executed-Version":"$LATEST","x-amzn-RequestId":"9b94d03d-f08b-47f4-9bcb-c450101cbdd7"},"HttpStatusCode":200},"SdkResponseMetadata":{"RequestId":"9b94d03d-f08b-47f4-9bcb-c450101cbdd7"},"StatusCode":200}}' AS BLOB));
INSERT INTO facts VALUES (13, 2, CAST('{"kind":"report","at":946684810995,"task":8,"output":{"ExecutedVersion":"$LATEST","Payload":null,"SdkHttpMetadata":{"AllHttpHeaders":{"X-Amz-Executed-Version":["$LATEST"],"x-amzn-RequestId":["1b62de19-c30c-4b17-a567-9fb6d09288cc"],"Content-Type":["application/json"]},"HttpHeaders":{"Content-Type":"application/json","X-Amz-Executed-Version":"$LATEST","x-amzn-RequestId":"1b62de19-c30c-4b17-a567-9fb6d09288cc"},"HttpStatusCode":200},"SdkResponseMetadata":{"RequestId":"1b62de19-c30c-4b17-a567-9fb6d09288cc"},"StatusCode":200}}' AS BLOB));
INSERT INTO facts VALUES (13, 3, CAST('{"kind":"report","at":946684810995,"task":13,"output":{"ExecutedVersion":"$LATEST","Payload":null,"SdkHttpMetadata":{"AllHttpHeaders":{"X-Amz-Executed-Version":["$LATEST"],"x-amzn-RequestId":["5f3086a2-76e9-4c36-92a1-defea8ff2d37"],"Content-Type":["application/json"]},"HttpHeaders":{"Content-Type":"application/json","X-Amz-Executed-Version":"$LATEST","x-amzn-RequestId":"5f3086a2-76e9-4c36-92a1-defea8ff2d37"},"HttpStatusCode":200},"SdkResponseMetadata":{"RequestId":"5f3086a2-76e9-4c36-92a1-defea8ff2d37"},"StatusCode":200}}' AS BLOB));
INSERT INTO facts VALUES (13, 4, CAST('{"kind":"resolve","at":946684810995,"token":"AQAAAAAAAAANAAAAAAAAAA09DHgo5B6pPzmGiRIEgNXxkeiNWQ","output":{"decision":"accept","by":"bella-napoli","requestId":"7e1bdbd3-9ca8-4226-9af1-617d1891a234"}}' AS BLOB));
INSERT INTO facts VALUES (13, 5, CAST('{"kind":"report","at":946684810995,"task":19,"failure":{"error":"InternalError","cause":"{\"errorMessage\":\"it is held\",\"errorType\":\"InternalError\"}"}}' AS BLOB));
INSERT INTO facts VALUES (14, 1, CAST('{"kind":"report","at":946684810995,"task":3,"output":{"ExecutedVersion":"$LATEST","Payload":null,"SdkHttpMetadata":{"AllHttpHeaders":{"X-Amz-Executed-Version":["$LATEST"],"x-amzn-RequestId":["d3426907-3327-485d-964b-9edaa1bc9bdb"],"Content-Type":["application/json"]},"HttpHeaders":{"Content-Type":"application/json","X-Amz-Executed-Version":"$LATEST","x-amzn-RequestId":"d3426907-3327-485d-964b-9edaa1bc9bdb"},"HttpStatusCode":200},"SdkResponseMetadata":{"RequestId":"d3426907-3327-485d-964b-9edaa1bc9bdb"},"StatusCode":200}}' AS BLOB));
INSERT INTO facts VALUES (14, 2, CAST('{"kind":"report","at":946684810995,"task":8,"output":{"ExecutedVersion":"$LATEST","Payload":null,"SdkHttpMetadata":{"AllHttpHeaders":{"X-Amz-Executed-Version":["$LATEST"],"x-amzn-RequestId":["534bffd7-93ec-4032-a4ba-c8c1b055a443"],"Content-Type":["application/json"]},"HttpHeaders":{"Content-Type":"application/json","X-Amz-Executed-Version":"$LATEST","x-amzn-RequestId":"534bffd7-93ec-4032-a4ba-c8c1b055a443"},"HttpStatusCode":200},"SdkResponseMetadata":{"RequestId":"534bffd7-93ec-4032-a4ba-c8c1b055a443"},"StatusCode":200}}' AS BLOB));
INSERT INTO facts VALUES (14, 3, CAST('{"kind":"report","at":946684810995,"task":13,"output":{"ExecutedVersion":"$LATEST","Payload":null,"SdkHttpMetadata":{"AllHttpHeaders":{"X-Amz-Executed-Version":["$LATEST"],"x-amzn-RequestId":["cc809c49-31d7-4e2e-91ba-d75f86bf9659"],"Content-Type":["application/json"]},"HttpHeaders":{"Content-Type":"application/json","X-Amz-Executed-Version":"$LATEST","x-amzn-RequestId":"cc809c49-31d7-4e2e-91ba-d75f86bf9659"},"HttpStatusCode":200},"SdkResponseMetadata":{"RequestId":"cc809c49-31d7-4e2e-91ba-d75f86bf9659"},"StatusCode":200}}' AS BLOB));
INSERT INTO facts VALUES (14, 4, CAST('{"kind":"resolve","at":946684810995,"token":"AQAAAAAAAAAOAAAAAAAAAA3cyg7V5mBwDW-qzl-lx5VA-2gLhA","failure":{"error":"OrderRejected","cause":"{\"decision\":\"reject\",\"by\":\"bella-napoli\",\"requestId\":\"9e940584-3602-486e-bbc4-6e7afe692f32\"}"}}' AS BLOB));
INSERT INTO facts VALUES (14, 5, CAST('{"kind":"report","at":946684810995,"task":19,"failure":{"error":"InternalError","cause":"{\"errorMessage\":\"it is held\",\"errorType\":\"InternalError\"}"}}' AS BLOB));
INSERT INTO facts VALUES (15, 1, CAST('{"kind":"report","at":946684810995,"task":3,"output":{"ExecutedVersion":"$LATEST","Payload":null,"SdkHttpMetadata":{"AllHttpHeaders":{"X-Amz-Executed-Version":["$LATEST"],"x-amzn-RequestId":["c8e9a09e-bcbc-4c70-aa22-fdaff20761c4"],"Content-Type":["application/json"]},"HttpHeaders":{"Content-Type":"application/json","X-Amz-Executed-Version":"$LATEST","x-amzn-RequestId":"c8e9a09e-bcbc-4c70-aa22-fdaff20761c4"},"HttpStatusCode":200},"SdkResponseMetadata":{"RequestId":"c8e9a09e-bcbc-4c70-aa22-fdaff20761c4"},"StatusCode":200}}' AS BLOB));
INSERT INTO facts VALUES (15, 2, CAST('{"kind":"report","at":946684810995,"task":8,"output":{"ExecutedVersion":"$LATEST","Payload":null,"SdkHttpMetadata":{"AllHttpHeaders":{"X-Amz-Executed-Version":["$LATEST"],"x-amzn-RequestId":["c7d27936-d267-4cce-a400-4dde13fa8652"],"Content-Type":["application/json"]},"HttpHeaders":{"Content-Type":"application/json","X-Amz-Executed-Version":"$LATEST","x-amzn-RequestId":"c7d27936-d267-4cce-a400-4dde13fa8652"},"HttpStatusCode":200},"SdkResponseMetadata":{"RequestId":"c7d27936-d267-4cce-a400-4dde13fa8652"},"StatusCode":200}}' AS BLOB));
INSERT INTO facts VALUES (15, 3, CAST('{"kind":"report","at":946684810995,"task":13,"output":{"ExecutedVersion":"$LATEST","Payload":null,"SdkHttpMetadata":{"AllHttpHeaders":{"X-Amz-Executed-Version":["$LATEST"],"x-amzn-RequestId":["31d7162f-0d5c-4727-8414-b9985fd41390"],"Content-Type":["application/json"]},"HttpHeaders":{"Content-Type":"application/json","X-Amz-Executed-Version":"$LATEST","x-amzn-RequestId":"31d7162f-0d5c-4727-8414-b9985fd41390"},"HttpStatusCode":200},"SdkResponseMetadata":{"RequestId":"31d7162f-0d5c-4727-8414-b9985fd41390"},"StatusCode":200}}' AS BLOB));
INSERT INTO facts VALUES (15, 4, CAST('{"kind":"resolve","at":946684810995,"token":"AQAAAAAAAAAPAAAAAAAAAA3fAUqXj6Cxe9VGZ-uCwYwohJFGQw","output":{"decision":"accept","by":"bella-napoli","requestId":"04cc5d4f-747c-4cd8-adef-0bb188e7550d"}}' AS BLOB));
INSERT INTO facts VALUES (15, 5, CAST('{"kind":"report","at":946684810995,"task":19,"output":{"ExecutedVersion":"$LATEST","Payload":null,"SdkHttpMetadata":{"AllHttpHeaders":{"X-Amz-Executed-Version":["$LATEST"],"x-amzn-RequestId":["65527aa4-d3f0-4398-9449-3097ab3775d8"],"Content-Type":["application/json"]},"HttpHeaders":{"Content-Type":"application/json","X-Amz-Executed-Version":"$LATEST","x-amzn-RequestId":"65527aa4-d3f0-4398-9449-3097ab3775d8"},"HttpStatusCode":200},"SdkResponseMetadata":{"RequestId":"65527aa4-d3f0-4398-9449-3097ab3775d8"},"StatusCode":200}}' AS BLOB));
INSERT INTO facts VALUES (15, 6, CAST('{"kind":"report","at":946684810995,"task":24,"output":{"ExecutedVersion":"$LATEST","Payload":null,"SdkHttpMetadata":{"AllHttpHeaders":{"X-Amz-Executed-Version":["$LATEST"],"x-amzn-RequestId":["a5c664ce-7468-40bb-ab9c-e18c64e129ff"],"Content-Type":["application/json"]},"HttpHeaders":{"Content-Type":"application/json","X-Amz-Executed-Version":"$LATEST","x-amzn-RequestId":"a5c664ce-7468-40bb-ab9c-e18c64e129ff"},"HttpStatusCode":200},"SdkResponseMetadata":{"RequestId":"a5c664ce-7468-40bb-ab9c-e18c64e129ff"},"StatusCode":200}}' AS BLOB));
INSERT INTO facts VALUES (15, 7, CAST('{"kind":"report","at":946684810995,"task":29,"output":{"ExecutedVersion":"$LATEST","Payload":null,"SdkHttpMetadata":{"AllHttpHeaders":{"X-Amz-Executed-Version":["$LATEST"],"x-amzn-RequestId":["63e9372e-d818-4e5d-adb1-1d7b5e328da1"],"Content-Type":["application/json"]},"HttpHeaders":{"Content-Type":"application/json","X-Amz-Executed-Version":"$LATEST","x-amzn-RequestId":"63e9372e-d818-4e5d-adb1-1d7b5e328da1"},"HttpStatusCode":200},"SdkResponseMetadata":{"RequestId":"63e9372e-d818-4e5d-adb1-1d7b5e328da1"},"StatusCode":200}}' AS BLOB));
INSERT INTO facts VALUES (15, 8, CAST('{"kind":"resolve","at":946684810995,"token":"AQAAAAAAAAAPAAAAAAAAAB2y2qhP8b8qyuTwveLK71DCayyA5g","output":{"decision":"complete","by":"bella-napoli","requestId":"88199b75-6cc8-40fd-aa81-45b84734af04"}}' AS BLOB));
INSERT INTO facts VALUES (15, 9, CAST('{"kind":"report","at":946684810995,"task":35,"failure":{"error":"InternalError","cause":"{\"errorMessage\":\"it is held\",\"errorType\":\"InternalError\"}"}}' AS BLOB));
INSERT INTO facts VALUES (16, 1, CAST('{"kind":"report","at":946684810995,"task":3,"output":{"ExecutedVersion":"$LATEST","Payload":null,"SdkHttpMetadata":{"AllHttpHeaders":{"X-Amz-Executed-Version":["$LATEST"],"x-amzn-RequestId":["6d2ca064-3ecf-4994-be25-f134c0295ed4"],"Content-Type":["application/json"]},"HttpHeaders":{"Content-Type":"application/json","X-Amz-Executed-Version":"$LATEST","x-amzn-RequestId":"6d2ca064-3ecf-4994-be25-f134c0295ed4"},"HttpStatusCode":200},"SdkResponseMetadata":{"RequestId":"6d2ca064-3ecf-4994-be25-f134c0295ed4"},"StatusCode":200}}' AS BLOB));
INSERT INTO facts VALUES (16, 2, CAST('{"kind":"report","at":946684810995,"task":8,"output":{"ExecutedVersion":"$LATEST","Payload":null,"SdkHttpMetadata":{"AllHttpHeaders":{"X-Amz-Executed-Version":["$LATEST"],"x-amzn-RequestId":["de69d805-4fe4-4fd1-9379-01bbb9d4dc67"],"Content-Type":["application/json"]},"HttpHeaders":{"Content-Type":"application/json","X-Amz-Executed-Version":"$LATEST","x-amzn-RequestId":"de69d805-4fe4-4fd1-9379-01bbb9d4dc67"},"HttpStatusCode":200},"SdkResponseMetadata":{"RequestId":"de69d805-4fe4-4fd1-9379-01bbb9d4dc67"},"StatusCode":200}}' AS BLOB));
INSERT INTO facts VALUES (16, 3, CAST('{"kind":"report","at":946684810995,"task":13,"output":{"ExecutedVersion":"$LATEST","Payload":null,"SdkHttpMetadata":{"AllHttpHeaders":{"X-Amz-Executed-Version":["$LATEST"],"x-amzn-RequestId":["47bfcedf-d0f0-449f-a310-e1cf83e84a69"],"Content-Type":["application/json"]},"HttpHeaders":{"Content-Type":"application/json","X-Amz-Executed-Version":"$LATEST","x-amzn-RequestId":"47bfcedf-d0f0-449f-a310-e1cf83e84a69"},"HttpStatusCode":200},"SdkResponseMetadata":{"RequestId":"47bfcedf-d0f0-449f-a310-e1cf83e84a69"},"StatusCode":200}}' AS BLOB));
INSERT INTO facts VALUES (16, 4, CAST('{"kind":"resolve","at":946684810995,"token":"AQAAAAAAAAAQAAAAAAAAAA0GdYJ4jutfhhlJgQVFe5iHVgsvbQ","output":{"decision":"accept","by":"bella-napoli","requestId":"ae65eed3-96ec-4f43-a296-aeed08a9d20c"}}' AS BLOB));
INSERT INTO facts VALUES (16, 5, CAST('{"kind":"report","at":946684810995,"task":19,"output":{"ExecutedVersion":"$LATEST","Payload":null,"SdkHttpMetadata":{"AllHttpHeaders":{"X-Amz-Executed-Version":["$LATEST"],"x-amzn-RequestId":["9f7bb477-6ef5-4e2a-a6c8-fdbefb2c5297"],"Content-Type":["application/json"]},"HttpHeaders":{"Content-Type":"application/json","X-Amz-Executed-Version":"$LATEST","x-amzn-RequestId":"9f7bb477-6ef5-4e2a-a6c8-fdbefb2c5297"},"HttpStatusCode":200},"SdkResponseMetadata":{"RequestId":"9f7bb477-6ef5-4e2a-a6c8-fdbefb2c5297"},"StatusCode":200}}' AS BLOB));
INSERT INTO facts VALUES (16, 6, CAST('{"kind":"report","at":946684810995,"task":24,"output":{"ExecutedVersion":"$LATEST","Payload":null,"SdkHttpMetadata":{"AllHttpHeaders":{"X-Amz-Executed-Version":["$LATEST"],"x-amzn-RequestId":["a6795c90-0980-42b2-a098-74e75ff30a85"],"Content-Type":["application/json"]},"HttpHeaders":{"Content-Type":"application/json","X-Amz-Executed-Version":"$LATEST","x-amzn-RequestId":"a6795c90-0980-42b2-a098-74e75ff30a85"},"HttpStatusCode":200},"SdkResponseMetadata":{"RequestId":"a6795c90-0980-42b2-a098-74e75ff30a85"},"StatusCode":200}}' AS BLOB));
INSERT INTO facts VALUES (16, 7, CAST('{"kind":"report","at":946684810995,"task":29,"output":{"ExecutedVersion":"$LATEST","Payload":null,"SdkHttpMetadata":{"AllHttpHeaders":{"X-Amz-Executed-Version":["$LATEST"],"x-amzn-RequestId":["aa6a462e-0d0f-414a-807e-351f611971fb"],"Content-Type":["application/json"]},"HttpHeaders":{"Content-Type":"application/json","X-Amz-Executed-Version":"$LATEST","x-amzn-RequestId":"aa6a462e-0d0f-414a-807e-351f611971fb"},"HttpStatusCode":200},"SdkResponseMetadata":{"RequestId":"aa6a462e-0d0f-414a-807e-351f611971fb"},"StatusCode":200}}' AS BLOB));
INSERT INTO facts VALUES (16, 8, CAST('{"kind":"resolve","at":946684810995,"token":"AQAAAAAAAAAQAAAAAAAAAB0FHENLfRj3DJy--9CxbkD9OGfEvg","output":{"decision":"complete","by":"bella-napoli","requestId":"23055e1b-ac67-400f-bcc3-41025e034d48"}}' AS BLOB));
INSERT INTO facts VALUES (16, 9, CAST('{"kind":"report","at":946684810995,"task":35,"output":{"ExecutedVersion":"$LATEST","Payload":null,"SdkHttpMetadata":{"AllHttpHeaders":{"X-Amz-Executed-Version":["$LATEST"],"x-amzn-RequestId":["9da5e137-a866-42d3-8f77-4c98df91766d"],"Content-Type":["application/json"]},"HttpHeaders":{"Content-Type":"application/json","X-Amz-Executed-Version":"$LATEST","x-amzn-RequestId":"9da5e137-a866-42d3-8f77-4c98df91766d"},"HttpStatusCode":200},"SdkResponseMetadata":{"RequestId":"9da5e137-a866-42d3-8f77-4c98df91766d"},"StatusCode":200}}' AS BLOB));
INSERT INTO machines VALUES ('arn:aws:states:us-east-1:123456789012:stateMachine:order', 1, 'order', '{
  "Comment": "One order, from placed to its ending. Execution name = order id.",
  "QueryLanguage": "JSONata",
  "TimeoutSeconds": 21600,
  "StartAt": "PlaceOrder",
  "States": {
    "PlaceOrder": {
      "Type": "Task",
      "Comment": "received → placed; publishes order_placed.",
      "Resource": "arn:aws:states:::lambda:invoke",
      "Arguments": {
        "FunctionName": "arn:aws:lambda:us-east-1:123456789012:function:place-order",
        "Payload": {
          "orderId": "{% $states.context.Execution.Name %}",
          "redriveCount": "{% $states.context.Execution.RedriveCount %}"
        }
      },
      "TimeoutSeconds": 15,
      "Retry": [
        {
          "ErrorEquals": [
            "Unavailable", "Lambda.ServiceException", "Lambda.AWSLambdaException", "Lambda.SdkClientException",
            "Lambda.TooManyRequestsException", "Lambda.ClientExecutionTimeoutException", "Lambda.Unknown",
            "Sandbox.Timedout", "Runtime.ExitError", "HandlerPanicked", "States.Timeout"
          ],
          "IntervalSeconds": 1,
          "BackoffRate": 2,
          "MaxDelaySeconds": 30,
          "MaxAttempts": 15
        }
      ],
      "Output": {},
      "Next": "NotifyRestaurant"
    },
    "NotifyRestaurant": {
      "Type": "Task",
      "Comment": "Rings the restaurant''s doorbell; publishes restaurant_notified.",
      "Resource": "arn:aws:states:::lambda:invoke",
      "Arguments": {
        "FunctionName": "arn:aws:lambda:us-east-1:123456789012:function:notify-restaurant",
        "Payload": {
          "orderId": "{% $states.context.Execution.Name %}",
          "redriveCount": "{% $states.context.Execution.RedriveCount %}",
          "deadline": "{% $fromMillis($millis() + 600 * 1000) %}"
        }
      },
      "TimeoutSeconds": 15,
      "Retry": [
        {
          "ErrorEquals": [
            "Unavailable", "Lambda.ServiceException", "Lambda.AWSLambdaException", "Lambda.SdkClientException",
            "Lambda.TooManyRequestsException", "Lambda.ClientExecutionTimeoutException", "Lambda.Unknown",
            "Sandbox.Timedout", "Runtime.ExitError", "HandlerPanicked", "States.Timeout"
          ],
          "IntervalSeconds": 1,
          "BackoffRate": 2,
          "MaxDelaySeconds": 30,
          "MaxAttempts": 15
        }
      ],
      "Output": "{% $states.input %}",
      "Next": "WaitForAcceptance"
    },
    "WaitForAcceptance": {
      "Type": "Task",
      "Comment": "Parks the task token on the order. The restaurant has ten minutes.",
      "Resource": "arn:aws:states:::lambda:invoke.waitForTaskToken",
      "Arguments": {
        "FunctionName": "arn:aws:lambda:us-east-1:123456789012:function:await-restaurant",
        "Payload": {
          "orderId": "{% $states.context.Execution.Name %}",
          "redriveCount": "{% $states.context.Execution.RedriveCount %}",
          "wait": "acceptance",
          "token": "{% $states.context.Task.Token %}",
          "enteredTime": "{% $states.context.State.EnteredTime %}",
          "retryCount": "{% $states.context.State.RetryCount %}",
          "deadline": "{% $fromMillis($millis() + 600 * 1000) %}"
        }
      },
      "TimeoutSeconds": 600,
      "Retry": [
        {
          "ErrorEquals": [
            "Unavailable", "Lambda.ServiceException", "Lambda.AWSLambdaException", "Lambda.SdkClientException",
            "Lambda.TooManyRequestsException", "Lambda.ClientExecutionTimeoutException", "Lambda.Unknown",
            "Sandbox.Timedout", "Runtime.ExitError", "HandlerPanicked"
          ],
          "IntervalSeconds": 1,
          "BackoffRate": 2,
          "MaxDelaySeconds": 30,
          "MaxAttempts": 15
        }
      ],
      "Catch": [
        {
          "ErrorEquals": ["OrderRejected"],
          "Output": {"stage": "acceptance", "decision": "{% $states.errorOutput.Cause %}"},
          "Next": "RejectOrder"
        },
        {
          "ErrorEquals": ["OrderCancelled"],
          "Output": {"stage": "acceptance", "decision": "{% $states.errorOutput.Cause %}"},
          "Next": "CancelOrder"
        },
        {
          "ErrorEquals": ["States.Timeout"],
          "Output": {"stage": "acceptance"},
          "Next": "ExpireOrder"
        }
      ],
      "Next": "AcceptOrder"
    },
    "AcceptOrder": {
      "Type": "Task",
      "Comment": "placed → accepted; publishes order_accepted.",
      "Resource": "arn:aws:states:::lambda:invoke",
      "Arguments": {
        "FunctionName": "arn:aws:lambda:us-east-1:123456789012:function:accept-order",
        "Payload": {
          "orderId": "{% $states.context.Execution.Name %}",
          "redriveCount": "{% $states.context.Execution.RedriveCount %}",
          "decision": "{% $states.input %}"
        }
      },
      "TimeoutSeconds": 15,
      "Retry": [
        {
          "ErrorEquals": [
            "Unavailable", "Lambda.ServiceException", "Lambda.AWSLambdaException", "Lambda.SdkClientException",
            "Lambda.TooManyRequestsException", "Lambda.ClientExecutionTimeoutException", "Lambda.Unknown",
            "Sandbox.Timedout", "Runtime.ExitError", "HandlerPanicked", "States.Timeout"
          ],
          "IntervalSeconds": 1,
          "BackoffRate": 2,
          "MaxDelaySeconds": 30,
          "MaxAttempts": 15
        }
      ],
      "Output": {},
      "Next": "NotifyUser"
    },
    "NotifyUser": {
      "Type": "Task",
      "Comment": "Mails the customer; publishes user_notified. Telling people never decides an order''s fate.",
      "Resource": "arn:aws:states:::lambda:invoke",
      "Arguments": {
        "FunctionName": "arn:aws:lambda:us-east-1:123456789012:function:notify-user",
        "Payload": {
          "orderId": "{% $states.context.Execution.Name %}",
          "redriveCount": "{% $states.context.Execution.RedriveCount %}"
        }
      },
      "TimeoutSeconds": 15,
      "Retry": [
        {
          "ErrorEquals": [
            "MailUnavailable", "Lambda.ServiceException", "Lambda.AWSLambdaException", "Lambda.SdkClientException",
            "Lambda.TooManyRequestsException", "Lambda.ClientExecutionTimeoutException", "Lambda.Unknown",
            "Sandbox.Timedout", "Runtime.ExitError", "HandlerPanicked", "States.Timeout"
          ],
          "IntervalSeconds": 2,
          "BackoffRate": 2,
          "MaxDelaySeconds": 30,
          "MaxAttempts": 5
        },
        {
          "ErrorEquals": ["Unavailable"],
          "IntervalSeconds": 1,
          "BackoffRate": 2,
          "MaxDelaySeconds": 30,
          "MaxAttempts": 15
        }
      ],
      "Catch": [
        {
          "ErrorEquals": [
            "MailRefused", "InternalError", "MailUnavailable", "Lambda.ServiceException", "Lambda.AWSLambdaException",
            "Lambda.SdkClientException", "Lambda.TooManyRequestsException", "Lambda.ClientExecutionTimeoutException",
            "Lambda.Unknown", "Sandbox.Timedout", "Runtime.ExitError", "HandlerPanicked", "States.Timeout"
          ],
          "Assign": {"userNotified": false},
          "Output": {},
          "Next": "WaitForCompletion"
        }
      ],
      "Assign": {"userNotified": true},
      "Output": "{% $states.input %}",
      "Next": "WaitForCompletion"
    },
    "WaitForCompletion": {
      "Type": "Task",
      "Comment": "The restaurant cooks and delivers. It may still reject.",
      "Resource": "arn:aws:states:::lambda:invoke.waitForTaskToken",
      "Arguments": {
        "FunctionName": "arn:aws:lambda:us-east-1:123456789012:function:await-restaurant",
        "Payload": {
          "orderId": "{% $states.context.Execution.Name %}",
          "redriveCount": "{% $states.context.Execution.RedriveCount %}",
          "wait": "completion",
          "token": "{% $states.context.Task.Token %}",
          "enteredTime": "{% $states.context.State.EnteredTime %}",
          "retryCount": "{% $states.context.State.RetryCount %}",
          "deadline": "{% $fromMillis($millis() + 14400 * 1000) %}",
          "userNotified": "{% $userNotified %}"
        }
      },
      "TimeoutSeconds": 14400,
      "Retry": [
        {
          "ErrorEquals": [
            "Unavailable", "Lambda.ServiceException", "Lambda.AWSLambdaException", "Lambda.SdkClientException",
            "Lambda.TooManyRequestsException", "Lambda.ClientExecutionTimeoutException", "Lambda.Unknown",
            "Sandbox.Timedout", "Runtime.ExitError", "HandlerPanicked"
          ],
          "IntervalSeconds": 1,
          "BackoffRate": 2,
          "MaxDelaySeconds": 30,
          "MaxAttempts": 15
        }
      ],
      "Catch": [
        {
          "ErrorEquals": ["OrderRejected"],
          "Output": {"stage": "completion", "decision": "{% $states.errorOutput.Cause %}"},
          "Next": "RejectOrder"
        },
        {
          "ErrorEquals": ["States.Timeout"],
          "Output": {"stage": "completion"},
          "Next": "ExpireOrder"
        }
      ],
      "Next": "CompleteOrder"
    },
    "CompleteOrder": {
      "Type": "Task",
      "Comment": "accepted → completed; publishes order_completed.",
      "Resource": "arn:aws:states:::lambda:invoke",
      "Arguments": {
        "FunctionName": "arn:aws:lambda:us-east-1:123456789012:function:complete-order",
        "Payload": {
          "orderId": "{% $states.context.Execution.Name %}",
          "redriveCount": "{% $states.context.Execution.RedriveCount %}",
          "decision": "{% $states.input %}"
        }
      },
      "TimeoutSeconds": 15,
      "Retry": [
        {
          "ErrorEquals": [
            "Unavailable", "Lambda.ServiceException", "Lambda.AWSLambdaException", "Lambda.SdkClientException",
            "Lambda.TooManyRequestsException", "Lambda.ClientExecutionTimeoutException", "Lambda.Unknown",
            "Sandbox.Timedout", "Runtime.ExitError", "HandlerPanicked", "States.Timeout"
          ],
          "IntervalSeconds": 1,
          "BackoffRate": 2,
          "MaxDelaySeconds": 30,
          "MaxAttempts": 15
        }
      ],
      "Output": {
        "orderId": "{% $states.context.Execution.Name %}",
        "outcome": "completed",
        "userNotified": "{% $userNotified %}"
      },
      "End": true
    },
    "RejectOrder": {
      "Type": "Task",
      "Comment": "→ rejected; publishes order_rejected.",
      "Resource": "arn:aws:states:::lambda:invoke",
      "Arguments": {
        "FunctionName": "arn:aws:lambda:us-east-1:123456789012:function:close-order",
        "Payload": {
          "orderId": "{% $states.context.Execution.Name %}",
          "redriveCount": "{% $states.context.Execution.RedriveCount %}",
          "outcome": "rejected",
          "stage": "{% $states.input.stage %}",
          "decision": "{% $states.input.decision %}"
        }
      },
      "TimeoutSeconds": 15,
      "Retry": [
        {
          "ErrorEquals": [
            "Unavailable", "Lambda.ServiceException", "Lambda.AWSLambdaException", "Lambda.SdkClientException",
            "Lambda.TooManyRequestsException", "Lambda.ClientExecutionTimeoutException", "Lambda.Unknown",
            "Sandbox.Timedout", "Runtime.ExitError", "HandlerPanicked", "States.Timeout"
          ],
          "IntervalSeconds": 1,
          "BackoffRate": 2,
          "MaxDelaySeconds": 30,
          "MaxAttempts": 15
        }
      ],
      "Output": {"outcome": "rejected"},
      "Next": "NotifyUserOfEnding"
    },
    "ExpireOrder": {
      "Type": "Task",
      "Comment": "→ expired; tells the restaurant; publishes order_expired.",
      "Resource": "arn:aws:states:::lambda:invoke",
      "Arguments": {
        "FunctionName": "arn:aws:lambda:us-east-1:123456789012:function:close-order",
        "Payload": {
          "orderId": "{% $states.context.Execution.Name %}",
          "redriveCount": "{% $states.context.Execution.RedriveCount %}",
          "outcome": "expired",
          "stage": "{% $states.input.stage %}"
        }
      },
      "TimeoutSeconds": 15,
      "Retry": [
        {
          "ErrorEquals": [
            "Unavailable", "Lambda.ServiceException", "Lambda.AWSLambdaException", "Lambda.SdkClientException",
            "Lambda.TooManyRequestsException", "Lambda.ClientExecutionTimeoutException", "Lambda.Unknown",
            "Sandbox.Timedout", "Runtime.ExitError", "HandlerPanicked", "States.Timeout"
          ],
          "IntervalSeconds": 1,
          "BackoffRate": 2,
          "MaxDelaySeconds": 30,
          "MaxAttempts": 15
        }
      ],
      "Output": {"outcome": "expired"},
      "Next": "NotifyUserOfEnding"
    },
    "CancelOrder": {
      "Type": "Task",
      "Comment": "→ cancelled; tells the restaurant; publishes order_cancelled.",
      "Resource": "arn:aws:states:::lambda:invoke",
      "Arguments": {
        "FunctionName": "arn:aws:lambda:us-east-1:123456789012:function:close-order",
        "Payload": {
          "orderId": "{% $states.context.Execution.Name %}",
          "redriveCount": "{% $states.context.Execution.RedriveCount %}",
          "outcome": "cancelled",
          "stage": "{% $states.input.stage %}",
          "decision": "{% $states.input.decision %}"
        }
      },
      "TimeoutSeconds": 15,
      "Retry": [
        {
          "ErrorEquals": [
            "Unavailable", "Lambda.ServiceException", "Lambda.AWSLambdaException", "Lambda.SdkClientException",
            "Lambda.TooManyRequestsException", "Lambda.ClientExecutionTimeoutException", "Lambda.Unknown",
            "Sandbox.Timedout", "Runtime.ExitError", "HandlerPanicked", "States.Timeout"
          ],
          "IntervalSeconds": 1,
          "BackoffRate": 2,
          "MaxDelaySeconds": 30,
          "MaxAttempts": 15
        }
      ],
      "Output": {"outcome": "cancelled"},
      "Next": "NotifyUserOfEnding"
    },
    "NotifyUserOfEnding": {
      "Type": "Task",
      "Comment": "Mails the customer how the order ended.",
      "Resource": "arn:aws:states:::lambda:invoke",
      "Arguments": {
        "FunctionName": "arn:aws:lambda:us-east-1:123456789012:function:notify-user",
        "Payload": {
          "orderId": "{% $states.context.Execution.Name %}",
          "redriveCount": "{% $states.context.Execution.RedriveCount %}"
        }
      },
      "TimeoutSeconds": 15,
      "Retry": [
        {
          "ErrorEquals": [
            "MailUnavailable", "Lambda.ServiceException", "Lambda.AWSLambdaException", "Lambda.SdkClientException",
            "Lambda.TooManyRequestsException", "Lambda.ClientExecutionTimeoutException", "Lambda.Unknown",
            "Sandbox.Timedout", "Runtime.ExitError", "HandlerPanicked", "States.Timeout"
          ],
          "IntervalSeconds": 2,
          "BackoffRate": 2,
          "MaxDelaySeconds": 30,
          "MaxAttempts": 5
        },
        {
          "ErrorEquals": ["Unavailable"],
          "IntervalSeconds": 1,
          "BackoffRate": 2,
          "MaxDelaySeconds": 30,
          "MaxAttempts": 15
        }
      ],
      "Catch": [
        {
          "ErrorEquals": ["States.ALL"],
          "Output": {
            "orderId": "{% $states.context.Execution.Name %}",
            "outcome": "{% $states.input.outcome %}",
            "userNotified": false
          },
          "Next": "UserNotNotified"
        }
      ],
      "Output": {
        "orderId": "{% $states.context.Execution.Name %}",
        "outcome": "{% $states.input.outcome %}",
        "userNotified": true
      },
      "End": true
    },
    "UserNotNotified": {
      "Type": "Succeed",
      "Comment": "The order has ended all the same."
    }
  }
}
', 946684800000);
INSERT INTO mails VALUES (1, 'b32b1799-35ef-4176-b857-fc1b812c5466', CAST('{"id":0,"messageId":"b32b1799-35ef-4176-b857-fc1b812c5466","from":"orders@orderflow.example","to":["alice@example.com"],"subject":"Bella Napoli has accepted your order","text":"Hello,\n\nBella Napoli has accepted your order and is cooking it.\n\n  2 × Pizza Margherita\n  1 × Tiramisù\n\n  Total 24.90 EUR\n\nEnjoy your meal.\n\nOrder ord-s7jrom6ean66mdghf57omguczm\n","html":"\u003c!doctype html\u003e\u003chtml lang=\"en\"\u003e\u003cbody style=\"font-family:sans-serif\"\u003e\u003cp\u003eHello,\u003c/p\u003e\u003cp\u003eBella Napoli has accepted your order and is cooking it.\u003c/p\u003e\u003cul\u003e\u003cli\u003e2 × Pizza Margherita\u003c/li\u003e\u003cli\u003e1 × Tiramisù\u003c/li\u003e\u003c/ul\u003e\u003cp\u003eTotal 24.90 EUR\u003c/p\u003e\u003cp\u003eEnjoy your meal.\u003c/p\u003e\u003cp style=\"color:#767676\"\u003eOrder ord-s7jrom6ean66mdghf57omguczm\u003c/p\u003e\u003c/body\u003e\u003c/html\u003e","tags":{"kind":"order_accepted"},"at":"2000-01-01T00:00:04Z"}' AS BLOB), 946684804000);
INSERT INTO mails VALUES (2, '8453b949-e8df-4f54-876e-34bca92f2c9d', CAST('{"id":0,"messageId":"8453b949-e8df-4f54-876e-34bca92f2c9d","from":"orders@orderflow.example","to":["alice@example.com"],"subject":"Bella Napoli has accepted your order","text":"Hello,\n\nBella Napoli has accepted your order and is cooking it.\n\n  2 × Pizza Margherita\n  1 × Tiramisù\n\n  Total 24.90 EUR\n\nEnjoy your meal.\n\nOrder ord-nkfkxxc4ud4lmciqmihipso56u\n","html":"\u003c!doctype html\u003e\u003chtml lang=\"en\"\u003e\u003cbody style=\"font-family:sans-serif\"\u003e\u003cp\u003eHello,\u003c/p\u003e\u003cp\u003eBella Napoli has accepted your order and is cooking it.\u003c/p\u003e\u003cul\u003e\u003cli\u003e2 × Pizza Margherita\u003c/li\u003e\u003cli\u003e1 × Tiramisù\u003c/li\u003e\u003c/ul\u003e\u003cp\u003eTotal 24.90 EUR\u003c/p\u003e\u003cp\u003eEnjoy your meal.\u003c/p\u003e\u003cp style=\"color:#767676\"\u003eOrder ord-nkfkxxc4ud4lmciqmihipso56u\u003c/p\u003e\u003c/body\u003e\u003c/html\u003e","tags":{"kind":"order_accepted"},"at":"2000-01-01T00:00:05Z"}' AS BLOB), 946684805000);
INSERT INTO mails VALUES (3, 'da84ec0d-e135-4724-8291-950acec45a73', CAST('{"id":0,"messageId":"da84ec0d-e135-4724-8291-950acec45a73","from":"orders@orderflow.example","to":["alice@example.com"],"subject":"Bella Napoli has accepted your order","text":"Hello,\n\nBella Napoli has accepted your order and is cooking it.\n\n  2 × Pizza Margherita\n  1 × Tiramisù\n\n  Total 24.90 EUR\n\nEnjoy your meal.\n\nOrder ord-npa2yf5xwefjpdzlkdiy3g65dq\n","html":"\u003c!doctype html\u003e\u003chtml lang=\"en\"\u003e\u003cbody style=\"font-family:sans-serif\"\u003e\u003cp\u003eHello,\u003c/p\u003e\u003cp\u003eBella Napoli has accepted your order and is cooking it.\u003c/p\u003e\u003cul\u003e\u003cli\u003e2 × Pizza Margherita\u003c/li\u003e\u003cli\u003e1 × Tiramisù\u003c/li\u003e\u003c/ul\u003e\u003cp\u003eTotal 24.90 EUR\u003c/p\u003e\u003cp\u003eEnjoy your meal.\u003c/p\u003e\u003cp style=\"color:#767676\"\u003eOrder ord-npa2yf5xwefjpdzlkdiy3g65dq\u003c/p\u003e\u003c/body\u003e\u003c/html\u003e","tags":{"kind":"order_accepted"},"at":"2000-01-01T00:00:06Z"}' AS BLOB), 946684806000);
INSERT INTO mails VALUES (4, 'de6d5867-38a3-4869-bb47-965da4e8c667', CAST('{"id":0,"messageId":"de6d5867-38a3-4869-bb47-965da4e8c667","from":"orders@orderflow.example","to":["alice@example.com"],"subject":"Bella Napoli has accepted your order","text":"Hello,\n\nBella Napoli has accepted your order and is cooking it.\n\n  2 × Pizza Margherita\n  1 × Tiramisù\n\n  Total 24.90 EUR\n\nEnjoy your meal.\n\nOrder ord-mx7nmtve5bfhxjckqw2tkygshi\n","html":"\u003c!doctype html\u003e\u003chtml lang=\"en\"\u003e\u003cbody style=\"font-family:sans-serif\"\u003e\u003cp\u003eHello,\u003c/p\u003e\u003cp\u003eBella Napoli has accepted your order and is cooking it.\u003c/p\u003e\u003cul\u003e\u003cli\u003e2 × Pizza Margherita\u003c/li\u003e\u003cli\u003e1 × Tiramisù\u003c/li\u003e\u003c/ul\u003e\u003cp\u003eTotal 24.90 EUR\u003c/p\u003e\u003cp\u003eEnjoy your meal.\u003c/p\u003e\u003cp style=\"color:#767676\"\u003eOrder ord-mx7nmtve5bfhxjckqw2tkygshi\u003c/p\u003e\u003c/body\u003e\u003c/html\u003e","tags":{"kind":"order_accepted"},"at":"2000-01-01T00:00:07Z"}' AS BLOB), 946684807000);
INSERT INTO mails VALUES (5, '2d9aa3a1-0ce0-4c7c-8305-46abc817783e', CAST('{"id":0,"messageId":"2d9aa3a1-0ce0-4c7c-8305-46abc817783e","from":"orders@orderflow.example","to":["alice@example.com"],"subject":"10 % off your next order","text":"Hello,\n\nthank you for your order. The next one is 10 % off with this code:\n\n  TAVS-9J7M-NYDN\n","html":"\u003c!doctype html\u003e\u003chtml lang=\"en\"\u003e\u003cbody style=\"font-family:sans-serif\"\u003e\u003cp\u003eHello,\u003c/p\u003e\u003cp\u003ethank you for your order. The next one is 10 % off with this code:\u003c/p\u003e\u003cp style=\"font-size:1.5em\"\u003eTAVS-9J7M-NYDN\u003c/p\u003e\u003c/body\u003e\u003c/html\u003e","tags":{"kind":"voucher"},"at":"2000-01-01T00:00:07Z"}' AS BLOB), 946684807000);
INSERT INTO mails VALUES (6, '11546b29-6ae4-4189-a4eb-0f188c1aa157', CAST('{"id":0,"messageId":"11546b29-6ae4-4189-a4eb-0f188c1aa157","from":"orders@orderflow.example","to":["alice@example.com"],"subject":"Bella Napoli has accepted your order","text":"Hello,\n\nBella Napoli has accepted your order and is cooking it.\n\n  2 × Pizza Margherita\n  1 × Tiramisù\n\n  Total 24.90 EUR\n\nEnjoy your meal.\n\nOrder ord-iaxvf3umlvbdvdysfpo4gaxqwi\n","html":"\u003c!doctype html\u003e\u003chtml lang=\"en\"\u003e\u003cbody style=\"font-family:sans-serif\"\u003e\u003cp\u003eHello,\u003c/p\u003e\u003cp\u003eBella Napoli has accepted your order and is cooking it.\u003c/p\u003e\u003cul\u003e\u003cli\u003e2 × Pizza Margherita\u003c/li\u003e\u003cli\u003e1 × Tiramisù\u003c/li\u003e\u003c/ul\u003e\u003cp\u003eTotal 24.90 EUR\u003c/p\u003e\u003cp\u003eEnjoy your meal.\u003c/p\u003e\u003cp style=\"color:#767676\"\u003eOrder ord-iaxvf3umlvbdvdysfpo4gaxqwi\u003c/p\u003e\u003c/body\u003e\u003c/html\u003e","tags":{"kind":"order_accepted"},"at":"2000-01-01T00:00:10.995Z"}' AS BLOB), 946684810995);
INSERT INTO mails VALUES (7, '7552a6d3-fec0-4e72-aad1-de10445865d4', CAST('{"id":0,"messageId":"7552a6d3-fec0-4e72-aad1-de10445865d4","from":"orders@orderflow.example","to":["alice@example.com"],"subject":"Bella Napoli has accepted your order","text":"Hello,\n\nBella Napoli has accepted your order and is cooking it.\n\n  2 × Pizza Margherita\n  1 × Tiramisù\n\n  Total 24.90 EUR\n\nEnjoy your meal.\n\nOrder ord-uqhn2s2ttrs2kfpy2a22qwngm4\n","html":"\u003c!doctype html\u003e\u003chtml lang=\"en\"\u003e\u003cbody style=\"font-family:sans-serif\"\u003e\u003cp\u003eHello,\u003c/p\u003e\u003cp\u003eBella Napoli has accepted your order and is cooking it.\u003c/p\u003e\u003cul\u003e\u003cli\u003e2 × Pizza Margherita\u003c/li\u003e\u003cli\u003e1 × Tiramisù\u003c/li\u003e\u003c/ul\u003e\u003cp\u003eTotal 24.90 EUR\u003c/p\u003e\u003cp\u003eEnjoy your meal.\u003c/p\u003e\u003cp style=\"color:#767676\"\u003eOrder ord-uqhn2s2ttrs2kfpy2a22qwngm4\u003c/p\u003e\u003c/body\u003e\u003c/html\u003e","tags":{"kind":"order_accepted"},"at":"2000-01-01T00:00:10.995Z"}' AS BLOB), 946684810995);
INSERT INTO mails VALUES (8, 'dea7bfb1-9352-49ac-981b-8299c12db457', CAST('{"id":0,"messageId":"dea7bfb1-9352-49ac-981b-8299c12db457","from":"orders@orderflow.example","to":["alice@example.com"],"subject":"Bella Napoli has accepted your order","text":"Hello,\n\nBella Napoli has accepted your order and is cooking it.\n\n  2 × Pizza Margherita\n  1 × Tiramisù\n\n  Total 24.90 EUR\n\nEnjoy your meal.\n\nOrder ord-ixz6xtzwcu2bjyg32jkny6ulo4\n","html":"\u003c!doctype html\u003e\u003chtml lang=\"en\"\u003e\u003cbody style=\"font-family:sans-serif\"\u003e\u003cp\u003eHello,\u003c/p\u003e\u003cp\u003eBella Napoli has accepted your order and is cooking it.\u003c/p\u003e\u003cul\u003e\u003cli\u003e2 × Pizza Margherita\u003c/li\u003e\u003cli\u003e1 × Tiramisù\u003c/li\u003e\u003c/ul\u003e\u003cp\u003eTotal 24.90 EUR\u003c/p\u003e\u003cp\u003eEnjoy your meal.\u003c/p\u003e\u003cp style=\"color:#767676\"\u003eOrder ord-ixz6xtzwcu2bjyg32jkny6ulo4\u003c/p\u003e\u003c/body\u003e\u003c/html\u003e","tags":{"kind":"order_accepted"},"at":"2000-01-01T00:00:10.995Z"}' AS BLOB), 946684810995);
INSERT INTO topic_messages VALUES (1, 'df9b98bb-1349-4faf-be61-13b36ea9823b', 'arn:aws:sns:us-east-1:123456789012:restaurant-orders', '', '{"orderId":"ord-5trzf5y36jdrrxaviupnkkd4ku","restaurantId":"bella-napoli","kind":"order_offered","deadline":"2000-01-01T00:10:00Z"}', CAST('{"kind":{"type":"String","value":"order_offered"},"restaurantId":{"type":"String","value":"bella-napoli"}}' AS BLOB), 946684800000);
INSERT INTO topic_messages VALUES (2, '204282e7-94fc-4df8-8fba-2e8433fe6017', 'arn:aws:sns:us-east-1:123456789012:restaurant-orders', '', '{"orderId":"ord-y4ygunhfwgvvvfhqcrfatqi3dq","restaurantId":"bella-napoli","kind":"order_offered","deadline":"2000-01-01T00:10:01Z"}', CAST('{"kind":{"type":"String","value":"order_offered"},"restaurantId":{"type":"String","value":"bella-napoli"}}' AS BLOB), 946684801000);
INSERT INTO topic_messages VALUES (3, 'be9569ef-1496-4e12-b71d-6842d82e8dba', 'arn:aws:sns:us-east-1:123456789012:restaurant-orders', '', '{"orderId":"ord-4xa72qpiknsxsy4ovjon2hds7y","restaurantId":"bella-napoli","kind":"order_offered","deadline":"2000-01-01T00:10:02Z"}', CAST('{"kind":{"type":"String","value":"order_offered"},"restaurantId":{"type":"String","value":"bella-napoli"}}' AS BLOB), 946684802000);
INSERT INTO topic_messages VALUES (4, '212f14ff-f947-471f-a4f7-74202dd8573f', 'arn:aws:sns:us-east-1:123456789012:restaurant-orders', '', '{"orderId":"ord-ghy46o4j6nfryr5hwxyfkr6vgi","restaurantId":"bella-napoli","kind":"order_offered","deadline":"2000-01-01T00:10:03Z"}', CAST('{"kind":{"type":"String","value":"order_offered"},"restaurantId":{"type":"String","value":"bella-napoli"}}' AS BLOB), 946684803000);
INSERT INTO topic_messages VALUES (5, 'e201d34c-5513-46cc-9f63-d03a0eff3f3a', 'arn:aws:sns:us-east-1:123456789012:restaurant-orders', '', '{"orderId":"ord-s7jrom6ean66mdghf57omguczm","restaurantId":"bella-napoli","kind":"order_offered","deadline":"2000-01-01T00:10:04Z"}', CAST('{"kind":{"type":"String","value":"order_offered"},"restaurantId":{"type":"String","value":"bella-napoli"}}' AS BLOB), 946684804000);
INSERT INTO topic_messages VALUES (6, '41404a67-3988-48f3-9d6a-771ceb3e9c05', 'arn:aws:sns:us-east-1:123456789012:restaurant-orders', '', '{"orderId":"ord-nkfkxxc4ud4lmciqmihipso56u","restaurantId":"bella-napoli","kind":"order_offered","deadline":"2000-01-01T00:10:05Z"}', CAST('{"kind":{"type":"String","value":"order_offered"},"restaurantId":{"type":"String","value":"bella-napoli"}}' AS BLOB), 946684805000);
INSERT INTO topic_messages VALUES (7, '6d8d4d3c-0168-443c-8178-23dc3a5c6cfa', 'arn:aws:sns:us-east-1:123456789012:restaurant-orders', '', '{"orderId":"ord-npa2yf5xwefjpdzlkdiy3g65dq","restaurantId":"bella-napoli","kind":"order_offered","deadline":"2000-01-01T00:10:06Z"}', CAST('{"kind":{"type":"String","value":"order_offered"},"restaurantId":{"type":"String","value":"bella-napoli"}}' AS BLOB), 946684806000);
INSERT INTO topic_messages VALUES (8, '74ed2b14-1508-476d-be98-c4ed64be20bf', 'arn:aws:sns:us-east-1:123456789012:restaurant-orders', '', '{"orderId":"ord-mx7nmtve5bfhxjckqw2tkygshi","restaurantId":"bella-napoli","kind":"order_offered","deadline":"2000-01-01T00:10:07Z"}', CAST('{"kind":{"type":"String","value":"order_offered"},"restaurantId":{"type":"String","value":"bella-napoli"}}' AS BLOB), 946684807000);
INSERT INTO topic_messages VALUES (9, 'c54b0fcc-8369-44fd-9365-f8ce6bc74120', 'arn:aws:sns:us-east-1:123456789012:restaurant-orders', '', '{"orderId":"ord-gbvbxakufuxacwi6pexqo47itq","restaurantId":"bella-napoli","kind":"order_offered","deadline":"2000-01-01T00:10:10.995Z"}', CAST('{"kind":{"type":"String","value":"order_offered"},"restaurantId":{"type":"String","value":"bella-napoli"}}' AS BLOB), 946684810995);
INSERT INTO topic_messages VALUES (10, 'e10a459f-07b9-4287-a64d-5b892464e038', 'arn:aws:sns:us-east-1:123456789012:restaurant-orders', '', '{"orderId":"ord-iaxvf3umlvbdvdysfpo4gaxqwi","restaurantId":"bella-napoli","kind":"order_offered","deadline":"2000-01-01T00:10:10.995Z"}', CAST('{"kind":{"type":"String","value":"order_offered"},"restaurantId":{"type":"String","value":"bella-napoli"}}' AS BLOB), 946684810995);
INSERT INTO topic_messages VALUES (11, '5c169214-f278-46db-ba27-7072d52a801f', 'arn:aws:sns:us-east-1:123456789012:restaurant-orders', '', '{"orderId":"ord-i2pqocsderqlj45qatr23kzcvq","restaurantId":"bella-napoli","kind":"order_offered","deadline":"2000-01-01T00:10:10.995Z"}', CAST('{"kind":{"type":"String","value":"order_offered"},"restaurantId":{"type":"String","value":"bella-napoli"}}' AS BLOB), 946684810995);
INSERT INTO topic_messages VALUES (12, '3f6943e8-94af-47fb-887d-17008d71e6ef', 'arn:aws:sns:us-east-1:123456789012:restaurant-orders', '', '{"orderId":"ord-v2f63ho6otv7kxciobnltho5le","restaurantId":"bella-napoli","kind":"order_offered","deadline":"2000-01-01T00:10:10.995Z"}', CAST('{"kind":{"type":"String","value":"order_offered"},"restaurantId":{"type":"String","value":"bella-napoli"}}' AS BLOB), 946684810995);
INSERT INTO topic_messages VALUES (13, 'dcb9be2d-4c3a-40f8-9c44-bcdf4e3a969e', 'arn:aws:sns:us-east-1:123456789012:restaurant-orders', '', '{"orderId":"ord-uqhn2s2ttrs2kfpy2a22qwngm4","restaurantId":"bella-napoli","kind":"order_offered","deadline":"2000-01-01T00:10:10.995Z"}', CAST('{"kind":{"type":"String","value":"order_offered"},"restaurantId":{"type":"String","value":"bella-napoli"}}' AS BLOB), 946684810995);
INSERT INTO topic_messages VALUES (14, '50bd36d5-eac2-4204-b71e-d3135cbbee86', 'arn:aws:sns:us-east-1:123456789012:restaurant-orders', '', '{"orderId":"ord-ixz6xtzwcu2bjyg32jkny6ulo4","restaurantId":"bella-napoli","kind":"order_offered","deadline":"2000-01-01T00:10:10.995Z"}', CAST('{"kind":{"type":"String","value":"order_offered"},"restaurantId":{"type":"String","value":"bella-napoli"}}' AS BLOB), 946684810995);
INSERT INTO users VALUES ('alice', 'alice@example.com');
