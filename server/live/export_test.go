package live

// Watched is how many contests are being read.
func Watched(h *Hub) int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return len(h.watched)
}
