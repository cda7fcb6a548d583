import type { TaskKind } from './task-kind.ts'

export interface Capacity {
  readonly totalUnits: number
  readonly units: Readonly<Record<TaskKind, number>>
  readonly maxima: Readonly<Partial<Record<TaskKind, number>>>
  /** kind -> kinds it may interrupt. */
  readonly interrupts: Readonly<Partial<Record<TaskKind, readonly TaskKind[]>>>
}

export interface Presence {
  readonly reasons: readonly string[]
  readonly missedOffers: number
  readonly graceMs: Readonly<Record<TaskKind, number>>
}
