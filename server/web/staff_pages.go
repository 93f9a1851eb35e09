package web

// staffPages lists the staff pages, each by an empty value.
func staffPages() []Page { return nil }
