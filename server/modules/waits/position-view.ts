import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'

/** A queue, and the service-level policies that its order heeds; none where deadlines do not count. */
interface Asked {
  readonly queue: string
  readonly policies: readonly string[]
}

/** Waiting tasks of a class between two of the instants asked for; bucket n entered at or after n of them. */
export interface BucketRow {
  readonly priority: string
  readonly policy: string | null
  readonly bucket: number
  readonly tasks: number
}

/** Tickets are looked up only where their policy is heeded. */
const policyOf = (policies: readonly string[]) =>
  policies.length === 0
    ? { name: sql`null::text`, join: sql`` }
    : {
        name: sql`case when ticket.sla_policy = any(${policies}::text[]) then ticket.sla_policy end`,
        join: sql`join tickets as ticket on ticket.workspace_id = task.workspace_id and ticket.id = task.ticket_id`,
      }

/** Counts the waiting tasks of a queue by class between instants (epoch ms, ascending), in one pass. */
export function countByEntry(
  tx: Tx,
  workspaceId: string,
  { queue, policies, instants }: Asked & { instants: readonly number[] },
): Promise<BucketRow[]> {
  const policy = policyOf(policies)
  const times = instants.map((instant) => new Date(instant).toISOString())
  return tx.rows(sql<BucketRow>`
    select task.priority, ${policy.name} as policy, width_bucket(task.entered_at, ${times}::timestamptz[]) as bucket,
      count(*) as tasks
    from tasks as task
    ${policy.join}
    where task.workspace_id = ${workspaceId}
      and task.queue = ${queue}
      and task.state not in ('done', 'cancelled', 'abandoned')
      and task.state = 'waiting'
    group by 1, 2, 3`)
}

/** A task, and a class whose tasks go before it when they entered with it and have a smaller id. */
export interface TieAsked {
  readonly id: string
  readonly enteredAt: number
  readonly priority: string
  readonly policy: string | null
}

/** How many waiting tasks entered at the same instant and go before by their id. */
export function countTies(
  tx: Tx,
  workspaceId: string,
  { queue, policies, ties }: Asked & { ties: readonly TieAsked[] },
): Promise<{ id: string; tasks: number }[]> {
  const policy = policyOf(policies)
  return tx.rows(sql<{ id: string; tasks: number }>`
    select asked.id, count(*) as tasks
    from unnest(${ties.map((tie) => tie.id)}::uuid[], ${ties.map((tie) => tie.priority)}::text[],
      ${ties.map((tie) => tie.policy)}::text[], ${ties.map((tie) => new Date(tie.enteredAt).toISOString())}::timestamptz[])
      as asked (id, priority, policy, entered_at)
    join tasks as task on task.entered_at = asked.entered_at and task.priority = asked.priority and task.id < asked.id
    ${policy.join}
    where task.workspace_id = ${workspaceId}
      and task.queue = ${queue}
      and task.state not in ('done', 'cancelled', 'abandoned')
      and task.state = 'waiting'
      and ${policy.name} is not distinct from asked.policy
    group by asked.id`)
}

/** The service-level policies of the tickets of these tasks, by task. */
export async function findPoliciesOf(
  tx: Tx,
  workspaceId: string,
  taskIds: readonly string[],
): Promise<Map<string, string | null>> {
  const rows = await tx.rows(sql<{ id: string; policy: string | null }>`
    select task.id, ticket.sla_policy as policy
    from tasks as task
    join tickets as ticket on ticket.workspace_id = task.workspace_id and ticket.id = task.ticket_id
    where task.workspace_id = ${workspaceId} and task.id = any(${taskIds}::uuid[])`)
  return new Map(rows.map((row) => [row.id, row.policy]))
}
