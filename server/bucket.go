package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"plaudit/media"
	"plaudit/media/disk"
	"plaudit/media/objstore"
)

// bucketSettings are the rows about an S3 store in the table of settings.
func bucketSettings() []setting {
	return []setting{
		{"S3_ENDPOINT", "", false, "Host, or `host:port`, of a MinIO or other S3 store that keeps the pictures. Empty: they are files in the data folder. The store may be closed to the public: every byte goes through this server.", func(c *Config, v string) error {
			c.S3.Endpoint = v
			return nil
		}},
		{"S3_BUCKET", "", false, "The bucket, for Plaudit alone: uploads in it that nobody finished are ended after a day.", func(c *Config, v string) error {
			c.S3.Bucket = v
			return nil
		}},
		{"S3_ACCESS_KEY", "", true, "Access key. It must be allowed to list the bucket and its unfinished uploads, and to get, put and delete objects.", func(c *Config, v string) error {
			c.S3.AccessKey = v
			return nil
		}},
		{"S3_SECRET_KEY", "", true, "The secret key that belongs to it.", func(c *Config, v string) error {
			c.S3.SecretKey = v
			return nil
		}},
		{"S3_REGION", "", false, "Region of the bucket. Empty: the store is asked.", func(c *Config, v string) error {
			c.S3.Region = v
			return nil
		}},
		{"S3_TLS", "on", false, "`off` speaks http with the store, for one on the same machine or a network of your own.", func(c *Config, v string) error {
			tls, err := onOff(v)
			c.S3.Plain = !tls
			return err
		}},
		{"S3_CREATE", "off", false, "`on` makes the bucket at start when there is none.", func(c *Config, v string) (err error) {
			c.S3.Create, err = onOff(v)
			return err
		}},
	}
}

// wrongS3 says what is missing for the store, or set without one.
func (c Config) wrongS3() error {
	var names []string
	for _, s := range []struct{ name, value string }{
		{"S3_BUCKET", c.S3.Bucket}, {"S3_ACCESS_KEY", c.S3.AccessKey}, {"S3_SECRET_KEY", c.S3.SecretKey},
	} {
		if (s.value == "") == (c.S3.Endpoint != "") {
			names = append(names, settingPrefix+s.name)
		}
	}
	switch {
	case names == nil:
		return nil
	case c.S3.Endpoint != "":
		return fmt.Errorf("%sS3_ENDPOINT needs %s too", settingPrefix, list(names))
	}
	return fmt.Errorf("%s without %sS3_ENDPOINT: the pictures would silently stay in the data folder", list(names), settingPrefix)
}

// list joins names as a sentence does.
func list(names []string) (text string) {
	for i, name := range names {
		switch {
		case i > 0 && i == len(names)-1:
			text += " and "
		case i > 0:
			text += ", "
		}
		text += name
	}
	return text
}

// openedBucket keeps the pictures until it is closed.
type openedBucket interface {
	media.Bucket
	io.Closer
}

// openBucket opens the bucket that the settings name.
func (h *house) openBucket(ctx context.Context) (openedBucket, error) {
	if h.Config.S3.Endpoint == "" {
		return disk.Open(h.folder.media(), h.Now())
	}
	o := h.Config.S3
	o.Log = h.Log
	b, err := objstore.Open(ctx, o)
	if errors.Is(err, objstore.ErrNoBucket) {
		err = fmt.Errorf("%w; make it, or start once with %sS3_CREATE=on", err, settingPrefix)
	}
	if err != nil {
		return nil, fmt.Errorf("%w (see the %sS3_… settings)", err, settingPrefix)
	}
	return b, nil
}
