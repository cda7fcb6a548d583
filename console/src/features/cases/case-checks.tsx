import { useState } from 'react'
import type { Case } from '@switchyard/sdk'
import { Button } from '../../ui/button.tsx'
import { Chip } from '../../ui/chip.tsx'
import { Icon } from '../../ui/icon.tsx'
import type { IconName } from '../../ui/icon-paths.tsx'
import { ProblemLine } from '../../ui/states.tsx'
import { t, wordFor } from '../../ui/words/words.ts'
import { answerCheck } from './case-changes.ts'
import { EvidenceMark } from './evidence-mark.tsx'
import { Section } from './section.tsx'
import { useCaseChange } from './use-case-change.ts'

type Check = Case['checks'][number]
type Result = NonNullable<Check['result']>

const results = ['pass', 'fail', 'not_applicable'] as const satisfies readonly Result[]
interface Look {
  tone: 'met' | 'breach' | 'paused'
  icon: IconName
  mark: IconName
  ink: string
}
const looks: Record<Result, Look> = {
  pass: { tone: 'met', icon: 'check', mark: 'check-circle', ink: 'text-met' },
  fail: { tone: 'breach', icon: 'x', mark: 'alert', ink: 'text-breach' },
  not_applicable: { tone: 'paused', icon: 'minus', mark: 'minus', ink: 'text-paused' },
}

interface AnswerProps {
  one: Case
  check: Check
  change: ReturnType<typeof useCaseChange>
  onDone: () => void
}

function AnswerForm({ one, check, change, onDone }: AnswerProps) {
  const [result, setResult] = useState<Result | null>(check.result)
  const [note, setNote] = useState(check.note ?? '')
  return (
    <form
      className="col-span-2 col-start-2 mt-1.5 grid gap-2"
      onSubmit={(event) => {
        event.preventDefault()
        if (result !== null) change.mutate(answerCheck(one, check.name, result, note), { onSuccess: onDone })
      }}
    >
      <fieldset>
        <legend className="sr-only">{check.label}</legend>
        <div className="flex w-fit flex-wrap rounded-control bg-fill p-0.5">
          {results.map((choice) => (
            <label
              key={choice}
              className="type-label flex h-6 items-center gap-1.5 rounded-chip px-2.5 text-ink-2 has-checked:bg-raised has-checked:text-ink has-checked:shadow-[0_0_0_1px_var(--line-strong)] has-focus-visible:outline-2 has-focus-visible:outline-focus max-pane:h-10"
            >
              <input
                type="radio"
                className="sr-only"
                name={`check-${check.name}`}
                checked={result === choice}
                onChange={() => setResult(choice)}
              />
              <Icon name={looks[choice].icon} size="xs" tone={result === choice ? looks[choice].ink : ''} />
              {wordFor('case.check', choice)}
            </label>
          ))}
        </div>
      </fieldset>
      {result !== null && (
        <div className="flex gap-2">
          <input
            className="field"
            dir="auto"
            aria-label={t('case.checkNote', { check: check.label })}
            placeholder={t('case.checkNoteHint')}
            value={note}
            onChange={(event) => setNote(event.target.value)}
          />
          <Button type="submit" busy={change.isPending}>
            {t('case.checkSave')}
          </Button>
        </div>
      )}
      {change.error && <ProblemLine error={change.error} />}
    </form>
  )
}

function CheckRow({ one, check, mayWrite }: { one: Case; check: Check; mayWrite: boolean }) {
  const change = useCaseChange(one.id)
  const [isChanging, setChanging] = useState(false)
  const look = check.result === null ? null : looks[check.result]
  // Shown at once, the answer can still be refused: what was written stays until it is not.
  const isAsking = mayWrite && (isChanging || change.isPending || check.result === null)
  const pieces = one.evidence.filter((piece) => piece.check === check.name)
  return (
    <li className="grid grid-cols-[20px_minmax(0,1fr)_auto] gap-x-2.5 gap-y-0.5 px-3 pb-2.5 pt-[9px]">
      <Icon name={look?.mark ?? 'dashed'} tone={`mt-0.5 ${look?.ink ?? 'text-ink-3'}`} />
      <b className="text-[13px]/[20px] font-[550]">{check.label}</b>
      <span className="flex h-5 items-center gap-2">
        {look === null ? (
          <span className="type-meta text-ink-3">{t('case.checkOpen')}</span>
        ) : (
          <Chip tone={look.tone} icon={look.icon}>
            {wordFor('case.check', check.result ?? '')}
          </Chip>
        )}
        {mayWrite && check.result !== null && !isAsking && (
          <button
            type="button"
            className="link type-meta max-pane:-my-3.5 max-pane:py-3.5"
            aria-label={t('case.checkChange', { check: check.label })}
            onClick={() => setChanging(true)}
          >
            {t('case.change')}
          </button>
        )}
      </span>
      {check.note !== null && !isAsking && (
        <p
          dir="auto"
          className="col-span-2 col-start-2 whitespace-pre-wrap text-[12.5px]/[18px] text-ink-2 [overflow-wrap:anywhere]"
        >
          {check.note}
        </p>
      )}
      {pieces.length > 0 && (
        <span className="col-span-2 col-start-2 mt-1 flex flex-wrap gap-1.5">
          {pieces.map((piece) => (
            <EvidenceMark key={piece.id} piece={piece} tickets={one.tickets} />
          ))}
        </span>
      )}
      {isAsking && (
        <AnswerForm
          key={check.at ?? 'open'}
          one={one}
          change={change}
          check={isChanging ? check : { ...check, result: null, note: null }}
          onDone={() => setChanging(false)}
        />
      )}
    </li>
  )
}

/** The questions a decision needs an answer to. */
export function CaseChecks({ one, mayWrite }: { one: Case; mayWrite: boolean }) {
  const { checks, checksAnswered: answered, checksAsked: asked } = one
  return (
    <Section
      title={t('case.riskChecks')}
      count={t('case.nOfM', { n: answered, m: asked })}
      aside={asked > 0 && answered === asked ? t('case.allAnswered') : undefined}
    >
      {checks.length === 0 ? (
        <p className="text-[12.5px]/[18px] text-ink-3">{t('case.noChecks')}</p>
      ) : (
        <ul className="divide-y divide-line overflow-hidden rounded-card hairline">
          {checks.map((check) => (
            <CheckRow key={check.name} one={one} check={check} mayWrite={mayWrite} />
          ))}
        </ul>
      )}
    </Section>
  )
}
