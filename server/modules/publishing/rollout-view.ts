import { placesOfShare, type RolloutFigures, rolloutMultiplier } from '../../core/workflow/index.ts'
import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'

interface SideRow {
  readonly isRolledOut: boolean
  readonly answered: number
  readonly refused: number
  readonly taken: number
  readonly abandoned: number
  readonly promised: number
  readonly late: number
  readonly waited: number
  readonly waitP90: number | null
}

/** The same as `isRolledOut` says. */
const isRolledOut = (share: number) => sql`
  ('x' || right(task.id::text, 8))::bit(32)::bigint * ${rolloutMultiplier}::bigint % 4294967296 < ${placesOfShare(share)}::bigint`

/**
 * What became of the tasks that came in since an instant (epoch ms), of the latest ones if there are more than `limit`:
 * those in the share and the others. Offers count that the router made; a task as taken or given up by its customer once
 * that is over; with its wait until it was taken, or as long as it has waited: what nobody is offered is no short wait. A
 * first response of the ticket whose first task it is, once it is met or late.
 */
export async function findRolloutFigures(
  tx: Tx,
  workspaceId: string,
  { share, since, at, limit }: { share: number; since: number; at: number; limit: number },
): Promise<{ rolledOut: RolloutFigures; others: RolloutFigures }> {
  const rows = await tx.rows(sql<SideRow>`
    select task.is_rolled_out as "isRolledOut",
      coalesce(sum(offered.answered), 0)::integer as answered, coalesce(sum(offered.refused), 0)::integer as refused,
      count(offered.accepted_at)::integer as taken,
      count(*) filter (where task.state = 'abandoned' and offered.accepted_at is null)::integer as abandoned,
      count(promise.is_late)::integer as promised, count(*) filter (where promise.is_late)::integer as late,
      count(*) filter (where not offered.is_by_hand)::integer as waited,
      percentile_disc(0.9) within group (
        order by extract(epoch from coalesce(offered.accepted_at, task.ended_at, ${new Date(at)}) - task.created_at) * 1000)
        filter (where not offered.is_by_hand)::float8 as "waitP90"
    from (
      select task.id, task.ticket_id, task.case_id, task.state, task.created_at, task.ended_at, ${isRolledOut(share)} as is_rolled_out
      from tasks as task
      where task.workspace_id = ${workspaceId}
        and task.created_at >= timestamptz '1970-01-01 00:00:00+00'
        and task.created_at >= ${new Date(since)}
      order by task.created_at desc
      limit ${limit}) as task
    cross join lateral (
      select
        count(*) filter (where offer.decision_id is not null and offer.state in ('accepted', 'declined', 'expired'))
          as answered,
        count(*) filter (where offer.decision_id is not null and offer.state in ('declined', 'expired')) as refused,
        min(offer.ended_at) filter (where offer.state = 'accepted' and not offer.forced) as accepted_at,
        coalesce(bool_or(offer.forced), false) as is_by_hand
      from offers as offer
      where offer.workspace_id = ${workspaceId} and offer.task_id = task.id) as offered
    left join lateral (
      select clock.breached_at is not null as is_late
      from sla_clocks as clock
      where clock.workspace_id = ${workspaceId}
        and clock.ticket_id = task.ticket_id
        and clock.metric = 'firstResponse'
        and clock.state not in ('cancelled', 'not_applicable')
        and (clock.met_at is not null or clock.breached_at is not null)
        and task.case_id is null
        and not exists (
          select 1
          from tasks as earlier
          where earlier.workspace_id = ${workspaceId}
            and earlier.ticket_id = task.ticket_id
            and earlier.id < task.id
            and earlier.case_id is null)
      order by clock.instance desc
      limit 1) as promise on true
    group by 1`)
  const sideOf = (isIn: boolean) => figuresOf(rows.find((row) => row.isRolledOut === isIn))
  return { rolledOut: sideOf(true), others: sideOf(false) }
}

function figuresOf(row: SideRow | undefined): RolloutFigures {
  const {
    answered = 0,
    refused = 0,
    taken = 0,
    abandoned = 0,
    promised = 0,
    late = 0,
    waited = 0,
    waitP90 = null,
  } = row ?? {}
  const shareOf = (part: number, counted: number) => ({ value: counted === 0 ? null : part / counted, counted })
  return {
    offersNotAccepted: shareOf(refused, answered),
    tasksAbandoned: shareOf(abandoned, taken + abandoned),
    firstResponsesLate: shareOf(late, promised),
    waitP90: { value: waitP90, counted: waited },
  }
}
