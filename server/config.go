package main

import (
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/netip"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/agext/levenshtein"

	"plaudit/media/objstore"
)

// Config is what the settings say, checked.
type Config struct {
	Listen            string
	Data              string
	PublicURL         string // without a slash at the end; "" when not set
	ContestBytes      int64
	MediaURL          string // the same, for pictures on an origin of their own
	Proxies           []netip.Prefix
	DatabaseURL       string // of PostgreSQL; "" for SQLite in the data folder
	Secret            []byte // 32 bytes, nil when the data folder keeps it
	RateLimits        bool
	ProofBits         int
	S3                objstore.Options // without an Endpoint: local files
	OrganiserLogin    string
	OrganiserPassword string
	Identity          IdentityConfig
	FFmpeg            string // a program's name or path; "" for no video
	LogJSON           bool
	LogLevel          slog.Level
}

// setting is one row of the table of settings, which also prints
// docs/config.md and `plaudit config`.
type setting struct {
	name    string // without the prefix
	preset  string // the default, as one would write it
	secret  bool   // may come from a file named by NAME_FILE, and is never shown
	meaning string
	parse   func(c *Config, value string) error
}

const settingPrefix = "PLAUDIT_"

func settings() []setting {
	return slices.Concat([]setting{
		{"LISTEN", ":8080", false, "Address to listen on, `host:port`.", parseListen},
		{"DATA", "./data", false, "Folder of the database and the keys, unless DATABASE_URL is set, of the pictures, unless S3_ENDPOINT is set, and of files under way. Made when missing. One running server per folder.", func(c *Config, v string) error {
			c.Data = v
			return nil
		}},
		{"DATABASE_URL", "", true, "A PostgreSQL database, version 14 or newer, such as `postgres://plaudit:password@db.example:5432/plaudit`. Several servers may share it: give them the same SECRET and the same S3 store. The server must run with fsync and synchronous_commit on; each process takes up to 28 of its connections. Empty: SQLite in the data folder.", parseDatabaseURL},
		{"PUBLIC_URL", "", false, "The address that visitors use, such as `https://vote.example.org`. Absolute links come only from it; `https` makes cookies secure. Empty: links are relative, fine for one office network.", parsePublicURL},
		{"MEDIA_URL", "", false, "An address of its own for pictures, such as `https://media.example.org`, that leads to this same server: what visitors upload then never shares an origin with the pages, and nothing else is served there. Empty: pictures come from where the pages are.", parseMediaURL},
		{"CONTEST_QUOTA", "", false, "How much the originals of one contest may hold, such as `500MB` or `20GB`; then it takes no more entries, and its staff see why. Empty: as much as the disk has, less its reserve.", parseContestQuota},
		{"TRUSTED_PROXIES", "", false, "Networks (CIDR) or addresses of the proxies in front, separated by commas. Only their `X-Forwarded-For` and `X-Forwarded-Proto` are believed. Empty: no proxy, the peer's address counts.", parseProxies},
		{"SECRET", "", true, "32 bytes in base64 or hex, which wrap every other key; whoever loses it loses the keys. `openssl rand -base64 32` makes one. Needed with DATABASE_URL, where all servers have the same. Empty: made once and kept in the data folder as `secret`.", parseSecret},
		{"RATE_LIMITS", "on", false, "`off` lifts all rate limits. For benchmarks.", func(c *Config, v string) (err error) {
			c.RateLimits, err = onOff(v)
			return err
		}},
		{"POW_BITS", "16", false, "Difficulty of the proof of work before a device's first vote, in leading zero bits of SHA-256: each one more doubles the work. 16 is about a third of a second on an old phone. `0` turns it off.", parseProofBits},
		{"ORGANISER_LOGIN", "", false, "Login of a first account, made at start as operator unless it exists. Needs ORGANISER_PASSWORD.", func(c *Config, v string) error {
			c.OrganiserLogin = v
			return nil
		}},
		{"ORGANISER_PASSWORD", "", true, "Its password, at least 12 characters. Only used to make the account; change it in the staff pages.", func(c *Config, v string) error {
			c.OrganiserPassword = v
			return nil
		}},
		{"FFMPEG", "ffmpeg", false, "The program that makes videos, a name or a path, with ffprobe beside it. Where it is missing, or cannot be locked in, videos are refused. `off` refuses them in any case.", func(c *Config, v string) error {
			if c.FFmpeg = v; v == "off" {
				c.FFmpeg = ""
			}
			return nil
		}},
		{"LOG", "text", false, "`text` or `json`, on standard error.", func(c *Config, v string) error {
			if v != "text" && v != "json" {
				return errors.New("is neither text nor json")
			}
			c.LogJSON = v == "json"
			return nil
		}},
		{"LOG_LEVEL", "info", false, "`debug`, `info`, `warn` or `error`.", func(c *Config, v string) error {
			return c.LogLevel.UnmarshalText([]byte(v))
		}},
	}, identitySettings(), bucketSettings())
}

// effective is a setting with the value that holds.
type effective struct {
	setting
	value string
}

// loadConfig reads the settings from the environment (entries NAME=value) and
// reports everything that is wrong with them at once.
func loadConfig(environ []string) (c Config, values []effective, err error) {
	env := make(map[string]string)
	for _, pair := range environ {
		if name, value, ok := strings.Cut(pair, "="); ok && strings.HasPrefix(name, settingPrefix) {
			env[name] = value
		}
	}
	wrong := unknownSettings(env)
	for _, s := range settings() {
		value, err := s.lookUp(env)
		if err == nil && value != "" {
			err = s.parse(&c, value)
		}
		if err != nil {
			wrong = append(wrong, fmt.Errorf("%s%s: %w", settingPrefix, s.name, err))
		}
		values = append(values, effective{s, value})
	}
	if c.MediaURL != "" && c.MediaURL == c.PublicURL {
		wrong = append(wrong, fmt.Errorf("%sMEDIA_URL is the same as %[1]sPUBLIC_URL: leave it empty, or give pictures a name of their own", settingPrefix))
	}
	if (c.OrganiserLogin == "") != (c.OrganiserPassword == "") {
		wrong = append(wrong, fmt.Errorf("%sORGANISER_LOGIN and %[1]sORGANISER_PASSWORD go together: set both or neither", settingPrefix))
	}
	if c.DatabaseURL != "" && c.Secret == nil {
		wrong = append(wrong, fmt.Errorf("%sDATABASE_URL needs %[1]sSECRET too, the same for every server on that database; make it once with: openssl rand -base64 32", settingPrefix))
	}
	for _, err := range []error{c.wrongIdentity(), c.wrongS3()} {
		if err != nil {
			wrong = append(wrong, err)
		}
	}
	if len(wrong) > 0 {
		return Config{}, nil, usageError{errors.Join(wrong...)}
	}
	return c, values, nil
}

// lookUp returns the setting's value; an empty variable is as good as none.
func (s setting) lookUp(env map[string]string) (string, error) {
	value := env[settingPrefix+s.name]
	file := env[settingPrefix+s.name+"_FILE"]
	switch {
	case !s.secret || file == "":
	case value != "":
		return "", fmt.Errorf("is set twice, here and by %s%s_FILE", settingPrefix, s.name)
	default:
		content, err := os.ReadFile(file)
		if err != nil {
			return "", err
		}
		value = strings.TrimRight(string(content), "\r\n")
		if value == "" {
			return "", fmt.Errorf("the file %s is empty", file)
		}
	}
	if value == "" {
		value = s.preset
	}
	return value, nil
}

// unknownSettings names the nearest known setting for each variable with our
// prefix that is none, in order of name.
func unknownSettings(env map[string]string) (wrong []error) {
	var known []string
	for _, s := range settings() {
		known = append(known, settingPrefix+s.name)
		if s.secret {
			known = append(known, settingPrefix+s.name+"_FILE")
		}
	}
	for name := range env {
		if slices.Contains(known, name) || injected(name) {
			continue
		}
		nearest := slices.MinFunc(known, func(a, b string) int {
			return levenshtein.Distance(name, a, nil) - levenshtein.Distance(name, b, nil)
		})
		wrong = append(wrong, fmt.Errorf("%s is no setting; did you mean %s?", name, nearest))
	}
	slices.SortFunc(wrong, func(a, b error) int { return strings.Compare(a.Error(), b.Error()) })
	return wrong
}

// injected reports whether a variable comes from elsewhere: Kubernetes sets
// some for a service called plaudit, and the project's tests have their own.
func injected(name string) bool {
	name = strings.TrimPrefix(name, settingPrefix)
	for _, prefix := range []string{"PORT_", "SERVICE_", "TEST_"} {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}
	return name == "PORT" || name == "SAMPLES"
}

func parseListen(c *Config, v string) error {
	_, port, err := net.SplitHostPort(v)
	if err != nil {
		return fmt.Errorf("%q is no host:port", v)
	}
	if _, err := net.LookupPort("tcp", port); err != nil {
		return fmt.Errorf("%q is no port", port)
	}
	c.Listen = v
	return nil
}

func parseDatabaseURL(c *Config, v string) error {
	u, err := url.Parse(v) // its error would show the password
	if err != nil || u.Scheme != "postgres" && u.Scheme != "postgresql" || strings.Trim(u.Path, "/") == "" {
		return errors.New("is not like postgres://user:password@host:5432/database")
	}
	c.DatabaseURL = v
	return nil
}

func parsePublicURL(c *Config, v string) (err error) {
	c.PublicURL, err = parseOrigin(v, "https://vote.example.org")
	return err
}

func parseMediaURL(c *Config, v string) (err error) {
	c.MediaURL, err = parseOrigin(v, "https://media.example.org")
	return err
}

func parseOrigin(v, example string) (string, error) {
	u, err := url.Parse(v)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.User != nil ||
		strings.Trim(u.Path, "/") != "" || u.RawQuery != "" || u.Fragment != "" {
		return "", fmt.Errorf("%q is not like %s", v, example)
	}
	return u.Scheme + "://" + strings.ToLower(u.Host), nil
}

func parseContestQuota(c *Config, v string) error {
	number, unit := v[:max(0, len(v)-2)], map[string]int64{"MB": 1 << 20, "GB": 1 << 30, "TB": 1 << 40}[strings.ToUpper(v[max(0, len(v)-2):])]
	n, err := strconv.ParseInt(strings.TrimSpace(number), 10, 32)
	if err != nil || n < 1 || unit == 0 {
		return fmt.Errorf("%q is not like 500MB or 20GB", v)
	}
	c.ContestBytes = n * unit
	return nil
}

func parseProxies(c *Config, v string) error {
	for word := range strings.FieldsFuncSeq(v, func(r rune) bool { return r == ',' || r == ' ' }) {
		prefix, err := netip.ParsePrefix(word)
		if err != nil {
			addr, err := netip.ParseAddr(word)
			if err != nil {
				return fmt.Errorf("%q is neither a network like 10.0.0.0/8 nor an address", word)
			}
			prefix = netip.PrefixFrom(addr, addr.BitLen())
		}
		c.Proxies = append(c.Proxies, prefix)
	}
	return nil
}

const secretBytes = 32

func parseSecret(c *Config, v string) error {
	for _, decode := range []func(string) ([]byte, error){
		hex.DecodeString, base64.StdEncoding.DecodeString, base64.RawStdEncoding.DecodeString,
		base64.URLEncoding.DecodeString, base64.RawURLEncoding.DecodeString,
	} {
		if secret, err := decode(v); err == nil && len(secret) == secretBytes {
			c.Secret = secret
			return nil
		}
	}
	return fmt.Errorf("is not %d bytes in base64 or hex", secretBytes)
}

func parseProofBits(c *Config, v string) error {
	bits, err := strconv.Atoi(v)
	if err != nil || bits < 0 || bits > 32 {
		return fmt.Errorf("%q is no number from 0 to 32", v)
	}
	c.ProofBits = bits
	return nil
}

func onOff(v string) (bool, error) {
	switch v {
	case "on", "true", "1":
		return true, nil
	case "off", "false", "0":
		return false, nil
	}
	return false, fmt.Errorf("%q is neither on nor off", v)
}
