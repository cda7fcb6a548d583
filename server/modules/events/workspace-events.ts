import { Type } from 'typebox'
import { changedValues, data, id, nullable, slug } from './event-data.ts'

/** What happens in a workspace besides its tickets, agents and customers. */
export const workspaceEvents = {
  'workspace.created': data({ slug }),
  /** In a rehearsal: by how much, and how far ahead of the real time it is by then. */
  'workspace.clock_moved': data({ bySeconds: Type.Integer(), offsetSeconds: Type.Integer() }),
  /** `restores`: the earlier version whose text it has again. */
  'market.published': data({ slug, version: Type.Integer(), restores: Type.Optional(Type.Integer()) }),
  'bulk.started': data({ bulkId: id, action: slug, tickets: Type.Integer() }),
  'bulk.finished': data({ bulkId: id, changed: Type.Integer(), unchanged: Type.Integer(), refused: Type.Integer() }),
  'bulk.undo_started': data({ bulkId: id }),
  'bulk.undone': data({ bulkId: id, undone: Type.Integer(), kept: Type.Integer() }),
  'token.created': data({ tokenId: id, role: slug }),
  'token.rotated': data({ tokenId: id, successorId: id, endsAt: slug }),
  'token.revoked': data({ tokenId: id }),
  'member.added': data({ memberId: id, role: slug }),
  /** `previous` is left out by what was written before it was told. */
  'member.role_changed': data({ memberId: id, role: slug, previous: Type.Optional(slug) }),
  'member.link_issued': data({ memberId: id }),
  'member.signed_in': data({ memberId: id, sessionId: id, by: slug }),
  'member.session_ended': data({ memberId: id, sessionId: id, by: slug }),
  'member.password_set': data({ memberId: id }),
  'member.notices_set': data({ memberId: id, off: Type.Array(slug) }),
  /** Somebody outside asks for access; who decides hands out a token or a membership (`as`), or says no. */
  'access.requested': data({ requestId: id, kind: slug }),
  'access.approved': data({ requestId: id, as: slug, grantedId: id }),
  'access.rejected': data({ requestId: id }),
  'callback_key.rotated': data({ ownerKind: slug, ownerId: id }),
  'callback_key.revealed': data({ ownerKind: slug, ownerId: id }),
  /** Keys that still signed beside the present one do so no more. */
  'callback_key.retired': data({ ownerKind: slug, ownerId: id }),
  /** An origin of callbacks was away for 120 hours; so many deliveries that waited for it are dead. */
  'delivery.given_up': data({ origin: slug, deliveries: Type.Integer() }),
  'delivery.dead': data({ deliveryId: id, attempts: Type.Integer() }),
  /** It failed three times before it could be sent: a fault of ours. */
  'delivery.quarantined': data({ deliveryId: id }),
  /** Somebody had one delivery sent again, or those of a span to a subscription, else to callbacks. */
  'delivery.replayed': data({
    deliveries: Type.Integer(),
    deliveryId: nullable(id),
    webhookId: nullable(id),
    since: nullable(slug),
    until: nullable(slug),
  }),
  'webhook.created': data({ webhookId: id }),
  'webhook.updated': data({ webhookId: id, changed: Type.Array(slug), values: Type.Optional(changedValues) }),
  'webhook.disabled': data({ webhookId: id, reason: slug }),
  'webhook.deleted': data({ webhookId: id }),
  /** Somebody asked for a mail: a transcript, or one of the outbox once more. */
  'mail.requested': data({ mailId: id, kind: slug }),
  /** The mail server refused it for good, or it was tried for two days. */
  'mail.failed': data({ mailId: id, kind: slug, reason: slug, code: Type.Union([Type.Integer(), Type.Null()]) }),
  /** Somebody who was about to ask says whether an article was what they needed. */
  'article.answered': data({ article: slug, channel: slug, helped: Type.Boolean() }),
  'view.created': data({ viewId: id, sharedWith: slug }),
  'view.updated': data({ viewId: id, sharedWith: slug, changed: Type.Array(slug) }),
  'store.saved': data({ storeId: slug, version: Type.Integer() }),
  'partner.created': data({ partnerId: id }),
  /** A way in for one brand and region, with a token of its own. */
  'partner.integration_created': data({ partnerId: id, integrationId: id, tokenId: id }),
  /** An endpoint is rehearsed; how that ended: its verdict, or `stopped`. */
  'partner.certification_started': data({ certificationId: id, partnerId: id, webhookId: id }),
  'partner.certification_ended': data({ certificationId: id, partnerId: id, webhookId: id, state: slug }),
  'view.deleted': data({ viewId: id, sharedWith: slug }),
} as const
