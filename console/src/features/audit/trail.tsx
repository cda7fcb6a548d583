import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query'
import type { AuditRow, AuditVerdict } from '@switchyard/sdk'
import { Button } from '../../ui/button.tsx'
import { EverythingButton } from '../../ui/everything-button.tsx'
import { now } from '../../ui/clock.ts'
import { countText } from '../../ui/figure-text.ts'
import { Icon } from '../../ui/icon.tsx'
import { Bones, Empty, Failure, ProblemLine } from '../../ui/states.tsx'
import { plural, t, wordFor } from '../../ui/words/words.ts'
import { trailQueryOf } from './audit-filter.ts'
import type { AuditFilter } from './audit-filter.ts'
import { LogRow } from './log-row.tsx'
import { eventTypesQuery, trailQuery, verifyTrail } from './queries.ts'

interface TrailProps {
  filter: AuditFilter
  onFilter: (change: Partial<AuditFilter>) => void
}

const control = 'field type-label !min-h-0 !w-auto !py-[3px] max-pane:!h-11 max-pane:!text-[16px]'

function TextFilter({
  label,
  value,
  onChange,
}: {
  label: string
  value: string | null
  onChange: (text: string | null) => void
}) {
  return (
    <input
      key={value ?? ''}
      aria-label={label}
      placeholder={label}
      defaultValue={value ?? ''}
      className={`${control} font-mono`}
      onBlur={(event) => onChange(event.target.value.trim() || null)}
      onKeyDown={(event) => event.key === 'Enter' && onChange(event.currentTarget.value.trim() || null)}
    />
  )
}

function Filters({ filter, onFilter }: TrailProps) {
  const { data: types } = useQuery(eventTypesQuery)
  const { actor, subject, type, from, to } = filter
  return (
    <div role="group" aria-label={t('quality.filters')} className="flex flex-wrap items-center gap-2">
      <TextFilter label={t('audit.actor')} value={filter.actor} onChange={(actor) => onFilter({ actor })} />
      <TextFilter label={t('audit.subject')} value={filter.subject} onChange={(subject) => onFilter({ subject })} />
      <select
        aria-label={t('audit.type')}
        value={filter.type ?? ''}
        onChange={(event) => onFilter({ type: event.target.value || null })}
        className={`${control} max-w-52`}
      >
        <option value="">{t('audit.everyType')}</option>
        {types?.data.map(({ type }) => (
          <option key={type} value={type}>
            {type}
          </option>
        ))}
      </select>
      {(['from', 'to'] as const).map((end) => (
        <input
          key={end}
          type="date"
          aria-label={t(`quality.${end}`)}
          value={filter[end] ?? ''}
          onChange={(event) => onFilter({ [end]: event.target.value || null })}
          className={`${control} num`}
        />
      ))}
      <EverythingButton narrowed={{ actor, subject, type, from, to }} onFilter={onFilter} />
    </div>
  )
}

function Verdict({ verdict }: { verdict: AuditVerdict }) {
  const { ok, rows, unsealed, checkpoints, firstBad } = verdict
  return (
    <p role="status" className={`flex items-start gap-2 ${ok ? 'text-met' : 'text-breach'}`}>
      <Icon name={ok ? 'check-circle' : 'alert'} size="s" tone="mt-[3px]" />
      <span className="min-w-0">
        {ok
          ? plural('audit.intact', rows, { checkpoints: countText(checkpoints) })
          : t('audit.broken', { seq: firstBad?.seq ?? 0, detail: firstBad?.detail ?? '' })}
        {unsealed > 0 && <span className="text-ink-3"> {plural('audit.unsealed', unsealed)}</span>}
      </span>
    </p>
  )
}

function Verification() {
  const verify = useMutation({ mutationFn: verifyTrail })
  return (
    <section
      aria-label={t('audit.verification')}
      className="flex flex-wrap items-center gap-x-4 gap-y-2 rounded-card bg-surface px-3.5 py-2.5 shadow-[0_0_0_1px_var(--line),var(--shadow-1)]"
    >
      <div className="min-w-0 flex-1">
        {verify.data ? (
          <Verdict verdict={verify.data} />
        ) : verify.error ? (
          <ProblemLine error={verify.error} />
        ) : (
          <p className="text-ink-2">{t('audit.verifyText')}</p>
        )}
      </div>
      <Button icon="check-circle" busy={verify.isPending} onClick={() => verify.mutate()}>
        {t(verify.data ? 'audit.verifyAgain' : 'audit.verify')}
      </Button>
    </section>
  )
}

const whoOf = ({ actor }: AuditRow) => actor.name ?? wordFor('actor', actor.kind)

function factsOf({ text, actor, origin }: AuditRow): [string, string][] {
  const facts: [string, string | null | undefined][] = [
    [t('audit.told'), text],
    [t('audit.by'), actor.id],
    [t('audit.network'), origin?.network],
    [t('audit.client'), origin?.client],
    [t('audit.credential'), origin?.credential],
    [t('audit.request'), origin?.requestId],
  ]
  return facts.flatMap(([name, value]): [string, string][] => (value ? [[name, value]] : []))
}

function Rows({ filter }: { filter: AuditFilter }) {
  const trail = useInfiniteQuery(trailQuery(trailQueryOf(filter)))
  const rows = trail.data?.pages.flatMap(({ data }) => data) ?? []
  const nowMs = now()
  if (trail.error && rows.length === 0)
    return <Failure error={trail.error} className="py-10" onRetry={() => void trail.refetch()} />
  if (trail.isPending) return <Bones className="p-4" rows={['h-8', 'h-8', 'h-8', 'h-8', 'h-8']} />
  return (
    <>
      {rows.length === 0 && !trail.hasNextPage && (
        <Empty icon="search" title={t('audit.none')} text={t('audit.noneText')} />
      )}
      <ol aria-label={t('audit.tab.trail')} aria-busy={trail.isPlaceholderData}>
        {rows.map((row) => (
          <LogRow
            key={row.id}
            {...row}
            who={whoOf(row)}
            nowMs={nowMs}
            facts={factsOf(row)}
            mark={
              <Icon
                name={row.sealed ? 'lock' : 'clock'}
                size="xs"
                tone={row.sealed ? 'text-met' : 'text-ink-3'}
                label={t(row.sealed ? 'audit.sealed' : 'audit.notSealed')}
              />
            }
          />
        ))}
      </ol>
      {trail.hasNextPage && (
        <div className="border-t border-line p-2 text-center">
          <Button small busy={trail.isFetchingNextPage} onClick={() => void trail.fetchNextPage()}>
            {t('audit.older')}
          </Button>
        </div>
      )}
    </>
  )
}

/** Who changed what, when and from where; and the proof that nobody has touched the record since. */
export function Trail({ filter, onFilter }: TrailProps) {
  return (
    <>
      <Verification />
      <Filters filter={filter} onFilter={onFilter} />
      <div className="rounded-card bg-surface shadow-[0_0_0_1px_var(--line),var(--shadow-1)]">
        <Rows filter={filter} />
      </div>
    </>
  )
}
