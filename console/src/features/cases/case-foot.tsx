import { useState } from 'react'
import type { CaseDetail } from '@switchyard/sdk'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { MenuButton } from '../../ui/menu.tsx'
import type { MenuItem } from '../../ui/menu.tsx'
import { ProblemLine } from '../../ui/states.tsx'
import { t, wordFor } from '../../ui/words/words.ts'
import { decide, moveTo, pause, raise, resume } from './case-changes.ts'
import type { CaseChange } from './case-changes.ts'
import { caseStatuses } from './case-filter.ts'
import { openChecks, reviewWords } from './review-words.ts'
import { useCaseChange } from './use-case-change.ts'
import type { Viewer } from './viewer.ts'

const waits = ['customer', 'partner', 'other'] as const

type Do = (change: CaseChange) => void

/** Whether the viewer is the second pair of eyes, in words. */
function Banner({ one }: { one: CaseDetail }) {
  const { mayDecide, strong, why } = reviewWords(one)
  return (
    <p
      className={`flex items-start gap-2 rounded-control px-2.5 py-2 text-[12.5px]/[18px] text-ink-2 ${mayDecide ? 'bg-met-tint' : 'bg-fill'}`}
    >
      <Icon name={mayDecide ? 'four-eyes' : 'lock'} tone={`mt-px ${mayDecide ? 'text-met' : 'text-ink-3'}`} />
      <span>
        <b className="font-[550] text-ink">{strong}</b> {why}
      </span>
    </p>
  )
}

function moreItems(one: CaseDetail, viewer: Viewer, { note, run }: { note: string; run: Do }): MenuItem[] {
  const at = caseStatuses.indexOf(one.status)
  const mayWrite = viewer.permissions.includes('case:write')
  const isUnderReview = one.decision === null && one.status !== 'closed'
  const back = one.legal.filter((lane) => caseStatuses.indexOf(lane) < at)
  const items: (MenuItem | false)[] = [
    ...back.map((lane): MenuItem | false =>
      mayWrite
        ? {
            id: lane,
            label: t('case.backTo', { to: wordFor('case.status', lane) }),
            icon: 'undo',
            run: () => run(moveTo(one, lane, note)),
          }
        : false,
    ),
    ...waits.map((who): MenuItem | false =>
      mayWrite && isUnderReview && one.waitsFor === null
        ? {
            id: `wait-${who}`,
            label: t('case.waitFor', { who: wordFor('case.waits', who) }),
            icon: 'pause',
            run: () => run(pause(one, who, note)),
          }
        : false,
    ),
    viewer.permissions.includes('case:open') &&
      isUnderReview && {
        id: 'raise',
        label: t('case.raise', { level: Math.min(one.level + 1, one.maxLevel) }),
        icon: 'arrow-up',
        isDisabled: one.level >= one.maxLevel,
        ...(one.level >= one.maxLevel ? { hint: t('case.topLevel') } : {}),
        run: () => run(raise(one, note)),
      },
  ]
  return items.filter((item) => item !== false)
}

/** What a decision still lacks, in words; empty when it lacks nothing. */
function hindrance(one: CaseDetail, note: string): string {
  const missing = openChecks(one)
  if (missing.length > 0) return t('review.missing', { checks: missing.join(', ') })
  return note.trim() === '' ? t('review.needsNote') : ''
}

interface DecisionProps {
  one: CaseDetail
  note: string
  isBusy: boolean
  run: Do
}

/** The reviewer's three ways; a decision needs words and every check answered. */
function DecisionButtons({ one, note, isBusy, run }: DecisionProps) {
  const hasNote = note.trim() !== ''
  const isBlocked = hindrance(one, note) !== ''
  return (
    <>
      {one.level < one.maxLevel && (
        <Button
          disabled={!hasNote || isBusy}
          aria-describedby={isBlocked ? 'case-decision-why' : undefined}
          onClick={() => run(decide(one, 'referred', note))}
        >
          {t('case.refer', { level: one.level + 1 })}
        </Button>
      )}
      <span className="ms-auto flex gap-2">
        <Button
          disabled={isBlocked || isBusy}
          aria-describedby={isBlocked ? 'case-decision-why' : undefined}
          onClick={() => run(decide(one, 'rejected', note))}
        >
          {t('case.reject')}
        </Button>
        <Button
          look="main"
          busy={isBusy}
          disabled={isBlocked}
          aria-describedby={isBlocked ? 'case-decision-why' : undefined}
          onClick={() => run(decide(one, 'confirmed', note))}
        >
          {t('case.confirm')}
        </Button>
      </span>
    </>
  )
}

/** What may be done with the case now, all with one note; and why the viewer may not decide. */
export function CaseFoot({ one: shown, viewer }: { one: CaseDetail; viewer: Viewer }) {
  const change = useCaseChange(shown.id)
  const [note, setNote] = useState('')
  const [asked, setAsked] = useState<CaseDetail | null>(null)
  // What may be done next only the server knows: until it has answered these are the verbs of the case as it was.
  const one = change.isPending && asked?.id === shown.id ? asked : shown
  const run: Do = (wish) => {
    setAsked(one)
    // What is written meanwhile is of the next step.
    change.mutate(wish, { onSuccess: () => setNote((known) => (known === note ? '' : known)) })
  }
  if (one.status === 'closed') return null
  const mayWrite = viewer.permissions.includes('case:write')
  const at = caseStatuses.indexOf(one.status)
  const onward = mayWrite ? one.legal.find((lane) => caseStatuses.indexOf(lane) > at) : undefined
  const more = moreItems(one, viewer, { note, run })
  const isDeciding = one.status === 'decision' && one.review.mayDecide
  const lacking = hindrance(one, note)
  const maySpeak = isDeciding || mayWrite || more.length > 0
  return (
    <footer
      aria-label={t('case.actions')}
      className="grid flex-none gap-2.5 border-t border-line bg-raised px-5 pb-4 pt-3 max-pane:px-3.5"
    >
      {one.status === 'decision' && <Banner one={one} />}
      {!maySpeak && one.status !== 'decision' && <p className="type-meta text-ink-3">{t('case.readOnly')}</p>}
      {maySpeak && (
        <textarea
          dir="auto"
          aria-label={t(isDeciding ? 'case.decisionNote' : 'case.note')}
          placeholder={t(isDeciding ? 'case.decisionNoteHint' : 'case.noteHint')}
          className={`field max-h-40 resize-none [field-sizing:content] ${isDeciding ? 'min-h-14' : ''}`}
          value={note}
          onChange={(event) => setNote(event.target.value)}
        />
      )}
      {isDeciding && lacking !== '' && (
        <p id="case-decision-why" className="type-meta text-ink-3">
          {lacking}
        </p>
      )}
      {change.error && <ProblemLine error={change.error} />}
      <div className="flex flex-wrap items-center gap-2">
        {more.length > 0 && (
          <MenuButton className="b" side="top" sections={[{ items: more }]}>
            {t('case.moreActions')} <Icon name="up" size="s" />
          </MenuButton>
        )}
        {mayWrite && one.waitsFor !== null && (
          <Button icon="play" disabled={change.isPending} onClick={() => run(resume(one, note))}>
            {t('case.resume')}
          </Button>
        )}
        {isDeciding && <DecisionButtons one={one} note={note} isBusy={change.isPending} run={run} />}
        {onward !== undefined && (
          <Button
            look="main"
            className="ms-auto"
            busy={change.isPending}
            onClick={() => run(moveTo(one, onward, note))}
          >
            {t(onward === 'closed' ? 'case.close' : 'case.moveTo', { to: wordFor('case.status', onward) })}
          </Button>
        )}
      </div>
    </footer>
  )
}
