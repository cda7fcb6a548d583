import { useQuery } from '@tanstack/react-query'
import type { Decision } from '@switchyard/sdk'
import { useMe } from '../../live/me.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Bones, Failure } from '../../ui/states.tsx'
import { countedDuration, fullDate } from '../../ui/time.ts'
import { plural, t, wordFor } from '../../ui/words/words.ts'
import { OthersThen } from './others-then.tsx'
import { decisionQuery } from './queries.ts'

function Reasons({ reasons }: { reasons: Decision['reasons'] }) {
  if (reasons.length === 0) return null
  return (
    <ul className="grid gap-1.5">
      {reasons.map((reason) => (
        <li key={reason.code + reason.text} className="grid grid-cols-[14px_1fr] gap-2 text-ink-2">
          <Icon name="check" size="s" tone="mt-0.5 text-met" />
          {reason.text}
        </li>
      ))}
    </ul>
  )
}

function Candidates({ best }: { best: Decision['best'] }) {
  if (best.length === 0) return null
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
            <span className="type-meta num ms-auto whitespace-nowrap text-ink-3">
              {t('decision.values', {
                idle: countedDuration(candidate.idleMs),
                load: Math.round(candidate.load * 100),
              })}
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
  const { permissions } = useMe()
  return (
    <div className="grid gap-4 p-4">
      <Reasons reasons={decision.reasons} />
      {decision.rules.length > 0 && (
        <section>
          <h3 className="type-micro mb-1.5 text-ink-3">{t('decision.rules')}</h3>
          <p className="font-mono text-[12px]/[18px]">{decision.rules.join(' › ')}</p>
        </section>
      )}
      <Candidates best={decision.best} />
      <Rejects rejects={decision.rejects} />
      {permissions.includes('agents:read') && <OthersThen decision={decision} />}
      <footer className="type-meta flex items-center gap-2 border-t border-line pt-3 text-ink-3">
        <span className="min-w-0 flex-1">
          {t('decision.foot', { version: decision.workflowVersion, sequence: decision.inputSequence })}
          <span className="block">{fullDate(decision.at)}</span>
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
