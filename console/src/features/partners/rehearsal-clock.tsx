import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { DomainEvent, WorkspaceClock } from '@switchyard/sdk'
import { api } from '../../live/client.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Chip } from '../../ui/chip.tsx'
import { useClock } from '../../ui/clock.ts'
import { Field } from '../../ui/field.tsx'
import { Bones, ProblemLine } from '../../ui/states.tsx'
import { clockTimeWithSeconds, shortDuration } from '../../ui/time.ts'
import { language, t, wordFor } from '../../ui/words/words.ts'
import { clockQuery, firedQuery } from './certification-queries.ts'

const steps = ['PT20M', 'PT1H', 'P1D'] as const
const stepSeconds = { PT20M: 1_200, PT1H: 3_600, P1D: 86_400 } as const

const lengthOf = (seconds: number) => shortDuration(seconds * 1000)

function useMove() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (forward: string) =>
      api.request<WorkspaceClock>({ method: 'POST', path: '/v1/workspace/clock', body: { forward } }),
    onSuccess: (clock) => {
      client.setQueryData(clockQuery.queryKey, clock)
      // Time has passed for everything that is shown.
      void client.invalidateQueries()
    },
  })
}

function Time({ clock, readAt }: { clock: WorkspaceClock; readAt: number }) {
  const at = useClock(() => new Date(Date.parse(clock.now) + Math.max(0, Date.now() - readAt)).toISOString())
  const { offsetSeconds } = clock
  return (
    <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <time dateTime={at} className="num text-[20px]/[28px] font-semibold">
        {clockTimeWithSeconds(at)}
      </time>
      <span className="text-ink-2">
        {new Intl.DateTimeFormat(language(), { dateStyle: 'full' }).format(new Date(at))}
      </span>
      <Chip {...(offsetSeconds > 0 ? { tone: 'near', icon: 'clock' } : {})}>
        {offsetSeconds > 0 ? t('rehearsal.ahead', { length: lengthOf(offsetSeconds) }) : t('rehearsal.real')}
      </Chip>
    </p>
  )
}

function Moves() {
  const move = useMove()
  return (
    <form
      className="grid gap-2.5"
      onSubmit={(event) => {
        event.preventDefault()
        const forward = new FormData(event.currentTarget).get('forward')
        if (typeof forward === 'string') move.mutate(forward.trim())
      }}
    >
      <div className="flex flex-wrap items-end gap-2">
        {steps.map((step) => (
          <Button
            key={step}
            icon="arrow"
            busy={move.isPending && move.variables === step}
            onClick={() => move.mutate(step)}
          >
            {t('rehearsal.forwardBy', { length: lengthOf(stepSeconds[step]) })}
          </Button>
        ))}
        <span className="w-44">
          <Field label={t('rehearsal.by')} hint={t('rehearsal.byHint')}>
            {(id) => <input id={id} name="forward" className="field num" required maxLength={40} autoComplete="off" />}
          </Field>
        </span>
        <Button type="submit" look="solid" busy={move.isPending}>
          {t('rehearsal.forward')}
        </Button>
      </div>
      {move.error && <ProblemLine error={move.error} />}
    </form>
  )
}

function FiredLine({ event }: { event: DomainEvent }) {
  return (
    <li className="flex flex-wrap items-baseline gap-x-3 border-b border-line px-3.5 py-1.5 last:border-0">
      <span className="num flex-none text-ink-3">{clockTimeWithSeconds(event.at)}</span>
      <span className="min-w-0 flex-1">{wordFor('event', event.type)}</span>
      <code className="type-code !text-[11.5px] text-ink-3 max-pane:hidden">{event.type}</code>
      {event.ticketId !== null && (
        <Link to="/tickets/$ticketId" params={{ ticketId: event.ticketId }} className="link hover:underline">
          {t('handoff.ticket')}
        </Link>
      )}
    </li>
  )
}

function FiredList() {
  const { data, error } = useQuery(firedQuery)
  if (error && !data) return <ProblemLine error={error} />
  if (data === undefined) return <Bones className="px-3.5 py-2.5" rows={['h-5']} />
  if (data === null) return null
  const { events, bySeconds } = data
  return (
    <section aria-label={t('rehearsal.fired')} className="border-t border-line">
      <p className="type-meta px-3.5 pt-2.5 pb-1 text-ink-3">
        {t('rehearsal.firedText', { length: lengthOf(bySeconds) })} {events.length === 0 && t('rehearsal.firedNone')}
      </p>
      <div tabIndex={0} role="group" aria-label={t('rehearsal.fired')} className="ring-inside max-h-56 overflow-y-auto">
        <ul>
          {events.map((event) => (
            <FiredLine key={event.id} event={event} />
          ))}
        </ul>
      </div>
    </section>
  )
}

/** The time of a rehearsal: seen by all who work there, moved ahead by who keeps the workspace, with what that brought. */
export function RehearsalClock({ permissions }: { permissions: readonly string[] }) {
  const { data, error, dataUpdatedAt } = useQuery(clockQuery)
  const mayMove = data?.adjustable === true && permissions.includes('workspace:write')
  const maySeeFired = ['audit:read', 'event:read'].every((one) => permissions.includes(one))
  return (
    <Card icon="clock" title={t('rehearsal.clock')}>
      <div className="type-small grid gap-3 p-3.5">
        {error && !data && <ProblemLine error={error} />}
        {!data && !error && <Bones rows={['h-7 w-1/3']} />}
        {data && <Time clock={data} readAt={dataUpdatedAt} />}
        {mayMove && <Moves />}
        {mayMove && <p className="type-meta max-w-[640px] text-ink-3">{t('rehearsal.forwardOnly')}</p>}
      </div>
      {maySeeFired && data !== undefined && data.offsetSeconds > 0 && <FiredList />}
    </Card>
  )
}
