package video

// SetTonemap pretends that ffmpeg has, or lacks, what tone mapping needs.
func (s *Studio) SetTonemap(has bool) { s.tonemap = has }
