package main

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"log/slog"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"plaudit/media/objstore"
	"plaudit/server/sms"
)

func defaultConfig() Config {
	return Config{
		Listen: ":8080", Data: "./data", RateLimits: true, ProofBits: 16, FFmpeg: "ffmpeg",
		Identity: IdentityConfig{SMS: sms.Gateway{Method: "POST", Type: "application/json"}, SMSPerDay: 1000},
	}
}

func TestLoadConfig(t *testing.T) {
	secret := bytes.Repeat([]byte{0xab}, 32)
	file := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(file, []byte(base64.StdEncoding.EncodeToString(secret)+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	cases := []struct {
		name string
		env  string
		want func(*Config)
	}{
		{"nothing set", "HOME=/root", func(*Config) {}},
		{"empty is not set", "PLAUDIT_PUBLIC_URL= PLAUDIT_LISTEN=", func(*Config) {}},
		{"listen and data", "PLAUDIT_LISTEN=127.0.0.1:0 PLAUDIT_DATA=/srv", func(c *Config) { c.Listen, c.Data = "127.0.0.1:0", "/srv" }},
		{"public url", "PLAUDIT_PUBLIC_URL=https://Vote.Example/", func(c *Config) { c.PublicURL = "https://vote.example" }},
		{"public url with a port", "PLAUDIT_PUBLIC_URL=http://10.0.0.2:8080", func(c *Config) { c.PublicURL = "http://10.0.0.2:8080" }},
		{"proxies", "PLAUDIT_TRUSTED_PROXIES=10.0.0.0/8,192.0.2.7,2001:db8::/32", func(c *Config) {
			c.Proxies = []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("192.0.2.7/32"), netip.MustParsePrefix("2001:db8::/32")}
		}},
		{"secret in base64", "PLAUDIT_SECRET=" + base64.RawURLEncoding.EncodeToString(secret), func(c *Config) { c.Secret = secret }},
		{"secret in hex", "PLAUDIT_SECRET=" + hex.EncodeToString(secret), func(c *Config) { c.Secret = secret }},
		{"secret in a file", "PLAUDIT_SECRET_FILE=" + file, func(c *Config) { c.Secret = secret }},
		{"database", "PLAUDIT_DATABASE_URL=postgres://p:q@db.example/plaudit?sslmode=require PLAUDIT_SECRET=" + hex.EncodeToString(secret), func(c *Config) {
			c.DatabaseURL, c.Secret = "postgres://p:q@db.example/plaudit?sslmode=require", secret
		}},
		{"limits off", "PLAUDIT_RATE_LIMITS=off", func(c *Config) { c.RateLimits = false }},
		{"no video", "PLAUDIT_FFMPEG=off", func(c *Config) { c.FFmpeg = "" }},
		{"no proof of work", "PLAUDIT_POW_BITS=0", func(c *Config) { c.ProofBits = 0 }},
		{"organiser", "PLAUDIT_ORGANISER_LOGIN=clerk PLAUDIT_ORGANISER_PASSWORD=secret", func(c *Config) { c.OrganiserLogin, c.OrganiserPassword = "clerk", "secret" }},
		{"object store", "PLAUDIT_S3_ENDPOINT=s3.example:9000 PLAUDIT_S3_BUCKET=may PLAUDIT_S3_ACCESS_KEY=key PLAUDIT_S3_SECRET_KEY_FILE=" + file + " PLAUDIT_S3_REGION=eu PLAUDIT_S3_TLS=off PLAUDIT_S3_CREATE=on", func(c *Config) {
			c.S3 = objstore.Options{
				Endpoint: "s3.example:9000", Bucket: "may", AccessKey: "key", SecretKey: base64.StdEncoding.EncodeToString(secret),
				Region: "eu", Plain: true, Create: true,
			}
		}},
		{"a gateway", "PLAUDIT_SMS_URL=https://sms.example/send PLAUDIT_SMS_METHOD=PUT PLAUDIT_SMS_BODY={phone}{code} PLAUDIT_SMS_TYPE=text/plain PLAUDIT_SMS_TOKEN=t PLAUDIT_SMS_ACCEPTED=OK PLAUDIT_SMS_DAILY=20", func(c *Config) {
			c.Identity.SMS = sms.Gateway{URL: "https://sms.example/send", Method: "PUT", Body: "{phone}{code}", Type: "text/plain", Token: "t", Accepted: "OK"}
			c.Identity.SMSPerDay = 20
		}},
		{"WeChat", "PLAUDIT_PUBLIC_URL=https://v.example PLAUDIT_WECHAT_APP_ID=wx1 PLAUDIT_WECHAT_SECRET=s PLAUDIT_WECHAT_VERIFY=a1B2c3D4 PLAUDIT_WECHAT_URL=http://127.0.0.1:8099", func(c *Config) {
			c.PublicURL = "https://v.example"
			c.Identity.WeChatAppID, c.Identity.WeChatSecret, c.Identity.WeChatVerify, c.Identity.WeChatURL = "wx1", "s", "a1B2c3D4", "http://127.0.0.1:8099"
		}},
		{"log", "PLAUDIT_LOG=json PLAUDIT_LOG_LEVEL=debug", func(c *Config) { c.LogJSON, c.LogLevel = true, slog.LevelDebug }},
		{"kubernetes", "PLAUDIT_PORT=tcp://10.0.0.1:80 PLAUDIT_PORT_80_TCP=x PLAUDIT_SERVICE_HOST=10.0.0.1", func(*Config) {}},
		{"tests", "PLAUDIT_SAMPLES=/x PLAUDIT_TEST_POSTGRES=y", func(*Config) {}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			want := defaultConfig()
			c.want(&want)
			got, _, err := loadConfig(strings.Fields(c.env))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, got, cmp.Comparer(func(a, b netip.Prefix) bool { return a == b })); diff != "" {
				t.Errorf("want -, got +:\n%s", diff)
			}
		})
	}
}

func TestWrongSettings(t *testing.T) {
	cases := []struct {
		env  string
		want []string // parts of the sentence
	}{
		{"PLAUDIT_LISTN=:1", []string{"PLAUDIT_LISTN", "did you mean PLAUDIT_LISTEN?"}},
		{"PLAUDIT_SECRETS_FILE=x", []string{"did you mean PLAUDIT_SECRET_FILE?"}},
		{"PLAUDIT_LISTEN_FILE=x", []string{"PLAUDIT_LISTEN_FILE is no setting"}},
		{"PLAUDIT_LISTEN=8080", []string{"PLAUDIT_LISTEN", "host:port"}},
		{"PLAUDIT_LISTEN=:99999", []string{"no port"}},
		{"PLAUDIT_PUBLIC_URL=vote.example", []string{"PLAUDIT_PUBLIC_URL", "https://"}},
		{"PLAUDIT_PUBLIC_URL=https://vote.example/path", []string{"https://vote.example/path"}},
		{"PLAUDIT_CONTEST_QUOTA=20", []string{"PLAUDIT_CONTEST_QUOTA", "20GB"}},
		{"PLAUDIT_CONTEST_QUOTA=0GB", []string{"20GB"}},
		{"PLAUDIT_MEDIA_URL=media.example", []string{"PLAUDIT_MEDIA_URL", "https://"}},
		{"PLAUDIT_MEDIA_URL=https://v.example PLAUDIT_PUBLIC_URL=https://V.example/", []string{"the same as PLAUDIT_PUBLIC_URL"}},
		{"PLAUDIT_PUBLIC_URL=javascript://x", []string{"PLAUDIT_PUBLIC_URL"}},
		{"PLAUDIT_TRUSTED_PROXIES=10.0.0.0/8,proxy", []string{`"proxy"`}},
		{"PLAUDIT_DATABASE_URL=postgres://p:short@db.example/plaudit", []string{"PLAUDIT_DATABASE_URL needs PLAUDIT_SECRET", "openssl rand -base64 32"}},
		{"PLAUDIT_DATABASE_URL=mysql://p:short@db.example/plaudit", []string{"PLAUDIT_DATABASE_URL", "postgres://user:password@host:5432/database"}},
		{"PLAUDIT_DATABASE_URL=postgres://p:short@db.example", []string{"PLAUDIT_DATABASE_URL"}},
		{"PLAUDIT_SECRET=short", []string{"PLAUDIT_SECRET", "32 bytes"}},
		{"PLAUDIT_SECRET_FILE=/does/not/exist", []string{"/does/not/exist"}},
		{"PLAUDIT_SECRET_FILE=/dev/null", []string{"empty"}},
		{"PLAUDIT_SECRET=x PLAUDIT_SECRET_FILE=y", []string{"twice"}},
		{"PLAUDIT_RATE_LIMITS=maybe", []string{"on nor off"}},
		{"PLAUDIT_POW_BITS=33", []string{"0 to 32"}},
		{"PLAUDIT_LOG=xml", []string{"PLAUDIT_LOG"}},
		{"PLAUDIT_LOG_LEVEL=loud", []string{"PLAUDIT_LOG_LEVEL"}},
		{"PLAUDIT_S3_ENDPOINT=s3.example PLAUDIT_S3_ACCESS_KEY=key", []string{"PLAUDIT_S3_ENDPOINT needs PLAUDIT_S3_BUCKET and PLAUDIT_S3_SECRET_KEY"}},
		{"PLAUDIT_S3_BUCKET=may", []string{"PLAUDIT_S3_BUCKET without PLAUDIT_S3_ENDPOINT"}},
		{"PLAUDIT_SMS_URL=sms.example", []string{"PLAUDIT_SMS_URL", "https://"}},
		{"PLAUDIT_SMS_URL=https://sms.example/{phone}", []string{"{phone} and {code}"}},
		{"PLAUDIT_SMS_TOKEN=x", []string{"without PLAUDIT_SMS_URL"}},
		{"PLAUDIT_SMS_METHOD=SEND PLAUDIT_SMS_DAILY=0", []string{"POST, PUT and GET", "1 to 1000000"}},
		{"PLAUDIT_WECHAT_APP_ID=wx1", []string{"PLAUDIT_WECHAT_SECRET", "both"}},
		{"PLAUDIT_WECHAT_APP_ID=wx1 PLAUDIT_WECHAT_SECRET=x", []string{"PLAUDIT_PUBLIC_URL"}},
		{"PLAUDIT_WECHAT_VERIFY=../etc", []string{"letters and digits"}},
		{"PLAUDIT_S3_TLS=maybe", []string{"PLAUDIT_S3_TLS"}},
		{"PLAUDIT_ORGANISER_LOGIN=clerk", []string{"PLAUDIT_ORGANISER_PASSWORD", "both"}},
		{"PLAUDIT_POW_BITS=x PLAUDIT_LOG=y PLAUDIT_DATE=z", []string{"PLAUDIT_POW_BITS", "PLAUDIT_LOG", "did you mean PLAUDIT_DATA?"}},
	}
	for _, c := range cases {
		t.Run(c.env, func(t *testing.T) {
			_, _, err := loadConfig(strings.Fields(c.env))
			if !errors.As(err, new(usageError)) {
				t.Fatalf("got %v", err)
			}
			for _, part := range c.want {
				if !strings.Contains(err.Error(), part) {
					t.Errorf("%q does not say %q", err, part)
				}
			}
			if strings.Contains(err.Error(), "short") {
				t.Errorf("%q shows the secret", err)
			}
		})
	}
}
