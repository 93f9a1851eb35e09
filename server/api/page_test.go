package api_test

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

func statusCode(status int) string { return strconv.Itoa(status) }

// page prints the document as docs/api.md.
func page(doc *openapi3.T) string {
	var b strings.Builder
	fmt.Fprintf(&b, "# API\n\nGenerated from `server/api/openapi.yaml` (OpenAPI 3.1, served at `/api/v1/openapi.json`); a test holds it to\n")
	fmt.Fprintf(&b, "that file and the file to the routes. Write it anew with `go test ./server/api -run Document -update`.\n\n")
	fmt.Fprintf(&b, "All addresses begin with `/api/v1`.\n\n%s\n", doc.Info.Description)
	for _, tag := range doc.Tags {
		fmt.Fprintf(&b, "\n## %s\n\n%s\n", strings.ToUpper(tag.Name[:1])+tag.Name[1:], tag.Description)
		for _, path := range doc.Paths.InMatchingOrder() {
			writeOperations(&b, path, doc.Paths.Value(path), tag.Name)
		}
	}
	b.WriteString("\n## Shapes\n")
	for _, name := range slices.Sorted(maps.Keys(doc.Components.Schemas)) {
		writeShape(&b, name, doc.Components.Schemas[name].Value)
	}
	return b.String()
}

func writeOperations(b *strings.Builder, path string, item *openapi3.PathItem, tag string) {
	for _, method := range []string{http.MethodGet, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete} {
		op := item.GetOperation(method)
		if op == nil || op.Tags[0] != tag {
			continue
		}
		fmt.Fprintf(b, "\n### `%s %s`\n\n%s", method, path, op.Summary)
		if op.Description != "" {
			fmt.Fprintf(b, " %s", strings.TrimSpace(op.Description))
		}
		b.WriteString("\n\n")
		for _, p := range op.Parameters {
			fmt.Fprintf(b, "- `%s` (%s): %s\n", p.Value.Name, p.Value.In, text(p.Value.Description, values(p.Value.Schema)))
		}
		if op.RequestBody != nil {
			writeBody(b, op.RequestBody.Value)
		}
		for _, status := range slices.Sorted(maps.Keys(op.Responses.Map())) {
			writeResponse(b, status, op.Responses.Value(status))
		}
	}
}

func writeBody(b *strings.Builder, body *openapi3.RequestBody) {
	for _, kind := range slices.Sorted(maps.Keys(body.Content)) {
		media := body.Content[kind]
		fmt.Fprintf(b, "- body `%s`", kind)
		if media.Example != nil {
			fmt.Fprintf(b, ", such as `%s`", compact(media.Example))
		}
		b.WriteString("\n")
		if media.Example == nil || kind != "application/json" {
			writeFields(b, "  ", media.Schema.Value)
		}
	}
}

func writeResponse(b *strings.Builder, status string, response *openapi3.ResponseRef) {
	fmt.Fprintf(b, "- **%s** %s", status, *response.Value.Description)
	if media := response.Value.Content.Get("application/json"); media != nil {
		if name := shapeName(media.Schema); name != "" {
			fmt.Fprintf(b, " → %s", name)
		}
		if media.Example != nil {
			fmt.Fprintf(b, " `%s`", compact(media.Example))
		}
	}
	b.WriteString("\n")
}

func writeShape(b *strings.Builder, name string, schema *openapi3.Schema) {
	fmt.Fprintf(b, "\n### %s\n\n", name)
	if of := values(&openapi3.SchemaRef{Value: schema}); schema.Description != "" || of != "" {
		fmt.Fprintf(b, "%s\n\n", text(schema.Description, of))
	}
	for _, part := range schema.AllOf {
		fmt.Fprintf(b, "Everything of %s", shapeName(part))
		if len(schema.Properties) > 0 {
			b.WriteString(", and")
		}
		b.WriteString(":\n\n")
	}
	writeFields(b, "", schema)
	for _, example := range schema.Examples {
		fmt.Fprintf(b, "\n```json\n%s\n```\n", compact(example))
	}
}

func writeFields(b *strings.Builder, indent string, schema *openapi3.Schema) {
	for _, name := range slices.Sorted(maps.Keys(schema.Properties)) {
		field := schema.Properties[name]
		need := ""
		if slices.Contains(schema.Required, name) {
			need = ", always there"
		}
		fmt.Fprintf(b, "%s- `%s` %s%s", indent, name, typeName(field), need)
		if words := text(field.Value.Description, values(field)); words != "" {
			fmt.Fprintf(b, ": %s", words)
		}
		b.WriteString("\n")
	}
}

// typeName says what a field holds.
func typeName(s *openapi3.SchemaRef) string {
	if name := shapeName(s); name != "" {
		return name
	}
	kinds := s.Value.Type.Slice()
	if slices.Contains(kinds, "array") {
		return "list of " + typeName(s.Value.Items)
	}
	return cmp.Or(strings.Join(kinds, " or "), "string")
}

func shapeName(s *openapi3.SchemaRef) string {
	_, name, _ := strings.Cut(s.Ref, "#/components/schemas/")
	return name
}

// values says what a value may be.
func values(s *openapi3.SchemaRef) string {
	var said []string
	for i, v := range s.Value.Enum {
		if i == 0 {
			said = append(said, "one of")
		}
		said = append(said, fmt.Sprintf("`%v`", v))
	}
	if s.Value.Pattern != "" && s.Ref == "" {
		said = append(said, "matches `"+s.Value.Pattern+"`")
	}
	if s.Value.Default != nil {
		said = append(said, fmt.Sprintf("(`%v` unless given)", s.Value.Default))
	}
	return strings.Join(said, " ")
}

func text(parts ...string) string {
	parts = slices.DeleteFunc(parts, func(part string) bool { return part == "" })
	return strings.TrimSpace(strings.Join(parts, " "))
}

// compact prints a value as JSON in one line.
func compact(value any) string {
	var b strings.Builder
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return err.Error()
	}
	return strings.TrimSpace(b.String())
}
