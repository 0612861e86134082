package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/rivertype"

	"dateline/internal/news"
)

// work is the one shape of every job: a name from the program's table of
// works, and what to do it to.
type work struct {
	Name    string `json:"name"`
	Subject int64  `json:"subject"`
}

// Kind names the shape to the job library.
func (work) Kind() string { return "work" }

// A Job is one piece of background work as it is handed to whoever does it.
type Job = news.Job

// The measure of background work.
const (
	jobTimeout  = 90 * time.Second
	jobAttempts = 4
	// putOff is the priority of work that is put off to a later time, and by
	// which it is known. It comes after all other.
	putOff = 4
	// jobLinger is how long finished jobs are kept to be looked at.
	jobLinger = time.Hour
)

func (db *DB) jobConfig() *river.Config {
	return &river.Config{
		// The library tells of its own elections as errors. What matters, a
		// job that failed, is logged by whoever does it.
		Logger: slog.New(slog.DiscardHandler),
		ID:     db.worker, PollOnly: true, MaxAttempts: jobAttempts,
		JobTimeout: jobTimeout, RescueStuckJobsAfter: 2 * jobTimeout,
		CompletedJobRetentionPeriod: jobLinger,
	}
}

// openJobs makes the client that enqueues.
func (db *DB) openJobs() error {
	client, err := river.NewClient(db.d.driver(db.write), db.jobConfig())
	if err != nil {
		return fmt.Errorf("open the job queue: %w", err)
	}
	db.client = client
	return nil
}

// enqueue puts work in the queue with the transaction that calls for it.
func (t *tx) enqueue(ctx context.Context, name string, subjects ...int64) error {
	return t.enqueueAt(ctx, time.Time{}, name, subjects...)
}

// enqueueAt puts work in the queue that is to be done at a time by the
// machine's clock, the zero time for now.
func (t *tx) enqueueAt(ctx context.Context, at time.Time, name string, subjects ...int64) error {
	if len(subjects) == 0 {
		return nil
	}
	params := make([]river.InsertManyParams, len(subjects))
	for i, s := range subjects {
		params[i].Args = work{Name: name, Subject: s}
		if !at.IsZero() {
			params[i].InsertOpts = &river.InsertOpts{ScheduledAt: at, Priority: putOff}
		}
	}
	if _, err := t.db.client.InsertManyFastTx(ctx, t.Tx, params); err != nil {
		return fmt.Errorf("enqueue %s: %w", name, err)
	}
	return nil
}

// jobKey is where a worker's context carries its job.
type jobKey struct{}

// finish completes the job that ctx runs under, if any, with the effect that t
// commits. A job that was given to another worker meanwhile is refused with
// news.ErrConflict, so that its effect happens once.
func (t *tx) finish(ctx context.Context) error {
	job, ok := ctx.Value(jobKey{}).(*river.Job[work])
	if !ok {
		return nil
	}
	_, err := river.JobCompleteTx[riverdriver.Driver[*sql.Tx]](ctx, t.Tx, job)
	if errors.Is(err, rivertype.ErrNotFound) {
		return fmt.Errorf("job %d is no longer ours: %w", job.ID, news.ErrConflict)
	}
	if err != nil {
		return fmt.Errorf("complete job %d: %w", job.ID, err)
	}
	return nil
}

type worker struct {
	river.WorkerDefaults[work]
	do  func(ctx context.Context, j Job) error
	log *slog.Logger
}

// Work does one job.
func (w *worker) Work(ctx context.Context, job *river.Job[work]) error {
	err := w.do(context.WithValue(ctx, jobKey{}, job), Job{
		Name: job.Args.Name, Subject: job.Args.Subject, Last: job.Attempt >= job.MaxAttempts,
	})
	var later interface{ RetryIn() time.Duration }
	switch {
	case errors.Is(err, news.ErrNotFound):
		return river.JobCancel(err) // nothing is left to do it to
	case errors.As(err, &later) && later.RetryIn() > 0:
		return river.JobSnooze(later.RetryIn()) // it knows when; not a failure
	case err != nil && ctx.Err() == nil:
		w.log.WarnContext(ctx, "job failed", "work", job.Args.Name, "subject", job.Args.Subject, "attempt", job.Attempt, "error", err)
	}
	return err
}

// NextRetry spaces the tries of a job: ten seconds, a minute, six minutes.
func (w *worker) NextRetry(job *river.Job[work]) time.Time {
	wait := 10 * time.Second
	for range job.Attempt - 1 {
		wait *= 6
	}
	return job.AttemptedAt.Add(wait)
}

// RunJobs does background work, up to workers at a time, until ctx ends and
// what was begun is done or given back.
func (db *DB) RunJobs(ctx context.Context, workers int, do func(ctx context.Context, j Job) error) error {
	config := db.jobConfig()
	config.Workers = river.NewWorkers()
	river.AddWorker(config.Workers, &worker{do: do, log: db.log})
	config.Queues = map[string]river.QueueConfig{river.QueueDefault: {MaxWorkers: workers}}
	config.FetchPollInterval = 250 * time.Millisecond
	config.FetchCooldown = 10 * time.Millisecond
	client, err := river.NewClient(db.d.driver(db.write), config)
	if err != nil {
		return fmt.Errorf("open the job queue: %w", err)
	}
	// The client is stopped below, in order, and not by ctx at once.
	if err := client.Start(context.WithoutCancel(ctx)); err != nil {
		return fmt.Errorf("start the job queue: %w", err)
	}
	<-ctx.Done()
	stop, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	if err := client.StopAndCancel(stop); err != nil {
		return fmt.Errorf("stop the job queue: %w", err)
	}
	return nil
}

// WaitingJobs returns how many jobs are neither done nor given up. Those that
// were put off from the first do not count until their time has come.
func (db *DB) WaitingJobs(ctx context.Context) (int, error) {
	var n int
	err := db.read.QueryRowContext(ctx, `SELECT count(*) FROM river_job
		WHERE state IN ('available', 'pending', 'retryable', 'running') OR (state = 'scheduled' AND priority <> $1)`, putOff).Scan(&n)
	if err != nil {
		return 0, fmt.Errorf("count jobs: %w", err)
	}
	return n, nil
}
