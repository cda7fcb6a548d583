import type { Context, Tx } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { accessTime, requirePermission } from '../access/index.ts'
import type { Integration, OpenIntegration } from './partner.ts'
import { findIntegration, findIntegrationOf, findOpenIntegrations } from './partner-view.ts'

/** The place a caller names where its token does not say it. */
export interface NamedPlace {
  readonly brand?: string | undefined
  readonly region?: string | undefined
}

/** Of which integration something is said. */
export interface ActingIntegration {
  readonly integrationId: string
  readonly partnerId: string
  readonly brand: string
  readonly region: string
}

/**
 * The integration that a partner acts for: its token's own; a person, or a token of none, names the brand and the region
 * of one of its partner's. Throws `forbidden` where there is none there, and for another place than the token's.
 */
export async function requireIntegration(
  tx: Tx,
  context: Context,
  { brand, region }: NamedPlace = {},
): Promise<ActingIntegration> {
  const { integrationId, partnerId } = context.principal
  const workspaceId = context.workspace.id
  if (integrationId !== undefined) {
    const own = await findIntegration(tx, workspaceId, integrationId)
    if (own === null) throw none('This token belongs to no integration any more.')
    if ((brand ?? own.brand) !== own.brand || (region ?? own.region) !== own.region)
      throw new AppError('forbidden', `This token is for ${own.brand} in ${own.region}.`, { missing: 'market' })
    return acting(own)
  }
  if (partnerId === null) throw none('This is for partners: their tokens, and persons who act for one.')
  if (brand === undefined || region === undefined)
    throw none('Use the token of an integration, or name the `brand` and the `region` of one you have.')
  const named = await findIntegrationOf(tx, workspaceId, { partnerId, brand, region })
  if (named === null)
    throw none(`You have no integration for ${brand} in ${region}: whoever arranges the market makes one.`)
  return acting(named)
}

/** The ways in that the calling partner has, with the use of their tokens; of a token of an integration this one alone. */
export async function listOwnIntegrations(
  context: Context,
  page: { after: string | null; limit: number },
): Promise<readonly OpenIntegration[]> {
  requirePermission(context, 'partner:act')
  const { partnerId, integrationId = null } = context.principal
  if (partnerId === null) return []
  const own = { partnerId, integrationId, at: accessTime(context), ...page }
  return context.read((tx) => findOpenIntegrations(tx, context.workspace.id, own))
}

function acting({ id, partnerId, brand, region }: Integration & { readonly partnerId: string }): ActingIntegration {
  return { integrationId: id, partnerId, brand, region }
}

function none(message: string): AppError {
  return new AppError('forbidden', message, { missing: 'integration' })
}
