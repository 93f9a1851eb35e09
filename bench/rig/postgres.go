package rig

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"
)

// Postgres is a PostgreSQL server of the benchmark's own, set up as it comes: what
// it acknowledges is on disk. It is not safe for concurrent use.
type Postgres struct {
	URL string // of the database plaudit

	bin, dir, address string
	as                *syscall.Credential // nil: as we are
	server            *exec.Cmd
}

// StartPostgres makes an empty database in a folder of its own and starts a server
// on it. PostgreSQL refuses to run as root: then it runs as the user postgres.
func StartPostgres(ctx context.Context) (_ *Postgres, err error) {
	p := new(Postgres)
	if p.bin, err = postgresPrograms(ctx); err != nil {
		return nil, err
	}
	if p.dir, err = os.MkdirTemp("", "plaudit-postgres-"); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, p.Close())
		}
	}()
	if os.Getuid() == 0 {
		if err := p.runAs("postgres"); err != nil {
			return nil, err
		}
	}
	init := p.command("initdb", "-D", p.data(), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
	if text, err := init.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("initdb: %w: %s", err, text)
	}
	if p.address, err = FreeAddress(ctx); err != nil {
		return nil, err
	}
	if err := p.Start(ctx); err != nil {
		return nil, err
	}
	p.URL, err = p.Database(ctx, "plaudit", "template1")
	return p, err
}

// Database makes another database, equal to one that nobody uses, and returns
// its address.
func (p *Postgres) Database(ctx context.Context, name, template string) (string, error) {
	admin, err := pgx.Connect(ctx, "postgres://postgres@"+p.address+"/postgres")
	if err != nil {
		return "", err
	}
	_, err = admin.Exec(ctx, "CREATE DATABASE "+name+" TEMPLATE "+template)
	return "postgres://postgres@" + p.address + "/" + name, errors.Join(err, admin.Close(ctx))
}

// Database is where a benchmark keeps its rows: "" for SQLite in the data folder,
// or the address of a PostgreSQL server that is started for it, by its socket, as
// one would on one machine: a vote is some 7 % cheaper than by TCP. Call stop at
// the end.
func Database(ctx context.Context, postgres bool) (address string, stop func(), err error) {
	if !postgres {
		return "", func() {}, nil
	}
	p, err := StartPostgres(ctx)
	if err != nil {
		return "", nil, err
	}
	_, port, _ := strings.Cut(p.address, ":")
	return "postgres://postgres@/plaudit?host=" + url.QueryEscape(p.dir) + "&port=" + port, func() { _ = p.Close() }, nil
}

// postgresPrograms is the folder of the newest PostgreSQL here.
func postgresPrograms(ctx context.Context) (string, error) {
	if said, err := exec.CommandContext(ctx, "pg_config", "--bindir").Output(); err == nil {
		if dir := strings.TrimSpace(string(said)); exists(filepath.Join(dir, "initdb")) {
			return dir, nil
		}
	}
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb") // a pattern that is right
	if len(found) == 0 {
		return "", errors.New("there is no PostgreSQL here (apt install postgresql)")
	}
	return filepath.Dir(slices.Max(found)), nil
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

func (p *Postgres) data() string { return filepath.Join(p.dir, "data") }

func (p *Postgres) runAs(name string) error {
	who, err := user.Lookup(name)
	if err != nil {
		return err
	}
	uid, err1 := strconv.Atoi(who.Uid)
	gid, err2 := strconv.Atoi(who.Gid)
	p.as = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
	return errors.Join(err1, err2, os.Chown(p.dir, uid, gid))
}

func (p *Postgres) command(program string, args ...string) *exec.Cmd {
	command := exec.Command(filepath.Join(p.bin, program), args...)
	command.Dir = p.dir
	if p.as != nil {
		command.SysProcAttr = &syscall.SysProcAttr{Credential: p.as}
	}
	EndWithUs(command) // to a server this is "fast": it lets nobody wait
	command.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + p.dir, "LC_ALL=C"}
	return command
}

// Start starts the server and returns when it takes connections.
func (p *Postgres) Start(ctx context.Context) error {
	log, err := os.OpenFile(filepath.Join(p.dir, "log"), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	defer log.Close()
	_, port, _ := strings.Cut(p.address, ":")
	for range 600 {
		if p.server == nil { // also when the processes of a killed one had not gone yet
			p.server = p.command("postgres", "-D", p.data(), "-k", p.dir, "-p", port,
				"-c", "listen_addresses=127.0.0.1", "-c", "max_connections=200")
			p.server.Stdout, p.server.Stderr = log, log
			if err := p.server.Start(); err != nil {
				return err
			}
		}
		conn, err := pgx.Connect(ctx, "postgres://postgres@"+p.address+"/postgres?connect_timeout=5")
		if err == nil {
			return conn.Close(ctx)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(50 * time.Millisecond):
		}
		if ended, err := p.ended(); err != nil || ended {
			p.server = nil
		}
	}
	said, _ := os.ReadFile(log.Name())
	return fmt.Errorf("PostgreSQL does not start: %s", said[max(0, len(said)-2000):])
}

// vacuum does at once what PostgreSQL would do by itself within minutes.
func vacuum(ctx context.Context, address string) error {
	conn, err := pgx.Connect(ctx, address)
	if err != nil {
		return err
	}
	_, err = conn.Exec(ctx, "VACUUM ANALYZE")
	return errors.Join(err, conn.Close(ctx))
}

// Spent returns the processor time that the server's processes have used so far.
func (p *Postgres) Spent() (time.Duration, error) {
	total, err := Spent(p.server.Process.Pid)
	if err != nil {
		return 0, err
	}
	children, err := Children(p.server.Process.Pid)
	for _, child := range children {
		of, _ := Spent(child) // it may have ended: then the server has its time
		total += of
	}
	return total, err
}

// ended reaps the server if it has ended by itself.
func (p *Postgres) ended() (bool, error) {
	var status syscall.WaitStatus
	pid, err := syscall.Wait4(p.server.Process.Pid, &status, syscall.WNOHANG, nil)
	return pid == p.server.Process.Pid, err
}

// Kill ends the server with SIGKILL, as a power cut would.
func (p *Postgres) Kill() {
	if p.server != nil {
		_ = p.server.Process.Kill()
		_ = p.server.Wait()
		p.server = nil
	}
}

// Close ends the server, as one does, and removes its folder.
func (p *Postgres) Close() error {
	if p.server != nil {
		_ = p.server.Process.Signal(os.Interrupt) // "fast": lets nobody wait
		_ = p.server.Wait()
		p.server = nil
	}
	return os.RemoveAll(p.dir)
}
