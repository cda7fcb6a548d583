import type { ExplainedClock } from '@switchyard/sdk'
import { useMe } from '../../live/me.ts'
import { Icon } from '../../ui/icon.tsx'
import { ProblemLine } from '../../ui/states.tsx'
import { fullDate, momentText } from '../../ui/time.ts'
import { t } from '../../ui/words/words.ts'
import { useDue } from './use-due.ts'

function SetByHand({ override, nowMs }: { override: NonNullable<ExplainedClock['override']>; nowMs: number }) {
  const at = momentText(override.at, nowMs)
  const name = override.by?.name ?? null
  return (
    <p className="mt-2 flex gap-2 rounded-control bg-fill px-2.5 py-2 text-[12px]/[17px]">
      <Icon name="user" size="xs" tone="mt-[3px] flex-none text-ink-3" />
      <span className="min-w-0 flex-1">
        <span className="block text-ink-3" title={fullDate(override.at)}>
          {name === null ? t('due.byHand', { at }) : t('due.by', { name, at })}
        </span>
        {override.reason && (
          <span dir="auto" className="block break-words whitespace-pre-wrap">
            {override.reason}
          </span>
        )}
      </span>
    </p>
  )
}

const verb = 'link inline-flex min-h-6 items-center underline underline-offset-2 max-pane:min-h-11'

/** That a due time was set by hand, by whom and why, and the verbs for who may set it. */
export function DueSection({
  ticketId,
  clock,
  nowMs,
  onChange,
}: {
  ticketId: string
  clock: ExplainedClock
  nowMs: number
  onChange: () => void
}) {
  const isAllowed = useMe().permissions.includes('sla:override')
  const due = useDue(ticketId, clock)
  const { override, state } = clock
  const isUndoable = override !== null && (state === 'running' || state === 'paused')
  return (
    <>
      {override !== null && <SetByHand override={override} nowMs={nowMs} />}
      {isAllowed && (state === 'running' || isUndoable) && (
        <p className="type-meta mt-1 flex gap-3">
          {state === 'running' && (
            <button type="button" className={verb} onClick={onChange}>
              {t('due.change')}
            </button>
          )}
          {isUndoable && (
            <button type="button" className={verb} disabled={due.isPending} onClick={() => due.mutate(null)}>
              {t('due.back')}
            </button>
          )}
        </p>
      )}
      {due.error && <ProblemLine error={due.error} />}
    </>
  )
}
