import type { Context } from '../../platform/context.ts'
import { requirePermission } from '../access/index.ts'
import type { Certification, CertificationDetail } from './certification.ts'
import { type CertificationPage, findCertification, findCertifications } from './certification-view.ts'
import { isOwnPlace } from './read-subscriptions.ts'
import { requireIntegration } from './act-for-integration.ts'

/** Rehearsals in the caller's markets, the newest first: for whoever reviews a partner. */
export async function listCertifications(context: Context, page: CertificationPage): Promise<Certification[]> {
  requirePermission(context, 'market:read', { partnerId: null })
  return context.read(async (tx) => {
    const own: Certification[] = []
    let { before } = page
    for (;;) {
      const found = await findCertifications(tx, context.workspace.id, { ...page, before })
      for (const one of found) if (await isOwnPlace(tx, context, one)) own.push(one)
      before = found.at(-1)?.id ?? null
      if (found.length < page.limit || own.length >= page.limit) return own.slice(0, page.limit)
    }
  })
}

/** One of them, or null. */
export async function getCertification(context: Context, { id }: { id: string }): Promise<CertificationDetail | null> {
  requirePermission(context, 'market:read', { partnerId: null })
  return context.read(async (tx) => {
    const found = await findCertification(tx, context.workspace.id, id)
    return found !== null && (await isOwnPlace(tx, context, found)) ? found : null
  })
}

/** A partner's own rehearsals, those of its integration where the token is of one. */
export async function listOwnCertifications(
  context: Context,
  page: Pick<CertificationPage, 'state' | 'before' | 'limit'>,
): Promise<Certification[]> {
  requirePermission(context, 'partner:act')
  const { partnerId, integrationId } = context.principal
  if (partnerId === null) return []
  return context.read(async (tx) => {
    const own = integrationId === undefined ? null : await requireIntegration(tx, context)
    const place = { brand: own?.brand ?? null, region: own?.region ?? null }
    return findCertifications(tx, context.workspace.id, { ...page, ...place, partnerId })
  })
}

/** One of a partner's own, or null. */
export async function getOwnCertification(
  context: Context,
  { id }: { id: string },
): Promise<CertificationDetail | null> {
  requirePermission(context, 'partner:act')
  const { partnerId, integrationId } = context.principal
  return context.read(async (tx) => {
    const found = await findCertification(tx, context.workspace.id, id)
    if (found === null || found.partner.id !== partnerId) return null
    if (integrationId === undefined) return found
    const own = await requireIntegration(tx, context)
    return found.brand === own.brand && found.region === own.region ? found : null
  })
}
