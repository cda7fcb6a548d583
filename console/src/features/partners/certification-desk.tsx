import { useInfiniteQuery } from '@tanstack/react-query'
import type { Certification } from '@switchyard/sdk'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Moment } from '../../ui/delivery-marks.tsx'
import { Field } from '../../ui/field.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Bones, Empty, Failure, ProblemLine } from '../../ui/states.tsx'
import { t } from '../../ui/words/words.ts'
import { certificationsQuery } from './certification-queries.ts'
import { CertificationReport } from './certification-report.tsx'
import { ChoiceRow } from './choice-row.tsx'
import { CertificationChip, placeText } from './marks.tsx'
import { MoreButton } from './more-button.tsx'
import { ownSubscriptionsQuery } from './queries.ts'
import { RehearsalClock } from './rehearsal-clock.tsx'
import { usePartnerCall } from './use-partner-call.ts'

interface DeskProps {
  /** A partner's own side: it certifies; who reviews it reads. */
  isOwn: boolean
  isRehearsal: boolean
  permissions: readonly string[]
  chosen: string | null
  onChoose: (reportId: string) => void
}

function BeginForm({ onBegun }: { onBegun: (reportId: string) => void }) {
  const pages = useInfiniteQuery(ownSubscriptionsQuery)
  const call = usePartnerCall<Certification>(({ id }) => onBegun(id))
  const all = pages.data?.pages.flatMap((page) => page.data) ?? []
  const begin = (id: FormDataEntryValue | null) => {
    const webhook = all.find((one) => one.id === id)
    if (webhook === undefined) return
    const { type, brand, region, storeId, franchisee } = webhook
    const body = { type, brand, region, storeId, franchisee }
    call.mutate({ method: 'POST', path: '/v1/partner/certification', body })
  }
  return (
    <Card icon="award" title={t('cert.beginTitle')}>
      <form
        className="type-small grid gap-3 p-3.5"
        onSubmit={(event) => {
          event.preventDefault()
          begin(new FormData(event.currentTarget).get('webhook'))
        }}
      >
        <p className="max-w-[640px] text-ink-2">{t('cert.beginText')}</p>
        {pages.isSuccess && all.length === 0 && <p className="text-ink-3">{t('cert.noWebhooks')}</p>}
        {all.length > 0 && (
          <div className="flex flex-wrap items-end gap-2">
            <span className="min-w-0 flex-1 basis-60">
              <Field label={t('cert.endpoint')}>
                {(id) => (
                  <select id={id} name="webhook" className="field">
                    {all.map((one) => (
                      <option key={one.id} value={one.id}>
                        {one.type.split('_')[0]} · {placeText(one)}
                      </option>
                    ))}
                  </select>
                )}
              </Field>
            </span>
            <Button type="submit" look="main" icon="play" busy={call.isPending}>
              {t('cert.begin')}
            </Button>
          </div>
        )}
        {call.error && <ProblemLine error={call.error} />}
      </form>
    </Card>
  )
}

function ReportList({
  reports,
  chosen,
  isOwn,
  onChoose,
}: {
  reports: readonly Certification[]
  chosen: string
  isOwn: boolean
  onChoose: DeskProps['onChoose']
}) {
  return (
    <ul>
      {reports.map((report) => (
        <ChoiceRow key={report.id} isChosen={report.id === chosen} onChoose={() => onChoose(report.id)}>
          <span className="flex items-center gap-2">
            <span className="min-w-0 flex-1 truncate font-medium">
              {isOwn ? placeText(report) : report.partner.name}
            </span>
            <CertificationChip state={report.state} />
          </span>
          <span className="flex gap-2 text-ink-3">
            <span className="min-w-0 flex-1 truncate">
              {report.type.split('_')[0]}
              {!isOwn && ` · ${placeText(report)}`}
            </span>
            <Moment at={report.createdAt} />
          </span>
        </ChoiceRow>
      ))}
    </ul>
  )
}

function LiveNotice() {
  return (
    <Card icon="award" title={t('cert.live')}>
      <p className="type-small flex items-start gap-2 px-3.5 py-2.5 text-ink-2">
        <Icon name="lock" size="s" tone="mt-0.5 text-ink-3" />
        {t('cert.liveText')}
      </p>
    </Card>
  )
}

/** Certifications of endpoints with their reports, and in a rehearsal its clock; a partner begins one here. */
export function CertificationDesk({ isOwn, isRehearsal, permissions, chosen, onChoose }: DeskProps) {
  const pages = useInfiniteQuery(certificationsQuery(isOwn))
  if (pages.error && !pages.data) return <Failure error={pages.error} onRetry={() => void pages.refetch()} />
  if (!pages.data) return <Bones className="p-5" rows={['h-10', 'h-40']} />
  const reports = pages.data.pages.flatMap((page) => page.data)
  const clock = isRehearsal && <RehearsalClock permissions={permissions} />
  const open = chosen ?? reports[0]?.id ?? null
  return (
    <div className="grid min-h-0 flex-1 grid-cols-[minmax(0,1fr)] pane:grid-cols-[minmax(220px,300px)_minmax(0,1fr)] max-pane:grid-rows-[auto_minmax(0,1fr)]">
      {open !== null && (
        <nav
          aria-label={t('cert.reports')}
          className="flex min-h-0 flex-col overflow-y-auto border-line max-pane:max-h-40 max-pane:border-b pane:border-e"
        >
          <ReportList reports={reports} chosen={open} isOwn={isOwn} onChoose={onChoose} />
          <MoreButton pages={pages} />
        </nav>
      )}
      <div
        tabIndex={0}
        role="group"
        aria-label={t('partners.tab.certifications')}
        className={`ring-inside flex min-h-0 flex-col gap-3 overflow-y-auto bg-canvas p-4 max-pane:p-3.5 ${open === null ? 'pane:col-span-2' : ''}`}
      >
        {!isRehearsal && <LiveNotice />}
        {isRehearsal && isOwn && <BeginForm onBegun={onChoose} />}
        {!isOwn && clock}
        {open !== null && <CertificationReport key={open} isOwn={isOwn} id={open} />}
        {open === null && (
          <div className="min-h-60 flex-1">
            <Empty icon="award" title={t('cert.none')} text={t(isOwn ? 'cert.noneOwnText' : 'cert.noneText')} />
          </div>
        )}
        {isOwn && clock}
      </div>
    </div>
  )
}
