import type { EngineConfig } from './config.ts'
import { Heap } from './heap.ts'
import { LaneStore } from './lane-store.ts'
import { interruptMasks } from './interrupts.ts'
import { createPool } from './pool.ts'
import { WordStore } from './word-store.ts'
import type { Engine, OfferState, Recheck } from './state.ts'

const MOST_KINDS = 28

const indexBy = <Row>(rows: Row[], idOf: (row: Row) => string): Map<string, number> =>
  new Map(rows.map((row, index) => [idOf(row), index]))

/**
 * An empty engine for one workspace shard. It is changed in place by `applyEvent`, `decide` and `loadSnapshot`, and by
 * nothing else: the same calls in the same order give the same effects and the same `stateHash` on any machine.
 * Throws RangeError for a config it cannot hold.
 */
export const createEngine = (config: EngineConfig): Engine => {
  if (config.kinds.length > MOST_KINDS)
    throw new RangeError(`at most ${MOST_KINDS} task kinds, not ${config.kinds.length}`)
  if (config.classes.length === 0) throw new RangeError('at least one ageing class')
  if (config.bestCount < 1 || config.bestCount > 5) throw new RangeError('bestCount is 1 to 5')
  const store = new WordStore()
  return {
    config,
    classes: config.classes,
    kinds: config.kinds,
    unitsByKind: config.kinds.map(({ units }) => units),
    limitsByKind: config.kinds.map(({ maxAtOnce }) => maxAtOnce ?? Infinity),
    interruptsByKind: interruptMasks(
      config.kinds,
      config.kinds.map(({ interrupts }) => interrupts ?? []),
    ),
    classIndexes: indexBy(config.classes, (row) => row.classId),
    kindIndexes: indexBy(config.kinds, (row) => row.kind),
    queues: new Map(config.queues.map((queue) => [queue.queueId, createPool(queue, config.kinds.length, store)])),
    agents: new Map(),
    tasks: new Map(),
    offers: new Map(),
    preferring: new Map(),
    lanes: new LaneStore(),
    earliestHeads: {
      lanes: new Int32Array(config.classes.length),
      entries: new Float64Array(config.classes.length),
    },
    freeLaneBases: [],
    idleKeys: new Float64Array(64),
    loadKeys: new Float64Array(64),
    freeAgentIndexes: [],
    store,
    emptySignatures: new Set(),
    markedAgents: [],
    markedTasks: [],
    toReport: new Set(),
    toJudge: new Set(),
    passedOver: new Set(),
    offerTimers: new Heap<OfferState>((left, right) => left.offerId < right.offerId),
    rechecks: new Heap<Recheck>((left, right) => left.id < right.id),
    now: 0,
    sequence: 0,
    wakeHint: null,
  }
}
