import type { TaskKind } from './config.ts'
import type { AgentState, Engine } from './state.ts'

/** The kinds that each kind may interrupt, as bits; null when there are none at all. */
export const interruptMasks = (
  kinds: readonly TaskKind[],
  interrupts: readonly (readonly string[])[],
): number[] | null => {
  const masks = interrupts.map((names) =>
    kinds.reduce((mask, { kind }, index) => (names.includes(kind) ? mask | (1 << index) : mask), 0),
  )
  return masks.some((mask) => mask !== 0) ? masks : null
}

/** Sums what the agent holds by kind anew, because from now on something may be interrupted, or nothing any more. */
export const readUnitsHeld = (agent: AgentState): void => {
  if (agent.interruptsByKind === null) {
    agent.unitsHeldByKind = null
    return
  }
  const units = agent.countsByKind.map(() => 0)
  for (const { hold, kindIndex } of agent.holds) {
    if (hold === null) continue
    const at = hold.isInFlight ? units.length / 2 + kindIndex : kindIndex
    units[at] = (units[at] ?? 0) + hold.units
  }
  agent.unitsHeldByKind = units
}

/** Units of the agent's work that a task of the kind may interrupt. */
export const interruptibleUnits = (engine: Engine, agent: AgentState, kindIndex: number): number => {
  const mask = agent.interruptsByKind?.[kindIndex] ?? 0
  if (mask === 0) return 0
  const { load, unitsHeldByKind, unitsByKind } = agent
  const { kinds } = engine
  let units = 0
  for (let other = 0; other < kinds.length; other += 1) {
    if (((mask >>> other) & 1) === 0) continue
    const kind = kinds[other]?.kind ?? ''
    units += unitsHeldByKind?.[kinds.length + other] ?? 0
    if (load === null) units += unitsHeldByKind?.[other] ?? 0
    else units += load.unitsByKind?.[kind] ?? (load.byKind[kind] ?? 0) * (unitsByKind[other] ?? 0)
  }
  return units
}
