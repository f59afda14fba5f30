PRAGMA user_version = 1;
CREATE TABLE vouchers (
		order_id TEXT PRIMARY KEY,
		voucher  BLOB NOT NULL,
		mailed   TEXT
	) WITHOUT ROWID;
INSERT INTO vouchers VALUES ('ord-mx7nmtve5bfhxjckqw2tkygshi', CAST('{"orderId":"ord-mx7nmtve5bfhxjckqw2tkygshi","customerId":"alice","code":"TAVS-9J7M-NYDN","percent":10,"issuedAt":"2000-01-01T00:00:07Z"}' AS BLOB), '2000-01-01T00:00:07Z');
