import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'
import type { AgentDetails, AgentKind } from './agent.ts'

/** Who named an endpoint: whose key signs what is sent there. */
export interface EndpointSetter {
  readonly kind: string
  readonly id: string
  readonly partnerId: string | null
}

export interface NewAgent extends AgentDetails {
  readonly id: string
  readonly kind: AgentKind
  readonly memberId: string | null
  readonly partnerId: string | null
  /** Null without an endpoint. */
  readonly endpointSetBy: EndpointSetter | null
  /** Epoch ms. */
  readonly createdAt: number
}

/** Adds an agent; false when the member already is one. */
export async function insertAgent(tx: Tx, workspaceId: string, agent: NewAgent): Promise<boolean> {
  const at = new Date(agent.createdAt)
  const added = await tx.count(sql`
    insert into agents (workspace_id, id, kind, name, email, member_id, partner_id, team, languages, skills, queues,
      channels, unit_overrides, rating, contact, organization, endpoint_url, acceptance, endpoint_concurrency, shift,
      endpoint_set_by, created_at, updated_at)
    values (${workspaceId}, ${agent.id}, ${agent.kind}, ${agent.name}, ${agent.email}, ${agent.memberId},
      ${agent.partnerId}, ${agent.team}, ${agent.languages}, ${JSON.stringify(agent.skills)}, ${agent.queues},
      ${agent.channels}, ${JSON.stringify(agent.unitOverrides)}, ${agent.rating}, ${jsonOf(agent.contact)},
      ${jsonOf(agent.organization)}, ${agent.endpointUrl}, ${agent.acceptance}, ${agent.endpointConcurrency},
      ${agent.shift}, ${jsonOf(agent.endpointSetBy)}, ${at}, ${at})
    on conflict (workspace_id, member_id) where member_id is not null do nothing`)
  return added === 1
}

/**
 * Writes the description of an agent that this transaction has locked, as of an instant; gives its new version.
 * `endpointSetBy` is null unless the endpoint is named anew.
 */
export async function saveAgent(
  tx: Tx,
  workspaceId: string,
  agent: AgentDetails & { id: string; endpointSetBy: EndpointSetter | null; at: number },
): Promise<number> {
  const row = await tx.first<{ version: number }>(sql`
    update agents
    set name = ${agent.name}, email = ${agent.email}, team = ${agent.team}, languages = ${agent.languages},
      skills = ${JSON.stringify(agent.skills)}, queues = ${agent.queues}, channels = ${agent.channels},
      unit_overrides = ${JSON.stringify(agent.unitOverrides)}, rating = ${agent.rating},
      contact = ${jsonOf(agent.contact)}, organization = ${jsonOf(agent.organization)},
      endpoint_url = ${agent.endpointUrl}, acceptance = ${agent.acceptance},
      endpoint_concurrency = ${agent.endpointConcurrency}, shift = ${agent.shift},
      endpoint_set_by = coalesce(${jsonOf(agent.endpointSetBy)}::jsonb, agents.endpoint_set_by),
      version = agents.version + 1, updated_at = ${new Date(agent.at)}
    where agents.workspace_id = ${workspaceId} and agents.id = ${agent.id}
    returning agents.version`)
  if (row === null) throw new Error(`Agent ${agent.id} vanished while it was locked.`)
  return row.version
}

/** Gives an agent whose member has another role its next version; the agent is locked. */
export async function raiseVersion(
  tx: Tx,
  workspaceId: string,
  { agentId, at }: { agentId: string; at: number },
): Promise<number> {
  const row = await tx.first<{ version: number }>(sql`
    update agents
    set version = agents.version + 1, updated_at = ${new Date(at)}
    where agents.workspace_id = ${workspaceId} and agents.id = ${agentId}
    returning agents.version`)
  if (row === null) throw new Error(`Agent ${agentId} vanished while it was locked.`)
  return row.version
}

/** Puts an agent away for good; gives its new version, null when it was not there or is away already. */
export async function archiveRow(
  tx: Tx,
  workspaceId: string,
  { agentId, at }: { agentId: string; at: number },
): Promise<number | null> {
  const row = await tx.first<{ version: number }>(sql`
    update agents
    set archived_at = ${new Date(at)}, version = agents.version + 1, updated_at = ${new Date(at)}
    where agents.workspace_id = ${workspaceId}
      and agents.id = ${agentId}
      and agents.archived_at is null
    returning agents.version`)
  return row?.version ?? null
}

function jsonOf(value: object | null): string | null {
  return value === null ? null : JSON.stringify(value)
}
