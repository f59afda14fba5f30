package httpapi

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"path"
	"strings"
	"time"

	"github.com/aws/aws-lambda-go/events"
	"github.com/google/uuid"

	"github.com/orderflow/orderflow/internal/localaws/awsapi"
	"github.com/orderflow/orderflow/internal/localaws/lambda"
	"github.com/orderflow/orderflow/internal/localaws/trace"
)

// Route sends requests to a function.
type Route struct {
	Method   string
	Path     string // with {parameters}, as API Gateway writes them
	Function string
}

// integrationTimeout is the longest that API Gateway waits for a function.
const integrationTimeout = 30 * time.Second

// maxPayload is API Gateway's limit on a request's body, in bytes.
const maxPayload = 10 << 20

// Front is the HTTP API. It may serve many requests at once.
type Front struct {
	place   awsapi.Place
	issuer  *Issuer
	runtime *lambda.Runtime
	mux     *http.ServeMux
}

// NewFront makes an HTTP API with these routes, all of them behind the authorizer.
func NewFront(place awsapi.Place, issuer *Issuer, runtime *lambda.Runtime, routes []Route) *Front {
	f := &Front{place, issuer, runtime, http.NewServeMux()}
	for _, route := range routes {
		f.mux.HandleFunc(route.Method+" "+route.Path, func(w http.ResponseWriter, r *http.Request) {
			f.serve(w, r, route)
		})
	}
	return f
}

// ServeHTTP answers one request.
func (f *Front) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	_, pattern := f.mux.Handler(r)
	method, _, _ := strings.Cut(pattern, " ")
	if method != r.Method || path.Clean(r.URL.Path) != r.URL.Path { // HEAD is no GET here, and nothing is redirected
		say(w, http.StatusNotFound, "Not Found") // API Gateway does not tell a wrong method from a wrong path
		return
	}
	f.mux.ServeHTTP(w, r)
}

func (f *Front) serve(w http.ResponseWriter, r *http.Request, route Route) {
	claims, err := f.issuer.Claims(r)
	if err != nil {
		w.Header().Set("www-authenticate", `Bearer scope="" error="invalid_token"`)
		say(w, http.StatusUnauthorized, "Unauthorized")
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxPayload))
	if err != nil {
		var large *http.MaxBytesError
		if errors.As(err, &large) {
			say(w, http.StatusRequestEntityTooLarge, "Request Too Long")
		} else {
			say(w, http.StatusBadRequest, "Bad Request")
		}
		return
	}
	header := trace.Continue(r.Header.Get(trace.Header), time.Now())
	event := f.event(r, route, claims, body)
	event.Headers[strings.ToLower(trace.Header)] = header
	w.Header().Set("apigw-requestid", event.RequestContext.RequestID)
	payload, err := json.Marshal(event)
	if err != nil {
		say(w, http.StatusInternalServerError, "Internal Server Error")
		return
	}
	// A client that goes away does not stop the function.
	ctx, cancel := context.WithTimeout(trace.With(context.WithoutCancel(r.Context()), header), integrationTimeout)
	defer cancel()
	result, err := f.runtime.Invoke(ctx, route.Function, payload)
	switch {
	case ctx.Err() != nil:
		say(w, http.StatusServiceUnavailable, "Service Unavailable")
	case err != nil || result.FunctionError != "":
		say(w, http.StatusInternalServerError, "Internal Server Error")
	default:
		answer(w, result.Payload)
	}
}

// event is the request in payload format 2.0.
func (f *Front) event(r *http.Request, route Route, claims map[string]string, body []byte) events.APIGatewayV2HTTPRequest {
	now := time.Now()
	routeKey := route.Method + " " + route.Path
	event := events.APIGatewayV2HTTPRequest{
		Version: "2.0", RouteKey: routeKey, RawPath: r.URL.Path, RawQueryString: r.URL.RawQuery, Headers: map[string]string{},
		RequestContext: events.APIGatewayV2HTTPRequestContext{
			RouteKey: routeKey, AccountID: f.place.Account, Stage: "$default", RequestID: uuid.NewString(), APIID: "local",
			DomainName: r.Host, Time: now.UTC().Format("02/Jan/2006:15:04:05 -0700"), TimeEpoch: now.UnixMilli(),
			Authorizer: &events.APIGatewayV2HTTPRequestContextAuthorizerDescription{
				JWT: &events.APIGatewayV2HTTPRequestContextAuthorizerJWTDescription{Claims: claims},
			},
			HTTP: events.APIGatewayV2HTTPRequestContextHTTPDescription{
				Method: r.Method, Path: r.URL.Path, Protocol: r.Proto, UserAgent: r.UserAgent(),
			},
		},
	}
	event.RequestContext.HTTP.SourceIP, _, _ = net.SplitHostPort(r.RemoteAddr)
	for name, values := range r.Header {
		event.Headers[strings.ToLower(name)] = strings.Join(values, ",")
	}
	if query := r.URL.Query(); len(query) > 0 {
		event.QueryStringParameters = map[string]string{}
		for name, values := range query {
			event.QueryStringParameters[name] = strings.Join(values, ",")
		}
	}
	for _, name := range parameters(route.Path) {
		if event.PathParameters == nil {
			event.PathParameters = map[string]string{}
		}
		event.PathParameters[name] = r.PathValue(name)
	}
	if isText(r.Header.Get("Content-Type")) {
		event.Body = string(body)
	} else if len(body) > 0 {
		event.Body, event.IsBase64Encoded = base64.StdEncoding.EncodeToString(body), true
	}
	return event
}

// parameters are the names in a path's braces.
func parameters(path string) (names []string) {
	for _, part := range strings.Split(path, "/") {
		if name, ok := strings.CutPrefix(part, "{"); ok {
			names = append(names, strings.TrimSuffix(name, "}"))
		}
	}
	return names
}

// isText reports whether API Gateway hands a body of that type on as it is, and
// not in base64.
func isText(contentType string) bool {
	kind, _, _ := strings.Cut(strings.ToLower(contentType), ";")
	kind = strings.TrimSpace(kind)
	return strings.HasPrefix(kind, "text/") || kind == "application/json" || kind == "application/xml" ||
		kind == "application/javascript" || strings.HasSuffix(kind, "+json")
}

// answer writes what a function returned. Without a status code its whole JSON is
// the body.
func answer(w http.ResponseWriter, payload json.RawMessage) {
	var response events.APIGatewayV2HTTPResponse
	if err := json.Unmarshal(payload, &response); err != nil || response.StatusCode == 0 {
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(payload) // the client may be gone
		return
	}
	body := []byte(response.Body)
	if response.IsBase64Encoded {
		decoded, err := base64.StdEncoding.DecodeString(response.Body)
		if err != nil {
			say(w, http.StatusInternalServerError, "Internal Server Error")
			return
		}
		body = decoded
	}
	for name, value := range response.Headers {
		w.Header().Set(name, value)
	}
	for _, cookie := range response.Cookies {
		w.Header().Add("Set-Cookie", cookie)
	}
	w.WriteHeader(response.StatusCode)
	_, _ = w.Write(body) // the client may be gone
}

// say is API Gateway's own answer.
func say(w http.ResponseWriter, status int, message string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(map[string]string{"message": message}) // the client may be gone
}
