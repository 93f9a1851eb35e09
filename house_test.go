package plaudit

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The budgets that a reviewer asks about. Above the first figure one should
// have a reason; above these the test fails.
const (
	fileLines     = 500
	functionLines = 70
	mainLines     = 60
)

// source is one parsed Go file of the tree.
type source struct {
	path  string
	lines int
	set   *token.FileSet
	file  *ast.File
}

func (s source) test() bool { return strings.HasSuffix(s.path, "_test.go") }

// sources parses every Go file that we wrote.
func sources(t *testing.T) (all []source) {
	t.Helper()
	err := filepath.WalkDir(".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && (strings.HasPrefix(entry.Name(), ".") && path != "." || entry.Name() == "node_modules" || entry.Name() == "testdata") {
			return filepath.SkipDir
		}
		if entry.IsDir() || filepath.Ext(path) != ".go" {
			return nil
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		set := token.NewFileSet()
		file, err := parser.ParseFile(set, path, text, parser.ParseComments)
		all = append(all, source{filepath.ToSlash(path), bytes.Count(text, []byte("\n")), set, file})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestBudgets(t *testing.T) {
	for _, s := range sources(t) {
		if s.lines > fileLines {
			t.Errorf("%s has %d lines, more than %d: a file is about one noun", s.path, s.lines, fileLines)
		}
		if s.path == "server/main.go" && s.lines > mainLines {
			t.Errorf("%s has %d lines, more than %d", s.path, s.lines, mainLines)
		}
		for _, d := range s.file.Decls {
			f, ok := d.(*ast.FuncDecl)
			if !ok {
				continue
			}
			if n := s.span(f) - s.tables(f); n > functionLines {
				t.Errorf("%s: %s has %d lines, more than %d: say the steps by name", s.set.Position(f.Pos()), f.Name.Name, n, functionLines)
			}
		}
	}
}

// span counts the lines of a piece of code.
func (s source) span(n ast.Node) int {
	return s.set.Position(n.End()).Line - s.set.Position(n.Pos()).Line + 1
}

// tables counts the lines of the tables in a function: they are data. Steps
// written inside a table are steps all the same.
func (s source) tables(n ast.Node) (lines int) {
	ast.Inspect(n, func(n ast.Node) bool {
		table, ok := n.(*ast.CompositeLit)
		if !ok {
			return true
		}
		lines += s.span(table) - 1
		ast.Inspect(table, func(n ast.Node) bool {
			if steps, ok := n.(*ast.FuncLit); ok {
				lines -= s.span(steps) - 1
				return false
			}
			return true
		})
		return false
	})
	return lines
}

// TestPackageSentences asks each package for its manual.
func TestPackageSentences(t *testing.T) {
	told := make(map[string]bool)
	for _, s := range sources(t) {
		if s.test() {
			continue
		}
		dir := filepath.ToSlash(filepath.Dir(s.path))
		doc := s.file.Doc.Text()
		told[dir] = told[dir] || strings.HasPrefix(doc, "Package "+s.file.Name.Name+" ") ||
			s.file.Name.Name == "main" && strings.HasPrefix(doc, "Command ")
	}
	for dir, ok := range told {
		if !ok {
			t.Errorf("no file of %s begins with “// Package x …” (or “// Command x …”)", dir)
		}
	}
}

// TestNoGlobalState lets package variables only be errors, embedded files (also
// those of another package, by linkname) and what is constant in all but syntax: clock, randomness and logger are given
// from outside.
func TestNoGlobalState(t *testing.T) {
	for _, s := range sources(t) {
		if s.test() {
			continue
		}
		for _, d := range s.file.Decls {
			switch d := d.(type) {
			case *ast.FuncDecl:
				if d.Recv == nil && d.Name.Name == "init" {
					t.Errorf("%s has an init function: make it part of a constructor", s.path)
				}
			case *ast.GenDecl:
				if doc := directives(d.Doc); d.Tok == token.VAR && !strings.Contains(doc, "go:embed") && !strings.Contains(doc, "go:linkname") {
					s.checkVariables(t, d)
				}
			}
		}
	}
}

func (s source) checkVariables(t *testing.T, d *ast.GenDecl) {
	for _, spec := range d.Specs {
		v := spec.(*ast.ValueSpec)
		for i, name := range v.Names {
			n := name.Name
			if n == "_" || strings.HasPrefix(n, "Err") || strings.HasPrefix(n, "err") || strings.Contains(directives(v.Doc), "go:embed") {
				continue
			}
			if i < len(v.Values) && fixed(v.Values[i]) {
				continue
			}
			t.Errorf("%s: variable %s of the package: make it a constant, a function, or a field", s.set.Position(name.Pos()), n)
		}
	}
}

// fixed reports whether a variable that begins with this value holds no state:
// an array (not a slice or a map), a date, the empty context, or something
// computed once on first use.
func fixed(value ast.Expr) bool {
	switch v := value.(type) {
	case *ast.CompositeLit:
		array, ok := v.Type.(*ast.ArrayType)
		return ok && array.Len != nil
	case *ast.CallExpr:
		f, ok := v.Fun.(*ast.SelectorExpr)
		if !ok {
			return false
		}
		from, ok := f.X.(*ast.Ident)
		if !ok {
			return false
		}
		switch from.Name + "." + f.Sel.Name {
		case "time.Date", "context.Background", "sync.OnceValue":
			return true
		}
	}
	return false
}

// directives returns a comment with the lines that Text leaves out.
func directives(doc *ast.CommentGroup) string {
	if doc == nil {
		return ""
	}
	var lines []string
	for _, c := range doc.List {
		lines = append(lines, c.Text)
	}
	return strings.Join(lines, "\n")
}

// TestNothingUnsniffedIsDecoded looks for the calls that guess a picture's
// format: they would reach decoders that were never meant to be reached.
func TestNothingUnsniffedIsDecoded(t *testing.T) {
	for _, s := range sources(t) {
		if s.test() || !strings.HasPrefix(s.path, "media/") && !strings.HasPrefix(s.path, "server/") {
			continue
		}
		ast.Inspect(s.file, func(n ast.Node) bool {
			call, ok := n.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			from, ok := call.X.(*ast.Ident)
			if !ok {
				return true
			}
			switch from.Name + "." + call.Sel.Name {
			case "imaging.Decode", "imaging.Open", "image.Decode":
				t.Errorf("%s: %s.%s guesses the format: call the decoder of the sniffed format by name", s.set.Position(n.Pos()), from.Name, call.Sel.Name)
			}
			return true
		})
	}
}
