import { useId, useState } from 'react'
import type { ReactNode } from 'react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { WholeMail } from '@switchyard/sdk'
import { cacheKeys } from '../../live/cache-keys.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { now } from '../../ui/clock.ts'
import { Icon } from '../../ui/icon.tsx'
import { Bones, Failure, ProblemLine } from '../../ui/states.tsx'
import { fullDate, momentText } from '../../ui/time.ts'
import { usePanelFocus } from '../../ui/use-panel-focus.ts'
import { t, wordFor } from '../../ui/words/words.ts'
import { MailFrame } from './mail-frame.tsx'
import { mailQuery, resendMail } from './queries.ts'
import { StateChip } from './state-chip.tsx'

const section = 'border-b border-line px-5 py-4 last:border-0 max-pane:px-3.5'

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-ink-3">{label}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </>
  )
}

function partyText({ name, address }: WholeMail['to']): string {
  return name === null || name === '' ? address : `${name} <${address}>`
}

function Moment({ at }: { at: string }) {
  return (
    <time dateTime={at} title={fullDate(at)}>
      {momentText(at, now())}
    </time>
  )
}

function Facts({ mail }: { mail: WholeMail }) {
  return (
    <section className={section}>
      <div className="mb-3 flex flex-wrap items-center gap-2">
        <StateChip state={mail.state} />
        <span className="type-meta text-ink-3">
          {wordFor('mail.kind', mail.kind)}
          {mail.keptBecause !== null && ` · ${wordFor('mail.kept', mail.keptBecause)}`}
        </span>
      </div>
      <dl className="type-small grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1">
        <Fact label={t('mail.to')}>{partyText(mail.to)}</Fact>
        <Fact label={t('mail.from')}>{partyText(mail.from)}</Fact>
        <Fact label={t('mail.written')}>
          <Moment at={mail.createdAt} />
        </Fact>
        {mail.nextAttemptAt !== null && (
          <Fact label={t('mail.next')}>
            <Moment at={mail.nextAttemptAt} />
          </Fact>
        )}
        {mail.ticketId !== null && (
          <Fact label={t('mail.ticket')}>
            <Link className="link" to="/tickets/$ticketId" params={{ ticketId: mail.ticketId }}>
              #{mail.ticketNumber}
            </Link>
          </Fact>
        )}
      </dl>
    </section>
  )
}

function Content({ mail }: { mail: WholeMail }) {
  const [form, setForm] = useState<'html' | 'text'>('html')
  const forms = [
    { id: 'html', label: t('mail.asHtml') },
    { id: 'text', label: t('mail.asText') },
  ] as const
  return (
    <section className={section}>
      <div role="group" aria-label={t('mail.view')} className="mb-2.5 flex gap-1">
        {forms.map(({ id, label }) => (
          <button
            key={id}
            type="button"
            aria-pressed={form === id}
            className="b sm bare aria-pressed:bg-hover aria-pressed:font-semibold"
            onClick={() => setForm(id)}
          >
            {label}
          </button>
        ))}
      </div>
      <div className="overflow-hidden rounded-control shadow-[0_0_0_1px_var(--line)]">
        {form === 'html' ? (
          <div className="bg-white p-2">
            <MailFrame html={mail.html} />
          </div>
        ) : (
          <pre
            dir="auto"
            tabIndex={0}
            aria-label={t('mail.preview')}
            className="type-small h-80 overflow-y-auto whitespace-pre-wrap break-words p-4 font-sans ring-inside"
          >
            {mail.text}
          </pre>
        )}
      </div>
    </section>
  )
}

function Attempts({ mail }: { mail: WholeMail }) {
  return (
    <section className={section}>
      <h3 className="type-small mb-2 font-semibold">{t('mail.attempts')}</h3>
      {mail.tries.length === 0 && <p className="text-ink-3">{t('mail.noAttempts')}</p>}
      <ol className="grid gap-2.5">
        {mail.tries.toReversed().map((attempt) => (
          <li key={attempt.number} className="grid grid-cols-[16px_minmax(0,1fr)] gap-x-2">
            <Icon
              name={attempt.errorClass === null ? 'check' : 'alert'}
              size="s"
              tone={`mt-[3px] ${attempt.errorClass === null ? 'text-met' : 'text-breach'}`}
            />
            <span className="min-w-0">
              {attempt.errorClass === null ? t('mail.accepted') : wordFor('mail.error', attempt.errorClass)}
              <span className="type-meta block text-ink-3">
                {t('mail.attempt', { number: attempt.number })} · <Moment at={attempt.startedAt} /> ·{' '}
                {t('mail.took', { ms: attempt.durationMs })}
              </span>
              {attempt.response !== null && attempt.response !== '' && (
                <code className="block break-words text-[11.5px]/[18px] text-ink-2">{attempt.response}</code>
              )}
            </span>
          </li>
        ))}
      </ol>
    </section>
  )
}

function Headers({ mail }: { mail: WholeMail }) {
  return (
    <section className={section}>
      <h3 className="type-small mb-2 font-semibold">{t('mail.headers')}</h3>
      <dl className="grid gap-1 font-mono text-[11.5px]/[18px]">
        {Object.entries(mail.headers).map(([name, value]) => (
          <div key={name} className="min-w-0 break-all">
            <dt className="inline text-ink-3">{name}: </dt>
            <dd className="inline">{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

function useResend(mailId: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: () => resendMail(mailId),
    onSuccess: () => client.invalidateQueries({ queryKey: cacheKeys.mails }),
  })
}

/** A mail beside the list, or alone on a phone: what is in it, what came of it, and sending it again. */
export function MailPanel({ mailId, mayResend, onClose }: { mailId: string; mayResend: boolean; onClose: () => void }) {
  const { data: mail, error, refetch } = useQuery(mailQuery(mailId))
  const resend = useResend(mailId)
  const titleId = useId()
  const panel = usePanelFocus()
  return (
    <aside
      ref={panel}
      tabIndex={-1}
      aria-labelledby={titleId}
      onKeyDown={(event) => event.key === 'Escape' && onClose()}
      className="enter-slide absolute inset-y-0 end-0 z-10 flex w-[min(548px,100%)] flex-col bg-surface shadow-[-1px_0_0_var(--line-strong),var(--shadow-3)] outline-none [--under:var(--surface)] max-pane:w-full"
    >
      <header className="flex min-h-(--h-bar) flex-none items-center gap-2 border-b border-line ps-5 pe-2 max-pane:ps-3.5">
        <h2 id={titleId} dir="auto" className="type-title min-w-0 flex-1 truncate" title={mail?.subject}>
          {mail?.subject}
        </h2>
        {mail !== undefined && mayResend && mail.state !== 'queued' && (
          <Button small icon="send" busy={resend.isPending} onClick={() => resend.mutate()}>
            {t('mail.resend')}
          </Button>
        )}
        <IconButton icon="x" label={t('action.close')} shortcut="Esc" onClick={onClose} />
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto">
        {resend.error && (
          <div className="px-5 pt-3">
            <ProblemLine error={resend.error} />
          </div>
        )}
        {error && !mail && <Failure error={error} onRetry={() => void refetch()} />}
        {!mail && !error && <Bones className="p-5" rows={['h-24', 'h-80', 'h-16']} />}
        {mail && (
          <>
            <Facts mail={mail} />
            <Content mail={mail} />
            <Attempts mail={mail} />
            <Headers mail={mail} />
          </>
        )}
      </div>
    </aside>
  )
}
