import type { components } from './schema.gen.d.ts'

type Explained = components['schemas']['ExplainedClock']

/** What customers are promised; and, for staff, how long a queue has the ticket and a partner to answer. */
export type ClockMetric = Explained['metric']
export type ClockState = 'running' | 'paused' | 'breached' | 'met' | 'cancelled' | 'not_applicable'
/** A clock with every stretch that counted or did not, what happened to it and what it does next. */
export type ExplainedClock = Omit<Explained, 'state'> & { state: ClockState }
/** A stretch of a clock's life. */
export type Segment = Explained['segments'][number]
export type ClockLedgerEntry = Explained['ledger'][number]
export type ClockStep = Explained['steps'][number]
