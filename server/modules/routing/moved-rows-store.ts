import type { Fragment } from '../../database/fragment.ts'
import type { TaskState } from './task.ts'

/** An offer of several that are answered, or let go of, together. */
export interface OfferIdRow {
  readonly id: string
}

/** Accepts offers: a compare-and-set on each, before its expiry only. */
export const takeOffers: Fragment<OfferIdRow> = {
  name: 'taken_offers',
  columns: { id: 'uuid' },
  text: `
    update offers as offer
    set state = 'accepted', ended_at = {$now}, version = offer.version + 1
    from {rows}
    where offer.workspace_id = {$workspace}
      and offer.id = row.id
      and offer.state = 'pending'
      and offer.expires_at > {$now}
    returning 1`,
}

/** Ends the hold of accepted offers on their agents. */
export const releaseOffers: Fragment<OfferIdRow> = {
  name: 'released_offers',
  columns: { id: 'uuid' },
  text: `
    update offers as offer
    set released_at = {$now}, version = offer.version + 1
    from {rows}
    where offer.workspace_id = {$workspace}
      and offer.id = row.id
      and offer.state = 'accepted'
      and offer.released_at is null
    returning 1`,
}

/** A task of several that are moved together, each from the version it was judged at. */
export interface MovedTaskRow {
  readonly id: string
  readonly version: number
  readonly state: TaskState
  readonly agent_id: string
  /** 1 when it is over by that. */
  readonly is_over: number
}

/** Moves tasks that stand where they were judged; the tickets are held. */
export const moveTasks: Fragment<MovedTaskRow> = {
  name: 'moved_tasks',
  columns: { id: 'uuid', version: 'integer', state: 'text', agent_id: 'uuid', is_over: 'smallint' },
  text: `
    update tasks as task
    set state = row.state, agent_id = row.agent_id, version = task.version + 1,
      ended_at = case when row.is_over = 1 then {$now} else task.ended_at end
    from {rows}
    where task.workspace_id = {$workspace} and task.id = row.id and task.version = row.version
    returning 1`,
}
