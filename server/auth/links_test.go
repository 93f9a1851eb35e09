package auth_test

import (
	"errors"
	"testing"
	"time"

	"plaudit/server/auth"
	"plaudit/voting"
)

func TestFirstLink(t *testing.T) {
	o := newOffice(t)
	first, err := o.First(t.Context(), false)
	if err != nil || first == "" {
		t.Fatalf("%q, %v", first, err)
	}
	second, err := o.First(t.Context(), false)
	if err != nil || second == "" {
		t.Fatalf("%q, %v", second, err)
	}
	if _, _, err := o.Link(t.Context(), first); !errors.Is(err, auth.ErrLinkGone) {
		t.Errorf("the link printed before is still good: %v", err)
	}
	if again, err := o.First(t.Context(), true); !errors.Is(err, auth.ErrFirstLinkMade) || again != "" {
		t.Errorf("a second process got %q, %v", again, err)
	}
	if _, _, err := o.Accept(t.Context(), second, "clerk", "short", ""); !errors.Is(err, auth.ErrPasswordShort) {
		t.Errorf("a short password: %v", err)
	}
	token, user, err := o.Accept(t.Context(), second, "clerk", goodPassword, "")
	if err != nil || !o.in(token) || user.Grants[0] != operator() {
		t.Fatalf("%+v, %v", user, err)
	}
	if _, _, err := o.Accept(t.Context(), second, "clerk2", goodPassword, ""); !errors.Is(err, auth.ErrLinkGone) {
		t.Errorf("used twice: %v", err)
	}
	if third, err := o.First(t.Context(), false); err != nil || third != "" {
		t.Errorf("another first link though there is an account: %q, %v", third, err)
	}
}

// A first link that was printed must not make an operator once there is an
// account made in another way.
func TestFirstLinkIsNoBackDoor(t *testing.T) {
	o := newOffice(t)
	link, err := o.First(t.Context(), false)
	if err != nil {
		t.Fatal(err)
	}
	o.add("boss", operator())
	if _, _, err := o.Link(t.Context(), link); !errors.Is(err, auth.ErrLinkGone) {
		t.Errorf("the page still offers the first account: %v", err)
	}
	if _, _, err := o.Accept(t.Context(), link, "thief", goodPassword, ""); !errors.Is(err, auth.ErrLinkGone) {
		t.Errorf("got %v", err)
	}
}

func TestInvite(t *testing.T) {
	o := newOffice(t)
	o.add("boss", operator())
	link, err := o.Invite(t.Context(), system(), voting.Grant{Role: voting.Moderator})
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := o.Accept(t.Context(), link, "boss", goodPassword, ""); !errors.Is(err, auth.ErrLoginTaken) {
		t.Errorf("an existing login: %v", err)
	}
	what, _, err := o.Link(t.Context(), link)
	if err != nil || what.Purpose != auth.LinkInvite || what.Grant.Role != voting.Moderator {
		t.Errorf("a refused attempt used it up: %+v, %v", what, err)
	}
	o.now = o.now.Add(7 * 24 * time.Hour)
	if _, _, err := o.Accept(t.Context(), link, "late", goodPassword, ""); !errors.Is(err, auth.ErrLinkGone) {
		t.Errorf("after a week: %v", err)
	}
}

func TestReset(t *testing.T) {
	o := newOffice(t)
	o.add("boss", operator())
	session, _ := o.login("boss", goodPassword)
	older, err1 := o.Reset(t.Context(), system(), "boss")
	link, err2 := o.Reset(t.Context(), system(), "boss")
	if err := errors.Join(err1, err2); err != nil {
		t.Fatal(err)
	}
	if _, login, err := o.Link(t.Context(), link); err != nil || login != "boss" {
		t.Errorf("%q, %v", login, err)
	}
	if _, _, err := o.Accept(t.Context(), older, "", otherPassword, ""); !errors.Is(err, auth.ErrLinkGone) {
		t.Errorf("the older link: %v", err)
	}
	if _, _, err := o.Accept(t.Context(), link, "ignored", otherPassword, ""); err != nil {
		t.Fatal(err)
	}
	if o.in(session) {
		t.Error("sessions outlive the reset")
	}
	o.login("boss", otherPassword)
	if _, err := o.Reset(t.Context(), system(), "nobody"); !errors.Is(err, auth.ErrUserNotFound) {
		t.Errorf("for nobody: %v", err)
	}
}
