import type { Fragment } from '../../database/fragment.ts'

/** What work that is taken and ended together does to one agent: units reserved that are used now, and those let go of. */
export interface LoadRow {
  readonly agent_id: string
  readonly taken: number
  readonly freed: number
  /** 1 when an offer was accepted, which ends a row of misses. */
  readonly has_taken: number
}

/** Changes the loads of agents that are held, one row an agent; its version rises by one. */
export const moveLoads: Fragment<LoadRow> = {
  name: 'moved_loads',
  columns: { agent_id: 'uuid', taken: 'integer', freed: 'integer', has_taken: 'smallint' },
  text: `
    update agent_loads as load
    set reserved_units = load.reserved_units - row.taken, used_units = load.used_units + row.taken - row.freed,
      forced_units = greatest(0, load.used_units + load.reserved_units - row.freed - load.capacity_units),
      idle_since = {$now}, missed_offers = case when row.has_taken = 1 then 0 else load.missed_offers end,
      version = load.version + 1, event_seq = load.event_seq + 1
    from {rows}
    where load.workspace_id = {$workspace} and load.agent_id = row.agent_id
    returning 1`,
}
