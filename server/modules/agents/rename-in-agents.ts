import { isAnyRenamed, type KeyRenames } from '../../core/workflow/index.ts'
import type { Context, Tx } from '../../platform/context.ts'
import { appendEvents, type NewEvent } from '../events/index.ts'
import { lockRenamedAgents, saveRenamedAgents, takeAgentPlaces } from './agent-renames-store.ts'
import { lockLoads } from './lock-store.ts'
import { previousOf } from './routed-by.ts'

/** Keeps agents in their queues and channels, and their skills, languages and team, when these are renamed. */
export async function renameInAgents(tx: Tx, context: Context, renames: KeyRenames): Promise<void> {
  if (!isAnyRenamed(renames, ['queues', 'channels', 'languages', 'skills', 'teams'])) return
  const workspaceId = context.workspace.id
  const found = await lockRenamedAgents(tx, workspaceId, renames)
  if (found.length === 0) return
  const agentIds = found.map((agent) => agent.id)
  await lockLoads(tx, workspaceId, agentIds)
  const saved = await saveRenamedAgents(tx, workspaceId, { agentIds, renames, at: context.now() })
  const versions = new Map(saved.map(({ id, version }) => [id, version]))
  const changes = new Map(
    found.map(({ id, changed, ...before }) => [id, { changed: [...changed], ...previousOf(before, changed) }]),
  )
  const places = await takeAgentPlaces(tx, workspaceId, agentIds)
  const events = places.map(({ id, eventSeq, loadVersion }): NewEvent => ({
    type: 'agent.updated',
    subject: { kind: 'agent', id, seq: eventSeq },
    ticketId: null,
    data: { ...(changes.get(id) ?? { changed: [] }), version: versions.get(id) ?? 0, loadVersion },
  }))
  await appendEvents(tx, context, events)
}
