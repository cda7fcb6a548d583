import { useId } from 'react'
import { useQuery } from '@tanstack/react-query'
import type { CaseDetail } from '@switchyard/sdk'
import { curlOf } from '../../live/curl.ts'
import { IconButton } from '../../ui/button.tsx'
import { Chip } from '../../ui/chip.tsx'
import { copyText } from '../../ui/copy-button.tsx'
import { Bones, Failure } from '../../ui/states.tsx'
import { usePanelFocus } from '../../ui/use-panel-focus.ts'
import { t, wordFor } from '../../ui/words/words.ts'
import { CaseChecks } from './case-checks.tsx'
import { CaseEvidenceList } from './case-evidence.tsx'
import { CaseFacts } from './case-facts.tsx'
import { CaseFoot } from './case-foot.tsx'
import { caseStatuses } from './case-filter.ts'
import { caseNumber, SeverityChip } from './case-marks.tsx'
import { CaseTickets } from './case-tickets.tsx'
import { caseQuery } from './queries.ts'
import { CaseTrail } from './case-trail.tsx'
import type { Viewer } from './viewer.ts'

interface CasePanelProps {
  caseId: string
  viewer: Viewer
  previousId: string | null
  nextId: string | null
  onOpen: (caseId: string | null) => void
}

/** Where the case stands on its way, as a track. */
function Steps({ status }: Pick<CaseDetail, 'status'>) {
  const now = caseStatuses.indexOf(status)
  return (
    <ol className="case-steps" aria-label={t('case.stages')}>
      {caseStatuses.map((one, index) => (
        <li
          key={one}
          className={index < now ? 'done' : index === now ? 'now' : ''}
          aria-current={index === now ? 'step' : undefined}
        >
          <span>{wordFor('case.status', one)}</span>
        </li>
      ))}
    </ol>
  )
}

function Loaded({ one, viewer }: { one: CaseDetail; viewer: Viewer }) {
  const mayWrite = viewer.permissions.includes('case:write') && one.status !== 'closed'
  return (
    <>
      <div className="min-h-0 flex-1 overflow-y-auto px-5 pb-5 max-pane:px-3.5">
        <CaseFacts one={one} viewer={viewer} />
        <CaseChecks one={one} mayWrite={mayWrite} />
        <CaseEvidenceList one={one} mayWrite={mayWrite} />
        <CaseTickets tickets={one.tickets} />
        <CaseTrail one={one} />
      </div>
      <CaseFoot one={one} viewer={viewer} />
    </>
  )
}

/** A case beside the board, or alone on a phone: checks, evidence, audit trail, and what may be done. */
export function CasePanel({ caseId, viewer, previousId, nextId, onOpen }: CasePanelProps) {
  const { data: one, error, refetch } = useQuery(caseQuery(caseId))
  const titleId = useId()
  const panel = usePanelFocus()
  const curl = () => void copyText(curlOf({ method: 'GET', path: `/v1/cases/${caseId}` }, location.origin))
  return (
    <aside
      ref={panel}
      tabIndex={-1}
      aria-labelledby={titleId}
      className="enter-slide absolute inset-y-0 end-0 z-10 flex w-[min(548px,100%)] flex-col bg-surface shadow-[-1px_0_0_var(--line-strong),var(--shadow-3)] outline-none [--under:var(--surface)] max-pane:w-full"
    >
      <header className="flex-none border-b border-line px-5 pt-3 max-pane:px-3.5">
        <div className="flex items-center gap-1.5">
          <span className="num text-[12px]/[16px] font-medium text-ink-3">{one && caseNumber(one.number)}</span>
          {one && (
            <span className="flex min-w-0 flex-wrap gap-1.5">
              <SeverityChip severity={one.severity} />
              <Chip>{one.reasonText ?? one.reasonLabel}</Chip>
              <Chip tone="outlined">{t('case.level', { level: one.level, max: one.maxLevel })}</Chip>
            </span>
          )}
          <span className="ms-auto flex flex-none gap-0.5">
            <IconButton
              small
              icon="up"
              label={t('case.previous')}
              shortcut="K"
              className="max-pane:!hidden"
              disabled={previousId === null}
              onClick={() => onOpen(previousId)}
            />
            <IconButton
              small
              icon="down"
              label={t('case.next')}
              shortcut="J"
              className="max-pane:!hidden"
              disabled={nextId === null}
              onClick={() => onOpen(nextId)}
            />
            <IconButton small icon="terminal" label={t('curl.as')} className="max-pane:!hidden" onClick={curl} />
            <IconButton small icon="x" label={t('action.close')} shortcut="Esc" onClick={() => onOpen(null)} />
          </span>
        </div>
        <h2
          id={titleId}
          dir="auto"
          className="mb-2 mt-1 text-[17px]/[24px] font-semibold tracking-[-0.014em] [overflow-wrap:anywhere]"
        >
          {one ? (one.tickets[0]?.issueSummary ?? one.reasonLabel) : t('case.case')}
        </h2>
        {one && <Steps status={one.status} />}
      </header>
      {error && !one && <Failure error={error} onRetry={() => void refetch()} />}
      {!one && !error && <Bones className="p-5" rows={['h-10', 'h-24', 'h-24', 'h-16', 'h-32']} />}
      {one && <Loaded one={one} viewer={viewer} />}
    </aside>
  )
}
