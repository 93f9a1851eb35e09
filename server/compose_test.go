package main

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/oasdiff/yaml"
)

// composed is what is looked at of a service in docker-compose.yml.
type composed struct {
	Profiles    []string
	DependsOn   any `json:"depends_on"`
	Environment map[string]string
	Volumes     []string
	Networks    []string
	Ports       []string
}

// TestCompose holds the compose file to itself and to the table of settings:
// there may be no container engine to try it with.
func TestCompose(t *testing.T) {
	text, err := os.ReadFile("../docker-compose.yml")
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Services map[string]composed
		Volumes  map[string]any
		Networks map[string]any
	}
	if _, err := yaml.Unmarshal(text, &file, yaml.DecodeOpts{}); err != nil {
		t.Fatal(err)
	}
	var byDefault []string
	for name, s := range file.Services {
		if s.Profiles == nil {
			byDefault = append(byDefault, name)
		}
		for _, volume := range s.Volumes {
			volume, _, _ = strings.Cut(volume, ":")
			if _, ok := file.Volumes[volume]; !ok {
				t.Errorf("%s has a volume %s that is nowhere", name, volume)
			}
		}
		for _, network := range s.Networks {
			if _, ok := file.Networks[network]; !ok {
				t.Errorf("%s is in a network %s that is nowhere", name, network)
			}
		}
		for _, other := range names(s.DependsOn) {
			if o, ok := file.Services[other]; !ok || o.Profiles == nil {
				t.Errorf("%s depends on %s, which does not start with it", name, other)
			}
		}
		if strings.HasPrefix(name, "replica") || name == "plaudit" {
			wantSettings(t, name, s.Environment)
		}
	}
	if !slices.Equal(byDefault, []string{"plaudit"}) {
		t.Errorf("without a profile, %v start", byDefault)
	}
	if proxy := string(text); !strings.Contains(proxy, "server replica1:8080") || !strings.Contains(proxy, "server replica2:8080") {
		t.Error("the proxy does not know both replicas")
	}
}

// names lists the keys of a map, or a list.
func names(of any) (list []string) {
	switch of := of.(type) {
	case map[string]any:
		for name := range of {
			list = append(list, name)
		}
	case []any:
		for _, name := range of {
			list = append(list, name.(string))
		}
	}
	return list
}

// wantSettings reads a service's settings as the server will, with the variables
// that an operator gives.
func wantSettings(t *testing.T, name string, environment map[string]string) {
	t.Helper()
	given := map[string]string{
		"PLAUDIT_PUBLIC_URL": "https://vote.example", "PLAUDIT_TRUSTED_PROXIES": "10.0.0.0/8", "PLAUDIT_SECRET": strings.Repeat("07", 32),
		"POSTGRES_PASSWORD": "word", "S3_SECRET_KEY": "key",
	}
	var environ []string
	for setting, value := range environment {
		value = regexp.MustCompile(`\$\{(\w+):-\}`).ReplaceAllStringFunc(value, func(v string) string {
			return given[strings.TrimSuffix(strings.TrimPrefix(v, "${"), ":-}")]
		})
		environ = append(environ, setting+"="+value)
	}
	if _, _, err := loadConfig(environ); err != nil || slices.ContainsFunc(environ, func(e string) bool { return strings.Contains(e, "$") }) {
		t.Errorf("%s: %v: %q", name, err, environ)
	}
}
