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
import type { AgentDetails } from './agent.ts'

/** An agent whose description names renamed keys, as it is before. */
export interface RenamedAgent extends Pick<AgentDetails, 'queues' | 'channels' | 'languages' | 'skills' | 'team'> {
  readonly id: string
  /** The names of what changes, as the API has them. */
  readonly changed: readonly string[]
}

const queues = sql`agent.queues`
const channels = sql`agent.channels`
const languages = sql`agent.languages`
const skills = sql`agent.skills`
const team = sql`agent.team`

/** Holds the agents that name a renamed key, in the order of their ids. */
export function lockRenamedAgents(tx: Tx, workspaceId: string, renames: KeyRenames): Promise<RenamedAgent[]> {
  return tx.rows(sql<RenamedAgent>`
    select agent.id, agent.queues, agent.channels, agent.languages, agent.skills, agent.team, found.changed
    from agents as agent
    cross join lateral (
      select array_remove(array[
        case when ${isOneRenamed(queues, renames.queues)} then 'queues' end,
        case when ${isOneRenamed(channels, renames.channels)} then 'channels' end,
        case when ${isOneRenamed(languages, renames.languages)} then 'languages' end,
        case when ${isMemberRenamed(skills, renames.skills)} then 'skills' end,
        case when ${isRenamed(team, renames.teams)} then 'team' end], null) as changed) as found
    where agent.workspace_id = ${workspaceId} and agent.archived_at is null and cardinality(found.changed) > 0
    order by agent.id
    for no key update of agent`)
}

/** Writes the new names into the descriptions of agents this transaction holds; gives their new versions. */
export function saveRenamedAgents(
  tx: Tx,
  workspaceId: string,
  { agentIds, renames, at }: { agentIds: readonly string[]; renames: KeyRenames; at: number },
): Promise<{ id: string; version: number }[]> {
  return tx.rows(sql<{ id: string; version: number }>`
    update agents as agent
    set queues = ${renamedWords(queues, renames.queues)}, channels = ${renamedWords(channels, renames.channels)},
      languages = ${renamedWords(languages, renames.languages)}, skills = ${renamedLevels(skills, renames.skills)},
      team = ${renamedWord(team, renames.teams)}, version = agent.version + 1, updated_at = ${new Date(at)}
    where agent.workspace_id = ${workspaceId} and agent.id = any(${agentIds}::uuid[])
    returning agent.id, agent.version`)
}

/** Takes the next place in the sequences of agents; gives it with the version of the load. */
export function takeAgentPlaces(
  tx: Tx,
  workspaceId: string,
  agentIds: readonly string[],
): Promise<{ id: string; eventSeq: number; loadVersion: number }[]> {
  return tx.rows(sql<{ id: string; eventSeq: number; loadVersion: number }>`
    update agent_loads as load
    set event_seq = load.event_seq + 1
    where load.workspace_id = ${workspaceId} and load.agent_id = any(${agentIds}::uuid[])
    returning load.agent_id as id, load.event_seq as "eventSeq", load.version as "loadVersion"`)
}
