import type { KeyRenames } from '../../core/workflow/index.ts'
import { sql } from '../../database/query.ts'
import {
  isMemberRenamed,
  isOneRenamed,
  isRenamed,
  renamedLevels,
  renamedWord,
  renamedWords,
} from '../../database/renamed.ts'
import type { Tx } from '../../platform/context.ts'

/** A task that names renamed keys. */
export interface RenamedTask {
  readonly id: string
  readonly ticketId: string
}

const queue = sql`task.queue`
const channel = sql`task.channel`
const skills = sql`(task.requirements -> 'skills')`
const languages = sql`array(select jsonb_array_elements_text(task.requirements -> 'languages'))`
const wordsOfSteps = sql`array(
  select unnest(string_to_array(taken.step, '/'))
  from unnest(task.overflowed) as taken (step))`

/** Tasks that are not over and name a renamed key. */
export function findRenamedTasks(tx: Tx, workspaceId: string, renames: KeyRenames): Promise<RenamedTask[]> {
  return tx.rows(sql<RenamedTask>`
    select task.id, task.ticket_id as "ticketId"
    from tasks as task
    where task.workspace_id = ${workspaceId}
      and task.state not in ('done', 'cancelled', 'abandoned')
      and (${isRenamed(queue, renames.queues)} or ${isOneRenamed(wordsOfSteps, renames.queues)} or ${isRenamed(channel, renames.channels)}
        or ${isMemberRenamed(skills, renames.skills)} or ${isOneRenamed(languages, renames.languages)})`)
}

/** Writes the new names into tasks whose tickets this transaction holds. */
export async function saveRenamedTasks(
  tx: Tx,
  workspaceId: string,
  { taskIds, renames }: { taskIds: readonly string[]; renames: KeyRenames },
): Promise<void> {
  await tx.count(sql`
    update tasks as task
    set queue = ${renamedWord(queue, renames.queues)}, channel = ${renamedWord(channel, renames.channels)},
      overflowed = ${renamedSteps(renames.queues)},
      requirements = task.requirements || jsonb_build_object(
        'skills', ${renamedLevels(skills, renames.skills)},
        'languages', to_jsonb(${renamedWords(languages, renames.languages)})),
      version = task.version + 1
    where task.workspace_id = ${workspaceId} and task.id = any(${taskIds}::uuid[])`)
}

/** Steps taken name the queue they were taken in first, and last the one they led to. */
function renamedSteps(queues: KeyRenames['queues']) {
  const word = (place: number) => renamedWord(sql`split_part(taken.step, '/', ${place})`, queues)
  return sql`array(
    select ${word(1)} || '/' || split_part(taken.step, '/', 2) || '/' || ${word(3)}
    from unnest(task.overflowed) with ordinality as taken (step, place)
    order by taken.place)`
}

/** Writes the new names into the offers that stand: to be answered, or accepted and in hand. */
export async function saveRenamedOffers(tx: Tx, workspaceId: string, renames: KeyRenames): Promise<void> {
  const ofQueue = sql`offer.queue`
  const ofChannel = sql`offer.channel`
  await tx.count(sql`
    update offers as offer
    set queue = ${renamedWord(ofQueue, renames.queues)}, channel = ${renamedWord(ofChannel, renames.channels)},
      version = offer.version + 1
    where offer.workspace_id = ${workspaceId}
      and (offer.state = 'pending' or (offer.state = 'accepted' and offer.released_at is null))
      and (${isRenamed(ofQueue, renames.queues)} or ${isRenamed(ofChannel, renames.channels)})`)
}
