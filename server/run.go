package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/labstack/echo/v4"

	"plaudit/media"
	"plaudit/media/disk"
	"plaudit/media/heif"
	"plaudit/media/video"
	"plaudit/server/api"
	"plaudit/server/auth"
	"plaudit/server/live"
	"plaudit/server/problem"
	"plaudit/server/sqlstore"
	"plaudit/server/web"
	"plaudit/server/wire"
	"plaudit/voting"
)

// The server's patience.
const (
	headerTimeout = 10 * time.Second // for a request's header
	answerTimeout = 2 * time.Minute  // from header to end of answer; uploads move it (auth.AllowBody)
	idleTimeout   = 2 * time.Minute  // between requests of one connection
	stopTimeout   = 20 * time.Second // for requests under way when the server stops
	sweepEvery    = time.Hour
	sweepGrace    = 24 * time.Hour // longer than any upload takes
	liveEvery     = time.Second    // between two looks at the counts that pages watch
	liveMost      = 6000           // pages that watch at a time; the others ask now and then
)

// Server is the whole program in one value: New puts it together and listens,
// Serve answers until its context ends, Close gives everything back.
type Server struct {
	*house
	bucket   io.Closer
	intake   *intake
	worker   *media.Worker
	sweeper  *media.Sweeper
	live     *live.Hub
	listener net.Listener
	patience time.Duration // with requests under way when it stops
	http     *http.Server
	unlock   func() error
}

// New opens database and data folder, refuses a folder with a database that
// another server has, and listens.
func New(ctx context.Context, o Options) (_ *Server, err error) {
	s := &Server{patience: stopTimeout}
	defer func() {
		if err != nil {
			err = errors.Join(err, s.Close())
		}
	}()
	if o.Config.DatabaseURL == "" {
		f := folder(o.Config.Data)
		if err := f.make(true); err != nil {
			return nil, err
		}
		if s.unlock, err = f.lock(); err != nil {
			return nil, err
		}
	}
	if s.house, err = openHouse(ctx, o, false); err != nil {
		return nil, err
	}
	if err := s.openMedia(ctx); err != nil {
		return nil, err
	}
	s.live = live.New(live.Config{Read: s.voting.Board, Every: liveEvery, Most: liveMost, Log: o.Log})
	router, pages, err := s.router(ctx)
	if err != nil {
		return nil, err
	}
	if s.listener, err = new(net.ListenConfig).Listen(ctx, "tcp", o.Config.Listen); err != nil {
		return nil, fmt.Errorf("listen: %w", err)
	}
	s.http = &http.Server{
		Handler: headAsGet(mediaOnly(o.Config.MediaURL, pages.FromShelf(router))), ConnContext: wire.Context,
		ReadHeaderTimeout: headerTimeout, WriteTimeout: answerTimeout, IdleTimeout: idleTimeout,
		MaxHeaderBytes: 32 << 10, ErrorLog: slog.NewLogLogger(o.Log.Handler(), slog.LevelDebug),
	}
	s.http.RegisterOnShutdown(s.live.Close) // streams would last as long as pages are open
	return s, nil
}

// openMedia sets up what takes files in and makes renditions.
func (s *Server) openMedia(ctx context.Context) error {
	bucket, err := s.openBucket(ctx)
	if err != nil {
		return err
	}
	s.bucket = bucket
	size, err := disk.Size(s.Config.Data)
	if err != nil {
		return err
	}
	catalog, limits := s.db.Catalog(), media.DefaultLimits()
	if s.Free == nil {
		s.Free = func() (uint64, error) { return disk.Free(s.Config.Data) }
	}
	limits.MinFreeDisk = int64(min(uint64(limits.MinFreeDisk), size/10)) // a small disk has less to spare
	studio, stills := s.openStudio(ctx, limits), s.openStills(ctx)
	s.voting.Videos = studio != nil
	s.worker = media.NewWorker(media.WorkerConfig{
		Catalog: catalog, Bucket: bucket, Limits: limits, Now: s.Now, Logger: s.Log, Done: s.developed, Studio: studio, Stills: stills,
		SaveMemory: s.SaveMemory,
	})
	s.sweeper = &media.Sweeper{Catalog: catalog, Bucket: bucket, SpoolDir: s.folder.spool(), Now: s.Now}
	s.intake = &intake{
		ingest: &media.Ingest{
			Bucket: bucket, Limits: limits, SpoolDir: s.folder.spool(), Now: s.Now, Rand: s.Rand, Studio: studio, Stills: stills,
			Free: s.Free,
		},
		catalog: catalog, voting: s.voting, kick: s.worker.Kick,
	}
	s.intake.uploads = &media.Uploads{Ingest: s.intake.ingest, Store: s.db.Uploads()}
	return nil
}

// openStudio returns nil where videos cannot be made; the log says why.
func (s *Server) openStudio(ctx context.Context, limits media.Limits) media.Studio {
	if s.Config.FFmpeg == "" {
		return nil
	}
	studio, err := video.Open(ctx, video.Config{FFmpeg: s.Config.FFmpeg, WorkDir: s.folder.clips(), Limits: limits})
	if err != nil {
		s.Log.Warn("videos are refused, photos and drawings go on", "why", err)
		return nil
	}
	return studio
}

// openStills returns nil where HEIC and AVIF cannot be decoded safely; the log
// says why.
func (s *Server) openStills(ctx context.Context) media.Stills {
	stills, err := heif.Open(ctx)
	if err != nil {
		s.Log.Warn("HEIC and AVIF pictures are refused, all others go on", "why", err)
		return nil
	}
	return stills
}

// developed moves an entry on when its pictures are made, or refused; it runs
// in the job's own transaction.
func (s *Server) developed(tx media.Tx, id media.AssetID, outcome media.Outcome) error {
	if outcome.Refusal != nil {
		return s.voting.AssetRefused(sqlstore.VotingTx(tx), voting.AssetID(id), outcome.Refusal.Code)
	}
	return s.voting.AssetReady(sqlstore.VotingTx(tx), voting.AssetID(id))
}

// router knows all addresses; the pages answer some before it (FromShelf).
func (s *Server) router(ctx context.Context) (e *echo.Echo, pages *web.Web, err error) {
	gate, err := s.gate(ctx)
	if err != nil {
		return nil, nil, err
	}
	passes, err := s.passes(ctx)
	if err != nil {
		return nil, nil, err
	}
	pages, err = web.New(web.Deps{
		Voting: s.voting, Gate: gate, Intake: s.intake, Uploads: s.intake.uploads, Assets: s.intake.assets, Bucket: s.intake.ingest.Bucket,
		Limits: s.intake.ingest.Limits, Free: s.intake.ingest.Free, MediaURL: s.mediaURL, Passes: passes, EntryChanges: s.db.EntryChanges, PublicURL: s.Config.PublicURL,
		WeChatVerify: s.Config.Identity.WeChatVerify, Progress: s.worker.Progress, Rand: s.Rand, Now: s.Now, Log: s.Log,
	})
	if err != nil {
		return nil, nil, err
	}
	e = echo.New()
	e.HideBanner, e.HidePort = true, true
	e.HTTPErrorHandler = problem.Handler{HTML: pages.Problem, Log: s.Log}.Handle
	if err := gate.Use(e, s.Config.PublicURL, s.Now); err != nil {
		return nil, nil, err
	}
	e.GET("/healthz", func(c echo.Context) error { return c.String(http.StatusOK, "ok\n") })
	e.GET("/readyz", s.ready)
	e.GET("/robots.txt", robots)
	pages.Register(e)
	api.New(api.Deps{
		Voting: s.voting, Gate: gate, Intake: s.intake, Uploads: s.intake.uploads, Assets: s.intake.assets, Live: s.live,
		MediaURL: s.mediaURL, Passes: passes, PublicURL: s.Config.PublicURL,
	}).Register(e)
	return e, pages, nil
}

// headAsGet answers HEAD as GET without the body, which net/http leaves out.
// Uploads have a HEAD of their own.
func headAsGet(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodHead && !api.IsUpload(r.URL.Path) {
			r = r.WithContext(r.Context()) // net/http goes by its own
			r.Method = http.MethodGet
		}
		next.ServeHTTP(w, r)
	})
}

// passes makes and checks the passes to pictures that are not public.
func (s *Server) passes(ctx context.Context) (media.Passes, error) {
	key, err := auth.ServerKey(ctx, s.db.Accounts(), s.keys, s.Rand, "media pass")
	return media.Passes{Key: key, Now: s.Now}, err
}

// mediaURL is the address of a rendition.
func (s *Server) mediaURL(id media.AssetID, r media.Rendition) string {
	return s.Config.MediaURL + media.Path(id, r)
}

// mediaOnly serves nothing but pictures under the name that pictures have to
// themselves: a file of a visitor's must find no page beside it.
func mediaOnly(origin string, next http.Handler) http.Handler {
	if origin == "" {
		return next
	}
	_, host, _ := strings.Cut(origin, "://")
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.EqualFold(r.Host, host) && !strings.HasPrefix(r.URL.Path, "/media/") {
			http.NotFound(w, r)
			return
		}
		next.ServeHTTP(w, r)
	})
}

func (s *Server) gate(ctx context.Context) (*auth.Gate, error) {
	key, err := auth.ServerKey(ctx, s.db.Accounts(), s.keys, s.Rand, "device")
	if err != nil {
		return nil, err
	}
	gate := &auth.Gate{
		MediaOrigin: s.Config.MediaURL,
		Accounts:    s.accounts, Devices: auth.NewDevices(key, s.Rand),
		HTTPS: strings.HasPrefix(s.Config.PublicURL, "https:"), Proxies: s.Config.Proxies, Log: s.Log,
	}
	if s.wechat != nil {
		gate.FormsLeadTo = s.wechat.Origin()
	}
	if s.Config.RateLimits {
		gate.Limiter = auth.NewLimiter(s.Now)
	}
	return gate, nil
}

// ready answers whether the database (with its migrations, which Open waits
// for) and the bucket can be read.
func (s *Server) ready(c echo.Context) error {
	ctx := c.Request().Context()
	err := s.db.Voting().View(ctx, func(tx voting.Tx) error {
		_, err := tx.Contests()
		return err
	})
	if bucket, ok := s.intake.ingest.Bucket.(media.Checker); ok && err == nil {
		err = bucket.Check(ctx)
	} else if err == nil {
		_, err = s.intake.ingest.Bucket.Stat(ctx, "ready")
	}
	if err != nil && !errors.Is(err, media.ErrNotFound) {
		s.Log.Error("not ready", "error", err)
		return problem.New(problem.CodeUnavailable, err)
	}
	return c.String(http.StatusOK, "ready\n")
}

// robots keeps the codes of entrants and the staff's door out of search
// engines; the works themselves may be found.
func robots(c echo.Context) error {
	return c.String(http.StatusOK, "User-agent: *\nDisallow: /api/\nDisallow: /staff\nDisallow: /*/status\nDisallow: /*/submit\n")
}

// URL is where the server answers on this machine, without a slash at the end.
func (s *Server) URL() string {
	_, port, err := net.SplitHostPort(s.listener.Addr().String())
	if err != nil {
		return "http://" + s.listener.Addr().String()
	}
	return "http://localhost:" + port
}

// Serve answers requests, makes renditions and sweeps until ctx ends. Then it
// takes no more requests, lets those under way finish, and returns nil. Who is
// still sending after a while is cut off: uploads go on where they were.
func (s *Server) Serve(ctx context.Context) error {
	background, stop := context.WithCancel(context.WithoutCancel(ctx))
	var running sync.WaitGroup
	running.Go(func() { s.worker.Run(background) })
	running.Go(func() { s.sweep(background) })
	running.Go(func() { s.sequence(background) })
	running.Go(func() { s.review(background) })
	stopped := make(chan error, 1)
	running.Go(func() {
		select {
		case <-ctx.Done():
		case <-background.Done():
		}
		patience, cancel := context.WithTimeout(context.WithoutCancel(ctx), s.patience)
		defer cancel()
		err := s.http.Shutdown(patience)
		if errors.Is(err, context.DeadlineExceeded) {
			s.Log.Warn("requests under way were cut off", "after", s.patience)
			err = s.http.Close()
		}
		stopped <- err
	})
	err := s.http.Serve(wire.Listen(s.listener))
	if errors.Is(err, http.ErrServerClosed) {
		err = <-stopped
	}
	stop()
	running.Wait()
	return err
}

// sweep removes now and then what crashes and withdrawals leave behind.
func (s *Server) sweep(ctx context.Context) {
	ticks := time.NewTicker(sweepEvery)
	defer ticks.Stop()
	for {
		var (
			uploads int
			swept   media.Swept
		)
		err := s.db.Alone(ctx, "sweep", func() (err error) {
			uploads, err = s.intake.uploads.Sweep(ctx, sweepGrace)
			var sweepErr error
			swept, sweepErr = s.sweeper.Sweep(ctx, sweepGrace)
			return errors.Join(err, sweepErr, s.voting.ForgetVoteEvents(ctx))
		})
		switch {
		case ctx.Err() != nil:
			return
		case err != nil:
			s.Log.Error("sweep failed", "error", err)
		case swept != media.Swept{}, uploads > 0:
			s.Log.Info("swept", "uploads", uploads, "assets", swept.Assets, "objects", swept.Objects, "spooled", swept.Spooled)
		}
		select {
		case <-ticks.C:
		case <-ctx.Done():
			return
		}
	}
}

// Close gives back what New took. Call it after Serve has returned.
func (s *Server) Close() error {
	var errs []error
	if s.http != nil {
		errs = append(errs, s.http.Close())
	} else if s.listener != nil {
		errs = append(errs, s.listener.Close())
	}
	if s.live != nil {
		s.live.Close()
	}
	if s.bucket != nil {
		errs = append(errs, s.bucket.Close())
	}
	if s.house != nil {
		errs = append(errs, s.house.close())
	}
	if s.unlock != nil {
		errs = append(errs, s.unlock())
	}
	return errors.Join(errs...)
}
