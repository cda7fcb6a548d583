import { useState } from 'react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { BulkAction, BulkPreview } from '@switchyard/sdk'
import { agentsQuery } from '../../live/agents.ts'
import { cacheKeys } from '../../live/cache-keys.ts'
import { Button } from '../../ui/button.tsx'
import { now } from '../../ui/clock.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Bones, ProblemLine } from '../../ui/states.tsx'
import { momentText } from '../../ui/time.ts'
import { plural, t, wordFor } from '../../ui/words/words.ts'
import { chosenOf, previewQuery, startBulk } from './bulk-queries.ts'
import type { NamedAction } from './named-action.ts'
import type { ListFilter } from './queries.ts'
import type { Selection } from './selection.ts'

function Counts({ preview }: { preview: BulkPreview }) {
  const { changed, unchanged, refused, notFound } = preview
  return (
    <ul className="num flex flex-wrap gap-1.5">
      <li className={`chip ${changed > 0 ? 'met' : ''}`}>{plural('bulk.changed', changed)}</li>
      {unchanged > 0 && <li className="chip">{plural('bulk.unchanged', unchanged)}</li>}
      {refused + notFound > 0 && <li className="chip near">{plural('bulk.refused', refused + notFound)}</li>}
    </ul>
  )
}

function textOf(value: unknown, names: ReadonlyMap<string, string>): string {
  if (value === null || value === undefined) return '–'
  if (Array.isArray(value)) return value.length === 0 ? '–' : value.map((one) => textOf(one, names)).join(', ')
  return typeof value === 'string' ? (names.get(value) ?? value) : JSON.stringify(value)
}

/** A property and its value, as people say them. */
function changeText(
  { field, from, to }: BulkPreview['sample'][number]['changes'][number],
  names: ReadonlyMap<string, string>,
): string {
  const value = (one: unknown) =>
    field === 'snoozedUntil' && typeof one === 'string' ? momentText(one, now()) : textOf(one, names)
  return `${wordFor('bulk.field', field)}: ${value(from)} → ${value(to)}`
}

function Refusals({ refusals }: Pick<BulkPreview, 'refusals'>) {
  if (refusals.length === 0) return null
  return (
    <section>
      <h3 className="type-micro mb-1.5 text-ink-3">{t('bulk.refusals')}</h3>
      <ul className="grid gap-2">
        {refusals.map(({ code, detail, count, tickets }) => (
          <li key={`${code} ${detail}`} className="text-[13px]/[19px]">
            <span className="num font-medium">{count}</span> · {detail}
            <span className="num block text-[12px]/[17px] text-ink-3">
              {tickets.map(({ number }) => `#${number}`).join(', ')}
              {count > tickets.length && ' …'}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Sample({ sample }: Pick<BulkPreview, 'sample'>) {
  const { data: agents } = useQuery(agentsQuery)
  const names = new Map((agents?.data ?? []).map(({ id, name }) => [id, name]))
  if (sample.length === 0) return null
  return (
    <section>
      <h3 className="type-micro mb-1.5 text-ink-3">{t('bulk.sample')}</h3>
      <ul className="grid gap-1.5">
        {sample.slice(0, 5).map(({ ticket, changes, says, automations }) => (
          <li key={ticket.id} className="text-[13px]/[19px]">
            <span className="block truncate">
              <span className="num text-ink-3">#{ticket.number}</span> <bdi>{ticket.issueSummary}</bdi>
            </span>
            {says !== null && (
              <span
                dir="auto"
                className="my-0.5 line-clamp-3 whitespace-pre-line border-s-2 border-line-strong ps-2 text-ink-2"
              >
                {says}
              </span>
            )}
            <span className="block text-[12px]/[17px] text-ink-2">
              {changes.map((change) => changeText(change, names)).join(' · ')}
            </span>
            {automations !== null && automations.length > 0 && (
              <span className="block text-[12px]/[17px] text-ink-2">
                {t('bulk.automations', { rules: automations.map(({ label }) => label).join(' · ') })}
              </span>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}

/** What undoing it will not take back, and what it is not said past. */
function Lasting({ lasting, canUndo }: Pick<BulkPreview, 'lasting' | 'canUndo'>) {
  if (lasting.length === 0) return null
  const parts = lasting.map((part) => t(`bulk.lasting.${part}`)).join(', ')
  return (
    <div className="type-small grid gap-1 text-ink-2">
      <p className="flex gap-1.5">
        <Icon name="alert" size="s" tone="text-near mt-0.5" />
        {t(canUndo ? 'bulk.staysInPart' : 'bulk.stays', { parts })}
      </p>
      {lasting.includes('reply') && <p className="ps-5">{t('bulk.guarded')}</p>}
    </div>
  )
}

/** What a move may be told beside its goal. */
function Told({ onTold }: { onTold: (told: { resolution?: string; note?: string }) => void }) {
  const [texts, setTexts] = useState({ resolution: '', note: '' })
  const tell = () =>
    onTold({
      ...(texts.resolution.trim() !== '' && { resolution: texts.resolution.trim() }),
      ...(texts.note.trim() !== '' && { note: texts.note.trim() }),
    })
  return (
    <div className="grid gap-3">
      {(['resolution', 'note'] as const).map((name) => (
        <Field key={name} label={t(`bulk.${name}`)}>
          {(id) => (
            <textarea
              id={id}
              dir="auto"
              className="field min-h-9 [field-sizing:content]"
              value={texts[name]}
              onChange={(event) => setTexts({ ...texts, [name]: event.target.value })}
              onBlur={tell}
            />
          )}
        </Field>
      ))}
    </div>
  )
}

function withTold(action: BulkAction, told: object): BulkAction {
  return action.transition === undefined ? action : { transition: { ...action.transition, ...told } }
}

interface BulkDialogProps {
  named: NamedAction
  selection: Selection
  filter: ListFilter
  onClose: () => void
  onStarted: (bulkId: string) => void
}

/** Shows what a change would do before anything happens: how many, which are refused and why, and some as they would be. */
export function BulkDialog({ named, selection, filter, onClose, onStarted }: BulkDialogProps) {
  const client = useQueryClient()
  const [told, setTold] = useState({})
  const chosen = chosenOf(selection, filter)
  const action = withTold(named.action, told)
  const {
    data: preview,
    error,
    isFetching,
  } = useQuery({
    ...previewQuery(chosen, action),
    placeholderData: (before) => before,
  })
  const start = useMutation({
    mutationFn: () => startBulk(chosen, action),
    onSuccess: (bulk) => {
      client.setQueryData(cacheKeys.bulk(bulk.id), bulk)
      onStarted(bulk.id)
    },
  })
  const changed = preview?.changed ?? 0
  return (
    <Dialog title={named.words} onClose={onClose}>
      <div className="grid gap-4 p-4">
        <p className="text-ink-2">{t('bulk.lead')}</p>
        {named.action.transition !== undefined && <Told onTold={setTold} />}
        {preview === undefined && error === null && <Bones rows={['h-6', 'h-10', 'h-10']} />}
        {preview !== undefined && (
          <>
            <Counts preview={preview} />
            <Refusals refusals={preview.refusals} />
            <Sample sample={preview.sample} />
            <Lasting {...preview} />
          </>
        )}
        {(error ?? start.error) && <ProblemLine error={error ?? start.error ?? new Error()} />}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t('case.cancel')}</Button>
          <Button
            look="solid"
            busy={start.isPending}
            disabled={changed === 0 || error !== null || isFetching}
            onClick={() => start.mutate()}
          >
            {plural(named.action.reply === undefined ? 'bulk.apply' : 'bulk.say', changed)}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}
