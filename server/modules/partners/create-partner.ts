import type { Context } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { encodeId, newId } from '../../platform/ids.ts'
import { createToken, requirePermission, unlimitedGrant } from '../access/index.ts'
import { actorOf, appendWorkspaceEvent } from '../events/index.ts'
import { marketPlaceOf } from '../markets/index.ts'
import type { Partner } from './partner.ts'
import { insertIntegration, insertPartner, lockPartner } from './partner-store.ts'
import { findPartner, findPartners } from './partner-view.ts'

/** Adds a partner. Throws `conflict` when its slug is taken. */
export async function createPartner(context: Context, input: { slug: string; name: string }): Promise<Partner> {
  requirePermission(context, 'market:write', { market: null, franchisee: null, partnerId: null })
  return context.transaction(async (tx) => {
    const id = newId()
    if (!(await insertPartner(tx, context.workspace.id, { ...input, id })))
      throw new AppError('conflict', `There is a partner "${input.slug}" already.`)
    await appendWorkspaceEvent(tx, context, { type: 'partner.created', data: { partnerId: encodeId('partner', id) } })
    return found(await findPartner(tx, context.workspace.id, id), id)
  })
}

/** Partners with their integrations, by slug. */
export async function listPartners(
  context: Context,
  page: { after: string | null; limit: number },
): Promise<Partner[]> {
  requirePermission(context, 'market:read', { partnerId: null })
  return context.read((tx) => findPartners(tx, context.workspace.id, page))
}

export interface NewIntegration {
  readonly partnerId: string
  readonly name: string | null
  readonly brand: string
  readonly region: string
}

/**
 * Gives a partner a way in for one brand and region, with a token of its own whose secret is told this once. Null when
 * there is no such partner. Throws `conflict` when it has one there, `forbidden` for who may not make such tokens.
 */
export async function createIntegration(
  context: Context,
  input: NewIntegration,
): Promise<{ partner: Partner; integrationId: string; tokenId: string; secret: string } | null> {
  requirePermission(context, 'market:write', { partnerId: null })
  return context.transaction(async (tx) => {
    const { partnerId, brand, region } = input
    requirePermission(context, 'market:write', await marketPlaceOf(tx, context, { brand, region, franchisee: null }))
    const partner = await lockPartner(tx, context.workspace.id, partnerId)
    if (partner === null) return null
    const name = input.name ?? `${partner.name} ${brand} ${region}`
    const id = newId()
    const createdBy = actorOf(context.principal)
    if (!(await insertIntegration(tx, context.workspace.id, { id, partnerId, name, brand, region, createdBy })))
      throw new AppError('conflict', `${partner.name} has an integration for ${brand} in ${region} already.`)
    const grant = { ...unlimitedGrant, name, role: 'partner', partnerId, integrationId: id } as const
    const { token, secret } = await createToken(context.within(tx), grant)
    const ids = { partnerId: encodeId('partner', partnerId), integrationId: encodeId('integration', id) }
    const data = { ...ids, tokenId: encodeId('token', token.id) }
    await appendWorkspaceEvent(tx, context, { type: 'partner.integration_created', data })
    const made = found(await findPartner(tx, context.workspace.id, partnerId), partnerId)
    return { partner: made, integrationId: id, tokenId: token.id, secret }
  })
}

function found(partner: Partner | null, id: string): Partner {
  if (partner === null) throw new Error(`Partner ${id} vanished in its own transaction.`)
  return partner
}
