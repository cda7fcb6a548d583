import type { ReactNode } from 'react'
import type { CaseDetail } from '@switchyard/sdk'
import { Avatar } from '../../ui/avatar.tsx'
import { Button } from '../../ui/button.tsx'
import { useClock } from '../../ui/clock.ts'
import { Icon } from '../../ui/icon.tsx'
import { ProblemLine } from '../../ui/states.tsx'
import { t, wordFor } from '../../ui/words/words.ts'
import { take } from './case-changes.ts'
import { explainCaseClock } from './case-clock.ts'
import { DueChip } from './case-marks.tsx'
import { useCaseChange } from './use-case-change.ts'
import type { Viewer } from './viewer.ts'

function Fact({ term, children }: { term: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-[11.5px]/[15px] text-ink-3">{term}</dt>
      <dd className="num flex min-h-6 min-w-0 items-center gap-1.5 text-[13px]/[20px] font-medium">{children}</dd>
    </div>
  )
}

function Person({ id, name }: { id: string; name: string | null }) {
  return (
    <>
      <Avatar size="s" id={id} name={name ?? '?'} />
      <span aria-hidden="true" className="truncate">
        {name}
      </span>
    </>
  )
}

/** Why the clock stands where it stands. */
function Explained({ one }: { one: CaseDetail }) {
  const text = useClock((nowMs) => explainCaseClock(one, nowMs).join(' '))
  return (
    <details className="group border-b border-line py-2 text-[12.5px]/[18px] text-ink-2">
      <summary className="flex w-fit list-none items-center gap-1 rounded-chip text-ink-3 hover:text-ink">
        <Icon name="down" size="xs" tone="-rotate-90 group-open:rotate-0" />
        {t('case.clock.why')}
      </summary>
      <p className="pt-1">{text}</p>
    </details>
  )
}

/** Who opened it, who has it, what kind of risk it is and when it is due; and what was decided. */
export function CaseFacts({ one, viewer }: { one: CaseDetail; viewer: Viewer }) {
  const change = useCaseChange(one.id)
  const { taskId, owner, decision } = one
  const isUnderReview = decision === null && one.status !== 'closed'
  const isFree = isUnderReview && owner === null && taskId !== null && viewer.agent !== null
  const isAllowed = viewer.permissions.includes('offer:act') && viewer.permissions.includes('case:write')
  return (
    <>
      <dl className="grid grid-cols-[minmax(0,1.2fr)_minmax(0,1.2fr)_minmax(0,0.8fr)_auto] gap-x-3 gap-y-2 border-b border-line py-3 max-pane:grid-cols-2">
        <Fact term={t('case.openedBy')}>
          {one.trigger === null ? (
            <Person id={one.openedBy.id} name={one.openedBy.name} />
          ) : (
            <>
              <Icon name="bolt" size="s" tone="text-ink-3" /> <span className="truncate">{one.trigger}</span>
            </>
          )}
        </Fact>
        <Fact term={t('case.owner')}>
          {owner !== null ? (
            <Person id={owner.id} name={owner.name} />
          ) : isFree && isAllowed ? (
            <Button small icon="user-plus" busy={change.isPending} onClick={() => change.mutate(take(one, taskId))}>
              {t('case.take')}
            </Button>
          ) : (
            <span className="font-normal text-ink-3">{t('case.noOwner')}</span>
          )}
        </Fact>
        <Fact term={t('case.riskClass')}>
          {one.riskClass ?? <span className="font-normal text-ink-3">{t('case.noRiskClass')}</span>}
        </Fact>
        <Fact term={t(isUnderReview ? 'case.due' : 'case.inLane')}>
          <DueChip one={one} isPlain={false} />
        </Fact>
      </dl>
      {change.error && <ProblemLine error={change.error} />}
      <Explained one={one} />
      {decision !== null && (
        <div className="mt-3 rounded-card bg-met-tint px-3 py-2.5 text-[12.5px]/[18px] text-ink-2">
          <p className="flex items-center gap-1.5">
            <Icon name="four-eyes" tone="text-met" />
            <b className="font-[550] text-ink">{wordFor('case.outcome', decision.outcome)}</b>
            {t('case.decidedBy', { name: decision.by.name ?? '', level: decision.level })}
          </p>
          <p dir="auto" className="mt-1 whitespace-pre-wrap text-ink [overflow-wrap:anywhere]">
            {decision.note}
          </p>
        </div>
      )}
    </>
  )
}
