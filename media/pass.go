package media

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Passes let whoever has an address fetch one rendition of one asset for a
// short while, without a session: pictures that are not public can so be shown
// from an origin of their own, where no cookie goes. Whether the asset is
// still there is asked all the same.
type Passes struct {
	Key []byte // 32 bytes, the same in all processes of a service
	Now func() time.Time
}

// A pass ends at a full step of the clock, so that a page that is shown again
// soon asks for the same address: it lasts from passLasts to passLasts +
// passStep.
const (
	passLasts = 15 * time.Minute
	passStep  = 5 * time.Minute
)

// Pass returns the pass for one file of an asset: its end in Unix seconds and,
// behind a hyphen, 128 bits of HMAC-SHA256 over asset, file and end.
func (p Passes) Pass(id AssetID, file string) string {
	end := p.Now().Add(passLasts + passStep).Truncate(passStep).Unix()
	return p.text(id, file, end)
}

func (p Passes) text(id AssetID, file string, end int64) string {
	h := hmac.New(sha256.New, p.Key)
	fmt.Fprintf(h, "%d:%s%d:%s%d", len(id), id, len(file), file, end)
	return strconv.FormatInt(end, 36) + "-" + base64.RawURLEncoding.EncodeToString(h.Sum(nil)[:16])
}

// Good reports whether pass is one for this file that has not ended. The time
// of the comparison tells nothing.
func (p Passes) Good(id AssetID, file, pass string) bool {
	text, _, found := strings.Cut(pass, "-")
	end, err := strconv.ParseInt(text, 36, 64)
	if !found || err != nil || p.Now().Unix() >= end {
		return false
	}
	return hmac.Equal([]byte(pass), []byte(p.text(id, file, end)))
}

// Give returns the asset with a pass on each of its renditions.
func (p Passes) Give(a Asset) Asset {
	with := make([]Rendition, len(a.Renditions))
	for i, r := range a.Renditions {
		r.Pass = p.Pass(a.ID, r.File())
		with[i] = r
	}
	a.Renditions = with
	return a
}

// Path returns the address of a rendition on whatever origin serves it, with
// its pass when it carries one.
func Path(id AssetID, r Rendition) string {
	path := "/media/" + string(id) + "/" + r.File()
	if r.Pass != "" {
		path += "?pass=" + r.Pass
	}
	return path
}
