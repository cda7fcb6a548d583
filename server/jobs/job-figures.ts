import { Counter, Histogram } from 'prom-client'
import type { Metrics } from '../platform/metrics.ts'

/** What the jobs tell Prometheus. */
export interface JobFigures {
  /** An attempt was recorded; `lagMs` from the change it tells of to the sending, for first attempts. */
  attemptRecorded(outcome: string, lagMs: number | null): void
  /** A timer was acted upon, so much after it was due. */
  timerFired(kind: string, latenessMs: number): void
  /** An attempt to send a mail was recorded; `lagMs` from its writing to its being sent, for first attempts. */
  mailAttempted(outcome: string, lagMs: number | null): void
  jobFailed(job: string): void
}

const buckets = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60, 300]

/** Adds the jobs' figures to the registry; once a process. */
export function createJobFigures(metrics: Metrics): JobFigures {
  const registers = [metrics.registry]
  const attempts = new Counter({
    name: 'switchyard_delivery_attempts_total',
    help: 'Attempts to deliver by what became of the delivery.',
    labelNames: ['outcome'] as const,
    registers,
  })
  const lag = new Histogram({
    name: 'switchyard_delivery_lag_seconds',
    help: 'Time from a change to the sending of its first attempt.',
    buckets,
    registers,
  })
  const lateness = new Histogram({
    name: 'switchyard_timer_lateness_seconds',
    help: 'Time from when a timer was due to when it was acted upon.',
    labelNames: ['kind'] as const,
    buckets,
    registers,
  })
  const mails = new Counter({
    name: 'switchyard_mail_attempts_total',
    help: 'Attempts to send a mail by what became of the mail.',
    labelNames: ['outcome'] as const,
    registers,
  })
  const mailLag = new Histogram({
    name: 'switchyard_mail_lag_seconds',
    help: 'Time from the writing of a mail to the end of its first attempt.',
    buckets,
    registers,
  })
  const failures = new Counter({
    name: 'switchyard_job_failures_total',
    help: 'Failures of background work that will be tried again.',
    labelNames: ['job'] as const,
    registers,
  })
  return {
    attemptRecorded: (outcome, lagMs) => {
      attempts.inc({ outcome })
      if (lagMs !== null) lag.observe(lagMs / 1000)
    },
    timerFired: (kind, latenessMs) => lateness.observe({ kind }, latenessMs / 1000),
    mailAttempted: (outcome, lagMs) => {
      mails.inc({ outcome })
      if (lagMs !== null) mailLag.observe(lagMs / 1000)
    },
    jobFailed: (job) => failures.inc({ job }),
  }
}

/** Counts nothing: for processes and tests without metrics. */
export const noFigures: JobFigures = {
  attemptRecorded() {},
  timerFired() {},
  mailAttempted() {},
  jobFailed() {},
}
