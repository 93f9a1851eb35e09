package corpus

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// samples are the real files of a folder, each with what its manifest says of
// it. Kinds beside JPEG, PNG, WebP and video may be declined, as a whole.
func (m *maker) samples(context.Context) error {
	if m.Samples == "" {
		return nil
	}
	rows, err := manifest(m.Samples)
	if err != nil {
		return err
	}
	for _, row := range rows {
		data, err := os.ReadFile(filepath.Join(m.Samples, row["file"]))
		if err != nil {
			return err
		}
		s := m.add(row["file"], data, Want{})
		kind := row["kind"]
		if kind == "video" {
			s.Medium = kind
		}
		switch row["expect"] {
		case "accept":
			s.Want.End = Taken
			if s.Want.Sizes, err = sizes(row["upright_w"], row["upright_h"]); err != nil {
				return fmt.Errorf("%s: %w", row["file"], err)
			}
			switch kind {
			case "jpeg", "png", "webp", "video":
			default:
				s.Want.Kind = kind
			}
		case "refuse":
			s.Want.End = Refused
		}
	}
	return nil
}

// sizes pairs "320|427" with "240|240".
func sizes(widths, heights string) (list [][2]int, err error) {
	all := strings.Split(heights, "|")
	for i, width := range strings.Split(widths, "|") {
		w, err := strconv.Atoi(width)
		if err != nil {
			return nil, err
		}
		h, err := strconv.Atoi(all[min(i, len(all)-1)])
		if err != nil {
			return nil, err
		}
		list = append(list, [2]int{w, h})
	}
	return list, nil
}

// manifest reads the rows of MANIFEST.tsv by the names of its columns.
func manifest(dir string) (rows []map[string]string, err error) {
	text, err := os.ReadFile(filepath.Join(dir, "MANIFEST.tsv"))
	if err != nil {
		return nil, err
	}
	lines := strings.Split(strings.TrimSpace(string(text)), "\n")
	names := strings.Split(lines[0], "\t")
	for _, line := range lines[1:] {
		row := map[string]string{}
		for i, cell := range strings.Split(line, "\t") {
			row[names[i]] = cell
		}
		rows = append(rows, row)
	}
	return rows, nil
}
