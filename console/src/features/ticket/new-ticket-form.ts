import type { Priority, TicketCatalogue } from '@switchyard/sdk'
import { isFieldText, valueOf } from './details/detail-change.ts'
import type { DetailForm, FieldDefinition } from './details/detail-change.ts'
import { idOfNew, toldOf } from './new/who.ts'
import type { Who } from './new/who.ts'

/** A ticket that is being opened, as a form holds it; '' = left to the rules. */
export interface NewTicketForm extends DetailForm {
  who: Who
  openedBy: 'customer' | 'agent'
  words: string
  note: string
  channel: string
  serviceLine: string
  language: string
  priority: Priority | ''
  orderId: string
  tags: string
  isMine: boolean
}

/** Where nothing is said yet. */
export function emptyForm(who: Who): NewTicketForm {
  return {
    who,
    openedBy: 'customer',
    issueSummary: '',
    words: '',
    note: '',
    channel: '',
    serviceLine: '',
    language: '',
    type: '',
    category: '',
    impact: '',
    urgency: '',
    priority: '',
    affected: [],
    fields: {},
    orderId: '',
    tags: '',
    isMine: false,
  }
}

/** Where a ticket of this opening usually comes from, of the channels there are: whoever takes words down is called. */
export function usualChannel(openedBy: NewTicketForm['openedBy'], channels: TicketCatalogue['channels']): string {
  const wanted = openedBy === 'agent' ? 'email' : 'voice'
  return (channels.find(({ slug }) => slug === wanted) ?? channels[0])?.slug ?? ''
}

/** The custom fields that the form's type has. */
function fieldsOf({ type }: Pick<NewTicketForm, 'type'>, { types }: TicketCatalogue): FieldDefinition[] {
  return types.find(({ slug }) => slug === type)?.fields ?? []
}

/** What a ticket cannot be without and the form has not yet. */
export type Missing = 'customer' | 'subject' | 'words' | 'fields'

/** What is still to be said before the ticket can be opened, in the order of the form. Files may stand for words. */
export function missingIn(form: NewTicketForm, catalogue: TicketCatalogue, hasFiles: boolean): Missing[] {
  const { who, issueSummary, openedBy, words, fields } = form
  const isSomebody = who.kind === 'known' || (who.kind === 'new' && idOfNew(who, who.name.trim()) !== '')
  const isSpoken = openedBy === 'customer' || words.trim() !== '' || hasFiles
  const isRight = fieldsOf(form, catalogue).every((one) => {
    const text = fields[one.name] ?? ''
    return isFieldText(one, text) && (!one.required || text.trim() !== '')
  })
  const checks: [Missing, boolean][] = [
    ['customer', isSomebody],
    ['subject', issueSummary.trim() !== ''],
    ['words', isSpoken],
    ['fields', isRight],
  ]
  return checks.filter(([, isThere]) => !isThere).map(([missing]) => missing)
}

/** What the form asks the service for; `newId` is a new customer's who left nothing to be known by. */
export function requestOf(
  form: NewTicketForm,
  { catalogue, newId, attachments }: { catalogue: TicketCatalogue; newId: string; attachments: readonly string[] },
): Record<string, unknown> {
  const { who, openedBy, isMine, impact, urgency, affected, serviceLine, language, type, category, priority } = form
  const values = fieldsOf(form, catalogue).map((one) => [
    one.name,
    valueOf(one, form.fields[one.name] ?? '', undefined),
  ])
  const fields = Object.fromEntries(values.filter(([, value]) => value !== null))
  const tags = form.tags.split(',').map((tag) => tag.trim())
  const said = {
    ...customerOf(who, newId),
    channel: form.channel || usualChannel(openedBy, catalogue.channels),
    issueSummary: form.issueSummary.trim(),
    message: form.words.trim(),
    note: form.note.trim(),
    orderId: form.orderId.trim(),
    serviceLine,
    language,
    type,
    category,
    priority,
    impact,
    urgency,
    openedBy: openedBy === 'agent' ? openedBy : '',
    assignee: isMine ? 'me' : '',
  }
  return {
    ...Object.fromEntries(Object.entries(said).filter(([, value]) => value !== '')),
    ...(affected.length > 0 && { affected }),
    ...(Object.keys(fields).length > 0 && { fields }),
    ...(tags.some(Boolean) && { tags: tags.filter(Boolean) }),
    ...(attachments.length > 0 && { attachments }),
  }
}

function customerOf(who: Who, newId: string): Record<string, unknown> {
  if (who.kind === 'known') return { customerId: who.customer.id }
  if (who.kind === 'nobody') return {}
  const customer = toldOf(who)
  return { customerId: idOfNew(who, newId), ...(Object.keys(customer).length > 0 && { customer }) }
}

/** What was written and not sent, until it is sent or the page is left: to look at another ticket loses nothing. */
let kept: NewTicketForm | null = null

/** Keeps what is being written; null once it is sent. */
export function keepForm(form: NewTicketForm | null): void {
  kept = form
}

/** The form to begin with: what was kept, unless that was for another customer than is asked for now. */
export function beginForm(who: Who): NewTicketForm {
  if (kept === null) return emptyForm(who)
  if (who.kind !== 'known') return kept
  const isTheirs = kept.who.kind === 'known' && kept.who.customer.id === who.customer.id
  return isTheirs || kept.who.kind === 'nobody' ? { ...kept, who } : emptyForm(who)
}
