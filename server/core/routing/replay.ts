import { applyEvent } from './apply-event.ts'
import type { EngineConfig } from './config.ts'
import { createEngine } from './create-engine.ts'
import { decide } from './decide.ts'
import type { Effect } from './effects.ts'
import type { EngineEvent } from './events.ts'
import { loadSnapshot } from './snapshot.ts'
import type { Engine } from './state.ts'
import { stateHash } from './state-hash.ts'
import type { Snapshot } from './types.ts'

export type LogEntry = { kind: 'event'; event: EngineEvent } | { kind: 'decide'; now: number; limit: number }

/** Everything an engine was told, in order: the rows it began with, then events and calls of `decide`. */
export interface EngineLog {
  config: EngineConfig
  start: Snapshot
  entries: LogEntry[]
}

export interface Replayed {
  /** What each entry led to, records written out; the first item is what the rows themselves did. */
  effects: Effect[][]
  /** `stateHash` after the last entry. */
  hash: string
}

/** A log's beginning under a config, which may be another one than the log's own. */
export const beginOf = ({ start }: EngineLog, config: EngineConfig): { engine: Engine; effects: Effect[] } => {
  const engine = createEngine(config)
  return { engine, effects: loadSnapshot(engine, start) }
}

const written = (effect: Effect): Effect => (effect.kind === 'offer' ? { ...effect, record: effect.record } : effect)

/** What an engine says to an entry of a log. */
export const tell = (engine: Engine, entry: LogEntry): Effect[] =>
  entry.kind === 'event' ? applyEvent(engine, entry.event) : decide(engine, entry.now, entry.limit)

/** Runs a log again. The same log gives the same effects and the same hash, on any machine (`routing.md` L2, exact). */
export const replay = (log: EngineLog): Replayed => {
  const { engine, effects } = beginOf(log, log.config)
  const told = log.entries.map((entry) => tell(engine, entry).map(written))
  return { effects: [effects, ...told], hash: stateHash(engine) }
}
