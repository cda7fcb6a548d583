import { useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import type { Ticket } from '@switchyard/sdk'
import { useMe } from '../../../live/me.ts'
import { Button } from '../../../ui/button.tsx'
import { now } from '../../../ui/clock.ts'
import { Field } from '../../../ui/field.tsx'
import { Icon } from '../../../ui/icon.tsx'
import type { IconName } from '../../../ui/icon-paths.tsx'
import { ProblemLine } from '../../../ui/states.tsx'
import { clockMetrics } from '../../../ui/sla.ts'
import { plural, t, wordFor } from '../../../ui/words/words.ts'
import { timelineQuery } from '../queries.ts'
import { compareFields, mergeWarnings } from './merge-plan.ts'
import type { MergeWarning } from './merge-plan.ts'

const warningLooks: Record<MergeWarning['kind'], { icon: IconName; tone: string }> = {
  blocks: { icon: 'x', tone: 'text-breach' },
  asks: { icon: 'alert', tone: 'text-near' },
  note: { icon: 'alert', tone: 'text-ink-3' },
}

const runningMetrics = (ticket: Ticket) =>
  clockMetrics
    .filter((metric) => ['running', 'paused', 'breached'].includes(ticket.sla?.[metric]?.state ?? ''))
    .map((metric) => wordFor('sla.metric', metric))

function Sides({ source, target }: { source: Ticket; target: Ticket }) {
  const head = (ticket: Ticket, words: string) => (
    <th scope="col" className="px-2 pb-2 text-start align-top font-normal">
      <span className="type-micro block text-ink-3">{words}</span>
      <span className="line-clamp-2 font-semibold">
        #{ticket.number} {ticket.issueSummary}
      </span>
    </th>
  )
  return (
    <div className="overflow-x-auto" role="region" aria-label={t('merge.compare')} tabIndex={0}>
      <table className="type-small w-full table-fixed border-collapse">
        <thead>
          <tr>
            <th scope="col" className="w-[88px]">
              <span className="sr-only">{t('merge.field')}</span>
            </th>
            {head(source, t('merge.ends'))}
            {head(target, t('merge.goesOn'))}
          </tr>
        </thead>
        <tbody>
          {compareFields(source, target, now()).map((field) => {
            const differs = field.source !== field.target
            return (
              <tr key={field.name} className="border-t border-line">
                <th scope="row" className="py-1 text-start font-normal text-ink-3">
                  {field.name}
                </th>
                <td
                  className={`break-words px-2 py-1 ${differs ? 'text-ink-3 line-through decoration-1' : 'text-ink-3'}`}
                >
                  {field.source}
                </td>
                <td className={`break-words px-2 py-1 ${differs ? 'font-medium' : ''}`}>{field.target}</td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}

function Effects({ source, target }: { source: Ticket; target: Ticket }) {
  const { data } = useQuery(timelineQuery(source.id))
  const messages = (data?.data ?? []).filter(({ message }) => message !== null).length
  const clocks = runningMetrics(source)
  const numbers = { source: source.number, target: target.number }
  const lines: [IconName, string][] = [
    ...(messages === 0 ? [] : ([['chat', plural('merge.messages', messages, numbers)]] as [IconName, string][])),
    ['arrow', t('merge.replies', numbers)],
    ['lock', t('merge.notes')],
    [
      'clock',
      clocks.length > 0
        ? t('merge.clocks', { ...numbers, clocks: clocks.join(', ') })
        : t('merge.noClocks', { target: target.number }),
    ],
    [
      'inbox',
      source.taskId === null || source.queue === null
        ? t('merge.noTask', { source: source.number })
        : t('merge.task', { ...numbers, queue: source.queue }),
    ],
    ['undo', t('merge.undoable')],
  ]
  return (
    <section aria-label={t('merge.happens')}>
      <h3 className="type-micro mb-1.5 text-ink-3">{t('merge.happens')}</h3>
      <ul className="grid gap-1.5">
        {lines.map(([icon, text]) => (
          <li key={icon} className="flex gap-2">
            <Icon name={icon} size="s" tone="mt-[3px] text-ink-3" />
            <span className="min-w-0">{text}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}

interface MergePreviewProps {
  source: Ticket
  target: Ticket
  isMerging: boolean
  error: Error | null
  onMerge: (how: { reason: string; allowOtherCustomer: boolean }) => void
  onBack: () => void
}

/** Both tickets side by side, what a merge does and does not, and what deserves a second look before it. */
export function MergePreview({ source, target, isMerging, error, onMerge, onBack }: MergePreviewProps) {
  const mayJoin = useMe().permissions.includes('customer:merge')
  const [reason, setReason] = useState('')
  const [isSamePerson, setSamePerson] = useState(false)
  const warnings = mergeWarnings(source, target, mayJoin)
  const asks = warnings.some(({ kind }) => kind === 'asks')
  const isBlocked = warnings.some(({ kind }) => kind === 'blocks') || (asks && !isSamePerson)
  return (
    <form
      className="grid gap-4 p-4"
      onSubmit={(event) => {
        event.preventDefault()
        if (!isBlocked && !isMerging) onMerge({ reason, allowOtherCustomer: asks })
      }}
    >
      <Sides source={source} target={target} />
      <Effects source={source} target={target} />
      {warnings.length > 0 && (
        <ul aria-label={t('merge.warnings')} className="grid gap-1.5">
          {warnings.map(({ kind, text }) => (
            <li key={text} className="flex gap-2">
              <Icon name={warningLooks[kind].icon} size="s" tone={`mt-[3px] ${warningLooks[kind].tone}`} />
              <span className="min-w-0">{text}</span>
            </li>
          ))}
        </ul>
      )}
      {asks && (
        <label className="flex min-h-6 items-center gap-2 max-pane:min-h-11">
          <input type="checkbox" checked={isSamePerson} onChange={(event) => setSamePerson(event.target.checked)} />
          {t('merge.onePerson')}
        </label>
      )}
      <Field label={t('merge.reason')} hint={t('merge.reasonHint')}>
        {(id) => (
          <textarea
            id={id}
            dir="auto"
            maxLength={400}
            className="field min-h-14 [field-sizing:content]"
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        )}
      </Field>
      {error && <ProblemLine error={error} />}
      <div className="flex justify-between gap-2">
        <Button icon="left" onClick={onBack}>
          {t('merge.other')}
        </Button>
        <Button type="submit" look="solid" busy={isMerging} disabled={isBlocked}>
          {t('merge.do', { number: target.number })}
        </Button>
      </div>
    </form>
  )
}
