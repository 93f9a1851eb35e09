package corpus

import (
	"fmt"
	"strings"
)

// disguises are texts that lead whoever opens them with a tool that guesses to
// other files, or to the network. None is a picture or a video.
func (m *maker) disguises() {
	var targets []string
	for _, file := range m.Canary.Files {
		targets = append(targets, file, "file:"+file, "file://"+file, "../../.."+file, "concat:"+file, "subfile,,start,0,end,0,,:"+file, "crypto:"+file, "cache:"+file)
	}
	targets = append(targets, m.Canary.URL, m.Canary.URL+"/secret.mp4", "tcp"+strings.TrimPrefix(m.Canary.URL, "http"))
	for i, target := range targets {
		for name, text := range listsOf(target) {
			if m.Short && i%4 > 0 && name != "ffconcat" {
				continue
			}
			for _, ending := range []string{".mp4", ".mov", ".webm", ".jpg"}[:m.many(1, 4)] {
				m.clip(fmt.Sprintf("%s-%d%s", name, i, ending), []byte(text), refused("not_a_picture", "format_not_taken", "container_not_taken"))
			}
			// Behind the beginning of an MP4, it is one for who looks at the beginning.
			m.clip(fmt.Sprintf("ftyp-%s-%d.mp4", name, i), []byte("\x00\x00\x00\x14ftypisom\x00\x00\x00\x00isom\n"+text), refused())
			m.clip(fmt.Sprintf("ebml-%s-%d.webm", name, i), []byte("\x1a\x45\xdf\xa3\x87\x42\x82\x84webm\n"+text), refused())
		}
	}
}

// listsOf are play lists and the like that name a file, by format.
func listsOf(target string) map[string]string {
	return map[string]string{
		"ffconcat":  "ffconcat version 1.0\nfile '" + target + "'\nduration 3\n",
		"hls":       "#EXTM3U\n#EXT-X-MEDIA-SEQUENCE:0\n#EXTINF:3.0,\n" + target + "\n#EXT-X-ENDLIST\n",
		"hls-map":   "#EXTM3U\n#EXT-X-KEY:METHOD=AES-128,URI=\"" + target + "\"\n#EXT-X-MAP:URI=\"" + target + "\"\n#EXTINF:3.0,\n" + target + "\n",
		"concat":    "concat:" + target + "|" + target,
		"dash":      `<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static"><Period><AdaptationSet mimeType="video/mp4"><Representation id="1"><BaseURL>` + target + `</BaseURL></Representation></AdaptationSet></Period></MPD>`,
		"sdp":       "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video 5004 RTP/AVP 96\na=rtpmap:96 H264/90000\na=control:" + target + "\n",
		"rtsp":      "rtsptext\nrtsp://127.0.0.1/" + target + "\n",
		"image2":    "/tmp/%d" + target + "*",
		"srt":       "1\n00:00:00,000 --> 00:00:05,000\n<font face=\"" + target + "\">x</font>\n",
		"ass":       "[Script Info]\nScriptType: v4.00+\n[Fonts]\nfontname: " + target + "\n[Events]\nDialogue: 0,0:00:00.00,0:00:05.00,,,,,,,{\\fn" + target + "}x\n",
		"vtt":       "WEBVTT\nX-TIMESTAMP-MAP=LOCAL:00:00:00.000\n\n00:00.000 --> 00:05.000\n<img src='" + target + "'>\n",
		"sub":       "{1}{100}" + target + "\n",
		"svg":       `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"><image xlink:href="` + target + `" width="100" height="100"/></svg>`,
		"svg-xxe":   `<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY x SYSTEM "` + target + `">]><svg xmlns="http://www.w3.org/2000/svg"><text y="20">&x;</text></svg>`,
		"mhtml":     "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\nContent-Type: text/html\n\n<iframe src='" + target + "'></iframe>\n--x--\n",
		"msl":       `<?xml version="1.0"?><image><read filename="` + target + `"/><write filename="/tmp/x.jpg"/></image>`,
		"mvg":       "push graphic-context\nviewbox 0 0 100 100\nimage over 0,0 0,0 '" + target + "'\npop graphic-context\n",
		"eps":       "%!PS-Adobe-3.0 EPSF-3.0\n(" + target + ") run\n",
		"lavfi":     "movie=" + target + "[out0]",
		"ffmeta":    ";FFMETADATA1\ntitle=" + target + "\n",
		"edl":       "# mpv EDL v0\n" + target + ",0,5\n",
		"quicktime": "RTSPtext\n" + target + "\n",
	}
}
