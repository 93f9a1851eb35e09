package storetest

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/url"
	"os"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"plaudit/server/sqlstore"
)

const (
	postgresVariable = "PLAUDIT_TEST_POSTGRES"       // address of a server
	againVariable    = "PLAUDIT_TEST_POSTGRES_AGAIN" // set by Main
)

// Postgres makes an empty database that goes with the test, and returns its
// address. The test is skipped where there is no server.
func Postgres(t testing.TB) string {
	t.Helper()
	server := os.Getenv(postgresVariable)
	if server == "" {
		t.Skip("there is no PostgreSQL (PLAUDIT_TEST_POSTGRES)")
	}
	ctx := context.WithoutCancel(t.Context())
	admin, err := pgx.Connect(ctx, server)
	if err != nil {
		t.Fatal(err)
	}
	name := "plaudit_test_" + strings.ToLower(rand.Text())
	if err := copyTemplate(ctx, admin, name); err != nil {
		t.Fatal(fmt.Errorf("make the database of a test: %w", err))
	}
	t.Cleanup(func() {
		_, err := admin.Exec(ctx, "DROP DATABASE "+name+" WITH (FORCE)")
		if err := errors.Join(err, admin.Close(ctx)); err != nil {
			t.Error(err)
		}
	})
	return addressOf(name)
}

// copyTemplate makes a database as a copy of one with all tables, since
// migrating each of them would take most of the time of a test. Whoever needs it
// first makes it.
func copyTemplate(ctx context.Context, admin *pgx.Conn, name string) error {
	template := "plaudit_template_" + sqlstore.Schema()
	make := "CREATE DATABASE " + name + " TEMPLATE " + template
	_, err := admin.Exec(ctx, make)
	var failure *pgconn.PgError
	if !errors.As(err, &failure) || failure.Code != "3D000" { // there is no such database
		return err
	}
	draft := "draft_of_" + name
	if _, err := admin.Exec(ctx, "CREATE DATABASE "+draft+" TEMPLATE template0"); err != nil {
		return err
	}
	db, err := sqlstore.Open(ctx, sqlstore.Options{URL: addressOf(draft), Unsafe: true})
	if err != nil {
		return err
	}
	if err := db.Close(); err != nil {
		return err
	}
	_, err = admin.Exec(ctx, "ALTER DATABASE "+draft+" RENAME TO "+template)
	if errors.As(err, &failure) && failure.Code == "42P04" { // another was first
		_, err = admin.Exec(ctx, "DROP DATABASE "+draft)
	}
	if err == nil {
		_, err = admin.Exec(ctx, make)
	}
	return err
}

// addressOf is the server's address with another database.
func addressOf(database string) string {
	address, err := url.Parse(os.Getenv(postgresVariable))
	if err != nil {
		return ""
	}
	address.Path = "/" + database
	return address.String()
}
