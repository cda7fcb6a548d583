import { useQuery } from '@tanstack/react-query'
import type { CertificationDetail } from '@switchyard/sdk'
import { Well } from '../../ui/attempt-card.tsx'
import { Card } from '../../ui/card.tsx'
import { Chip } from '../../ui/chip.tsx'
import { prettyText } from '../../ui/delivery-health.ts'
import { AnswerText, Moment } from '../../ui/delivery-marks.tsx'
import { Icon } from '../../ui/icon.tsx'
import type { IconName } from '../../ui/icon-paths.tsx'
import { Bones, Failure } from '../../ui/states.tsx'
import { plural, t } from '../../ui/words/words.ts'
import { certificationQuery } from './certification-queries.ts'
import { CertificationChip, placeText } from './marks.tsx'

type Exchange = CertificationDetail['exchanges'][number]
type Check = NonNullable<CertificationDetail['checks']>[number]
type Verdict = Check['verdict']

const checkNames = ['signature', 'idempotency', 'retry', 'order', 'gone', 'slow'] as const
const allEvents = 18

/** The events each check is judged by; of what may end a webhook and of speed, those that show it best. */
const probesOf: Record<Check['check'], readonly Exchange['probe'][]> = {
  signature: ['signed', 'forged'],
  idempotency: ['signed', 'repeated'],
  retry: ['broken', 'resumed'],
  order: ['later', 'earlier'],
  gone: ['unknown'],
  slow: ['burst'],
}

const verdictLooks: Record<Verdict, { icon: IconName; tone: string }> = {
  passed: { icon: 'check-circle', tone: 'text-met' },
  failed: { icon: 'alert', tone: 'text-breach' },
  unproven: { icon: 'help', tone: 'text-near' },
}

function ExchangeLine({ exchange }: { exchange: Exchange }) {
  const { probe, durationMs, externalId, request, response, eventId } = exchange
  return (
    <li className="border-t border-line">
      <details>
        <summary className="ring-inside flex min-h-8 cursor-pointer flex-wrap items-center gap-x-3 gap-y-0.5 px-3 py-1 hover:bg-hover max-pane:min-h-11">
          <span className="min-w-0 flex-1">{t(`cert.probe.${probe}`)}</span>
          {externalId !== null && (
            <span className="text-ink-3">
              {t('cert.externalId')} <code className="type-code !text-[11.5px] text-ink-2">{externalId}</code>
            </span>
          )}
          <span className="num flex-none">
            <AnswerText attempt={exchange as Parameters<typeof AnswerText>[0]['attempt']} />
          </span>
          <span className="num w-16 flex-none text-end text-ink-3">{durationMs.toLocaleString()} ms</span>
        </summary>
        <div className="grid gap-2 bg-canvas px-3 py-2.5">
          <p className="type-label text-ink-2">
            {t('cert.request')}
            {eventId !== null && <code className="type-code ms-2 !text-[11.5px] text-ink-3">{eventId}</code>}
          </p>
          {request === null ? (
            <p className="text-ink-3">{t('cert.retired')}</p>
          ) : (
            <Well label={t('cert.request')} text={prettyText(request)} />
          )}
          <p className="type-label text-ink-2">{t('cert.response')}</p>
          {response === null || response === '' ? (
            <p className="text-ink-3">{response === null ? t('cert.responseNone') : t('attempt.emptyBody')}</p>
          ) : (
            <Well label={t('cert.response')} text={prettyText(response)} />
          )}
        </div>
      </details>
    </li>
  )
}

function CheckRow({ name, check, exchanges }: { name: Check['check']; check: Check | null; exchanges: Exchange[] }) {
  const look = check === null ? { icon: 'minus' as const, tone: 'text-ink-3' } : verdictLooks[check.verdict]
  const verdict = t(check === null ? 'cert.state.running' : `cert.verdict.${check.verdict}`)
  return (
    <li className="grid gap-1 border-b border-line px-3.5 py-2.5 last:border-0">
      <div className="flex items-start gap-2.5">
        <Icon name={look.icon} size="m" tone={`mt-0.5 ${look.tone}`} label={verdict} />
        <span className="grid min-w-0 flex-1 gap-0.5">
          <span className="flex flex-wrap items-baseline gap-x-2">
            <b className="font-medium">{t(`cert.check.${name}`)}</b>
            <span className="text-ink-3">{t(`cert.want.${name}`)}</span>
          </span>
          {check !== null && (
            <span lang="en" className={check.verdict === 'passed' ? 'text-ink-2' : ''}>
              {check.text}
            </span>
          )}
        </span>
      </div>
      {exchanges.length > 0 && (
        <details className="ms-6 overflow-hidden rounded-control bg-surface shadow-[0_0_0_1px_var(--line)]">
          <summary className="type-label ring-inside flex h-8 cursor-pointer items-center px-3 text-ink-2 hover:bg-hover max-pane:h-11">
            {plural('cert.exchanges', exchanges.length)}
          </summary>
          <ol>
            {exchanges.map((exchange, index) => (
              <ExchangeLine key={`${exchange.probe} ${index}`} exchange={exchange} />
            ))}
          </ol>
        </details>
      )}
    </li>
  )
}

function Facts({ report, isOwn }: { report: CertificationDetail; isOwn: boolean }) {
  const { state, exchanges, current, partner } = report
  const verdicts = report.checks?.map(({ verdict }) => verdict) ?? []
  return (
    <Card
      icon="award"
      title={isOwn ? placeText(report) : `${partner.name} · ${placeText(report)}`}
      aside={<CertificationChip state={state} />}
    >
      <div className="type-small grid gap-2 px-3.5 py-3">
        <p>{t(`cert.stateText.${state}`)}</p>
        <dl className="grid grid-cols-[minmax(72px,auto)_minmax(0,1fr)] gap-x-4 gap-y-1 text-ink-2">
          <dt className="text-ink-3">{t('partners.event')}</dt>
          <dd className="type-code !text-[11.5px] [overflow-wrap:anywhere]">{report.type}</dd>
          <dt className="text-ink-3">{t('cert.endpoint')}</dt>
          <dd>
            <span className="type-code block !text-[11.5px] [overflow-wrap:anywhere]">{report.url}</span>
            <span className={current ? 'text-met' : 'text-near'}>{t(current ? 'cert.current' : 'cert.moved')}</span>
          </dd>
          <dt className="text-ink-3">{t('cert.checks')}</dt>
          <dd className="num">
            <span role="status">
              {state === 'running'
                ? t('cert.progress', { done: exchanges.length, all: allEvents })
                : t('cert.checksPassed', {
                    passed: verdicts.filter((one) => one === 'passed').length,
                    all: checkNames.length,
                  })}
            </span>
            {' · '}
            <Moment at={report.createdAt} />
          </dd>
        </dl>
      </div>
    </Card>
  )
}

/** One certification: what it comes to, each check with what was seen, and each event with its answer. */
export function CertificationReport({ isOwn, id }: { isOwn: boolean; id: string }) {
  const { data, error, refetch } = useQuery(certificationQuery(isOwn, id))
  if (error && !data) return <Failure error={error} className="h-60" onRetry={() => void refetch()} />
  if (!data) return <Bones rows={['h-32', 'h-64']} />
  return (
    <>
      <Facts report={data} isOwn={isOwn} />
      <Card icon="check-circle" title={t('cert.checks')} aside={<Chip>{checkNames.length}</Chip>}>
        <ul className="type-small">
          {checkNames.map((name) => (
            <CheckRow
              key={name}
              name={name}
              check={data.checks?.find((one) => one.check === name) ?? null}
              exchanges={data.exchanges.filter(({ probe }) => probesOf[name].includes(probe))}
            />
          ))}
        </ul>
      </Card>
    </>
  )
}
