package web

// staffRoutes is the table of the staff pages.
func (w *Web) staffRoutes() []route { return nil }
