import { useQuery } from '@tanstack/react-query'
import type { Decision } from '@switchyard/sdk'
import { Avatar } from '../../ui/avatar.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Bones, Failure } from '../../ui/states.tsx'
import { countedDuration, fullDate } from '../../ui/time.ts'
import { plural, t, wordFor } from '../../ui/words/words.ts'
import { decisionQuery } from './queries.ts'

/** `idle 6m` of `idleMs 370000`: times in words, other values as they are. */
function valueWords([name, value]: [string, number | string]): string {
  return name.endsWith('Ms') && typeof value === 'number'
    ? `${name.slice(0, -2)} ${countedDuration(value)}`
    : `${name} ${value}`
}

function Candidates({ best }: { best: NonNullable<Decision['best']> }) {
  return (
    <section>
      <h3 className="type-micro mb-1.5 text-ink-3">{t('decision.best')}</h3>
      <ol className="grid gap-1">
        {best.map((candidate, index) => (
          <li
            key={candidate.agentId}
            className={`flex items-center gap-2 rounded-control px-2 py-1.5 ${index === 0 ? 'bg-accent-tint' : ''}`}
          >
            <Avatar name={candidate.name ?? candidate.agentId} id={candidate.agentId} size="s" />
            <span className="truncate">{candidate.name ?? candidate.agentId}</span>
            <span className="type-meta ms-auto text-ink-3">
              {Object.entries(candidate.values ?? {})
                .map(valueWords)
                .join(' · ')}
            </span>
          </li>
        ))}
      </ol>
    </section>
  )
}

function Rejects({ rejects }: { rejects: Record<string, number> }) {
  const entries = Object.entries(rejects).sort((a, b) => b[1] - a[1])
  if (entries.length === 0) return null
  return (
    <section>
      <h3 className="type-micro mb-1.5 text-ink-3">{t('decision.rejects')}</h3>
      <ul>
        {entries.map(([code, count]) => (
          <li key={code} className="num flex h-7 items-center justify-between border-b border-line last:border-0">
            {wordFor('reject', code)} <span className="text-ink-3">{plural('decision.agents', count)}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Body({ decision }: { decision: Decision }) {
  return (
    <div className="grid gap-4 p-4">
      {decision.rulePath && decision.rulePath.length > 0 && (
        <section>
          <h3 className="type-micro mb-1.5 text-ink-3">{t('decision.rules')}</h3>
          <p className="font-mono text-[12px]/[18px]">{decision.rulePath.join(' › ')}</p>
        </section>
      )}
      <Candidates best={decision.best ?? []} />
      <Rejects rejects={decision.rejects ?? {}} />
      <footer className="type-meta flex items-center gap-2 border-t border-line pt-3 text-ink-3">
        <span className="min-w-0 flex-1">
          {t('decision.foot', { version: decision.workflowVersion ?? '–', sequence: decision.sequence ?? '–' })}
          {decision.at && <span className="block">{fullDate(decision.at)}</span>}
        </span>
        <CopyButton text={decision.id} label={t('decision.copyId')} />
      </footer>
    </div>
  )
}

/** Why this person: the rule path, the best candidates with what ranked them, why others could not. */
export function DecisionDialog({ decisionId, onClose }: { decisionId: string; onClose: () => void }) {
  const { data, error, refetch } = useQuery(decisionQuery(decisionId))
  return (
    <Dialog title={t('decision.title')} onClose={onClose} place="sheet">
      {error ? (
        <Failure error={error} onRetry={() => void refetch()} />
      ) : data ? (
        <Body decision={data} />
      ) : (
        <Bones className="p-4" rows={['h-4 w-2/3', 'h-9', 'h-9', 'h-9']} />
      )}
    </Dialog>
  )
}
