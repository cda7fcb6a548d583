import { pino } from 'pino'

export const logLevels = ['debug', 'info', 'warn', 'error', 'silent'] as const

export type LogLevel = (typeof logLevels)[number]

/**
 * Everything that may be logged: an event's name and the fields it may carry. Ids and codes only, never contents,
 * so that no body, address or secret can reach a log (reliability.md 3.18). Other parts add their events here.
 */
export interface LogEvents {
  'server.listening': { address: string; roles?: string }
  'server.stopping': { reason: string }
  'server.stopped': { durationMs: number }
  'database.lost': { pool: string; error: Error }
  'database.restored': { pool: string; durationMs: number }
  'migration.applied': { migration: string; durationMs: number }
  'job.failed': { job: string; workspaceId?: string; error: Error }
  'request.done': {
    requestId: string
    operationId: string
    method: string
    status: number
    durationMs: number
    workspace?: string
    principalId?: string
  }
  'request.failed': { requestId: string; operationId: string; error: Error }
  'request.culled': { requestId: string; operationId: string; reason: 'slow_reader' }
  'delivery.failed': { deliveryId: string; workspaceId: string; attempt: number; errorClass: string }
  'mail.failed': { mailId: string; workspaceId: string; attempt: number; errorClass: string; code: number | null }
  /** The mail server is away or refuses us; mail waits until it does not. */
  'mail.sign_in': { errorClass: string; code: number | null }
  'mail.server': { errorClass: string; code: number | null }
  /** Kept where the database's owner cannot reach it, it shows that rows were cut off (reliability.md 3.18). */
  'audit.checkpoint': {
    workspaceId: string
    number: number
    at: string
    seals: number
    rows: number
    lastSeq: number
    hash: string
    previous: string | null
    signature: string
  }
  /** What reports add up is read after a start; rows of tickets created and of tickets ended. */
  'reports.warming': { workspace: string; days: number; of: number; rows: number; durationMs: number }
  'reports.warmed': { workspace: string; days: number; of: number; rows: number; durationMs: number }
  'workflow.loaded': { workspaceId: string; version: number }
}

type Write = <Event extends keyof LogEvents>(event: Event, fields: LogEvents[Event]) => void

/** A logger that knows its events; a field that an event does not have does not compile. */
export interface Log {
  readonly debug: Write
  readonly info: Write
  readonly warn: Write
  /** Somebody must act now. Expected refusals are no errors. */
  readonly error: Write
}

export interface LogOptions {
  readonly level: LogLevel
  /** Where lines go; standard output when absent. */
  readonly write?: (line: string) => void
}

const secrets = /\b(sy[a-z]?|whsec)_[A-Za-z0-9+/=_-]{6,}/g

/** The last net: masks whatever looks like one of our tokens or signing keys, wherever it stands. */
export function maskSecrets(line: string): string {
  return line.replace(secrets, '$1_[masked]')
}

/** Opens the log: one JSON object a line with `time`, `level`, `event` and the event's fields. */
export function createLog(options: LogOptions): Log {
  const write = options.write ?? ((line: string) => void process.stdout.write(line))
  const logger = pino(
    {
      level: options.level,
      base: null,
      messageKey: 'event',
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { error: errorFields },
    },
    { write: (line: string) => write(maskSecrets(line)) },
  )
  return {
    debug: (event, fields: object) => logger.debug(fields, event),
    info: (event, fields: object) => logger.info(fields, event),
    warn: (event, fields: object) => logger.warn(fields, event),
    error: (event, fields: object) => logger.error(fields, event),
  }
}

function errorFields(error: Error): Record<string, unknown> {
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {}
  return { name: error.name, message: error.message, ...code, stack: error.stack }
}
