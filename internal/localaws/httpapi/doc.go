// Package httpapi is API Gateway's HTTP API on one machine, with a token issuer
// in the place of Cognito.
//
// [Front] routes requests to Lambda functions with payload format 2.0, behind a
// JWT authorizer that checks what API Gateway's checks: an RSA signature by a
// known key, the issuer, the audience or client id, and the times. What API
// Gateway itself refuses is answered in its words ({"message": …}); everything
// else is the function's answer.
//
// [Issuer] makes access tokens of the form of Cognito's, publishes its key as a
// JWKS document, and keeps the list of users.
//
// What is not offered: throttling, CORS, stages, custom domains.
package httpapi
