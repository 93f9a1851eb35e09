package main

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"plaudit/server/sms"
	"plaudit/server/wechat"
)

// IdentityConfig is what tells voters apart beyond the device and the slip.
type IdentityConfig struct {
	SMS          sms.Gateway // without a URL: none
	SMSPerDay    int
	WeChatAppID  string // "": none
	WeChatSecret string
	WeChatVerify string
	WeChatURL    string // "": WeChat's own
}

// identitySettings are the rows about telephones and WeChat in the table of
// settings.
func identitySettings() []setting {
	text := func(field func(*Config) *string) func(*Config, string) error {
		return func(c *Config, v string) error {
			*field(c) = v
			return nil
		}
	}
	return []setting{
		{"SMS_URL", "", false, "Address of an HTTP gateway for text messages, with which contests may ask voters for a code sent to their telephone. `{phone}`, `{code}` and `{token}` stand for what belongs there, here and in SMS_BODY. Empty: contests cannot choose it.", func(c *Config, v string) error {
			if !strings.HasPrefix(v, "https://") && !strings.HasPrefix(v, "http://") {
				return fmt.Errorf("%q does not begin with https://", v)
			}
			c.Identity.SMS.URL = v
			return nil
		}},
		{"SMS_METHOD", "POST", false, "`POST`, `PUT` or `GET`.", func(c *Config, v string) error {
			if v != http.MethodPost && v != http.MethodPut && v != http.MethodGet {
				return errors.New("is none of POST, PUT and GET")
			}
			c.Identity.SMS.Method = v
			return nil
		}},
		{"SMS_BODY", "", false, "What is sent to the gateway, such as `{\"to\":\"{phone}\",\"text\":\"投票验证码 {code}\"}`.", text(func(c *Config) *string { return &c.Identity.SMS.Body })},
		{"SMS_TYPE", "application/json", false, "Content type of SMS_BODY; values are written into JSON, into a form (`application/x-www-form-urlencoded`) or as they are.", text(func(c *Config) *string { return &c.Identity.SMS.Type })},
		{"SMS_TOKEN", "", true, "The gateway's key: in place of `{token}`, or, where that is nowhere, as `Authorization: Bearer`.", text(func(c *Config) *string { return &c.Identity.SMS.Token })},
		{"SMS_ACCEPTED", "", false, "A text that the gateway's answer holds when a message is on its way, such as `\"code\":\"OK\"`. Empty: any answer with a status of 2xx.", text(func(c *Config) *string { return &c.Identity.SMS.Accepted })},
		{"SMS_DAILY", "1000", false, "How many codes one contest may send in a day of its time zone; each is paid for. A telephone gets three an hour at most.", func(c *Config, v string) error {
			n, err := strconv.Atoi(v)
			if err != nil || n < 1 || n > 1_000_000 {
				return fmt.Errorf("%q is no number from 1 to 1000000", v)
			}
			c.Identity.SMSPerDay = n
			return nil
		}},
		{"WECHAT_APP_ID", "", false, "AppID of a verified WeChat service account, with which contests may tell voters apart by WeChat. Needs WECHAT_SECRET and PUBLIC_URL, whose name must be the account's page-authorisation domain. Empty: contests cannot choose it.", text(func(c *Config) *string { return &c.Identity.WeChatAppID })},
		{"WECHAT_SECRET", "", true, "Its AppSecret.", text(func(c *Config) *string { return &c.Identity.WeChatSecret })},
		{"WECHAT_VERIFY", "", false, "For WeChat's check of the domain: the letters between `MP_verify_` and `.txt` in the name of the file that it gives out. The file is then served.", func(c *Config, v string) error {
			if len(v) < 8 || len(v) > 64 || strings.Trim(v, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") != "" {
				return fmt.Errorf("%q is not 8 to 64 letters and digits", v)
			}
			c.Identity.WeChatVerify = v
			return nil
		}},
		{"WECHAT_URL", "", false, "Answers in place of WeChat, for tests. Empty: `https://open.weixin.qq.com` and `https://api.weixin.qq.com`.", func(c *Config, v string) (err error) {
			c.Identity.WeChatURL, err = parseOrigin(v, "http://127.0.0.1:8099")
			return err
		}},
	}
}

// wrongIdentity says what is missing for telephones and WeChat, or set without
// need.
func (c Config) wrongIdentity() error {
	var wrong []error
	if c.Identity.SMS.URL == "" && (c.Identity.SMS.Body != "" || c.Identity.SMS.Token != "") {
		wrong = append(wrong, fmt.Errorf("%sSMS_BODY or %[1]sSMS_TOKEN is set without %[1]sSMS_URL", settingPrefix))
	}
	if g := c.Identity.SMS; g.URL != "" && (!strings.Contains(g.URL+g.Body, "{phone}") || !strings.Contains(g.URL+g.Body, "{code}")) {
		wrong = append(wrong, fmt.Errorf("%sSMS_URL and %[1]sSMS_BODY together must hold {phone} and {code}", settingPrefix))
	}
	switch app, secret := c.Identity.WeChatAppID != "", c.Identity.WeChatSecret != ""; {
	case app != secret:
		wrong = append(wrong, fmt.Errorf("%sWECHAT_APP_ID and %[1]sWECHAT_SECRET go together: set both or neither", settingPrefix))
	case app && c.PublicURL == "":
		wrong = append(wrong, fmt.Errorf("%sWECHAT_APP_ID needs %[1]sPUBLIC_URL: WeChat leads voters back there", settingPrefix))
	}
	return errors.Join(wrong...)
}

// identify gives the rulebook what tells voters apart.
func (h *house) identify() {
	c := h.Config.Identity
	if c.SMS.URL != "" {
		gateway := c.SMS
		gateway.Log = h.Log
		h.voting.SMS, h.voting.SMSPerDay = gateway, c.SMSPerDay
	}
	if c.WeChatAppID != "" {
		h.wechat = wechat.New(c.WeChatAppID, c.WeChatSecret, c.WeChatURL, h.Log)
		h.voting.WeChat = h.wechat
	}
}
