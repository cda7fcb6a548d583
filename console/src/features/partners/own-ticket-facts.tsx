import { useState } from 'react'
import type { ReactNode } from 'react'
import type { PartnerTicketDetail } from '@switchyard/sdk'
import { Button } from '../../ui/button.tsx'
import { Moment } from '../../ui/delivery-marks.tsx'
import { Facts } from '../../ui/facts.tsx'
import { Field } from '../../ui/field.tsx'
import { stepWords } from '../../ui/handoff-words.ts'
import { ProblemLine } from '../../ui/states.tsx'
import { t } from '../../ui/words/words.ts'
import { say } from './own-ticket-words.ts'
import { useOwnTicket } from './use-own-ticket.ts'

type Row = [string, ReactNode]

const code = (text: string) => <span className="font-mono text-[11.5px]">{text}</span>

function orderRows({ order }: PartnerTicketDetail): (Row | null)[] {
  if (order === null) return []
  const { id, placedAt, serviceMode, status } = order
  const how = [serviceMode, status].filter((part) => part !== null).join(' · ')
  return [
    [say('order'), code(id)],
    placedAt === null ? null : [say('ordered'), <Moment key="ordered" at={placedAt} />],
    how === '' ? null : [say('orderHow'), how],
  ]
}

function guestRows({ customer }: PartnerTicketDetail): (Row | null)[] {
  const { id, name, email, phone } = customer ?? {}
  return [
    name === undefined ? null : [say('guest'), name],
    email === undefined ? null : [say('email'), email],
    phone === undefined ? null : [say('phone'), phone],
    // Who is known by an address alone has it for an id.
    id === undefined || id === email || id === phone ? null : [say('customerId'), code(id)],
  ]
}

function toldRows(ticket: PartnerTicketDetail): Row[] {
  const { category, knowledgeForceIssueId: issue, storeId, brand, region, source, submittedAt } = ticket
  const { role, externalId } = ticket
  const rows: (Row | null)[] = [
    [say('category'), category],
    issue === null ? null : [say('issue'), <span title={t('market.issueId')}>{code(issue)}</span>],
    storeId === null ? null : [say('store'), code(storeId)],
    ...orderRows(ticket),
    ...guestRows(ticket),
    [say('place'), `${brand} · ${region}`],
    [say('source'), source],
    [say('when'), <Moment key="when" at={submittedAt} />],
    // Whoever has it in hand writes it below.
    role === 'receiver' || externalId === null ? null : [say('externalId'), code(externalId)],
  ]
  return rows.filter((row) => row !== null)
}

function ExternalId({ ticket }: { ticket: PartnerTicketDetail }) {
  const update = useOwnTicket(ticket)
  const [text, write] = useState<string | null>(null)
  const shown = text ?? ticket.externalId ?? ''
  const save = () => {
    const externalId = shown.trim() === '' ? null : shown.trim()
    update.mutate({ externalId }, { onSuccess: () => write(null) })
  }
  return (
    <form
      className="grid gap-1.5"
      onSubmit={(event) => {
        event.preventDefault()
        save()
      }}
    >
      <Field label={say('externalId')} hint={say('externalIdHint')}>
        {(id) => (
          <span className="flex gap-2">
            <input
              id={id}
              className="field min-w-0 flex-1"
              autoComplete="off"
              maxLength={200}
              value={shown}
              onChange={(event) => write(event.target.value)}
            />
            <Button type="submit" busy={update.isPending}>
              {t('own.save')}
            </Button>
          </span>
        )}
      </Field>
      <p role="status" className="type-meta min-h-4 text-ink-3">
        {update.isSuccess && text === null && say('saved')}
      </p>
      {update.error && <ProblemLine error={update.error} />}
    </form>
  )
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="border-b border-line px-4 pb-[15px] pt-3.5 last:border-0">
      <h3 className="type-micro mb-[9px] text-ink-3">{title}</h3>
      {children}
    </section>
  )
}

/** What the partner was told of a ticket, why it has it, and its own id of it. */
export function OwnTicketFacts({ ticket }: { ticket: PartnerTicketDetail }) {
  const isReceiver = ticket.role === 'receiver'
  return (
    <div
      role="region"
      tabIndex={0}
      aria-label={say('told')}
      className="type-small ring-inside border-line bg-canvas max-wide:border-t wide:min-h-0 wide:overflow-y-auto wide:border-s"
    >
      <Section title={say('told')}>
        <Facts rows={toldRows(ticket)} />
      </Section>
      <Section title={say(isReceiver ? 'why' : 'whyRaised')}>
        <ul className="grid gap-0.5 text-[12.5px]/[18px] text-ink-2">
          {ticket.handoff.explanation.map((step) => (
            <li key={step.code}>{stepWords(step)}</li>
          ))}
        </ul>
      </Section>
      {isReceiver && (
        <section className="px-4 pb-2 pt-3.5">
          <ExternalId ticket={ticket} />
        </section>
      )}
    </div>
  )
}
