package sqlstore_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"plaudit/voting"
)

func TestSearch(t *testing.T) {
	each(t, func(f *fixture) {
		f.insert("夏收", "夏天的收获", "Harvest in Summer", "ＳＵＭＭＥＲ夏日 100%", "村口的老树_2", "Café Straße", "🌾🌾", "夏·收")
		for query, want := range map[string][]voting.Number{
			"夏收":          {1},
			"夏":           {1, 2, 4, 8},
			"收 夏":         {1, 2, 8},
			"收获":          {2},
			"summer":      {3, 4},
			"SUMMER":      {3, 4},
			"ｓｕｍｍｅｒ":      {3, 4},
			"summer harv": {3},
			"summer夏":     {4},
			"夏日 100%":     {4},
			"umme":        {3, 4},
			"in":          {3},
			"老树":          {5},
			"2":           {5},
			"cafe\u0301":  {6},
			"STRASSE":     {6},
			"%":           nil,
			"_":           nil,
			"！？":          nil,
			"🌾":           nil,
			"   ":         nil,
			"夏 冬":         nil,
			"天夏":          nil,
			"' OR 1=1 --": nil,
			"收获收获收获收获收获收获收": nil,
		} {
			if got := f.numbers(voting.EntryQuery{Text: query, By: voting.ByNumber}); !cmp.Equal(got, want) {
				t.Errorf("%q finds %v, want %v", query, got, want)
			}
		}
	})
}

// A word that is in more titles than are read one by one.
func TestSearchForACommonWord(t *testing.T) {
	each(t, func(f *fixture) {
		titles := make([]string, 1100)
		for i := range titles {
			titles[i] = fmt.Sprintf("夏收 %d", i+1)
		}
		f.insert(titles...)
		for query, want := range map[string][]voting.Number{
			"夏": {1, 2, 3}, "夏收": {1, 2, 3}, "收夏": nil, "夏收 109": {109, 1090, 1091}, "收 1099": {1099}, "夏 冬": nil,
		} {
			if got := f.numbers(voting.EntryQuery{Text: query, By: voting.ByNumber, Limit: 3}); !cmp.Equal(got, want) {
				t.Errorf("%q finds %v, want %v", query, got, want)
			}
		}
	})
}

func TestSearchFollowsChangedTitles(t *testing.T) {
	each(t, func(f *fixture) {
		f.insert("夏收")
		finds := func(query string) int { return len(f.numbers(voting.EntryQuery{Text: query, By: voting.ByNumber})) }
		retitle := func(title string) {
			f.update(func(tx voting.Tx) error {
				e, err := tx.Entry(f.contest, 1)
				if err != nil {
					return err
				}
				e.Title = title
				return tx.UpdateEntry(e)
			})
		}
		retitle("夏日的秋收")
		if finds("夏收") != 0 || finds("秋收") != 1 || finds("夏日") != 1 || finds("夏") != 1 {
			t.Error("the index is not that of the new title")
		}
		retitle("")
		if finds("夏") != 0 || finds("秋收") != 0 {
			t.Error("a withdrawn title is still found")
		}
	})
}
