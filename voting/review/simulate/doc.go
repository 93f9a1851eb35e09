// Package simulate makes up the votes of a contest, each with a label that says
// who cast it: honest people of many habits, among them those whose votes look
// suspicious, and attacks of known kinds. By them the rules of package review
// are tuned and measured; the seeds for the one are not those for the other.
package simulate
