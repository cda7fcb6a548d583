import { isMailAddress } from '../mail/mail-address.ts'
import type { WorkflowDocument } from './document.ts'
import type { Finding } from './finding.ts'
import { doubt, fault } from './finding.ts'
import type { Refer } from './name-kinds.ts'

/** The names that the public page uses. */
export function pageReferences({ platformPage }: WorkflowDocument, refer: Refer): void {
  if (platformPage === undefined) return
  const { queues, request, caseReason } = platformPage
  queues?.forEach((queue, index) => refer('queue', queue, 'platformPage', 'queues', index))
  refer('reason', caseReason, 'platformPage', 'caseReason')
  refer('serviceLine', request?.serviceLine, 'platformPage', 'request', 'serviceLine')
  refer('channel', request?.channel, 'platformPage', 'request', 'channel')
}

/** Automations that are not there, and contacts that nobody could reach. */
export function lintPage({ platformPage, automations = [] }: WorkflowDocument): readonly Finding[] {
  if (platformPage === undefined) return []
  const known = new Set(automations.map(({ id }) => id))
  const unknown = (platformPage.automations ?? []).flatMap((id, index) =>
    known.has(id)
      ? []
      : [fault('unknown_rule', ['platformPage', 'automations', index], `There is no automation "${id}".`)],
  )
  const contacts = (platformPage.contacts ?? []).flatMap(({ email, phone }, index): Finding[] => {
    const path = ['platformPage', 'contacts', index]
    if (email === undefined && phone === undefined)
      return [fault('contact_unreachable', path, 'Say how to reach them: an email, a phone, or both.')]
    if (email === undefined || isMailAddress(email)) return []
    return [fault('mail_address', [...path, 'email'], `"${email}" is no mail address such as support@example.com.`)]
  })
  const isMute = platformPage.accessRequests === 'mail' && (platformPage.contacts ?? []).length === 0
  const silence = doubt('page_without_contact', ['platformPage'], 'Nobody can ask for access: name a contact.')
  return [...unknown, ...contacts, ...(isMute ? [{ ...silence, at: 'key' as const }] : [])]
}
