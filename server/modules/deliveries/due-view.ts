import type { Tx } from '../../platform/context.ts'

// Asked at every turn of a worker that may take fifty a second, so planned once.
const workspacesStatement = {
  name: 'delivery-due-workspaces',
  text: `
    select workspace.id
    from workspaces as workspace
    cross join lateral (
      select 1
      from deliveries as due
      where due.workspace_id = workspace.id
        and due.state = 'pending'
        and due.next_attempt_at <= now()
      order by due.next_attempt_at
      limit 1) as first_due
    union
    select state.workspace_id
    from webhook_states as state
    where state.probe_at <= now()`,
}

const nextStatement = {
  name: 'delivery-next-due',
  text: `
    select ceil(extract(epoch from min(next.at) - now()) * 1000)::integer as "dueInMs"
    from (
      select min(first_later.next_attempt_at) as at
      from workspaces as workspace
      cross join lateral (
        select later.next_attempt_at
        from deliveries as later
        where later.workspace_id = workspace.id
          and later.state = 'pending'
          and later.next_attempt_at > now()
          and later.next_attempt_at < 'infinity'
        order by later.next_attempt_at
        limit 1) as first_later
      union all
      select min(state.probe_at)
      from webhook_states as state
      where state.probe_at > now()) as next`,
}

/** Workspaces that have a delivery or a probe due now, read as the relay across all of them. */
export async function findWorkspacesWithDueDeliveries(tx: Tx): Promise<string[]> {
  const rows = await tx.prepared<{ id: string }>(workspacesStatement, [])
  return rows.map((row) => row.id)
}

/** In how many milliseconds the next delivery or probe of any workspace comes due; null when none waits. Needs the relay's role. */
export async function findNextDueInMs(tx: Tx): Promise<number | null> {
  const [row] = await tx.prepared<{ dueInMs: number | null }>(nextStatement, [])
  return row?.dueInMs ?? null
}
