import type { MarketChange, MarketPlan } from '@switchyard/sdk'
import { Card } from '../../ui/card.tsx'
import { Chip } from '../../ui/chip.tsx'
import { Bones } from '../../ui/states.tsx'
import { plural, t } from '../../ui/words/words.ts'

const fieldWords: Record<string, Parameters<typeof t>[0]> = {
  storeTicketTimeThresholdMinutes: 'market.threshold',
  storeTicketWithoutSubscriberIsGeneral: 'market.asGeneral',
  ticketType: 'market.ticketType',
  submitToExternalPartners: 'market.submit',
  knowledgeForceIssueId: 'market.issueId',
  allowRecentOrder: 'market.recentOrder',
}

function ChangeLine({ change: { subject, id, field, from, to } }: { change: MarketChange }) {
  const word = field === null ? null : fieldWords[field]
  const sign = field !== null ? '~' : from === null ? '+' : '−'
  return (
    <li className="grid grid-cols-[14px_minmax(0,1fr)] border-b border-line px-3.5 py-1.5 last:border-0">
      <span aria-hidden="true" className="type-code !text-[12px] text-ink-3">
        {sign}
      </span>
      <span>
        <span className="text-ink-3">{t(`market.subject.${subject}`)}</span> {id}
        {field === null ? (
          <span className="text-ink-2"> {t(from === null ? 'market.added' : 'market.removed')}</span>
        ) : (
          <span className="block text-ink-2">
            {word ? t(word) : field}: <s className="text-ink-3">{from ?? t('market.unset')}</s>{' '}
            {to ?? t('market.unset')}
          </span>
        )}
      </span>
    </li>
  )
}

/** Every field that differs, with its values. */
export function ChangeList({ changes }: { changes: readonly MarketChange[] }) {
  return (
    <ul>
      {changes.map((change) => (
        <ChangeLine key={`${change.subject} ${change.id} ${change.field}`} change={change} />
      ))}
    </ul>
  )
}

const counted = ['toStore', 'toGeneral', 'nowForPartners', 'nowInternal', 'notOffered', 'unknown'] as const

function Effect({ effect }: { effect: NonNullable<MarketPlan['effect']> }) {
  const said = counted.filter((name) => effect[name] > 0)
  return (
    <p className="border-t border-line px-3.5 py-2 text-ink-2">
      {plural('market.ofRequests', effect.requests)}{' '}
      {said.length === 0
        ? t('market.effect.none')
        : said.map((name) => t(`market.effect.${name}`, { count: effect[name] })).join(', ')}
    </p>
  )
}

/** Every field that publishing changes, and past requests that would be decided otherwise. */
export function ChangesCard({ plan }: { plan: MarketPlan | null }) {
  return (
    <Card
      icon="branch"
      title={t('market.changes')}
      aside={plan && plan.changes.length > 0 && <Chip>{plan.changes.length}</Chip>}
    >
      {plan === null && <Bones className="p-3.5" rows={['h-5', 'h-5']} />}
      {plan?.conflict && (
        <p role="alert" className="type-small px-3.5 py-2 text-breach">
          {t('market.conflict', { ...plan.conflict })}
        </p>
      )}
      {plan && plan.changes.length === 0 && (
        <p className="type-small px-3.5 py-2.5 text-ink-3">{t('market.noChanges', { version: plan.version })}</p>
      )}
      {plan && plan.changes.length > 0 && (
        <div className="type-small">
          <ChangeList changes={plan.changes} />
          {plan.effect && <Effect effect={plan.effect} />}
        </div>
      )}
    </Card>
  )
}
