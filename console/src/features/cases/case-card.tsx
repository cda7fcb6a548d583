import { Link } from '@tanstack/react-router'
import type { Case } from '@switchyard/sdk'
import { Chip } from '../../ui/chip.tsx'
import { Icon } from '../../ui/icon.tsx'
import { plural, t, wordFor } from '../../ui/words/words.ts'
import { caseNumber, CheckPips, DueChip, FourEyes, SeverityChip, TurnWords } from './case-marks.tsx'

interface CaseCardProps {
  one: Case
  isOpen: boolean
  /** The card that Tab reaches; the keys move on from it. */
  isCursor: boolean
  onFocus: () => void
}

/** A case in its lane: what it is, how late, who has it, how far the checks are. */
export function CaseCard({ one, isOpen, isCursor, onFocus }: CaseCardProps) {
  const [first] = one.tickets
  return (
    <Link
      to="/cases"
      search={(known) => ({ ...known, case: one.id })}
      data-row={one.id}
      tabIndex={isCursor ? 0 : -1}
      aria-current={isOpen || undefined}
      onFocus={onFocus}
      className={`block flex-none scroll-mx-5 rounded-card bg-surface px-3 pb-2.5 pt-[11px] hover:bg-raised ${
        isOpen ? 'shadow-[0_0_0_1.5px_var(--accent),var(--shadow-2)]' : 'shadow-[0_0_0_1px_var(--line),var(--shadow-1)]'
      }`}
    >
      <span className="num flex min-h-5 items-center gap-1.5 text-[11.5px]/[16px] font-medium text-ink-3">
        {caseNumber(one.number)}
        <span className="ms-auto flex">
          <DueChip one={one} />
        </span>
      </span>
      <span className="mb-2 mt-1 line-clamp-2 text-[13px]/[18px] font-[550] tracking-[-0.006em] [overflow-wrap:anywhere]">
        {first?.issueSummary}
      </span>
      <span className="flex flex-wrap gap-1">
        <SeverityChip severity={one.severity} />
        <Chip>
          <span className="max-w-[150px] truncate">{one.reasonText ?? one.reasonLabel}</span>
        </Chip>
        {one.riskClass !== null && <Chip tone="outlined">{one.riskClass}</Chip>}
        {one.waitsFor !== null && (
          <Chip {...(one.waitsFor === 'partner' ? { tone: 'partner' } : {})}>{wordFor('case.with', one.waitsFor)}</Chip>
        )}
      </span>
      <span className="mt-2.5 flex items-center gap-[7px] border-t border-line pt-[9px] text-[11.5px]/[16px] text-ink-3">
        <FourEyes one={one} />
        <TurnWords one={one} />
        <span className="ms-auto flex items-center gap-2">
          {one.level > 1 && <span className="whitespace-nowrap">{t('case.levelShort', { level: one.level })}</span>}
          {one.evidence.length > 0 && (
            <span className="num flex items-center gap-0.5" title={plural('case.evidenceCount', one.evidence.length)}>
              <Icon name="file" size="xs" />
              <span aria-hidden="true">{one.evidence.length}</span>
              <span className="sr-only">{plural('case.evidenceCount', one.evidence.length)}</span>
            </span>
          )}
          <CheckPips checks={one.checks} />
        </span>
      </span>
    </Link>
  )
}
