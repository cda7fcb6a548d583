import { useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import type { NewWebhook, Webhook, WebhookCreate } from '@switchyard/sdk'
import { useMe } from '../../live/me.ts'
import { queuesQuery } from '../../live/queues.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { ProblemLine } from '../../ui/states.tsx'
import { t, wordFor } from '../../ui/words/words.ts'
import { EventPicker } from './event-picker.tsx'
import { changeCall } from './queries.ts'
import { useDeliveryCall } from './use-delivery-call.ts'

const orders = ['held', 'strict', 'unordered'] as const
const channels = ['api', 'email', 'live-chat', 'partner', 'ticket', 'voice']

interface Choice {
  readonly slug: string
  readonly label: string
}

function Ticks({
  legend,
  choices,
  chosen,
  onChange,
}: {
  legend: string
  choices: readonly Choice[]
  chosen: readonly string[]
  onChange: (chosen: string[]) => void
}) {
  return (
    <fieldset>
      <legend className="type-meta mb-1 text-ink-3">{legend}</legend>
      <div className="flex flex-wrap gap-x-4 gap-y-1">
        {choices.map(({ slug, label }) => (
          <label key={slug} className="flex min-h-6 items-center gap-2 max-pane:min-h-11">
            <input
              type="checkbox"
              className="size-4 accent-accent"
              checked={chosen.includes(slug)}
              onChange={(event) =>
                onChange(event.target.checked ? [...chosen, slug] : chosen.filter((one) => one !== slug))
              }
            />
            {label}
          </label>
        ))}
      </div>
    </fieldset>
  )
}

type Draft = Required<Pick<WebhookCreate, 'url' | 'eventTypes'>> & {
  description: string
  queues: string[]
  channels: string[]
  order: (typeof orders)[number]
  rate: string
}

const draftOf = (webhook: Webhook | null): Draft => ({
  url: webhook?.url ?? '',
  description: webhook?.description ?? '',
  eventTypes: webhook?.eventTypes ?? ['ticket.*'],
  queues: webhook?.queues ?? [],
  channels: webhook?.channels ?? [],
  order: webhook?.order ?? 'held',
  rate: webhook?.ratePerSecond?.toString() ?? '',
})

const bodyOf = (draft: Draft): WebhookCreate => ({
  url: draft.url.trim(),
  description: draft.description.trim() === '' ? null : draft.description.trim(),
  eventTypes: draft.eventTypes,
  queues: draft.queues.length === 0 ? null : draft.queues,
  channels: draft.channels.length === 0 ? null : draft.channels,
  order: draft.order,
  ratePerSecond: draft.rate === '' ? null : Number(draft.rate),
})

function Limits({ draft, set }: { draft: Draft; set: (change: Partial<Draft>) => void }) {
  const mayRead = useMe().permissions.includes('queue:read')
  const { data } = useQuery({ ...queuesQuery, enabled: mayRead })
  const known = data?.data.map(({ slug, label }) => ({ slug, label })) ?? []
  const more = (slugs: readonly string[], has: readonly Choice[]) =>
    slugs.filter((slug) => !has.some((one) => one.slug === slug)).map((slug) => ({ slug, label: slug }))
  const named = channels.map((slug) => ({ slug, label: wordFor('channel', slug) }))
  return (
    <div className="grid gap-2.5">
      <p className="text-[13px]/[18px] font-medium">
        {t('hook.limits')} <span className="ms-1.5 font-normal text-ink-3">{t('hook.limitsHint')}</span>
      </p>
      <Ticks
        legend={t('hook.queues')}
        choices={[...known, ...more(draft.queues, known)]}
        chosen={draft.queues}
        onChange={(queues) => set({ queues })}
      />
      <Ticks
        legend={t('hook.channels')}
        choices={[...named, ...more(draft.channels, named)]}
        chosen={draft.channels}
        onChange={(chosen) => set({ channels: chosen })}
      />
    </div>
  )
}

/** In which order it is told, and how fast. */
function Pace({ draft, set }: { draft: Draft; set: (change: Partial<Draft>) => void }) {
  return (
    <>
      <Field label={t('hook.order')}>
        {(id) => (
          <select
            id={id}
            className="field"
            value={draft.order}
            onChange={(event) => set({ order: event.target.value as Draft['order'] })}
          >
            {orders.map((order) => (
              <option key={order} value={order}>
                {t(`hook.order.${order}`)}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label={t('hook.rate')} hint={t('hook.rateHint')}>
        {(id) => (
          <input
            id={id}
            type="number"
            min={1}
            max={500}
            step={1}
            className="field !w-28"
            value={draft.rate}
            onChange={(event) => set({ rate: event.target.value })}
          />
        )}
      </Field>
    </>
  )
}

interface FormProps {
  /** Null makes a new one. */
  webhook: Webhook | null
  onDone: (made: NewWebhook | null) => void
  onClose: () => void
}

/** Makes a subscription or changes one: where it goes, what it is told of, in which order and how fast. */
export function WebhookForm({ webhook, onDone, onClose }: FormProps) {
  const [draft, setDraft] = useState(() => draftOf(webhook))
  const set = (change: Partial<Draft>) => setDraft((known) => ({ ...known, ...change }))
  const save = useDeliveryCall<NewWebhook>((made) => onDone(webhook === null ? made : null))
  const isReady = draft.url.trim() !== '' && draft.eventTypes.length > 0
  const send = () => {
    const body = bodyOf(draft)
    save.mutate(webhook === null ? { method: 'POST', path: '/v1/webhooks', body } : changeCall(webhook.id, body))
  }
  return (
    <Dialog title={t(webhook === null ? 'hook.newTitle' : 'hook.edit')} onClose={onClose}>
      <form
        className="grid gap-4 p-4"
        onSubmit={(event) => {
          event.preventDefault()
          if (isReady) send()
        }}
      >
        <Field label={t('hook.address')} hint={t('hook.addressHint')}>
          {(id) => (
            <input
              id={id}
              type="url"
              required
              className="field"
              placeholder="https://crm.example.com/hooks"
              value={draft.url}
              onChange={(event) => set({ url: event.target.value })}
            />
          )}
        </Field>
        <Field label={t('hook.description')} hint={t('hook.descriptionHint')}>
          {(id) => (
            <input
              id={id}
              dir="auto"
              maxLength={200}
              className="field"
              value={draft.description}
              onChange={(event) => set({ description: event.target.value })}
            />
          )}
        </Field>
        <EventPicker chosen={draft.eventTypes} onChange={(eventTypes) => set({ eventTypes })} />
        <Limits draft={draft} set={set} />
        <Pace draft={draft} set={set} />
        {save.error && <ProblemLine error={save.error} />}
        <div className="flex justify-end">
          <Button type="submit" look="solid" busy={save.isPending} disabled={!isReady}>
            {t(webhook === null ? 'hook.create' : 'hook.save')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
