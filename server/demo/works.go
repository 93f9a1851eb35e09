package demo

import (
	"context"
	"embed"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"plaudit/server/demo/art"
	"plaudit/voting"
)

// MinWorks is how many pictures a demo needs: 60 for the contest in full
// swing and some for the finished one.
const MinWorks = 60 + finishedWorks

const finishedWorks = 12

// Work is a picture with its card.
type Work struct {
	Title, Statement, Entrant string
	Medium                    voting.Medium
	AgeBand                   voting.AgeBand
	Category                  voting.Slug
	File                      func() ([]byte, error)
	file                      []byte
}

// Drawn returns the works that the program draws itself.
func Drawn() []Work {
	const long, quality = 1280, 88
	categories := map[string]voting.Slug{"photography": "photo", "painting": "painting", "children": "children"}
	var works []Work
	for _, a := range art.Works() {
		works = append(works, Work{
			Title: a.Title, Statement: a.Statement, Entrant: a.Entrant, Medium: voting.Medium(a.Medium),
			AgeBand: voting.AgeBand(a.AgeBand), Category: categories[a.Category],
			File: func() ([]byte, error) { return a.EncodeJPEG(long, quality) },
		})
	}
	return works
}

// clips are made by the command film.
//
//go:embed clips
var clips embed.FS

// Filmed returns the clips that the program brings along.
func Filmed() []Work {
	var works []Work
	for _, f := range art.Films() {
		works = append(works, Work{
			Title: f.Title, Statement: f.Statement, Entrant: f.Entrant, Medium: voting.Video, AgeBand: voting.AgeBand(f.AgeBand), Category: "video",
			File: func() ([]byte, error) { return clips.ReadFile("clips/" + f.Name + ".mp4") },
		})
	}
	return works
}

// FromFolder returns the pictures of a folder as photographs, titled by their
// file names, over and over until there are enough for a demo. A file that
// check refuses is left out, and say tells why.
func FromFolder(dir string, check func(path string) error, say func(line string)) ([]Work, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, fmt.Errorf("read the folder of pictures: %w", err)
	}
	cards := art.Works()
	var works []Work
	for _, entry := range entries {
		ext := strings.ToLower(filepath.Ext(entry.Name()))
		if entry.IsDir() || !slices.Contains([]string{".jpg", ".jpeg", ".png", ".webp"}, ext) {
			continue
		}
		path, card := filepath.Join(dir, entry.Name()), cards[len(works)%len(cards)]
		if err := check(path); err != nil {
			say(fmt.Sprintf("  left out %s: %v", entry.Name(), err))
			continue
		}
		works = append(works, Work{
			Title: titleOf(entry.Name()), Entrant: card.Entrant,
			Medium: voting.Photo, AgeBand: voting.Adult, Category: "photo",
			File: func() ([]byte, error) { return os.ReadFile(path) },
		})
	}
	if len(works) == 0 {
		return nil, fmt.Errorf("%s holds no .jpg, .png or .webp picture that can be taken", dir)
	}
	for n := len(works); len(works) < MinWorks; {
		works = append(works, works[len(works)%n])
	}
	return works, nil
}

// titleOf is a file's name as a title: without its ending, at most 60
// characters.
func titleOf(name string) string {
	title := []rune(strings.TrimSuffix(name, filepath.Ext(name)))
	return string(title[:min(len(title), 60)])
}

// prepare makes every file, on all processors, and tells how far it is.
func prepare(ctx context.Context, works []Work, say func(string)) ([]Work, error) {
	works = slices.Clone(works)
	var done atomic.Int32
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(max(2, processors()))
	for i := range works {
		group.Go(func() (err error) {
			if err := ctx.Err(); err != nil {
				return err
			}
			works[i].file, err = works[i].File()
			if n := int(done.Add(1)); n%12 == 0 {
				say(fmt.Sprintf("  %d of %d", n, len(works)))
			}
			return err
		})
	}
	return works, group.Wait()
}
