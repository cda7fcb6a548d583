import type { TaskKind } from '../../core/workflow/index.ts'
import { db, sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'
import type { Task, TaskState } from './task.ts'

const columns = sql`
  task.id, task.ticket_id as "ticketId", task.case_id as "caseId", task.kind, task.queue, task.channel, task.priority, task.requirements,
  task.state, task.agent_id as "agentId", task.entered_at as "enteredAt", task.waits_from as "waitsFrom", task.exclusions, task.parked_at as "parkedAt",
  task.wrapup_until as "wrapupUntil", task.disposition, task.preferred_agent_id as "preferredAgentId",
  task.preferred_until as "preferredUntil", task.preferred_as as "preferredAs", task.overflowed, task.partner, task.version, task.created_at as "createdAt",
  task.ended_at as "endedAt"`

/** Whose work is meant: the ticket's own, that of one of its cases, or whichever of them this task is. */
export interface WorkOf {
  readonly ticketId: string
  readonly caseId?: string | null
  readonly taskId?: string | null
}

/** The task of a ticket or case that is not over yet, held until the transaction ends; null when there is none. */
export function lockOpenTask(
  tx: Tx,
  workspaceId: string,
  { ticketId, caseId = null, taskId = null }: WorkOf,
): Promise<Task | null> {
  return tx.first(sql<Task>`
    select ${columns}
    from tasks as task
    where task.workspace_id = ${workspaceId}
      and task.ticket_id = ${ticketId}
      and task.case_id is not distinct from coalesce(${caseId}::uuid, (
        select named.case_id
        from tasks as named
        where named.workspace_id = ${workspaceId} and named.id = ${taskId}::uuid))
      and task.state not in ('done', 'cancelled', 'abandoned')
    for no key update`)
}

/** One task, whatever its state, or null. */
export async function findTask(tx: Tx, workspaceId: string, taskId: string): Promise<Task | null> {
  const [task] = await tx.keyed(sql<Task>`
    select ${columns}
    from tasks as task
    where task.workspace_id = ${workspaceId} and task.id = ${taskId}`)
  return task ?? null
}

/** The newest task of a ticket's own, whatever its state, or null. */
export function findLastTask(tx: Tx, workspaceId: string, ticketId: string): Promise<Task | null> {
  return tx.first(sql<Task>`
    select ${columns}
    from tasks as task
    where task.workspace_id = ${workspaceId} and task.ticket_id = ${ticketId} and task.case_id is null
    order by task.created_at desc, task.id desc
    limit 1`)
}

/** These tasks as they stand now. */
export function findTasks(tx: Tx, workspaceId: string, taskIds: readonly string[]): Promise<Task[]> {
  return tx.rows(sql<Task>`
    select ${columns}
    from tasks as task
    where task.workspace_id = ${workspaceId} and task.id = any(${taskIds}::uuid[])`)
}

/** Of these tasks those that still wait at the version named, held until the transaction ends. The tickets are held. */
export function lockWaitingTasks(
  tx: Tx,
  workspaceId: string,
  seen: readonly { taskId: string; taskVersion: number }[],
): Promise<Task[]> {
  return tx.rows(sql<Task>`
    select ${columns}
    from tasks as task
    join unnest(${seen.map((one) => one.taskId)}::uuid[], ${seen.map((one) => one.taskVersion)}::integer[])
      as seen (id, version) on seen.id = task.id and seen.version = task.version
    where task.workspace_id = ${workspaceId} and task.state = 'waiting'
    order by task.id
    for no key update of task`)
}

/** Adds a task to a ticket, or to one of its cases, that has none open. */
export async function insertTask(tx: Tx, workspaceId: string, task: Task): Promise<void> {
  await tx.count(
    db.insertInto('tasks').values({
      workspace_id: workspaceId,
      id: task.id,
      ticket_id: task.ticketId,
      case_id: task.caseId,
      kind: task.kind,
      queue: task.queue,
      channel: task.channel,
      priority: task.priority,
      requirements: JSON.stringify(task.requirements),
      state: task.state,
      agent_id: task.agentId,
      entered_at: instant(task.enteredAt),
      waits_from: task.waitsFrom === null ? null : instant(task.waitsFrom),
      preferred_agent_id: task.preferredAgentId,
      preferred_until: task.preferredUntil === null ? null : instant(task.preferredUntil),
      overflowed: [...task.overflowed],
      partner: task.partner,
      preferred_as: task.preferredAs,
      created_at: instant(task.createdAt),
      version: task.version,
    }),
  )
}

export interface TaskPatch {
  readonly state?: TaskState
  readonly agentId?: string | null
  readonly kind?: TaskKind
  readonly queue?: string
  readonly priority?: string
  readonly requirements?: Task['requirements']
  /** Agents not to be asked again before an instant, besides those that are not to be anyway. */
  readonly exclude?: Readonly<Record<string, number>>
  readonly enteredAt?: number
  readonly waitsFrom?: number
  readonly parkedAt?: number | null
  readonly wrapupUntil?: number
  readonly disposition?: string | null
  readonly overflowed?: readonly string[]
  /** Another queue ends it too: it is the queue's partner. */
  readonly partner?: string | null
  readonly endedAt?: number
}

/** Changes a task that this transaction has locked and gives its new version. */
export async function saveTask(tx: Tx, workspaceId: string, taskId: string, patch: TaskPatch): Promise<number> {
  const { state, agentId, kind, queue, priority, requirements, exclude, endedAt } = patch
  const { enteredAt, waitsFrom, parkedAt, wrapupUntil, disposition, overflowed } = patch
  const partner = queue === undefined ? patch.partner : (patch.partner ?? null)
  const row = await tx.first<{ version: number }>(
    db
      .updateTable('tasks')
      .set({
        ...(state !== undefined && { state }),
        ...(agentId !== undefined && { agent_id: agentId }),
        ...(kind !== undefined && { kind }),
        ...(queue !== undefined && { queue }),
        ...(priority !== undefined && { priority }),
        ...(requirements !== undefined && { requirements: JSON.stringify(requirements) }),
        ...(exclude !== undefined && {
          exclusions: sql<string>`tasks.exclusions || ${JSON.stringify(exclude)}::jsonb`,
        }),
        ...(enteredAt !== undefined && { entered_at: instant(enteredAt) }),
        ...(waitsFrom !== undefined && { waits_from: instant(waitsFrom) }),
        ...(parkedAt !== undefined && { parked_at: parkedAt === null ? null : instant(parkedAt) }),
        ...(wrapupUntil !== undefined && { wrapup_until: instant(wrapupUntil) }),
        ...(disposition !== undefined && { disposition }),
        ...(endedAt !== undefined && { ended_at: instant(endedAt) }),
        ...(partner !== undefined && { partner }),
        ...(overflowed !== undefined && { overflowed: [...overflowed] }),
        version: sql<number>`tasks.version + 1`,
      })
      .where('tasks.workspace_id', '=', workspaceId)
      .where('tasks.id', '=', taskId)
      .returning('tasks.version'),
  )
  if (row === null) throw new Error(`Task ${taskId} was locked and is gone.`)
  return row.version
}

function instant(at: number) {
  return sql<number>`${new Date(at)}`
}

/** Reserves waiting tasks for offers: only those still waiting at the version the decision saw. Gives the winners. */
export function claimTasks(
  tx: Tx,
  workspaceId: string,
  claims: readonly { taskId: string; version: number }[],
): Promise<{ id: string; version: number }[]> {
  const statement = {
    name: 'tasks-claim',
    text: `
      update tasks as task
      set state = 'offered', version = task.version + 1
      from unnest($2::uuid[], $3::integer[]) as claim (id, version)
      where task.workspace_id = $1
        and task.id = claim.id
        and task.version = claim.version
        and task.state = 'waiting'
      returning task.id, task.version`,
  }
  return tx.prepared(statement, [
    workspaceId,
    claims.map((claim) => claim.taskId),
    claims.map((claim) => claim.version),
  ])
}

/** Lets tasks wait as they did that this transaction has claimed in vain: nobody has seen the claim, and no event tells of it. */
export async function unclaimTasks(tx: Tx, workspaceId: string, taskIds: readonly string[]): Promise<void> {
  await tx.count(sql`
    update tasks as task
    set state = 'waiting', version = task.version - 1
    where task.workspace_id = ${workspaceId} and task.id = any(${taskIds}::uuid[]) and task.state = 'offered'`)
}
