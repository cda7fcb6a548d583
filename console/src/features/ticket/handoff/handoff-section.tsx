import type { TicketHandoff } from '@switchyard/sdk'
import { Facts } from '../../../ui/facts.tsx'
import { OutcomeChip, TypeText } from '../../../ui/handoff-marks.tsx'
import { stepWords } from '../../../ui/handoff-words.ts'
import { t } from '../../../ui/words/words.ts'

/** What became of a request of a guest or a partner: its type, whom it went to, and why; what the partner calls it. */
export function HandoffSection({ handoff }: { handoff: TicketHandoff }) {
  const { outcome, explanation, externalId } = handoff
  const theirs = <span className="font-mono text-[11.5px]">{externalId}</span>
  return (
    <section aria-label={t('handoff.onTicket')} className="border-b border-line px-4 pb-[15px] pt-3.5">
      <h3 className="type-micro mb-[9px] flex items-center gap-2 text-ink-3">
        {t('handoff.onTicket')}
        <span className="ms-auto">
          <OutcomeChip outcome={outcome} />
        </span>
      </h3>
      <ul className="grid gap-0.5 text-[12.5px]/[18px]">
        <li>
          <TypeText handoff={handoff} />
        </li>
        {explanation.map((step) => (
          <li key={step.code} className="text-ink-2">
            {stepWords(step)}
          </li>
        ))}
      </ul>
      {externalId !== null && (
        <div className="mt-1.5">
          <Facts rows={[[t('handoff.theirId'), theirs]]} />
        </div>
      )}
    </section>
  )
}
