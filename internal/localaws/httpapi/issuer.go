package httpapi

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"database/sql"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/google/uuid"

	"github.com/orderflow/orderflow/internal/sqlitedb"
)

// Tables makes the issuer's part of the database: its key and its users.
const Tables = `
	CREATE TABLE issuer_keys (
		id      INTEGER PRIMARY KEY CHECK (id = 1),
		private BLOB NOT NULL -- PKCS #8
	);
	CREATE TABLE users (
		id    TEXT PRIMARY KEY,
		email TEXT NOT NULL
	) WITHOUT ROWID;
`

// ClientID is the app client for which tokens are issued, and the audience that
// the authorizer wants.
const ClientID = "orderflow-local"

// tokenLife is how long an access token is good: Cognito's default.
const tokenLife = time.Hour

// ErrNoUser means that the issuer knows no user of that id, or no mail address.
var ErrNoUser = errors.New("the token issuer knows no mail address of this user")

// Issuer makes access tokens. All methods may be called by many goroutines.
type Issuer struct {
	db  *sqlitedb.DB
	url string
	key *rsa.PrivateKey
	kid string
}

// OpenIssuer makes an issuer that is known by the given URL. Its key is read
// from the database, or put there: key is the new one, or nil to make one.
func OpenIssuer(db *sqlitedb.DB, url string, key *rsa.PrivateKey) (*Issuer, error) {
	stored, err := readKey(db)
	switch {
	case err != nil:
		return nil, fmt.Errorf("read the token issuer's key: %w", err)
	case stored != nil:
		key = stored
	default:
		if key, err = writeKey(db, key); err != nil {
			return nil, fmt.Errorf("make the token issuer's key: %w", err)
		}
	}
	digest := sha256.Sum256(key.N.Bytes())
	return &Issuer{db, url, key, base64.RawURLEncoding.EncodeToString(digest[:12])}, nil
}

func readKey(db *sqlitedb.DB) (key *rsa.PrivateKey, err error) {
	var der []byte
	err = db.View(func(tx *sqlitedb.Tx) error {
		return tx.QueryRow("SELECT private FROM issuer_keys").Scan(&der)
	})
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	parsed, err := x509.ParsePKCS8PrivateKey(der)
	if err != nil {
		return nil, err
	}
	key, ok := parsed.(*rsa.PrivateKey)
	if !ok {
		return nil, errors.New("the stored key is not an RSA key")
	}
	return key, nil
}

func writeKey(db *sqlitedb.DB, key *rsa.PrivateKey) (*rsa.PrivateKey, error) {
	if key == nil {
		var err error
		if key, err = rsa.GenerateKey(rand.Reader, 2048); err != nil {
			return nil, err
		}
	}
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return nil, err
	}
	return key, db.Update(func(tx *sqlitedb.Tx) error {
		_, err := tx.Exec("INSERT INTO issuer_keys VALUES (1, ?)", der)
		return err
	})
}

// Token makes an access token for a user who is a member of the groups.
func (i *Issuer) Token(subject string, groups []string) (string, error) {
	now := time.Now()
	token := jwt.NewWithClaims(jwt.SigningMethodRS256, jwt.MapClaims{
		"sub": subject, "username": subject, "cognito:groups": groups,
		"iss": i.url, "client_id": ClientID, "token_use": "access", "jti": uuid.NewString(),
		"iat": now.Unix(), "auth_time": now.Unix(), "exp": now.Add(tokenLife).Unix(),
	})
	token.Header["kid"] = i.kid
	signed, err := token.SignedString(i.key)
	if err != nil {
		return "", fmt.Errorf("sign a token: %w", err)
	}
	return signed, nil
}

// SetEmail notes a user's mail address.
func (i *Issuer) SetEmail(user, email string) error {
	return i.db.Update(func(tx *sqlitedb.Tx) error {
		_, err := tx.Exec("INSERT INTO users VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET email = excluded.email", user, email)
		return err
	})
}

// Email is a user's mail address, or [ErrNoUser].
func (i *Issuer) Email(user string) (email string, err error) {
	err = i.db.View(func(tx *sqlitedb.Tx) error {
		return tx.QueryRow("SELECT email FROM users WHERE id = ?", user).Scan(&email)
	})
	if errors.Is(err, sql.ErrNoRows) || err == nil && email == "" {
		return "", ErrNoUser
	}
	return email, err
}

// JWKS is the document with the issuer's public key (RFC 7517).
func (i *Issuer) JWKS() ([]byte, error) {
	exponent := binary.BigEndian.AppendUint64(nil, uint64(i.key.E))
	return json.Marshal(map[string]any{"keys": []map[string]string{{
		"kty": "RSA", "use": "sig", "alg": "RS256", "kid": i.kid,
		"n": base64.RawURLEncoding.EncodeToString(i.key.N.Bytes()),
		"e": base64.RawURLEncoding.EncodeToString([]byte(strings.TrimLeft(string(exponent), "\x00"))),
	}}})
}

// Discovery is the OpenID provider metadata.
func (i *Issuer) Discovery() ([]byte, error) {
	return json.Marshal(map[string]any{
		"issuer": i.url, "jwks_uri": i.url + "/.well-known/jwks.json",
		"id_token_signing_alg_values_supported": []string{"RS256"}, "subject_types_supported": []string{"public"},
	})
}
