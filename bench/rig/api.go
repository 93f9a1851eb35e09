package rig

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
)

// API speaks to a server's API, as whom the token says; "" is nobody.
type API struct{ Base, Token string }

// Call sends in as JSON, unless it is nil, and reads the answer into out.
func (a API) Call(ctx context.Context, method, path string, in, out any) error {
	if in == nil {
		return a.Send(ctx, method, path, "", strings.NewReader(""), out)
	}
	raw, err := json.Marshal(in)
	if err != nil {
		return err
	}
	return a.Send(ctx, method, path, "application/json", bytes.NewReader(raw), out)
}

// Send sends a body of any kind and reads the JSON of the answer into out.
// Whatever is not a success is an error.
func (a API) Send(ctx context.Context, method, path, kind string, body io.Reader, out any) error {
	request, err := http.NewRequestWithContext(ctx, method, a.Base+path, body)
	if err != nil {
		return err
	}
	if kind != "" {
		request.Header.Set("Content-Type", kind)
	}
	if a.Token != "" {
		request.Header.Set("Authorization", "Bearer "+a.Token)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	raw, err := io.ReadAll(response.Body)
	if err != nil {
		return err
	}
	if response.StatusCode >= 300 {
		return fmt.Errorf("%s %s answers %d: %s", method, path, response.StatusCode, raw)
	}
	return json.Unmarshal(raw, out)
}
