import { useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import type { Query, WebhookReplay } from '@switchyard/sdk'
import { Button } from '../../ui/button.tsx'
import { now } from '../../ui/clock.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { Icon } from '../../ui/icon.tsx'
import { ProblemLine } from '../../ui/states.tsx'
import { plural, t } from '../../ui/words/words.ts'
import { replayCall, replayCountsQuery } from './queries.ts'
import { useDeliveryCall } from './use-delivery-call.ts'

const spans = [1, 24, 168, 336] as const
const kinds = ['all', 'failed', 'missing'] as const
const hourMs = 3_600_000
/** The longest span ends a little short of 14 days, so that it is still allowed when it is sent. */
const slackMs = 60_000

function fromOf(hours: number, nowMs: number): string {
  return new Date(nowMs - hours * hourMs + (hours === 336 ? slackMs : 0)).toISOString()
}

function SpanField({ hours, onHours }: { hours: number; onHours: (hours: number) => void }) {
  return (
    <Field label={t('hook.since')}>
      {(id) => (
        <select id={id} className="field" value={hours} onChange={(event) => onHours(Number(event.target.value))}>
          {spans.map((one) => (
            <option key={one} value={one}>
              {t(`hook.since.${one}`)}
            </option>
          ))}
        </select>
      )}
    </Field>
  )
}

function Done({ count, onClose }: { count: number; onClose: () => void }) {
  return (
    <>
      <p role="status" className="flex items-center gap-2 text-met">
        <Icon name="check-circle" size="s" /> {plural('hook.replayDone', count)}
      </p>
      <Button look="solid" className="justify-self-end" onClick={onClose}>
        {t('hook.close')}
      </Button>
    </>
  )
}

/** Sends a subscription what it was not told of a time: counted first, then sent. */
export function ReplayDialog({ webhookId, onClose }: { webhookId: string; onClose: () => void }) {
  const [hours, setHours] = useState(24)
  const [kind, setKind] = useState<(typeof kinds)[number]>('all')
  const [openedAt] = useState(now)
  const query: Query = { from: fromOf(hours, openedAt), kind }
  const { data: counts, error } = useQuery(replayCountsQuery(webhookId, query))
  const replay = useDeliveryCall<WebhookReplay>()
  const count = counts === undefined ? null : counts.failed + counts.missing
  return (
    <Dialog title={t('hook.replay')} onClose={onClose}>
      <div className="grid gap-4 p-4">
        <p className="text-ink-2">{t('hook.replayText')}</p>
        {replay.data ? (
          <Done count={replay.data.queued} onClose={onClose} />
        ) : (
          <>
            <SpanField hours={hours} onHours={setHours} />
            <fieldset>
              <legend className="sr-only">{t('hook.replay')}</legend>
              <div className="flex flex-wrap gap-x-4">
                {kinds.map((one) => (
                  <label key={one} className="flex min-h-6 items-center gap-2 max-pane:min-h-11">
                    <input
                      type="radio"
                      name="kind"
                      className="size-4 accent-accent"
                      checked={kind === one}
                      onChange={() => setKind(one)}
                    />
                    {t(`hook.replay.${one}`)}
                  </label>
                ))}
              </div>
            </fieldset>
            <p role="status" className="num min-h-[18px] text-ink-2">
              {counts && count === 0 && t('hook.replayNone')}
              {counts && count !== null && count > 0 && plural('hook.replayCount', count, { ...counts })}
            </p>
            {(replay.error ?? error) && <ProblemLine error={replay.error ?? error ?? new Error('')} />}
            <Button
              look="solid"
              icon="send"
              className="justify-self-end"
              busy={replay.isPending}
              disabled={count === null || count === 0}
              onClick={() => replay.mutate(replayCall(webhookId, query))}
            >
              {plural('hook.replaySend', count ?? 0)}
            </Button>
          </>
        )}
      </div>
    </Dialog>
  )
}

/** Begins callbacks anew that were given up in a time. */
export function CallbackReplayDialog({ ticketId, onClose }: { ticketId: string | null; onClose: () => void }) {
  const [hours, setHours] = useState(24)
  const replay = useDeliveryCall<{ queued: number }>()
  const send = () => {
    const body = { from: fromOf(hours, now()), ...(ticketId === null ? {} : { ticketId }) }
    replay.mutate({ method: 'POST', path: '/v1/deliveries/replay', body })
  }
  return (
    <Dialog title={t('hook.replay')} onClose={onClose}>
      <div className="grid gap-4 p-4">
        <p className="text-ink-2">{t('hook.replayCallbacksText')}</p>
        {replay.data ? (
          <Done count={replay.data.queued} onClose={onClose} />
        ) : (
          <>
            <SpanField hours={hours} onHours={setHours} />
            {replay.error && <ProblemLine error={replay.error} />}
            <Button look="solid" icon="send" className="justify-self-end" busy={replay.isPending} onClick={send}>
              {t('delivery.again')}
            </Button>
          </>
        )}
      </div>
    </Dialog>
  )
}
