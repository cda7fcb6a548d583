import { isMailAddress } from '../mail/mail-address.ts'
import type { WorkflowDocument } from './document.ts'
import type { Finding } from './finding.ts'
import { doubt, fault } from './finding.ts'

const linkPattern = /^https?:\/\/[^\s<>"']+$/

/** A sender that nobody can answer, a link that leads nowhere, and replies that no channel sends. */
export function lintMail({ mail }: WorkflowDocument): readonly Finding[] {
  if (mail === undefined) return []
  const findings: Finding[] = []
  const { from, requestLink, channels, replies } = mail
  if (from !== undefined && !isMailAddress(from.address)) {
    const message = `"${from.address}" is no mail address such as support@example.com.`
    findings.push(fault('mail_address', ['mail', 'from', 'address'], message))
  }
  if (requestLink !== undefined && !(linkPattern.test(requestLink) && /\{(number|id)\}/.test(requestLink))) {
    const message = 'A link for customers is an https address with {number} or {id} in it.'
    findings.push(fault('mail_link', ['mail', 'requestLink'], message))
  }
  if (channels?.length === 0 && replies !== false) {
    const message = 'No channel is answered by mail: say `replies: false`, or name one.'
    findings.push(doubt('mail_without_channel', ['mail', 'channels'], message))
  }
  return findings
}
