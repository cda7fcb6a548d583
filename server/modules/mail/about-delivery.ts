import type { NoticePhrases } from '../../core/mail/index.ts'
import type { Tx } from '../../platform/context.ts'
import { decodeId } from '../../platform/ids.ts'
import { toReader } from './about-ticket.ts'
import type { MailDraft } from './compose-mail.ts'
import { findDeliveryUrl, findWebhookUrl } from './facts-view.ts'
import { mailSettings } from './mail-settings.ts'
import { readersOf, type Told } from './readers.ts'

/** A subscription that was disabled by nobody is told to the administrators. */
export async function webhookDrafts(tx: Tx, told: Told): Promise<MailDraft[]> {
  const { context, event } = told
  const { webhookId: text, reason } = event.data
  const webhookId = decodeId('webhook', String(text))
  if (reason === 'manual' || webhookId === null) return []
  const host = hostOf(await findWebhookUrl(tx, context.workspace.id, webhookId))
  if (host === null) return []
  const facts = { host, reason: String(reason) }
  const dedupeKey = `webhook_disabled ${event.id}`
  return adminDrafts(tx, told, { phrases: 'webhook_disabled', facts, dedupeKey, thread: String(text) })
}

const hourMs = 3_600_000

/**
 * A delivery that failed inside the product is told to the administrators: once an hour for a receiver, since one fault
 * mostly holds up all that goes there.
 */
export async function quarantineDrafts(tx: Tx, told: Told): Promise<MailDraft[]> {
  const { context, event } = told
  const text = String(event.data['deliveryId'])
  const deliveryId = decodeId('delivery', text)
  if (deliveryId === null) return []
  const host = hostOf(await findDeliveryUrl(tx, context.workspace.id, deliveryId))
  if (host === null) return []
  const dedupeKey = `delivery_quarantined ${host} ${Math.floor(event.at / hourMs)}`
  return adminDrafts(tx, told, { phrases: 'delivery_quarantined', facts: { host }, dedupeKey, thread: text })
}

interface Notice {
  readonly phrases: NoticePhrases
  readonly facts: Readonly<Record<string, string>>
  readonly dedupeKey: string
  readonly thread: string
}

/** Both are turned off together: that what is told outside does not arrive. */
async function adminDrafts(tx: Tx, told: Told, notice: Notice): Promise<MailDraft[]> {
  const { publicUrl } = told.context.memory.of(mailSettings)
  const { phrases, facts, dedupeKey, thread } = notice
  const readers = await readersOf(tx, told, { kind: 'webhook_disabled', audience: { roles: ['admin'] } })
  return readers.map((reader) => ({
    ...toReader(reader, dedupeKey),
    content: { kind: 'webhook_disabled', phrases, facts, details: [] },
    ticketId: null,
    link: { word: 'openDeliveries', url: `${publicUrl}/deliveries` },
    thread,
  }))
}

function hostOf(url: string | null): string | null {
  return url === null ? null : (URL.parse(url)?.host ?? null)
}
